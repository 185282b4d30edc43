"""Personal data found in a text is masked or confirmed as harmless before it becomes public."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from dialogue.core import audit, clock, personal
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound, PersonalDataLeft
from dialogue.matters.actions.covering import cover_public
from dialogue.matters.manners import rude_words
from dialogue.matters.queries.askers import asked_words
from dialogue.matters.queries.facts import facts_for
from dialogue.matters.queries.series import said_since_last
from dialogue.matters.rights import may_decide_exposure
from dialogue.matters.rules import SEALED
from dialogue.matters.states import Exposure
from dialogue.matters.tables import Attachment, Draft, Matter, PersonalData
from dialogue.matters.task_tables import Task
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor

TITLE, BODY, ANSWER, FILES, TASKS = "title", "body", "answer", "files", "tasks"
CHANGED = "changed"  # what the answer says that is new since the last one
LONGEST = 300  # letters of a fragment
RUDE = "rude"  # kind of an insult


@dataclass(frozen=True, slots=True)
class Found:
    """One hit and what was decided of it. start, end: places in the part's text.

    decision None: still open. A fragment is decided once a part, wherever it stands in it.
    """

    part: str
    kind: str
    fragment: str
    start: int
    end: int
    decision: Exposure | None
    staff: int | None = None
    at: datetime | None = None


async def hits(ward: int, matter: int) -> list[Found]:
    """Hits in title, body, newest draft, file names, promises, with the decisions. NotFound."""
    texts = await _texts(ward, matter)
    rows = await PersonalData.select().where(
        PersonalData.ward == ward, PersonalData.matter == matter
    )
    known = {(row["part"], row["fragment"]): row for row in rows}
    offices = await ward_queries.office_numbers(ward)
    found = []
    for part, text in texts.items():
        for hit in _all(part, text, offices):
            row = known.get((part, hit.fragment), {})
            decision = row.get("decision")
            found.append(
                Found(
                    part,
                    hit.kind,
                    hit.fragment,
                    hit.start,
                    hit.end,
                    None if decision is None else Exposure(decision),
                    row.get("staff"),
                    row.get("at"),
                )
            )
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    kind: str
    fragment: str
    start: int
    end: int


def _all(part: str, text: str, offices: Collection[str]) -> list[_Place]:
    """Personal data, and insults where the asker speaks: these are masked, the point goes on."""
    found = [
        _Place(hit.kind.value, hit.fragment, hit.start, hit.end)
        for hit in personal.find(text, offices)
    ]
    if part in (TITLE, BODY):
        found += [_Place(RUDE, each.fragment, each.start, each.end) for each in rude_words(text)]
    return sorted(found, key=lambda place: place.start)


async def _texts(ward: int, matter: int) -> dict[str, str]:
    row = (
        await Matter.select(Matter.title, Matter.round)
        .where(Matter.id == matter, Matter.ward == ward)
        .first()
    )
    if row is None:
        raise NotFound(f"no matter {matter}")
    drafts = await _newest_draft(ward, matter)
    names = (
        await Attachment.select(Attachment.name)
        .where(Attachment.ward == ward, Attachment.matter == matter)
        .order_by(Attachment.id)
        .output(as_list=True)
    )
    promised = (
        await Task.select(Task.text)
        .where(Task.ward == ward, Task.matter == matter)
        .order_by(Task.id)
        .output(as_list=True)
    )
    return {
        TITLE: row["title"],
        BODY: await asked_words(ward, matter),
        ANSWER: "\n\n".join(drafts),
        FILES: "\n".join(names),
        TASKS: "\n".join(promised),
        CHANGED: await said_since_last(ward, matter, row["round"]),
    }


async def _newest_draft(ward: int, matter: int) -> list[str]:
    row = (
        await Draft.select(Draft.text, Draft.summary_en)
        .where(Draft.ward == ward, Draft.matter == matter)
        .order_by(Draft.round, ascending=False)
        .order_by(Draft.version, ascending=False)
        .first()
    )
    return [text for text in (row or {}).values() if text]


async def undecided(ward: int, matter: int) -> list[Found]:
    """What still keeps the answer from being approved."""
    return [hit for hit in await hits(ward, matter) if hit.decision is None]


async def require_decided(ward: int, matter: int) -> None:
    """The guard of approving. Raises PersonalDataLeft."""
    left = await undecided(ward, matter)
    if left:
        raise PersonalDataLeft(f"{len(left)} places of matter {matter} are undecided")


async def decide(actor: Actor, matter: int, part: str, fragment: str, exposure: Exposure) -> None:
    """Mask this fragment in public, or confirm that it is harmless; the newest word holds.

    What stands on the board already is masked at once; what was masked there comes back with the
    next correction alone.
    A fragment need not be one that the program found. Raises NotFound, Forbidden; Invalid when
    it does not stand in that part.
    """
    async with DB.transaction():
        await _require_right(actor, matter)
        texts = await _texts(actor.ward, matter)
        if part not in texts or not fragment.strip() or len(fragment) > LONGEST:
            raise Invalid(f"no part {part!r}", part="wrong")
        if fragment not in texts[part]:
            raise Invalid("the text does not hold this", fragment="wrong")
        await _keep(actor, matter, part, texts[part], fragment, exposure)
        await cover_public(actor, matter)


async def settle(
    actor: Actor, matter: int, texts: Iterable[str], decisions: Mapping[str, Exposure]
) -> None:
    """Decide what a correction's texts hold, in the caller's transaction, whose right is checked.

    decisions: fragment → exposure. Raises PersonalDataLeft when a hit has none, old or new.
    """
    offices = await ward_queries.office_numbers(actor.ward)
    found = {hit.fragment: text for text in texts for hit in personal.find(text, offices)}
    for fragment in sorted(found.keys() & decisions.keys()):
        await _keep(actor, matter, ANSWER, found[fragment], fragment, decisions[fragment])
    left = found.keys() - await _decided(actor.ward, matter)
    if left:
        raise PersonalDataLeft(f"{len(left)} places of the correction are undecided")


async def _require_right(actor: Actor, matter: int) -> None:
    found = await facts_for(actor, matter)
    if not may_decide_exposure(actor, found.unit):
        raise Forbidden("only who works on the matter decides what is masked")
    if found.state in SEALED:
        raise Conflict("nothing of what is sealed becomes public")


async def _decided(ward: int, matter: int) -> set[str]:
    rows = await PersonalData.select(PersonalData.fragment).where(
        PersonalData.ward == ward, PersonalData.matter == matter
    )
    return {row["fragment"] for row in rows}


async def _kind_of(ward: int, text: str, fragment: str) -> str:
    """A name is one by what stands around it, so the whole text is read again."""
    offices = await ward_queries.office_numbers(ward)
    found = [hit for hit in personal.find(text, offices) if hit.fragment == fragment]
    return next((hit.kind.value for hit in found or personal.find(fragment)), "other")


async def _keep(  # noqa: PLR0917  a sentence: who decided what of which words
    actor: Actor, matter: int, part: str, text: str, fragment: str, exposure: Exposure
) -> None:
    """text: where the fragment stands, for what stands beside it says what it is."""
    kind = await _kind_of(actor.ward, text, fragment)
    row = PersonalData(
        ward=actor.ward,
        matter=matter,
        part=part,
        kind=kind,
        fragment=fragment,
        decision=exposure.value,
        staff=actor.staff,
        at=clock.now(),
    )
    await PersonalData.insert(row).on_conflict(
        target=(PersonalData.matter, PersonalData.part, PersonalData.fragment),
        action="DO UPDATE",
        values=[PersonalData.decision, PersonalData.staff, PersonalData.at],
    )
    after = {"part": part, "kind": kind}  # not the fragment: the log keeps no personal data
    await audit.record(actor.ward, actor.staff, exposure.value, "matter", matter, after=after)
