"""Beside a matter: how often the same was asked before, what was answered, what may be the same."""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.matters import repeats
from dialogue.matters.queries.askings import (
    Again,
    Asking,
    Question,
    earlier_askings,
    likely_askings,
    thresholds,
)
from dialogue.matters.queries.facts import facts
from dialogue.matters.queries.matters import MatterView
from dialogue.matters.queries.series import said_since_last
from dialogue.matters.rules import SEALED, may_see, may_triage
from dialogue.matters.states import BEFORE_ANSWER, MatterState, Step
from dialogue.ward.rules import Actor

NONE = Again(1, ())
LOOKED_FOR = frozenset({*BEFORE_ANSWER, MatterState.REOPENED})


@dataclass(frozen=True, slots=True)
class Beside:
    """may_compare: this person says what is the same. must_tell: the answer says what changed;
    said: in these words, empty as long as it does not. writes: this person says it now.
    open: ids of earlier ones whose own page this person may see.
    """

    again: Again
    may_compare: bool
    must_tell: bool
    said: str
    writes: bool
    open: frozenset[int]

    @property
    def shown(self) -> bool:
        return bool(self.again.earlier or self.again.likely or self.may_compare)


async def beside(actor: Actor, view: MatterView) -> Beside:
    """Nothing of it for what is sealed."""
    if view.state in SEALED:
        return Beside(NONE, False, False, "", False, frozenset())
    again = await earlier_askings(view.ward, view.id)
    again = Again(again.count, again.earlier, await _likely(view))
    tell = again.last is not None and repeats.must_tell(again.count, await thresholds(view.ward))
    return Beside(
        again=again,
        may_compare=may_triage(actor),
        must_tell=tell,
        said=await said_since_last(view.ward, view.id, view.round),
        writes=tell and Step.SAVE_DRAFT in view.steps,
        open=await _open(actor, (*again.earlier, *again.likely)),
    )


async def _likely(view: MatterView) -> tuple[Asking, ...]:
    """Looked for while it is not answered, and while what it denounces hides nobody."""
    if view.state not in LOOKED_FOR or (view.signs.sensitive and view.sensitive):
        return ()
    text = f"{view.title}\n{view.body}"
    asked = Question(view.ward, view.id, text, view.field, view.group, view.received_at)
    return await likely_askings(asked)


async def _open(actor: Actor, askings: tuple[Asking, ...]) -> frozenset[int]:
    ids = [each.matter for each in askings]
    return frozenset([each for each in ids if may_see(actor, await facts(actor.ward, each))])
