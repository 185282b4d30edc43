"""A residential group's head notes what was seen at the counters; the register answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date

from dialogue.core import clock
from dialogue.core.codes import new_tracking_code
from dialogue.core.errors import Invalid
from dialogue.matters.actions.intake import NewMatter, Received, Ticket, receive_for_group
from dialogue.matters.actions.notices import tell_supervision
from dialogue.matters.queries.supervision import centre
from dialogue.matters.states import Kind
from dialogue.matters.supervision import fault_of_day, seen_kinds
from dialogue.matters.supervision_tables import SupervisionNote
from dialogue.matters.tables import Matter
from dialogue.ward.rules import GroupVisitor


@dataclass(frozen=True, slots=True)
class NewNote:
    """seen: code of a SeenKind. words: as in every matter, 10 to 4,000 letters. field: its id.

    code: the tracking code where the caller derived it from a ticket; else one is drawn.
    """

    seen: str
    seen_on: date
    words: str
    field: int | None = None
    language: str = "vi"
    code: str = made(default_factory=new_tracking_code)


async def supervise(visitor: GroupVisitor, new: NewNote, ticket: Ticket | None = None) -> Received:
    """Registered as a report of the group, never public, and told to who oversees the counters.

    With signs of a denunciation nobody but those who triage hears of it before a person has
    looked. Raises Invalid by field (seen, seen_on, body), NotFound, AlreadySent, TicketUsed.
    """
    if new.seen not in {kind.code for kind in seen_kinds()}:
        raise Invalid(f"no kind {new.seen!r}", seen="required")
    if fault := fault_of_day(new.seen_on, clock.local_day(clock.now())):
        raise Invalid(f"seen on {new.seen_on}", seen_on=fault)
    matter = NewMatter(
        visitor.ward,
        new.words,
        kind=Kind.REPORT,
        field=new.field,
        language=new.language,
        public=False,
        code=new.code,
    )

    async def beside(received: Sequence[Received]) -> None:
        await _note(visitor.ward, received[0].id, new)

    (received,) = await receive_for_group(visitor, [matter], ticket, beside)
    return received


async def _note(ward: int, matter: int, new: NewNote) -> None:
    """In the transaction that registers the matter: it lies with the centre from the start."""
    await SupervisionNote.insert(
        SupervisionNote(ward=ward, matter=matter, seen=new.seen, seen_on=new.seen_on)
    )
    unit = await centre(ward)
    await Matter.update({Matter.unit: unit}).where(Matter.id == matter, Matter.ward == ward)
    hidden = await Matter.exists().where(Matter.id == matter, Matter.sensitive.eq(True))
    if not hidden:
        await tell_supervision(ward, matter)
