"""Who reads what people wrote at the counters, and who reads it first. Pure.

Source: institution.md §4: leaders and the centre's director all counters, a unit's head those of
the unit, the inspection board without identities.
"""

from __future__ import annotations

from collections.abc import Collection

from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

EVERYWHERE = (
    Role.CHAIRMAN,
    Role.DEPUTY,
    Role.DIRECTOR,
    Role.REGISTER_KEEPER,
    Role.INSPECTOR,
)
READERS = (*EVERYWHERE, Role.UNIT_HEAD)


def may_read(actor: Actor) -> bool:
    """Any at all: the page. The system reads nothing."""
    return actor.has(*READERS) and not actor.is_system


def may_read_everywhere(actor: Actor) -> bool:
    return actor.has(*EVERYWHERE)


def may_read_about(actor: Actor, unit: int | None) -> bool:
    """unit: of the counter; None: it has none, or nobody knows which counter it was."""
    own = unit is not None and unit == actor.unit
    return may_read_everywhere(actor) or (actor.has(Role.UNIT_HEAD) and own)


def may_read_now(actor: Actor, staff_of_counter: Collection[int], *, read: bool) -> bool:
    """Who sits at a counter reads what is said of it after somebody else has."""
    return read or actor.staff not in staff_of_counter
