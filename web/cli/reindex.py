"""langnghe reindex: the words that the search goes by, made again."""

from __future__ import annotations

from pathlib import Path

import click

from web.cli.settings import data_option, use


@click.command
@click.option("--ward", help="Its slug.  [default: all]")
@data_option
def reindex(ward: str | None, data: Path | None) -> None:
    """Make the words of every public answer again: after an update that changed synonyms or how
    letters are compared. It may run beside the server, and twice.
    """
    use(data=data)
    from web.cli.database import run

    for slug, count in run(_reindexed(ward)):
        click.echo(f"{slug}: {count} answers have other words now")


async def _reindexed(slug: str | None) -> list[tuple[str, int]]:
    from dialogue.matters.search import index_anew
    from dialogue.ward.queries import ward, wards

    found = [await ward(slug)] if slug else await wards()
    return [(each.slug, await index_anew(each.id)) for each in found]
