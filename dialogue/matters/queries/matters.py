"""One matter as the staff page shows it: words, asker, history, drafts, and what may be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from dialogue.core import clock
from dialogue.core.errors import Forbidden, NotFound
from dialogue.matters.deadlines import Explanation, explanation, read_basis
from dialogue.matters.quality import Quality, quality
from dialogue.matters.queries.asides import Aside, asides
from dialogue.matters.queries.askers import Asker, Twin, VerdictCard, asker, twins, verdicts
from dialogue.matters.queries.attachments import FileCard, files_of
from dialogue.matters.queries.drafts import (
    ApprovalCard,
    Cleared,
    DraftVersion,
    approvals,
    cleared,
    drafts,
)
from dialogue.matters.queries.due import DueState, due_state, step_due
from dialogue.matters.queries.facts import COLUMNS, facts, facts_of, families
from dialogue.matters.queries.history import (
    Event,
    Note,
    Proposal,
    events,
    notes,
    open_proposal,
)
from dialogue.matters.queries.originals import covering, open_until
from dialogue.matters.queries.sealed_words import NOT_SEALED, SealedWords, words_of_sealed
from dialogue.matters.queries.tasks import TaskCard, promises_of
from dialogue.matters.rules import (
    SEALED,
    UNTRIAGED,
    Facts,
    may_agree_to_reject,
    may_approve,
    may_know_of,
    may_note,
    may_open_sealed,
    may_see,
    may_see_asker,
    may_take,
)
from dialogue.matters.signs import Signs, signs
from dialogue.matters.states import (
    Kind,
    MatterState,
    Outcome,
    Source,
    Step,
)
from dialogue.matters.tables import Matter
from dialogue.ward import queries as ward_queries
from dialogue.ward.cards import StaffCard
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role


@dataclass(frozen=True, slots=True)
class MatterView:
    """All that the staff page needs. Ids of units, fields, groups: names by dialogue.ward.queries.

    asker: None when the actor may not see who it is. steps: what the actor may do now, in the
    order of the enum. officers, leaders: who may be named when it is given or passed up.
    masked: the words of those who asked have places that this actor does not see now; may_open: but
    may, on the record; open_until: opened, for this long.
    suggested_unit: of the field or topic that the asker chose. number: on the public board.
    """

    id: int
    public_id: str
    ward: int
    kind: Kind
    source: Source
    state: MatterState
    outcome: Outcome
    title: str
    body: str
    language: str
    counter: str
    field: int | None
    topic: int | None
    group: int | None
    unit: int | None
    suggested_unit: int | None
    officer: int | None
    leader: int | None
    typist: int | None
    public: bool
    sensitive: bool
    urgent: bool
    received_at: datetime
    day_zero: date
    ack_due: date | None
    triage_due: date | None
    draft_due: date | None
    publish_due: date | None
    first_due: date | None
    verdict_due: date | None
    due: date | None
    due_ends: time  # of the day of the answer
    due_state: DueState
    waiting_since: datetime | None
    asked_back: bool
    extended: bool
    handed_back: int
    round: int
    answered_at: datetime | None
    closed_at: datetime | None
    lead: int | None
    receiver: str
    reason: str
    sealed_recipient: str
    retracted_at: datetime | None
    again_of: int | None
    campaign: bool
    number: int | None
    facts: Facts
    signs: Signs
    asker: Asker | None
    history: tuple[Event, ...]
    asides: tuple[Aside, ...]
    drafts: tuple[DraftVersion, ...]
    approvals: tuple[ApprovalCard, ...]
    cleared: tuple[Cleared, ...]
    notes: tuple[Note, ...]
    files: tuple[FileCard, ...]
    tasks: tuple[TaskCard, ...]
    verdicts: tuple[VerdictCard, ...]
    twins: tuple[Twin, ...]
    quality: Quality | None
    proposal: Proposal | None
    steps: tuple[Step, ...]
    may_agree: bool
    may_note: bool
    masked: bool
    may_open: bool
    open_until: datetime | None
    officers: tuple[StaffCard, ...]
    leaders: tuple[StaffCard, ...]

    @property
    def draft(self) -> DraftVersion | None:
        """The newest of the present round."""
        return next((each for each in self.drafts if each.round == self.round), None)

    @property
    def asked_from(self) -> list[int | None]:
        """The residential group of each who asks this; None: no group of the ward was named."""
        own = [self.group] if self.retracted_at is None else []
        return own + [twin.group for twin in self.twins]


COPIED = (
    Matter.public_id,
    Matter.title,
    Matter.body,
    Matter.language,
    Matter.counter,
    Matter.topic,
    Matter.group,
    Matter.urgent,
    Matter.received_at,
    Matter.day_zero,
    Matter.ack_due,
    Matter.triage_due,
    Matter.draft_due,
    Matter.publish_due,
    Matter.first_due,
    Matter.verdict_due,
    Matter.waiting_since,
    Matter.answered_at,
    Matter.closed_at,
    Matter.lead,
    Matter.receiver,
    Matter.reason,
    Matter.sealed_recipient,
    Matter.retracted_at,
    Matter.again_of,
    Matter.campaign,
    Matter.number,
)
AS_ENUM: dict[str, Any] = {"kind": Kind, "source": Source, "outcome": Outcome}
READ_ALONE = (
    Matter.kind,
    Matter.source,
    Matter.outcome,
    Matter.asker_kind,
    Matter.asker_name,
    Matter.contact,
    Matter.contact_key,
    Matter.names_allowed,
    Matter.consent,
)


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on the asker's slip beside the code: nothing of what was said."""

    id: int
    received_at: datetime
    first_due: date | None
    urgent: bool


async def slip(ward: int, matter: int) -> Slip:
    """The same whatever became of the matter since, so that a slip never tells. Raises NotFound."""
    row = await _row(ward, matter)
    return Slip(row["id"], row["received_at"], row["first_due"], row["urgent"])


async def unheard_of(actor: Actor) -> list[int]:
    """Matters of which this actor hears nothing: what is sealed or waits for it to others than who
    may open the box, what accuses the actor in any case."""
    if may_open_sealed(actor):
        accusing = Matter.barred.like(f"%,{actor.staff},%")
        rows = await Matter.select(Matter.id).where(Matter.ward == actor.ward, accusing)
        return [row["id"] for row in rows]
    return await _sealed_ids(actor.ward)


async def _sealed_ids(ward: int) -> list[int]:
    values = [state.value for state in SEALED]
    fresh = Matter.sensitive.eq(True) & Matter.state.is_in([state.value for state in UNTRIAGED])
    rows = await Matter.select(Matter.id).where(
        Matter.ward == ward, Matter.state.is_in(values) | fresh
    )
    return [row["id"] for row in rows]


async def matter_for(actor: Actor, matter: int) -> MatterView:
    """Raises NotFound (also for what is sealed to this actor: no hint), Forbidden."""
    row = await _row(actor.ward, matter)
    known = await families(actor.ward)
    found = facts_of(row, known)
    if not may_see(actor, found):
        known_of = may_know_of(actor, found)
        raise Forbidden("not this matter") if known_of else NotFound(f"no matter {matter}")
    sealed = await _sealed(found)
    row = sealed.back(Matter, row)
    history = await events(actor.ward, matter, sealed)
    versions = await drafts(actor.ward, matter, sealed)
    newest = next((each for each in versions if each.round == found.round), None)
    harmless = () if newest is None else await cleared(found, newest)
    proposal = open_proposal(history)
    own = {column._meta.name: row[column._meta.name] for column in (*COPIED, *COLUMNS)}
    own.pop("barred")  # facts have it
    due = step_due(found.state, row["triage_due"], row["draft_due"], row["publish_due"])
    calendar = await ward_queries.calendar(actor.ward)
    view = MatterView(
        **own | {name: make(row[name]) for name, make in AS_ENUM.items()} | {"state": found.state},
        suggested_unit=await _suggested(actor.ward, row),
        due=due,
        due_ends=calendar.ends(row["publish_due"] or row["day_zero"]),
        due_state=due_state(found.state, due, clock.local_day(clock.now()), calendar),
        facts=found,
        signs=signs(row["body"]),
        asker=asker(row) if may_see_asker(actor, found) else None,
        history=history,
        asides=await asides(actor.ward, matter, sealed),
        drafts=tuple(versions),
        approvals=await approvals(actor.ward, matter),
        cleared=harmless,
        notes=await notes(actor.ward, matter, sealed),
        files=await files_of(actor.ward, matter, sealed),
        tasks=tuple(await promises_of(actor.ward, matter, public=False)),
        verdicts=await verdicts(actor.ward, matter, sealed),
        twins=await twins(actor.ward, matter),
        quality=_quality(row["body"], newest, harmless),
        proposal=proposal,
        steps=_steps(actor, found, proposal, on_board=row["number"] is not None),
        may_agree=proposal is not None and may_agree_to_reject(actor, proposal.staff),
        may_note=may_note(actor, found),
        masked=False,
        may_open=may_see_asker(actor, found),
        open_until=await open_until(actor, matter),
        officers=await _officers(found),
        leaders=await leaders(found),
    )
    if found.state in SEALED or (view.may_open and view.open_until):
        return view
    return _covered(view, await covering(actor.ward, matter))


def _covered(view: MatterView, cover: Callable[[str], str]) -> MatterView:
    """What those who asked wrote, without what nobody has found harmless."""
    seen = replace(
        view,
        body=cover(view.body),
        history=tuple(replace(line, public_note=cover(line.public_note)) for line in view.history),
        verdicts=tuple(replace(each, reason=cover(each.reason)) for each in view.verdicts),
        twins=tuple(replace(each, body=cover(each.body)) for each in view.twins),
    )
    return replace(seen, masked=seen != view)


async def _sealed(found: Facts) -> SealedWords:
    """Its words while they are put away: the caller has seen that this actor may read them."""
    return await words_of_sealed(found.ward, found.id) if found.state in SEALED else NOT_SEALED


async def explain(ward: int, matter: int) -> Explanation | None:
    """How its due dates were counted; None when it has no clock. Raises NotFound."""
    row = (
        await Matter.select(Matter.clock_rules)
        .where(Matter.id == matter, Matter.ward == ward)
        .first()
    )
    if row is None:
        raise NotFound(f"no matter {matter}")
    basis = read_basis(row["clock_rules"])
    return None if basis is None else explanation(await ward_queries.clock(ward), basis)


async def explain_for(actor: Actor, matter: int) -> Explanation | None:
    """As explain(), for whoever may see the matter. Raises NotFound."""
    if not may_see(actor, await facts(actor.ward, matter)):
        raise NotFound(f"no matter {matter}")
    return await explain(actor.ward, matter)


async def leaders(matter: Facts) -> tuple[StaffCard, ...]:
    """Who may approve it, deputies first: the chairman has enough to do."""
    cards = await ward_queries.holders(matter.ward, Role.CHAIRMAN, Role.DEPUTY)
    found = [
        card
        for card in cards
        if may_approve(await ward_queries.actor(matter.ward, card.id), matter)
    ]
    return tuple(sorted(found, key=lambda card: Role.CHAIRMAN in card.roles))


async def _officers(matter: Facts) -> tuple[StaffCard, ...]:
    if matter.unit is None:
        return ()
    roles = (Role.OFFICER, Role.UNIT_HEAD, Role.DIRECTOR)
    return await ward_queries.holders(matter.ward, *roles, unit=matter.unit)


async def _row(ward: int, matter: int) -> dict[str, Any]:
    row: dict[str, Any] | None = (
        await Matter.select(*COLUMNS, *COPIED, *READ_ALONE)
        .where(Matter.id == matter, Matter.ward == ward)
        .first()
    )
    if row is None:
        raise NotFound(f"no matter {matter} in ward {ward}")
    return row


async def _suggested(ward: int, row: dict[str, Any]) -> int | None:
    if row["field"] is not None:
        return int((await ward_queries.field(ward, row["field"])).unit)
    for card in await ward_queries.topics(ward, True):
        if card.id == row["topic"]:
            return card.unit
    return None


def _steps(
    actor: Actor, found: Facts, proposal: Proposal | None, *, on_board: bool
) -> tuple[Step, ...]:
    """With an open proposal a second person decides, and nobody rejects in passing."""
    held = {Step.PROPOSE_REJECTION, Step.REJECT, Step.KEEP} if proposal else {Step.KEEP}
    held |= set() if on_board else {Step.CORRECT, Step.TAKE_DOWN}
    return tuple(step for step in Step if step not in held and may_take(actor, found, step))


def _quality(
    body: str, newest: DraftVersion | None, harmless: tuple[Cleared, ...]
) -> Quality | None:
    if newest is None:
        return None
    return quality(body, newest.text, cleared=[each.stop for each in harmless])
