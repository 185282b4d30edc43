"""langnghe rebuild: sums that are kept beside what they sum, made again from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.cli.settings import data_option, use

if TYPE_CHECKING:
    from surveys.queries.sums import Difference

SHOWN = 20  # rows that differed, of each ward


@click.command
@click.option("--ward", help="Its slug.  [default: all]")
@data_option
def rebuild(ward: str | None, data: Path | None) -> None:
    """Make the sums by day of all ratings again from the ratings, and say which rows differed.

    Exit code 1 when any did: it is right now, but somebody should know why. Refused when the
    ratings do not agree with their log (`langnghe verify`). It may run beside the server; ratings
    wait meanwhile.
    """
    use(data=data)
    from web.cli.database import run

    found = run(_rebuilt(ward))
    for slug, wrong in found:
        for each in wrong[:SHOWN]:
            click.echo(f"{slug}: rating_day {each.place.key} {_change(each)}")
        if len(wrong) > SHOWN:
            click.echo(f"{slug}: … {len(wrong) - SHOWN} more")
        click.echo(f"{slug}: {len(wrong)} sums were wrong and are right now")
    if any(wrong for _slug, wrong in found):
        raise SystemExit(1)


def _change(each: Difference) -> str:
    names = each.kept or each.counted
    return ", ".join(
        f"{name} {each.kept.get(name, 0)} → {each.counted.get(name, 0)}"
        for name in names
        if each.kept.get(name, 0) != each.counted.get(name, 0)
    )


async def _rebuilt(slug: str | None) -> list[tuple[str, list[Difference]]]:
    from dialogue.ward.queries import ward, wards
    from surveys.actions.sums import rebuild_sums

    cards = [await ward(slug)] if slug else await wards()
    return [(card.slug, await rebuild_sums(card)) for card in cards]
