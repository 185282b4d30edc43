"""What people do with alerts. Nothing is deleted: what is left out is told beside the rest."""

from __future__ import annotations

from typing import Any

from dialogue.core import audit
from dialogue.core.changes import note
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.core.memo import forget
from dialogue.core.text import clean
from dialogue.ward.rules import Actor
from surveys.alerts.queries import AlertCard, alert
from surveys.alerts.rules import after, needs_second
from surveys.alerts.states import Step
from surveys.alerts.tables import Alert

MOST = 1_000  # letters of a reason


async def decide(actor: Actor, public_id: str, version: int, step: Step, reason: str) -> AlertCard:
    """Every step has a written reason; leaving out takes two people.

    Raises Forbidden, also to the one who proposed; NotFound; Conflict when it was changed since
    `version`, or stands where there is no such step; Invalid without a reason.
    """
    card = await alert(actor, public_id)
    words = clean(reason)
    if not words or len(words) > MOST:
        raise Invalid("a reason is needed", reason="missing" if not words else "too-long")
    state = after(card.kind, card.state, step)
    if state is None or card.version != version:
        raise Conflict("the alert was decided meanwhile")
    if needs_second(step) and actor.staff == card.staff:
        raise Forbidden("two people: who proposed it does not agree to it")
    async with DB.transaction():
        changed = await (
            Alert.update(
                {Alert.state: state.value, Alert.version: version + 1}
                | _said(actor, words, second=needs_second(step) or step is Step.RESTORE)
            )
            .where(Alert.id == card.id, Alert.ward == actor.ward, Alert.version == version)
            .returning(Alert.id)
        )
        if not changed:
            raise Conflict("the alert was decided meanwhile")
        before = {"state": card.state.value}
        now = {"state": state.value, "reason": words}
        await audit.record(actor.ward, actor.staff, f"alert-{step}", "alert", card.id, before, now)
        await note(actor.ward, "alert", card.id)
    forget()
    return await alert(actor, public_id)


def _said(actor: Actor, words: str, *, second: bool) -> dict[Any, Any]:
    if second:
        return {Alert.second_reason: words, Alert.second_staff: actor.staff}
    return {
        Alert.reason: words,
        Alert.staff: actor.staff,
        Alert.second_reason: "",
        Alert.second_staff: None,
    }
