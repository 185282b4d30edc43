"""The servers that are measured: each a Granian of its own, one worker, as `serve` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 120.0  # seconds until a server answers; a busy machine starts slowly
START = """
import sys
from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from web.cli.serve import CONNECTIONS
Granian(
    sys.argv[1], factory=True, interface=Interfaces.ASGI, loop=Loops.asyncio, workers=1,
    address="127.0.0.1", port=int(sys.argv[2]), log_level=LogLevels.warning, websockets=False,
    backlog=CONNECTIONS, backpressure=CONNECTIONS,
).serve()
"""
SEED = """
import asyncio, os
from piccolo.apps.migrations.commands.forwards import run_forwards
asyncio.run(run_forwards("all"))
from dialogue.core.database import database
from surveys.actions.counters import add_counter
from tests.matters.builders import published, scene
async def main():
    async with database():
        place = await scene()
        for _ in range(int(os.environ.get("BENCH_ANSWERS", "20"))):
            await published(place)
        card = await add_counter(place.ward, "Quầy 1", "Hộ tịch", fields=["TP-HT", "CT"])
        print("path", card.path)
asyncio.run(main())
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def seeded(folder: Path) -> str:
    """A database with one ward, its answers and one counter; the path of the rating page."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", SEED],
        cwd=ROOT,
        env=environment(folder),
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.rsplit("path ", 1)[1].strip()


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "LANGNGHE_DATA": str(folder),
        "PICCOLO_CONF": "web.piccolo_conf",
        "BENCH_DATABASE": str(folder / "single.sqlite"),
    }


@contextmanager
def server(target: str, folder: Path) -> Iterator[tuple[int, int]]:
    """Port, and process id of the parent; it listens, and ends with the block."""
    port = free_port()
    command = [sys.executable, "-c", START, target, str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(folder))  # noqa: S603
    try:
        _await(process, port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("a server did not start")


def memory(parent: int) -> float:
    """Proportional set size of a process and its children, in MiB. Source: Linux, smaps_rollup."""
    return sum(_pss(process) for process in [parent, *_children(parent)]) / 1024


def seconds_used(parent: int) -> float:
    """Processor time of a process and its children since they were started. Source: proc(5)."""
    ticks = 0
    for process in [parent, *_children(parent)]:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])  # utime, stime
    return ticks / os.sysconf("SC_CLK_TCK")


def _children(parent: int) -> list[int]:
    children = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(each) for each in children.read_text().split()] if children.exists() else []


def _pss(process: int) -> int:
    """In KiB; 0 where it cannot be read."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
