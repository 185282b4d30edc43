"""Measure a large register against a small one, in one run: `make bench-register`.

Two servers of the product, one with 1,000 matters, one with 100,000 (tests/bench/crowd.py), are
asked in turns, one request at a time. Told are the medians over the wire and the processor time
that the server itself took; the ratio of the latter hardly minds what else the machine does.
Exit code 1 when by it a page costs more than twice as much, or near answers more than 50 ms.
"""

from __future__ import annotations

import http.client
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from urllib.request import urlopen

from tests.bench.servers import ROOT, environment, server

FEW, MANY = 1_000, int(os.environ.get("BENCH_MATTERS", "100000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
MOST_RATIO, MOST_NEAR = 2.0, 50.0  # of the small one's time; ms
SOON = 5  # seconds: by then a server that lives has asked for its jobs; before, none waits
WAITING = "SELECT count(*) FROM job WHERE state = 'waiting' AND run_at < ?"
FILL = """
import asyncio, json, sys
from piccolo.apps.migrations.commands.forwards import run_forwards
asyncio.run(run_forwards("all"))
from dialogue.core.database import database
from tests.bench.crowd import doors
async def main():
    async with database():
        print("doors", json.dumps(await doors(int(sys.argv[1]))))
asyncio.run(main())
"""


@dataclass
class House:
    """A running server. doors: what is asked of it, see crowd.doors. times in ms."""

    port: int
    process: int
    doors: Mapping[str, str]
    times: dict[str, list[float]] = field(default_factory=dict)
    work: dict[str, list[float]] = field(default_factory=dict)

    def ask(self, name: str) -> None:
        """One request; a warm one when it is asked for a second time."""
        method, path, body = self.doors[name].split(" ", 2)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"cookie": self.doors["cookie"], "origin": f"http://127.0.0.1:{self.port}"}
        if body:
            headers["content-type"] = "application/x-www-form-urlencoded"
        start, worked = perf_counter(), self._worked()
        connection.request(method, path, body, headers)
        reply = connection.getresponse()
        page = reply.read()
        self.times.setdefault(name, []).append(1000 * (perf_counter() - start))
        self.work.setdefault(name, []).append(1000 * (self._worked() - worked))
        connection.close()
        if reply.status != 200 or not page:
            raise RuntimeError(f"{name}: {reply.status}")

    def _worked(self) -> float:
        """Seconds of processor time of the server and its worker. Source: Linux, proc(5)."""
        found = [self.process]
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text()
        found += [int(each) for each in children.split()]
        return sum(_ticks(each) for each in found) / 1e9


def _ticks(process: int) -> int:
    """Nanoseconds on a processor, of all its threads."""
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(each.read_text().split()[0]) for each in tasks)


def filled(folder: Path, count: int) -> Mapping[str, str]:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", FILL, str(count)],
        cwd=ROOT,
        env=environment(folder),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: Mapping[str, str] = json.loads(done.stdout.rsplit("doors ", 1)[1])
    return found


def await_jobs(folder: Path, port: int) -> None:
    """What the server does by itself when it starts: no part of a page."""
    urlopen(f"http://127.0.0.1:{port}/healthz", timeout=120).close()  # it listens before it lives
    sleep(SOON)
    with closing(sqlite3.connect(folder / "langnghe.sqlite", timeout=60)) as database:
        while database.execute(WAITING, [datetime.now(UTC).isoformat(" ")]).fetchone() != (0,):
            sleep(1)


def measure(few: House, many: House) -> None:
    names = [name for name in few.doors if name != "cookie"]
    for number in range(ROUNDS + 2):
        for name in names:
            few.ask(name)
            many.ask(name)
        if number == 1:  # what is remembered and compiled at first is told by neither
            for house in (few, many):
                house.times.clear()
                house.work.clear()


def table(few: House, many: House) -> dict[str, float]:
    """Prints it. Gives the ratio of each page by processor time, and the near answers' p95."""
    print(f"{'page':34}{FEW:>9,}{MANY:>9,} ms{'ratio':>8}{'cpu':>10}{'cpu':>9} ms{'ratio':>8}")
    found = {}
    for name in few.times:
        row = [median(each[name]) for each in (few.times, many.times, few.work, many.work)]
        found[name] = row[3] / row[2]
        print(
            f"{name:34}{row[0]:>9.1f}{row[1]:>9.1f}   {row[1] / row[0]:>8.2f}"
            f"{row[2]:>10.1f}{row[3]:>9.1f}   {found[name]:>8.2f}"
        )
    p95 = quantiles(many.work["near answers"], n=20)[-1]
    print(f"near answers, p95 of cpu: {p95:.1f} ms, goal ≤ {MOST_NEAR:.0f}; ratios ≤ {MOST_RATIO}")
    return found | {"near answers, p95 ms": p95}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="langnghe-register-") as name, ExitStack() as stack:
        houses = []
        for count in (FEW, MANY):
            folder = Path(name) / str(count)
            folder.mkdir()
            doors = filled(folder, count)
            port, process = stack.enter_context(server("web.server:make_server", folder))
            houses.append(House(port, process, doors))
            await_jobs(folder, port)
        measure(*houses)
        found = table(*houses)
    print(json.dumps(found, ensure_ascii=False))
    near = found.pop("near answers, p95 ms")
    return int(near > MOST_NEAR or any(ratio > MOST_RATIO for ratio in found.values()))


if __name__ == "__main__":
    sys.exit(main())
