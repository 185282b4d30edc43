"""langnghe import procedures|groups|holidays|cases FILE"""

from __future__ import annotations

from pathlib import Path

import click

from web.cli.settings import data_option, use

KINDS = ("procedures", "groups", "holidays", "cases")


@click.command("import")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--ward", help="Its slug.  [default: the one ward there is]")
@data_option
def bring_in(kind: str, file: Path, ward: str | None, data: Path | None) -> None:
    """Read a CSV file into a ward. What is there already stays; reading twice doubles nothing.

    \b
    procedures  code, slug, field, name_vi, owner_unit; name_en, limit_value, limit_unit,
                papers_vi, fee_vi …
    groups      name; origin, head, since, old (what went in), source (the document)
    holidays    date, name_vi, kind (holiday, makeup_workday, morning_off,
                afternoon_off, makeup_morning); name_en, certainty, note
    cases       since, until; field, label, opening, received, returned, on_time, late …
    """
    use(data=data)
    from web.cli.database import run

    click.echo(run(_import(kind, file.read_bytes(), ward)))


async def _import(kind: str, content: bytes, slug: str | None) -> str:
    """What was done, in a sentence."""
    from dialogue.ward.actions.calendar import import_holidays
    from dialogue.ward.actions.case_figures import import_cases
    from dialogue.ward.actions.group_files import import_groups
    from dialogue.ward.actions.procedures import import_procedures
    from dialogue.ward.rules import system_actor

    actor = system_actor(await the_ward(slug))
    if kind == "holidays":
        change = await import_holidays(actor, content)
        return f"{len(change.added)} days added, {len(change.changed)} changed"
    work = {
        "procedures": import_procedures,
        "groups": import_groups,
        "cases": import_cases,
    }[kind]
    return f"{await work(actor, content)} {kind} added"


async def the_ward(slug: str | None) -> int:
    """The id of the ward that was named, or of the only one."""
    from dialogue.ward.queries import ward_id, wards

    if slug:
        return await ward_id(slug)
    known = await wards()
    if len(known) != 1:
        names = ", ".join(card.slug for card in known) or "none yet"
        raise click.UsageError(f"which ward? Name it with --ward ({names})")
    return known[0].id
