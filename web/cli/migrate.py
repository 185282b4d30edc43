"""langnghe migrate"""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from web.cli.settings import data_option, use


@click.command
@data_option
def migrate(data: Path | None) -> None:
    """Bring the database to this release; make it where there is none.

    Rules that it brings are added for all wards; those that are there stay as they are. Back up
    first: a migration is not undone.
    """
    use(data=data)
    from web.cli.database import migrate_all, run

    done = asyncio.run(migrate_all())
    new = run(add_new_rules())
    if done:
        click.echo(f"{len(done)} migrations ran")
    if new:
        click.echo(f"{new} new rules for all wards")
    if not done and not new:
        click.echo("nothing to do: the database is current")


async def add_new_rules() -> int:
    """How many; none before the first ward, which brings them all."""
    from dialogue.ward.actions import set_up_rules
    from dialogue.ward.queries import wards

    return await set_up_rules() if await wards() else 0
