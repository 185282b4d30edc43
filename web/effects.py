"""Satisfaction around an answer or a promise, for the pages that show them."""

from __future__ import annotations

from dialogue.matters.queries import board
from dialogue.matters.queries.board import BoardItem
from dialogue.matters.queries.tasks import TaskCard
from surveys.effects import Effect, effect


async def answer_effect(ward: int, item: BoardItem) -> Effect | None:
    """None for an answer without a field."""
    return await effect(ward, item.field, item.published_on) if item.field else None


async def number_effect(ward: int, number: int | None) -> Effect | None:
    """Of the answer with this public number; None while there is none."""
    if number is None:
        return None
    return await answer_effect(ward, (await board.answer(ward, number)).item)


async def promise_effect(ward: int, card: TaskCard) -> Effect | None:
    """Around the day when it was done; None before, and for one that no answer of a field made."""
    if card.answer is None or card.done_on is None:
        return None
    field = (await board.answer(ward, card.answer)).item.field
    return await effect(ward, field, card.done_on) if field else None
