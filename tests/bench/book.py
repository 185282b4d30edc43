"""The briefing book of a ward with a large register, asked of the served product."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from dialogue.core.clock import local_day, now
from dialogue.core.codes import public_id
from dialogue.matters.states import MatterState
from dialogue.matters.tables import Matter
from dialogue.ward import actions as ward_actions
from dialogue.ward import queries as ward_queries
from meetings.conferences.actions import guests
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.queries.briefing import MOST_PREPARED, briefing
from meetings.conferences.queries.conferences import conference
from meetings.conferences.states import ConferenceState, OpinionSource
from tests.bench.crowd import PASSWORD, SLUG, crowd, people
from tests.bench.register import House, await_jobs
from tests.bench.servers import ROOT, environment, server
from tests.bench.story import People
from tests.meetings.conference_rows import held
from web.sessions import COOKIE

MATTERS = int(os.environ.get("BENCH_MATTERS", "100000"))
TURNS = 3
FILL = """
import asyncio, json, logging, sys
logging.disable(logging.WARNING)  # filling in bulk takes long transactions
from piccolo.apps.migrations.commands.forwards import run_forwards
asyncio.run(run_forwards("all"))
from dialogue.core.database import database
from tests.bench.book import doors
async def main():
    async with database():
        print("doors", json.dumps(await doors(int(sys.argv[1]))))
asyncio.run(main())
"""


async def doors(count: int) -> dict[str, str]:
    """Fills a ward and calls its conference; the addresses of the book as `register.House` asks
    them. Prints what the book holds: an empty one would be no measure."""
    who = await people()
    await crowd(who, count)
    number = await held(who.ward, local_day(now()), state=ConferenceState.READY.value)
    chairman = await ward_queries.actor(who.ward, who.chairman)
    await _ask_ahead(who, number)
    await guests.invite_groups(chairman, number)
    book = await briefing(chairman, await conference(who.ward, number))
    near = sum(len(each.similar) for each in book.prepared)
    print(f"{count:,} matters; {len(book.prepared)} questions ahead, {near} near answers")
    token = await ward_actions.sign_in(f"chu-tich@{SLUG}", PASSWORD, "127.0.0.1")
    path = f"GET /quan-tri/doi-thoai/{number}/tom-tat"
    return {
        "cookie": f"{COOKIE}={token}",
        "briefing book, page": f"{path} ",
        "briefing book, PDF": f"{path}.pdf ",
    }


async def _ask_ahead(who: People, number: int) -> None:
    """As many of the register's open matters as a book has room for."""
    rows = (
        await Matter.select(Matter.id, Matter.body, Matter.group, Matter.received_at)
        .where(Matter.ward == who.ward, Matter.state == MatterState.DRAFTING.value)
        .order_by(Matter.id, ascending=False)
        .limit(MOST_PREPARED)
    )
    for row in rows:
        await Opinion.insert(
            Opinion(
                ward=who.ward,
                conference=number,
                public_id=public_id(),
                operation=f"ahead-{row['id']}",
                source=OpinionSource.AHEAD.value,
                matter=row["id"],
                group=row["group"],
                words=row["body"],
                at=row["received_at"],
            )
        )


def filled(folder: Path) -> Mapping[str, str]:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", FILL, str(MATTERS)],
        cwd=ROOT,
        env=environment(folder),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told, _, found = done.stdout.rpartition("doors ")
    print(told.strip().splitlines()[-1])
    made: Mapping[str, str] = json.loads(found)
    return made


def figures(folder: Path) -> dict[str, float]:
    """Seconds over the wire: the first asking, of which nothing is remembered, and the median."""
    with ExitStack() as stack:
        made = filled(folder)
        port, process = stack.enter_context(server("web.server:make_server", folder))
        await_jobs(folder, port)
        house = House(port, process, made)
        for _ in range(TURNS):
            for name in made.keys() - {"cookie"}:
                house.ask(name)
    found = {}
    for name, times in sorted(house.times.items()):
        found[f"{name}, s"] = max(times) / 1000
        cpu = median(house.work[name]) / 1000
        print(f"{name:36}{times[0] / 1000:>10.2f}{median(times) / 1000:>10.2f}  s; cpu {cpu:.2f}")
    return found
