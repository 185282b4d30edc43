"""Who may do what to answers, promises, personal data and files: pure sentences."""

from __future__ import annotations

from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

WORKERS = (
    Role.CHAIRMAN,
    Role.DEPUTY,
    Role.DIRECTOR,
    Role.UNIT_HEAD,
    Role.OFFICER,
    Role.REGISTER_KEEPER,
)


def may_decide_exposure(actor: Actor, unit: int | None) -> bool:
    """Mask or keep personal data, show a file: leaders, the register keeper, the unit in charge."""
    return actor.has(Role.CHAIRMAN, Role.DEPUTY, Role.REGISTER_KEEPER) or (
        actor.has(Role.UNIT_HEAD, Role.OFFICER, Role.DIRECTOR) and in_unit(actor, unit)
    )


def may_read_files(actor: Actor, unit: int | None, *, sealed: bool) -> bool:
    """Sealed: the chairman and the named reader alone. Else as far as the matter is theirs."""
    if sealed:
        return actor.has(Role.CHAIRMAN, Role.SEALED_READER)
    return may_decide_exposure(actor, unit) or actor.has(Role.INSPECTOR)


def may_open_task(actor: Actor, matter_unit: int | None) -> bool:
    return actor.has(Role.CHAIRMAN, Role.DEPUTY, Role.REGISTER_KEEPER) or (
        actor.has(Role.UNIT_HEAD, Role.OFFICER, Role.DIRECTOR) and in_unit(actor, matter_unit)
    )


def may_work_on(actor: Actor, unit: int, officer: int | None) -> bool:
    """Report progress, or that it is done: the unit that promised, or the person named."""
    return actor.has(*WORKERS) and (in_unit(actor, unit) or actor.staff == officer)


def may_move_date(actor: Actor, unit: int) -> bool:
    """The unit's head asks for a new date."""
    return actor.has(Role.UNIT_HEAD, Role.DIRECTOR) and in_unit(actor, unit)


def may_give_task(actor: Actor, unit: int) -> bool:
    """To another person of the unit: its head, or a leader."""
    return may_move_task(actor) or may_move_date(actor, unit)


def may_move_task(actor: Actor) -> bool:
    """To another unit."""
    return actor.has(Role.CHAIRMAN, Role.DEPUTY)


def may_judge(actor: Actor) -> bool:
    """Of the staff only the people's inspection board says whether a promise was kept."""
    return actor.has(Role.INSPECTOR)


def may_stop(actor: Actor) -> bool:
    return actor.has(Role.CHAIRMAN, Role.DEPUTY)


def in_unit(actor: Actor, unit: int | None) -> bool:
    return unit is not None and actor.unit == unit
