"""One hall on one worker: how soon a thousand phones have an update, what the console's save costs.

Each update is an opinion that the console takes down. The bare fan-out sends the very bytes that
the phones have just had, to as many streams, in turn with the product and in the same run.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlencode

from tests.bench.phones import Hall
from tests.bench.servers import ROOT, environment, server

PHONES = int(os.environ.get("BENCH_PHONES", "1000"))
UPDATES = int(os.environ.get("BENCH_UPDATES", "9"))
SAVES = int(os.environ.get("BENCH_SAVES", "150"))
CONSOLES = 2  # that save at the same time
WORDS = "Ngõ 30 ngập sau mỗi trận mưa, bao giờ phường nạo vét cống và sửa nắp hố ga?"
SEED = """
import asyncio, json
from piccolo.apps.migrations.commands.forwards import run_forwards
asyncio.run(run_forwards("all"))
from dialogue.core.database import database
from dialogue.ward import actions, queries
from meetings.conferences.actions import capturing
from meetings.conferences.actions.capturing import NewOpinion
from tests.bench.hall import WORDS
from tests.meetings.hall_build import running
from tests.ward.builders import PASSWORD
from web.sessions import COOKIE
async def main():
    async with database():
        place = await running()
        field = (await queries.fields(place.ward))[0].id
        for number in range(30):
            new = NewOpinion(f"{WORDS} ({number})", place.groups[number % 3], field=field)
            await capturing.capture(place.clerk, place.number, f"before-{number:04}", new)
        token = await actions.sign_in("van-phong@thach-ban", PASSWORD, "127.0.0.1")
        print("hall", json.dumps({
            "cookie": f"{COOKIE}={token}",
            "phone": f"/live/hoi-truong/{place.code}",
            "save": f"/quan-tri/doi-thoai/{place.number}/dieu-khien/ghi",
            "group": str(place.groups[0]), "field": str(field),
        }))
asyncio.run(main())
"""
Doors = Mapping[str, str]


def seeded(folder: Path) -> Doors:
    """An open hall with thirty opinions: its addresses, the console's cookie."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", SEED],
        cwd=ROOT,
        env=environment(folder),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: Doors = json.loads(done.stdout.rsplit("hall ", 1)[1])
    return found


def post(path: str, body: bytes, cookie: str = "") -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost\r\n"
        f"cookie: {cookie}\r\ncontent-type: application/x-www-form-urlencoded\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def save(doors: Doors, mark: str) -> bytes:
    form = {"words": f"{WORDS} {mark}", "group": doors["group"], "field": doors["field"]}
    body = urlencode(form | {"operation": f"bench-{mark}"}).encode()
    return post(doors["save"], body, doors["cookie"])


async def updates(doors: Doors, product: int, bare: int) -> dict[str, list[float]]:
    """Seconds of each, in turns; the first of both warms up and is not told."""
    hall, fan = Hall(product, doors["phone"]), Hall(bare, "/")
    times: dict[str, list[float]] = {"product": [], "bare": []}
    try:
        await hall.fill(PHONES)
        await fan.fill(PHONES)
        for number in range(UPDATES + 1):
            mark = f"update-{number:04}"
            await asyncio.sleep(0.3 + 0.07 * number)  # at no fixed place of anybody's pause
            times["product"].append(await hall.update(save(doors, mark), mark))
            times["bare"].append(await fan.update(post("/", hall.told), mark))
    finally:
        hall.leave()
        fan.leave()
    print(f"an update is {len(hall.told):,} bytes a phone, {PHONES:,} phones")
    return {name: found[1:] for name, found in times.items()}


class Desk:
    """One console on a kept connection."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def work(self, requests: list[bytes]) -> list[float]:
        """Milliseconds of each."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        times = []
        for each in requests:
            start = perf_counter()
            writer.write(each)
            head = await reader.readuntil(b"\r\n\r\n")
            times.append(1000 * (perf_counter() - start))
            if int(head.split()[1]) != 303 or b"content-length: 0" not in head.lower():
                raise RuntimeError(f"not saved: {head.decode()}")
        writer.close()
        return times


async def saves(doors: Doors, product: int, bare: int) -> dict[str, list[float]]:
    """Milliseconds of each, by as many consoles on either side, in turns of ten."""
    times: dict[str, list[float]] = {"product": [], "bare": []}
    insert = post("/insert", urlencode({"words": f"{WORDS} save-0000-00"}).encode())
    for turn in range(SAVES // 10 + 1):
        ours = [
            [save(doors, f"save-{turn:04}-{console}-{n}") for n in range(10)]
            for console in range(CONSOLES)
        ]
        theirs = [[insert] * 10 for _ in range(CONSOLES)]
        for name, port, work in (("product", product, ours), ("bare", bare, theirs)):
            found = await asyncio.gather(*(Desk(port).work(each) for each in work))
            if turn:  # the first one warms up
                times[name] += [each for one in found for each in one]
    return times


def told(name: str, unit: str, times: Mapping[str, list[float]]) -> None:
    for who, found in times.items():
        p95 = quantiles(found, n=20)[-1]
        print(f"{name + ', ' + who:36}{median(found):>10.2f}{p95:>10.2f}  {unit}, n = {len(found)}")


def figures(folder: Path) -> dict[str, float]:
    """Prints what was measured; gives what the goals are of."""
    doors = seeded(folder)
    with ExitStack() as stack:
        product, _ = stack.enter_context(server("web.server:make_server", folder))
        bare, _ = stack.enter_context(server("tests.bench.fan:make", folder))
        reached = asyncio.run(updates(doors, product, bare))
        saved = asyncio.run(saves(doors, product, bare))
    print(f"{'':36}{'median':>10}{'p95':>10}")
    told("update reaches the last phone", "s", reached)
    told(f"{CONSOLES} consoles save", "ms", saved)
    pairs = zip(reached["product"], reached["bare"], strict=True)
    p95 = {name: quantiles(found, n=20)[-1] for name, found in saved.items()}
    return {
        "last phone, s": median(reached["product"]),
        "last phone ÷ bare fan-out": median(ours / theirs for ours, theirs in pairs),
        "console save p95 ÷ bare insert p95": p95["product"] / p95["bare"],
    }
