"""Measure the product beside a bare handler, in one run on one machine.

Prints a table, then JSON. Exit code 1 when a rating is lost or doubled, or a goal missed.
Each figure is the median of its rounds; in each round the subjects take turns.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from tests.bench import meetings
from tests.bench.servers import ROOT, memory, seconds_used, seeded, server

SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))  # of each round
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
TICKET = 'name="ticket" value="'
FORM = {"field": "TP-HT", "comment": "", "phone": ""}
LEVELS = ("very", "very", "ok", "ok", "ok", "ok", "ok", "ok", "not", "very")
Goal = tuple[str, str, Callable[[float], bool]]
GOALS: tuple[Goal, ...] = (  # figure, goal, is it reached
    ("rating page ÷ bare, 16 connections", "≥ 0.60", lambda x: x >= 0.6),
    ("rating ÷ bare, 64 connections", "≥ 0.20", lambda x: x >= 0.2),
    ("rating ÷ insert a request", "≥ 10", lambda x: x >= 10),
    ("board ÷ bare, 16 connections", "≥ 0.50", lambda x: x >= 0.5),
    ("start to first page ÷ bare", "≤ 2", lambda x: x <= 2),
    ("ratings lost", "0", lambda x: x == 0),
    ("ratings doubled", "0", lambda x: x == 0),
    ("memory under load, MiB", "< 200", lambda x: x < 200),
)


def load(port: int, connections: int, **job: Any) -> dict[str, Any]:
    """One round by a client process of its own."""
    whole = {"seconds": SECONDS, "most": 0, "keep": "", "request": "", "requests": []} | job
    whole |= {"port": port, "connections": connections}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.client"],
        cwd=ROOT,
        input=json.dumps(whole),
        check=True,
        capture_output=True,
        text=True,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def get(path: str, encoding: str = "gzip") -> str:
    return f"GET {path} HTTP/1.1\r\nhost: localhost\r\naccept-encoding: {encoding}\r\n\r\n"


def post(path: str, **fields: str) -> str:
    body = urlencode(fields)
    kind = "application/x-www-form-urlencoded"
    return (
        f"POST {path} HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost\r\n"
        f"content-type: {kind}\r\ncontent-length: {len(body)}\r\n\r\n{body}"
    )


def forms(port: int, path: str, number: int) -> list[str]:
    """Ratings ready to be sent, each with the ticket of a page that was really asked for."""
    page = get(path, "identity")
    pages = load(port, 16, request=page, keep=TICKET, most=number, seconds=60)
    return [
        post(path, ticket=ticket, level=LEVELS[place % len(LEVELS)], **FORM)
        for place, ticket in enumerate(pages["kept"])
    ]


def first_page(port: int, process: int) -> float:
    """Processor time of a server that was just started, until it gave one page."""
    load(port, 1, request=get("/"), most=1)
    return seconds_used(process)


def measure(ports: dict[str, int], path: str, board: str) -> dict[str, list[dict[str, Any]]]:
    """Every subject once a round, in turn."""
    rounds: dict[str, list[dict[str, Any]]] = {}
    many = int(4_000 * SECONDS)
    for _ in range(ROUNDS):
        sent = forms(ports["product"], path, many)
        turn = {
            "bare, 16": load(ports["bare"], 16, request=get("/")),
            "rating page, 16": load(ports["product"], 16, request=get(path)),
            "board, 16": load(ports["product"], 16, request=get(board)),
            "bare, 64": load(ports["bare"], 64, request=get("/")),
            "rating, 64": load(ports["product"], 64, requests=sent),
            "insert a request, 64": load(ports["single"], 64, request=post("/", level="ok")),
        }
        for name, result in turn.items():
            rounds.setdefault(name, []).append(result)
    return rounds


def ratios(rounds: dict[str, list[dict[str, Any]]]) -> dict[str, float]:
    def over(name: str, other: str) -> float:
        pairs = zip(rounds[name], rounds[other], strict=True)
        return float(median(one["rate"] / two["rate"] for one, two in pairs))

    return {
        "rating page ÷ bare, 16 connections": over("rating page, 16", "bare, 16"),
        "rating ÷ bare, 64 connections": over("rating, 64", "bare, 64"),
        "rating ÷ insert a request": over("rating, 64", "insert a request, 64"),
        "board ÷ bare, 16 connections": over("board, 16", "bare, 16"),
    }


def kept(folder: Path, rounds: dict[str, list[dict[str, Any]]]) -> dict[str, float]:
    """Answered ratings against rows. A request in flight when its round ends may be kept too."""
    answered = sum(each["statuses"].get("303", 0) for each in rounds["rating, 64"])
    receipts = [place for each in rounds["rating, 64"] for place in each["locations"]]
    with sqlite3.connect(folder / "langnghe.sqlite") as database:
        (rows,) = database.execute("SELECT count(*) FROM rating").fetchone()
        (tickets,) = database.execute("SELECT count(*) FROM used_ticket").fetchone()
        (sums,) = database.execute(
            "SELECT sum(very + ok + not_satisfied) FROM rating_day"
        ).fetchone()
    database.close()
    return {
        "ratings answered": answered,
        "ratings lost": max(0, answered - rows),
        "ratings doubled": max(rows - tickets, sums - rows, answered - len(set(receipts))),
    }


def table(rounds: dict[str, list[dict[str, Any]]], figures: dict[str, float]) -> str:
    lines = [f"{'subject, connections':36}{'a second':>10}{'p50 ms':>9}{'p99 ms':>9}  replies"]
    for name, results in rounds.items():
        rate, p50, p99 = (median(each[key] for each in results) for key in ("rate", "p50", "p99"))
        statuses = sorted({status for each in results for status in each["statuses"]})
        lines.append(f"{name:36}{rate:>10.0f}{p50:>9.1f}{p99:>9.1f}  {', '.join(statuses)}")
    lines.append("")
    for name, goal, reached in GOALS:
        mark = "" if reached(figures[name]) else "  MISSED"
        lines.append(f"{name:36}{figures[name]:>10.2f}  goal {goal}{mark}")
    return "\n".join(lines)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="langnghe-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        path = seeded(folder)
        port, process = stack.enter_context(server("web.server:make_server", folder))
        bare, bare_process = stack.enter_context(server("tests.bench.bare:make", folder))
        single, _ = stack.enter_context(server("tests.bench.single:make", folder))
        start = first_page(port, process) / first_page(bare, bare_process)
        ports = {"product": port, "bare": bare, "single": single}
        rounds = measure(ports, path, "/thach-ban/hoi-dap")
        figures = ratios(rounds) | {
            "start to first page ÷ bare": start,
            "memory under load, MiB": memory(process),
        }
        figures |= kept(folder, rounds)
    print(table(rounds, figures))
    print(json.dumps(figures, ensure_ascii=False))
    missed = int(not all(reached(figures[name]) for name, _, reached in GOALS))
    return meetings.main() or missed


if __name__ == "__main__":
    sys.exit(main())
