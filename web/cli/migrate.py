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

    Back up first: a migration is not undone.
    """
    use(data=data)
    from web.cli.database import migrate_all

    done = asyncio.run(migrate_all())
    click.echo(f"{len(done)} migrations ran" if done else "nothing to do: the database is current")
