"""Many ratings against few, in one run: `make torture`.

Two databases: one ward with 10,000 ratings in a year, and as many wards of 200,000 as make ten
million (BENCH_RATINGS). Each is filled and measured by a process of its own; told is processor
time, the median, of the first ward's pages: made anew with nothing remembered, and as they are
asked for the second time. Its log is checked as `langnghe verify` does. Timings fail nothing here;
the work that is asked of the database may fail tests/surveys/test_scale.py.

BENCH_DATABASE_URL=postgresql://…, of somebody who may make databases: both stand on that server;
its own processor time is not among the figures.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urlsplit

import asyncpg

from tests.bench.servers import ROOT, environment

FEW, OF_A_WARD = 10_000, 200_000
MANY = int(os.environ.get("BENCH_RATINGS", "10000000"))
SERVER = os.environ.get("BENCH_DATABASE_URL", "")  # of PostgreSQL; empty: SQLite
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
PIECE = 5_000  # ratings held in memory


async def filled(count: int) -> tuple[float, int]:
    """Seconds it took; the first ward. Its ratings alone have a log: hashing takes most of it."""
    from dialogue.core.clock import local_day, now
    from tests.bench.visitors import enter, open_counters, visits, weekdays_before
    from tests.ward.builders import ward_with_defaults

    started = perf_counter()
    days = weekdays_before(local_day(now()), 365)[:-2]
    first = 0
    for place, done in enumerate(range(0, count, OF_A_WARD)):
        ward = await ward_with_defaults(f"phuong-{place}")
        first = first or ward
        some = visits(await open_counters(ward), days, min(OF_A_WARD, count - done), seed=place)
        while piece := list(islice(some, PIECE)):
            await enter(piece, log=ward == first)
    return perf_counter() - started, first


async def timed(work: Callable[[], Awaitable[object]], *, anew: bool) -> float:
    """Milliseconds of processor time, the median."""
    from dialogue.core.memo import forget

    found = []
    for _ in range(ROUNDS):
        if anew:
            forget()
        started = process_time()
        await work()
        found.append(1000 * (process_time() - started))
    return median(found)


async def measured(count: int) -> dict[str, float]:
    from dialogue.core.clock import local_day, now
    from dialogue.core.database import database
    from dialogue.ward.queries import ward_by_id
    from dialogue.ward.states import Role
    from surveys.periods import holding
    from surveys.proofs.checks import first_fault
    from tests.ward.builders import person
    from web.pages.results import View, made
    from web.staff.chief import chief

    async with database():
        seconds, ward = await filled(count)
        card = await ward_by_id(ward)
        chairman = await person(ward, "chu-tich", Role.CHAIRMAN)
        today = local_day(now())
        doors: dict[str, Callable[[], Awaitable[object]]] = {
            "public results": lambda: made(card, View(holding(today, 12), None)),
            "the chairman's figures": lambda: chief(chairman, today),
        }
        times = {}
        for name, work in doors.items():
            times[f"{name}, anew"] = await timed(work, anew=True)
            times[f"{name}, again"] = await timed(work, anew=False)
        started = process_time()
        fault = await first_fault(card)
        times["verify of one ward"] = 1000 * (process_time() - started)
    if fault is not None:
        raise RuntimeError(str(fault))
    return {"filled in s": seconds, **times}


def child(count: int) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    with redirect_stdout(sys.stderr):
        asyncio.run(run_forwards("all"))
    print(json.dumps(asyncio.run(measured(count))))


async def _at_server(sql: str) -> Any:
    connection = await asyncpg.connect(SERVER)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


@contextmanager
def place(count: int) -> Iterator[tuple[dict[str, str], Callable[[], float]]]:
    """What a child is told of its own database, which is gone after it; and its size in MB."""
    with tempfile.TemporaryDirectory(prefix="langnghe-torture-") as name:
        told = environment(Path(name))
        if not SERVER:
            files = Path(name).glob
            yield told, lambda: sum(each.stat().st_size for each in files("*.sqlite*")) / 1e6
            return
        own = f"langnghe_torture_{count}"
        asyncio.run(_at_server(f"CREATE DATABASE {own}"))
        try:
            size = f"SELECT pg_database_size('{own}')"
            url = urlsplit(SERVER)._replace(path=f"/{own}").geturl()
            told |= {"LANGNGHE_DATABASE_URL": url}
            yield told, lambda: asyncio.run(_at_server(size)) / 1e6
        finally:
            asyncio.run(_at_server(f"DROP DATABASE {own} WITH (FORCE)"))


def of(count: int) -> dict[str, float]:
    with place(count) as (told, size):
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "tests.bench.torture", str(count)],
            cwd=ROOT,
            env=told,
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        found: dict[str, float] = json.loads(done.stdout)
        return found | {"database, MB": size()}


def main() -> None:
    print("load", os.getloadavg())
    few, many = of(FEW), of(MANY)
    print(f"{'ms of processor time':34}{FEW:>12,}{MANY:>14,}{'ratio':>8}")
    for name, value in few.items():
        print(f"{name:34}{value:>12.1f}{many[name]:>14.1f}{many[name] / value:>8.2f}")
    print(json.dumps({"few": few, "many": many}, ensure_ascii=False))
    print("load", os.getloadavg())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child(int(sys.argv[1]))
    else:
        main()
