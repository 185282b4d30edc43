"""What the API gives. Codes and dates, no ids of ours; a name only with its owner's consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dialogue.matters.queries.board import AnswerPage, BoardItem
from dialogue.matters.queries.tasks import TaskCard
from dialogue.ward.cards import WardCard


@dataclass(frozen=True, slots=True)
class WardOut:
    slug: str
    name: str
    kind: str
    province: str
    address: str
    phone: str
    hours: str
    path: str


@dataclass(frozen=True, slots=True)
class FieldOut:
    """parent: the code of the field above; its figures include this one's."""

    code: str
    name: str
    name_en: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class AnswerOut:
    """verdict: the asker's (satisfied, partly, not) or none yet. working_days: to the answer.

    intact: false while a text that was changed past the program is looked at; it is not given.
    """

    number: int
    path: str
    title: str
    excerpt: str
    kind: str
    source: str
    state: str
    field: str | None
    topic: str | None
    group: str | None
    unit: str | None
    approver_name: str
    approver_title: str
    received_on: date
    due_on: date | None
    answered_on: date
    in_time: bool | None
    working_days: int | None
    verdict: str | None
    corrected_on: date | None
    intact: bool


@dataclass(frozen=True, slots=True)
class AnswersOut:
    """next: for `after`; null at the end. more: there are more than `count`, uncounted."""

    items: list[AnswerOut]
    next: str | None
    count: int
    more: bool


@dataclass(frozen=True, slots=True)
class TextOut:
    """round: 2 after a first reopening. version: above 1 for corrections, with their reason."""

    round: int
    version: int
    text: str
    summary_en: str
    reason: str
    by_name: str
    by_title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PromiseOut:
    """number: of its page, under which it stands for good. proof: what shows that it is done.
    first_due: what counts when it is asked whether the promise was kept.

    working_days_late: working days of the ward past `due` while it is open; 0 when not late.
    """

    public_id: str
    number: int | None
    path: str
    text: str
    state: str
    first_due: date
    due: date
    working_days_late: int
    done_on: date | None
    confirmed_by: str | None
    proof: str
    unit: str | None
    answer: int | None


@dataclass(frozen=True, slots=True)
class FileOut:
    name: str
    media_type: str
    size: int
    path: str


@dataclass(frozen=True, slots=True)
class LongAnswerOut:
    """texts: oldest first, the last is in force. asker: empty without consent to be named."""

    answer: AnswerOut | None
    number: int
    question: str
    asker: str
    text: str
    summary_en: str
    texts: list[TextOut]
    promises: list[PromiseOut]
    files: list[FileOut]
    withdrawn_on: date | None
    withdrawn_reason: str


@dataclass(frozen=True, slots=True)
class PromisesOut:
    """next: for `after`; null at the end."""

    items: list[PromiseOut]
    next: str | None


@dataclass(frozen=True, slots=True)
class Codes:
    """What stands for our ids: codes of fields and topics, names of groups and units."""

    fields: dict[int, str]
    topics: dict[int, str]
    groups: dict[int, str]
    units: dict[int, str]

    def field_id(self, code: str) -> int:
        """0, which no field has, for an unknown code."""
        found = (id_ for id_, known in self.fields.items() if known.lower() == code.lower())
        return next(found, 0)


def ward_out(card: WardCard) -> WardOut:
    return WardOut(
        card.slug,
        card.name,
        card.kind,
        card.province,
        card.address,
        card.phone,
        card.hours,
        f"/{card.slug}",
    )


def answer_out(slug: str, item: BoardItem, codes: Codes) -> AnswerOut:
    return AnswerOut(
        number=item.number,
        path=f"/{slug}/hoi-dap/{item.number}",
        title=item.title if item.intact else "",
        excerpt=item.excerpt if item.intact else "",
        kind=item.kind,
        source=item.source,
        state=item.state,
        field=codes.fields.get(item.field or 0),
        topic=codes.topics.get(item.topic or 0),
        group=codes.groups.get(item.group or 0),
        unit=codes.units.get(item.unit or 0),
        approver_name=item.approver_name,
        approver_title=item.approver_title,
        received_on=item.received_on,
        due_on=item.first_due_on,
        answered_on=item.published_on,
        in_time=item.in_time,
        working_days=item.days,
        verdict=item.verdict or None,
        corrected_on=item.corrected_on,
        intact=item.intact,
    )


def long_answer_out(slug: str, found: AnswerPage, codes: Codes) -> LongAnswerOut:
    """Nothing but the reason and the day of what was taken down."""
    item, here = found.item, found.item.intact and found.withdrawn_on is None
    names = TextOut.__dataclass_fields__
    texts = [TextOut(**{name: getattr(each, name) for name in names}) for each in found.texts]
    return LongAnswerOut(
        answer=None if found.withdrawn_on else answer_out(slug, item, codes),
        number=item.number,
        question=found.body if here else "",
        asker=item.asker if here else "",
        text=found.answer if here else "",
        summary_en=found.summary_en if here else "",
        texts=texts if here else [],
        promises=[promise_out(slug, each, codes) for each in found.promises] if here else [],
        files=[
            FileOut(
                each.name,
                each.media_type,
                each.size,
                f"/{slug}/hoi-dap/{item.number}/tep/{each.public_id}",
            )
            for each in (found.files if here else [])
        ],
        withdrawn_on=found.withdrawn_on,
        withdrawn_reason=found.withdrawn_reason,
    )


def promise_out(slug: str, card: TaskCard, codes: Codes) -> PromiseOut:
    return PromiseOut(
        public_id=card.public_id,
        number=card.number,
        path=f"/{slug}/cam-ket/{card.number}",
        text=card.text,
        state=card.state.value,
        first_due=card.first_due,
        due=card.due,
        working_days_late=card.days_late,
        done_on=card.done_on,
        confirmed_by=card.confirmed_by or None,
        proof=" · ".join(each.text for each in card.proofs),
        unit=codes.units.get(card.unit),
        answer=card.answer,
    )
