"""Who enters paper slips, and who decides what was entered twice. Pure."""

from __future__ import annotations

from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

ENTERERS = (Role.COUNTER_OFFICER, Role.CLERK, Role.DIRECTOR)
MOST, MOST_ROWS, DOUBLE = "PAP-STACK", "PAP-ROWS", "PAP-DOUBLE"  # rules


def may_enter(actor: Actor) -> bool:
    return actor.has(*ENTERERS)


def may_enter_again(actor: Actor, first: int) -> bool:
    """Somebody else than who entered it first."""
    return may_enter(actor) and actor.staff != first


def may_confirm(actor: Actor, first: int) -> bool:
    """What was read from a file: by who brought it."""
    return may_enter(actor) and actor.staff == first


def may_discard(actor: Actor, first: int) -> bool:
    return may_enter(actor) and (actor.staff == first or actor.has(Role.DIRECTOR))
