"""langnghe poster"""

from __future__ import annotations

from pathlib import Path

import click

from web.cli.settings import data_option, is_own, use


@click.command
@click.argument("ward", required=False)
@click.option("--counter", "labels", multiple=True, help="Only this counter, by label or code.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="[default: posters-WARD.pdf]",
)
@data_option
def poster(
    ward: str | None, labels: tuple[str, ...], output: Path | None, data: Path | None
) -> None:
    """Print a PDF with one A4 sheet for each counter of WARD: QR code, address, three steps.

    The codes hold LANGNGHE_SITE, so set it to the address that phones reach.
    """
    use(data=data)
    from web.cli.database import run

    slug, pdf, sheets = run(_print(ward, labels))
    path = output or Path(f"posters-{slug}.pdf")
    path.write_bytes(pdf)
    warn()
    click.echo(f"{path}: {sheets} sheet{'' if sheets == 1 else 's'}")


def warn() -> None:
    """On the error stream: a poster that leads a phone nowhere is found out on the wall."""
    from dialogue.core.settings import SETTINGS

    if is_own(SETTINGS.site):
        click.echo(
            f"warning: the codes lead to {SETTINGS.site}, which phones do not reach;"
            " set LANGNGHE_SITE to the ward's public address and print again",
            err=True,
        )


async def _print(slug: str | None, labels: tuple[str, ...]) -> tuple[str, bytes, int]:
    from dialogue.core.settings import SETTINGS
    from dialogue.ward.queries import ward_by_id
    from surveys.posters import Poster, counter_url, posters_pdf
    from surveys.queries import counters
    from web.cli.imports import the_ward

    card = await ward_by_id(await the_ward(slug))
    sheets = [
        Poster(
            office=f"UBND {card.kind} {card.name}",
            kind=card.kind,
            counter=each.title,
            url=counter_url(SETTINGS.site, each.code),
            phone=card.phone,
        )
        for each in await counters(card.id)
        if not labels or each.label in labels or each.code in labels
    ]
    if not sheets:
        raise click.ClickException(f"{card.full_name} has no such counter: langnghe counters")
    return card.slug, posters_pdf(sheets, f"Áp phích {card.full_name}"), len(sheets)
