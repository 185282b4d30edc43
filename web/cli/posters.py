"""langnghe posters"""

from __future__ import annotations

from pathlib import Path

import click

from web.cli.settings import data_option, is_own, use

PAPERS = ("a4", "a5", "tent", "stickers")
Made = list[tuple[str, bytes, int]]  # name of the file, the PDF, its pages


@click.command
@click.option("--ward", help="Its slug.  [default: the one ward there is]")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("posters"),
    show_default=True,
    help="Folder for the PDF files; made if need be.",
)
@click.option(
    "--paper",
    "papers",
    type=click.Choice(PAPERS),
    multiple=True,
    help="Only this kind; may be given several times.  [default: all four]",
)
@click.option("--counter", "labels", multiple=True, help="Only this counter, by label or code.")
@click.option("--each", is_flag=True, help="A file a counter, instead of one for the whole ward.")
@data_option
def posters(  # noqa: PLR0917  a parameter an option
    ward: str | None,
    out: Path,
    papers: tuple[str, ...],
    labels: tuple[str, ...],
    each: bool,
    data: Path | None,
) -> None:
    """Print PDF files with the QR code of each open counter of WARD, ready for any printer.

    \b
    a4, a5     a poster a page: code, address, three steps, in Vietnamese and English
    tent       A4 to fold: it stands on the counter and reads from both sides
    stickers   fifteen of 50 × 50 mm on A4, with marks to cut along

    The codes hold LANGNGHE_SITE, so set it to the address that phones reach.
    """
    use(data=data)
    from web.cli.database import run

    files = run(_print(ward, papers or PAPERS, labels, each))
    out.mkdir(parents=True, exist_ok=True)
    warn()
    for name, pdf, pages in files:
        (out / name).write_bytes(pdf)
        click.echo(f"{out / name}: {pages} page{'' if pages == 1 else 's'}")


def warn() -> None:
    """On the error stream: a poster that leads a phone nowhere is found out on the wall."""
    from dialogue.core.settings import SETTINGS

    if is_own(SETTINGS.site):
        click.echo(
            f"warning: the codes lead to {SETTINGS.site}, which phones do not reach;"
            " set LANGNGHE_SITE to the ward's public address and print again",
            err=True,
        )


async def _print(
    slug: str | None, papers: tuple[str, ...], labels: tuple[str, ...], each: bool
) -> Made:
    from dialogue.core.settings import SETTINGS
    from dialogue.ward.queries import ward_by_id
    from surveys.posters import Paper, poster_of, posters_pdf
    from surveys.queries.counters import counters
    from web.cli.imports import the_ward

    card = await ward_by_id(await the_ward(slug))
    chosen = [
        counter
        for counter in await counters(card.id)
        if not labels or counter.label in labels or counter.code in labels
    ]
    if not chosen:
        raise click.ClickException(f"{card.full_name} has no such counter: langnghe counters")
    stacks = [(f"-{one.code}", [one]) for one in chosen] if each else [("", chosen)]
    return [
        (
            f"{card.slug}{which}-{paper}.pdf",
            posters_pdf(
                [poster_of(card, one, SETTINGS.site) for one in stack],
                f"Áp phích {card.full_name}",
                Paper(paper),
            ),
            len(stack),
        )
        for which, stack in stacks
        for paper in papers
    ]
