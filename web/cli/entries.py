"""langnghe user add, counter add, counters: what belongs to a ward, one by one or from CSV."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from web.cli.settings import data_option, use

if TYPE_CHECKING:
    from dialogue.ward.catalogue import Line
    from dialogue.ward.rules import Actor
    from surveys.queries.counters import CounterCard

Value = TypeVar("Value")
FROM_OPTIONS = 0  # in place of a line's number


@click.group
def user() -> None:
    """Staff accounts."""


@user.command("add")
@click.argument("ward")
@click.argument("login")
@click.option("--name", required=True, help="As it is shown: “Nguyễn Thị Hoa”.")
@click.option("--title", default="", help="“Chủ tịch UBND phường”")
@click.option("--role", "roles", multiple=True, required=True, help="May be given several times.")
@click.option("--unit", default="", help="Code of the unit: VP, KT …")
@click.option("--field", "fields", multiple=True, help="Code of a field a deputy approves in.")
@click.option("--gender", type=click.Choice(["ông", "bà"]), help="For forms of address.")
@click.option("--password", help="At least 8 letters.  [default: asked for]")
@data_option
def add_user(ward: str, data: Path | None, password: str | None, **given: object) -> None:
    """Add the account LOGIN to WARD; it signs in as LOGIN@WARD and then chooses a password.

    Roles: chairman, deputy, director, unit-head, officer, counter-officer, clerk, register-keeper,
    inspector, observer, keeper, sealed-reader.
    """
    use(data=data)
    from web.cli.database import run

    if password is None:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    run(_add_user(ward, password, **given))
    click.echo(f"{given['login']}@{ward} may sign in at /quan-tri/")


async def _add_user(ward: str, password: str, **given: object) -> None:
    from dialogue.ward.queries import ward_id
    from dialogue.ward.rules import system_actor

    await add_staff_line(system_actor(await ward_id(ward)), _as_line(given), password)


@user.command("password")
@click.argument("ward")
@click.argument("login")
@click.option("--password", help="At least 8 letters.  [default: asked for]")
@data_option
def reset_password(ward: str, login: str, data: Path | None, password: str | None) -> None:
    """Set a new password for LOGIN of WARD, such as a chairman's; it is changed at sign-in."""
    use(data=data)
    from web.cli.database import run

    if password is None:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    run(_reset_password(ward, login, password))
    click.echo(f"{login}@{ward} signs in with it and then chooses another")


async def _reset_password(ward: str, login: str, password: str) -> None:
    from dialogue.core.errors import NotFound
    from dialogue.ward.actions.accounts import set_password
    from dialogue.ward.queries import staff_list, ward_id
    from dialogue.ward.rules import system_actor

    actor = system_actor(await ward_id(ward))
    found = [card.id for card in await staff_list(actor.ward) if card.login == login]
    if not found:
        raise NotFound(f"no account {login}@{ward}")
    await set_password(actor, found[0], password)


async def add_staff_line(actor: Actor, line: Line, password: str) -> None:
    """Cells: login, name, title, gender, unit (code), roles and fields (codes; with semicolons)."""
    from dialogue.ward.actions.accounts import add_staff
    from dialogue.ward.queries import fields, units
    from dialogue.ward.states import Role

    unit_ids = {card.code: card.id for card in await units(actor.ward)}
    field_ids = {card.code: card.id for card in await fields(actor.ward)}
    roles = [
        _known(line, "roles", role, {each.value: each for each in Role})
        for role in _split(line, "roles")
    ]
    await add_staff(
        actor,
        line["login"],
        line["name"],
        line.get("title"),
        roles,
        password=password,
        unit=_known(line, "unit", line["unit"], unit_ids) if line.get("unit") else None,
        gender=line.get("gender"),
        fields=[_known(line, "fields", code, field_ids) for code in _split(line, "fields")],
    )


async def add_staff_rows(actor: Actor, data: bytes, password: str) -> None:
    """The accounts of a file; those that are there already stay as they are."""
    from dialogue.ward.catalogue import read_table
    from dialogue.ward.queries import staff_list

    optional = ("title", "unit", "gender", "fields")
    known = {card.login for card in await staff_list(actor.ward)}
    for line in read_table(data, ("login", "name", "roles"), optional):
        if line["login"] not in known:
            await add_staff_line(actor, line, password)


async def add_counter_line(ward: int, line: Line) -> CounterCard:
    """Cells: label, name, unit (code), fields (codes; with semicolons)."""
    from surveys.actions.counters import add_counter

    return await add_counter(
        ward,
        line["label"],
        line.get("name"),
        fields=_split(line, "fields"),
        unit=line.get("unit") or None,
    )


async def add_counters(ward: int, data: bytes) -> None:
    """The counters of a file; those that are there already stay as they are."""
    from dialogue.ward.catalogue import read_table
    from surveys.queries.counters import counters as counters_of

    known = {card.label for card in await counters_of(ward)}
    for line in read_table(data, ("label",), ("name", "unit", "fields")):
        if line["label"] not in known:
            await add_counter_line(ward, line)


def _split(line: Line, name: str) -> list[str]:
    return [part.strip() for part in line.get(name).split(";") if part.strip()]


def _known(line: Line, name: str, code: str, values: Mapping[str, Value]) -> Value:
    """Raises Invalid, naming what would have fitted."""
    from dialogue.core.errors import Invalid

    if code not in values:
        where = "" if line.number == FROM_OPTIONS else f"line {line.number}, "
        raise Invalid(f"{where}{name}: {code!r} is not one of {', '.join(values)}")
    return values[code]


@click.group
def counter() -> None:
    """Counters that are rated."""


@counter.command("add")
@click.argument("ward")
@click.argument("label")
@click.option("--name", default="", help="What it does: “Hộ tịch”.")
@click.option(
    "--field", "fields", multiple=True, help="Code of a field button; the first is chosen."
)
@click.option("--unit", default="", help="Code of a unit, for a counter without fields.")
@data_option
def add_counter_command(ward: str, data: Path | None, **given: object) -> None:
    """Add the counter LABEL (“Quầy 2”) to WARD and print its address."""
    use(data=data)
    from web.cli.database import run

    click.echo(run(_add_counter(ward, **given)))


async def _add_counter(ward: str, **given: object) -> str:
    from dialogue.core.settings import SETTINGS
    from dialogue.ward.queries import ward_id
    from surveys.posters import counter_url

    card = await add_counter_line(await ward_id(ward), _as_line(given))
    return counter_url(SETTINGS.site, card.code)


def _as_line(given: Mapping[str, object]) -> Line:
    """Options, as if they stood in a file."""
    from dialogue.ward.catalogue import Line

    cells = {
        name: ";".join(value) if isinstance(value, tuple) else str(value or "")
        for name, value in given.items()
    }
    return Line(FROM_OPTIONS, cells)


@click.command
@click.option("--json", "as_json", is_flag=True, help="A list of ward, label, field, code, path.")
@data_option
def counters(as_json: bool, data: Path | None) -> None:
    """List the counters of all wards with the addresses of their rating pages."""
    use(data=data)
    from web.cli.database import run

    rows = run(counter_rows())
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(f"{row['ward']:<20} {row['path']:<16} {row['label']}  {row['field'] or '–'}")


async def counter_rows() -> list[dict[str, str]]:
    """field: the code of the first field button; empty for none."""
    from dialogue.ward.queries import wards
    from surveys.queries.counters import counters as counters_of

    return [
        {
            "ward": ward.slug,
            "label": card.label,
            "field": card.fields[0].code if card.fields else "",
            "code": card.code,
            "path": card.path,
        }
        for ward in await wards()
        for card in await counters_of(ward.id)
    ]
