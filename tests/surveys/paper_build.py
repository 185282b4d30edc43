"""Stacks of paper slips for tests."""

from __future__ import annotations

from dialogue.core.codes import public_id
from dialogue.ward.rules import Actor
from surveys.paper.actions import NewStack, enter
from surveys.paper.queries import Stack
from surveys.paper.slips import Slip, read_slip
from surveys.paper.states import Source
from surveys.queries.counters import CounterCard


def slips(card: CounterCard, *typed: str) -> list[Slip]:
    return [read_slip(each, [field.code for field in card.fields]) for each in typed]


def new_stack(card: CounterCard, *typed: str, again: bool | None = None) -> NewStack:
    given = slips(card, *typed)
    return NewStack(public_id(), card, Source.PAPER, "Hòm phiếu", given, again=again)


async def stack_waiting(actor: Actor, card: CounterCard) -> Stack:
    """Entered once, to be entered again by somebody else."""
    return await enter(actor, new_stack(card, "1", "2", "314", again=True))
