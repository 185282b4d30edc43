"""langnghe import procedures|groups|holidays|cases FILE"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.cli.settings import data_option, use

if TYPE_CHECKING:  # the program itself is read only once the settings are
    from dialogue.ward.rules import Actor

KINDS = ("procedures", "groups", "holidays", "cases")


@click.command("import")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--ward", help="Its slug.  [default: the one ward there is]")
@click.option(
    "--replace", is_flag=True, help="procedures: switch off those the file does not name; asks."
)
@click.option("--yes", is_flag=True, help="With --replace: do not ask.")
@data_option
def bring_in(  # noqa: PLR0917  a parameter an option
    kind: str, file: Path, ward: str | None, replace: bool, yes: bool, data: Path | None
) -> None:
    """Read a CSV file into a ward. What is there already stays; reading twice doubles nothing.

    \b
    procedures  code, slug, field, name_vi, owner_unit; name_en, limit_value, limit_unit,
                papers_vi, fee_vi …
    groups      name; origin, head, since, old (what went in), source (the document)
    holidays    date, name_vi, kind (holiday, makeup_workday, morning_off,
                afternoon_off, makeup_morning); name_en, certainty, note
    cases       since, until; field, label, opening, received, returned, on_time, late …
    """
    if replace and kind != "procedures":
        raise click.UsageError("--replace is for procedures")
    use(data=data)
    from web.cli.database import run

    content = file.read_bytes()
    click.echo(run(brought_in(kind, content, ward)))
    if not replace:
        return
    left = run(unnamed(content, ward))
    if left and (yes or click.confirm(f"Switch off {left} that the file does not name?")):
        click.echo(run(replaced(content, ward)))


async def brought_in(kind: str, content: bytes, slug: str | None) -> str:
    """What was done, in sentences."""
    from dialogue.ward.rules import system_actor

    return await WORK[kind](system_actor(await the_ward(slug)), content)


async def unnamed(content: bytes, slug: str | None) -> int:
    """How many procedures in use a file that was read does not name."""
    from dialogue.ward.actions.procedures import import_procedures
    from dialogue.ward.rules import system_actor

    return (await import_procedures(system_actor(await the_ward(slug)), content)).missing


async def replaced(content: bytes, slug: str | None) -> str:
    from dialogue.ward.actions.procedures import import_procedures
    from dialogue.ward.rules import system_actor

    actor = system_actor(await the_ward(slug))
    done = await import_procedures(actor, content, replace=True)
    return f"{done.switched_off} switched off; old opinions about them keep their link."


async def _procedures(actor: Actor, content: bytes) -> str:
    from dialogue.ward.actions.procedures import import_procedures

    done = await import_procedures(actor, content)
    said = f"Procedures: {done.added} added, {done.changed} changed, {done.same} the same."
    if done.missing:
        said += f" {done.missing} that the file does not name stay in use."
    return said


async def _groups(actor: Actor, content: bytes) -> str:
    from dialogue.ward.actions.group_files import import_groups

    return f"Groups: {await import_groups(actor, content)} added."


async def _holidays(actor: Actor, content: bytes) -> str:
    from dialogue.ward.actions.calendar import import_holidays

    change = await import_holidays(actor, content)
    return f"Days: {len(change.added)} added, {len(change.changed)} changed."


async def _cases(actor: Actor, content: bytes) -> str:
    """What does not add up is said line by line, in the words of the page."""
    from dialogue.ward.actions.case_figures import import_cases
    from web.staff.figure_words import told_findings

    done = await import_cases(actor, content)
    said = [f"Cases: {done.added} added, {done.changed} changed, {done.same} the same."]
    said += [
        f"Line {number}: {text}"
        for number, figures in done.odd
        for text, is_mistake in told_findings(figures)
        if is_mistake
    ]
    return "\n".join(said)


WORK: Mapping[str, Callable[[Actor, bytes], Awaitable[str]]] = {
    "procedures": _procedures,
    "groups": _groups,
    "holidays": _holidays,
    "cases": _cases,
}


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
