"""langnghe user observe: who oversees a province reads each of its wards by an account there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.cli.settings import data_option, use

if TYPE_CHECKING:
    from dialogue.ward.cards import WardCard
    from dialogue.ward.rules import Actor


@click.command("observe")
@click.argument("province")
@click.argument("login")
@click.option("--name", required=True, help="Who it is: “Nguyễn Thị Hoa”.")
@click.option("--title", default="", help="“Đoàn giám sát của tỉnh”")
@click.option("--off", is_flag=True, help="Switch these accounts off, in every ward.")
@click.option("--password", help="First password, of each.  [default: asked for]")
@data_option
def observe(
    province: str,
    login: str,
    *,
    name: str,
    title: str,
    off: bool,
    password: str | None,
    data: Path | None,
) -> None:
    """Add the observer LOGIN to every ward of PROVINCE, as in its address /tinh/PROVINCE.

    An observer reads figures and what is published, and changes nothing. Run it again when a ward
    was added; an account that was switched off is switched on again, with the password it had.
    An account of that login which belongs to somebody else is left alone and named.
    """
    use(data=data)
    from web.cli.database import run

    if off:
        lines = run(switch_off(province, login, name))
    else:
        if password is None:
            password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        lines = run(add_observers(province, login, name, title, password))
    click.echo("\n".join(lines))


async def add_observers(
    province: str, login: str, name: str, title: str, password: str
) -> list[str]:
    """A line for each ward. Raises NotFound for a province without wards, Invalid."""
    from dialogue.ward.actions.accounts import add_staff, switch_staff
    from dialogue.ward.rules import system_actor
    from dialogue.ward.states import Role

    lines = []
    for ward in await _wards(province):
        actor = system_actor(ward.id)
        known = await _own(actor, login, name)
        there = "is there already"
        if known is None:
            await add_staff(actor, login, name, title, [Role.OBSERVER], password=password)
        elif known and not await _is_on(actor, known):
            await switch_staff(actor, known, active=True)
            there = "is switched on again, with the password it had"
        lines.append(_line(ward, login, known, there, "may sign in at /quan-tri/"))
    return lines


async def _is_on(actor: Actor, staff: int) -> bool:
    from dialogue.ward.queries import staff_list

    return any(card.id == staff and card.active for card in await staff_list(actor.ward))


async def switch_off(province: str, login: str, name: str) -> list[str]:
    """A line for each ward. Raises NotFound for a province without wards."""
    from dialogue.ward.actions.accounts import switch_staff
    from dialogue.ward.rules import system_actor

    lines = []
    for ward in await _wards(province):
        actor = system_actor(ward.id)
        known = await _own(actor, login, name)
        if known:
            await switch_staff(actor, known, active=False)
        lines.append(_line(ward, login, known, "is switched off", "is not there"))
    return lines


async def _wards(province: str) -> tuple[WardCard, ...]:
    from dialogue.ward.provinces import province as wards_of

    return (await wards_of(province)).wards


async def _own(actor: Actor, login: str, name: str) -> int | None:
    """The account's id; 0 where the login is somebody else's, None where nobody has it."""
    from dialogue.core.text import clean
    from dialogue.ward.queries import staff_list
    from dialogue.ward.states import Role

    for card in await staff_list(actor.ward):
        if card.login == login:
            same = card.name == clean(name) and card.roles == (Role.OBSERVER,)
            return card.id if same else 0
    return None


def _line(ward: WardCard, login: str, known: int | None, there: str, not_there: str) -> str:
    other = f"{login}@{ward.slug} is somebody else's and was left alone"
    if known == 0:
        return other
    return f"{login}@{ward.slug} {there if known else not_there}"
