"""Who may do what at a dialogue conference (institution.md §4, process.md §4): pure."""

from __future__ import annotations

from dialogue.ward.rules import Actor
from dialogue.ward.states import Role

# Rights. A sentence each; actions and pages ask the same one.


def may_read(actor: Actor) -> bool:
    """Its preparation; names and contacts of guests are asked for by `may_prepare`."""
    return (
        may_prepare(actor)
        or may_answer(actor)
        or actor.has(Role.COUNTER_OFFICER, Role.INSPECTOR, Role.OBSERVER)
    )


def may_prepare(actor: Actor) -> bool:
    """The ward's office plans, invites, notes down and publishes; so may who chairs."""
    return actor.has(Role.REGISTER_KEEPER, Role.CLERK) or may_chair(actor)


def may_chair(actor: Actor) -> bool:
    """Approves the plan, overrides a date, picks and orders questions, concludes, signs."""
    return actor.has(Role.CHAIRMAN, Role.DEPUTY)


def may_answer(actor: Actor) -> bool:
    """Whose unit prepares answers reads what it is asked."""
    return actor.has(Role.OFFICER, Role.UNIT_HEAD, Role.DIRECTOR)


def may_review(actor: Actor) -> bool:
    """The people's inspection board looks at late and disputed promises at T+60."""
    return actor.has(Role.INSPECTOR)
