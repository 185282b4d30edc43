"""langnghe simulate: wards that live through a period, and the truth that was planted in them."""

from __future__ import annotations

import asyncio
import time
from datetime import date, datetime
from pathlib import Path

import click

from web.cli.settings import data_option, use

PASSWORD = "lang-nghe-mo-phong"  # noqa: S105  known to all: nothing in such a folder is real
LEAST_DAYS = 90
DAY = click.DateTime(["%Y-%m-%d"])


@click.command
@click.option("--wards", type=click.IntRange(1, 1_000), default=1, show_default=True)
@click.option("--from", "since", type=DAY, required=True, help="First day: 2026-01-01.")
@click.option(
    "--to",
    "until",
    type=DAY,
    required=True,
    help=f"Last day, included: at least {LEAST_DAYS} days after the first, and past.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same makes the same.")
@click.option("--password", default=PASSWORD, help=f"Of all accounts.  [default: {PASSWORD}]")
@data_option
def simulate(  # noqa: PLR0917  its options
    wards: int, since: datetime, until: datetime, seed: int, password: str, data: Path | None
) -> None:
    """Fill an empty data folder with wards that nobody lives in.

    Counters, half-days, a merger of groups, a clerk who presses the button, a silent counter, a
    bad week, a question asked three times, a denunciation and a cut cable. What was planted is
    written to truth.json beside the database, so that the reports can be checked against it.
    """
    first, last = since.date(), until.date()
    if (last - first).days < LEAST_DAYS:
        raise click.BadParameter(f"at least {LEAST_DAYS} days after --from", param_hint="--to")
    if last >= date.today():  # noqa: DTZ011  a day too early or late refuses nothing real
        raise click.BadParameter("the last day is over before it is simulated", param_hint="--to")
    use(data=data)
    started = time.monotonic()
    count = asyncio.run(_run(wards, first, last, seed, password))
    click.echo(f"{count} ratings in {time.monotonic() - started:.0f} s; accounts of ward 1:")
    click.echo(f"chu-tich@mo-phong-1, giam-doc@mo-phong-1 …, password {password}")


async def _run(wards: int, since: date, until: date, seed: int, password: str) -> int:
    """How many ratings were given."""
    from dialogue.core.codes import password_hash
    from dialogue.core.database import database
    from dialogue.core.settings import SETTINGS
    from dialogue.ward import queries
    from web.cli.database import migrate_all
    from web.simulation.telling import simulate
    from web.simulation.truth import NAME, truth

    await migrate_all()
    async with database():
        if await queries.wards():
            raise click.ClickException(f"{SETTINGS.data} holds wards already; give an empty --data")
        told = await simulate(wards, since, until, seed, password_hash(password))
    (SETTINGS.data / NAME).write_text(truth(told, seed), "utf-8")
    return sum(sum(each.given.values()) + len(each.fakes) for each in told)
