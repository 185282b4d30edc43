"""The hall as it stands: what was asked, who speaks, and what the public may see of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from dialogue.core.errors import NotFound
from dialogue.core.keys import decrypt, keys
from dialogue.core.memo import remembered
from dialogue.matters.queries.masks import NOTHING_DECIDED, decided
from meetings.conferences.account import Account, Fate, account
from meetings.conferences.hall_tables import Opinion, OpinionVoice, Slip, Speaker
from meetings.conferences.queries.conferences import ConferenceCard, conference
from meetings.conferences.states import (
    IN_THE_HALL,
    SEEN,
    Hiding,
    OpinionSource,
    OpinionState,
    Outcome,
    SpeakerState,
)
from meetings.conferences.tables import Conference
from meetings.conferences.turns import Hand, fair_order

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OpinionCard:
    """group, field, unit: ids. askers: whoever asked it, those merged into it and the phones that
    have it too. lead: id of the one that it was merged into. words: empty when set apart."""

    id: int
    public_id: str
    number: int | None
    source: OpinionSource
    state: OpinionState
    matter: int | None
    task: int | None
    lead: int | None
    group: int | None
    organisation: str
    field: int | None
    unit: int | None
    words: str
    answer: str
    answered_by: str
    outcome: Outcome | None
    due: date | None
    receiver: str
    reason: str
    position: int | None
    slip: str
    at: datetime
    settled_at: datetime | None
    version: int
    askers: int = 1

    @property
    def hiding(self) -> Hiding | None:
        """Why it is not shown; None for what is."""
        hidden = self.state is OpinionState.NOT_SHOWN
        return Hiding(self.reason) if hidden and self.reason in set(Hiding) else None

    @property
    def fate(self) -> Fate:
        return Fate(self.state, self.outcome, self.hiding)

    @property
    def concerns_the_hall(self) -> bool:
        """Sent ahead and not taken up there, it is the register's alone."""
        return self.source in IN_THE_HALL or self.state in SEEN

    @property
    def may_be_seen(self) -> bool:
        """By the whole hall."""
        return self.state in SEEN and bool(self.words)

    @property
    def may_be_settled(self) -> bool:
        """Or settled otherwise, while nothing of it is on its way."""
        entered = self.matter is not None and self.source is not OpinionSource.AHEAD
        return self.may_be_seen and not entered and self.task is None


@dataclass(frozen=True, slots=True)
class SpeakerCard:
    """party: what counts as one when turns are fair. name: only for staff, empty elsewhere."""

    id: int
    group: int | None
    organisation: str
    name: str
    opinion: int | None
    state: SpeakerState
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    seconds: int
    version: int

    @property
    def party(self) -> str | None:
        return party_of(self.group, self.organisation)


@dataclass(frozen=True, slots=True)
class Turns:
    """now: who speaks. waiting: in the order of fair turns. done: in the order they spoke."""

    now: SpeakerCard | None
    waiting: tuple[SpeakerCard, ...]
    done: tuple[SpeakerCard, ...]


@dataclass(frozen=True, slots=True)
class Floor:
    """What everybody may see of the hall. picked: in the chair's order. on_screen: or None."""

    card: ConferenceCard
    turns: Turns
    on_screen: OpinionCard | None
    picked: tuple[OpinionCard, ...]
    seen: tuple[OpinionCard, ...]
    account: Account


_COLUMNS = [
    column for column in Opinion._meta.columns if column._meta.name in OpinionCard.__annotations__
]
_SPEAKER = [*(set(SpeakerCard.__annotations__) - {"name"}), "name", "key"]


def party_of(group: int | None, organisation: str) -> str | None:
    if group is not None:
        return f"group {group}"
    return f"organisation {organisation.lower()}" if organisation else None


@remembered(seconds=30)
async def hall_of(code: str) -> tuple[int, int]:
    """Ward and id of the conference whose hall has this code. Raises NotFound."""
    return await _place(Conference.hall_code == code if code else None)


@remembered(seconds=30)
async def screen_of(key: str) -> tuple[int, int]:
    """Ward and id of the conference whose projector has this key. Raises NotFound."""
    return await _place(Conference.screen_key == key if len(key) >= 16 else None)


async def _place(which: Any) -> tuple[int, int]:
    row = None
    if which is not None:
        row = await Conference.select(Conference.ward, Conference.id).where(which).first()
    if row is None:
        raise NotFound("no such hall")
    return row["ward"], row["id"]


async def opinions(
    ward: int, number: int, states: Collection[OpinionState] = ()
) -> tuple[OpinionCard, ...]:
    """Of one conference, by their numbers; those without one last, as they came."""
    query = Opinion.select(*_COLUMNS, Opinion.phone).where(
        Opinion.ward == ward, Opinion.conference == number
    )
    rows = await query
    askers = await _askers(ward, rows)
    cards = [_card(row, askers[row["id"]]) for row in rows]
    wanted = [card for card in cards if not states or card.state in states]
    return tuple(sorted(wanted, key=lambda each: (each.number is None, each.number or 0, each.id)))


async def opinion(ward: int, number: int, which: int) -> OpinionCard:
    """Raises NotFound."""
    found = [each for each in await opinions(ward, number) if each.id == which]
    if not found:
        raise NotFound(f"no opinion {which}")
    return found[0]


async def _askers(ward: int, rows: Iterable[Row]) -> Counter[int]:
    """Of each opinion: one for itself, each merged one and each further phone, once."""
    rows = list(rows)
    lead = {row["id"]: row["lead"] or row["id"] for row in rows}
    voices = await OpinionVoice.select(OpinionVoice.opinion, OpinionVoice.phone).where(
        OpinionVoice.ward == ward, OpinionVoice.opinion.is_in(list(lead) or [0])
    )
    own = {(lead[row["id"]], row["phone"]) for row in rows if row["phone"]}
    more = {(lead[each["opinion"]], each["phone"]) for each in voices} - own
    counts = Counter(lead.values())
    counts.update(opinion for opinion, _phone in more)
    return counts


def _card(row: Row, askers: int) -> OpinionCard:
    known = {name: row[name] for name in OpinionCard.__annotations__ if name != "askers"}
    known |= {
        "source": OpinionSource(row["source"]),
        "state": OpinionState(row["state"]),
        "outcome": Outcome(row["outcome"]) if row["outcome"] else None,
    }
    return OpinionCard(**known, askers=max(askers, 1))


async def turns(card: ConferenceCard, *, named: bool = False) -> Turns:
    """named: with the names that were given, for staff alone."""
    rows = (
        await Speaker.select(*(getattr(Speaker, name) for name in _SPEAKER))
        .where(Speaker.ward == card.ward, Speaker.conference == card.id)
        .order_by(Speaker.id)
    )
    cards = [_speaker(row, named=named) for row in rows]
    of = {state: [each for each in cards if each.state is state] for state in SpeakerState}
    done, now = of[SpeakerState.DONE], of[SpeakerState.SPEAKING]
    spoken = Counter(each.party for each in (*done, *now))
    hands = [Hand(each.id, each.party, each.queued_at) for each in of[SpeakerState.WAITING]]
    by_id = {each.id: each for each in cards}
    order = fair_order(hands, spoken, await left_last_time(card))
    done.sort(key=lambda each: (each.started_at or each.queued_at, each.id))
    return Turns(now[0] if now else None, tuple(by_id[hand.id] for hand in order), tuple(done))


async def left_last_time(card: ConferenceCard) -> frozenset[str | None]:
    """Parties that asked at the conference before this one and got no answer there."""
    if card.previous is None:
        return frozenset()
    rows = await Opinion.select(Opinion.group, Opinion.organisation, Opinion.outcome).where(
        Opinion.ward == card.ward, Opinion.conference == card.previous
    )
    asked = {party_of(row["group"], row["organisation"]) for row in rows}
    answered = {
        party_of(row["group"], row["organisation"])
        for row in rows
        if row["outcome"] == Outcome.ANSWERED.value
    }
    return frozenset(asked - answered - {None})


def _speaker(row: Row, *, named: bool) -> SpeakerCard:
    sealed, key = row.pop("name"), row.pop("key")
    name = decrypt(keys(), key, sealed) if named and sealed and key else ""
    return SpeakerCard(**row | {"name": name, "state": SpeakerState(row["state"])})


async def screen_number(card: ConferenceCard) -> int | None:
    """Id of the opinion on the projector."""
    row = await Conference.select(Conference.on_screen).where(Conference.id == card.id).first()
    return None if row is None else row["on_screen"]


async def floor(ward: int, number: int) -> Floor:
    """Nothing of it is anybody's secret: no names, no numbers of people, nothing unmoderated."""
    card = await conference(ward, number)
    every = await opinions(ward, number)
    seen = await _masked(ward, [each for each in every if each.may_be_seen])
    shown = await screen_number(card)
    picked = [each for each in seen if each.state is OpinionState.PICKED]
    return Floor(
        card,
        await turns(card),
        next((each for each in seen if each.id == shown), None),
        tuple(sorted(picked, key=lambda each: (each.position or 0, each.id))),
        seen,
        account(each.fate for each in every if each.concerns_the_hall),
    )


async def covered_words(ward: int, cards: Sequence[OpinionCard]) -> dict[int, str]:
    """By opinion: its words as the hall would read them, where something in them is masked."""
    shown = await _masked(ward, cards)
    return {
        one.id: seen.words
        for one, seen in zip(cards, shown, strict=True)
        if one.words != seen.words
    }


async def _masked(ward: int, cards: Sequence[OpinionCard]) -> tuple[OpinionCard, ...]:
    """As the record of the conference is, once it is published."""
    known = await decided(ward, [each.matter for each in cards if each.matter])

    def masked(card: OpinionCard) -> OpinionCard:
        line = known.get(card.matter or 0, NOTHING_DECIDED).line
        return replace(
            card,
            organisation=line(card.organisation),
            words=line(card.words),
            answer=line(card.answer),
        )

    return tuple(masked(each) for each in cards)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an asker is told of a question of the hall. lead: of the one that stands for it."""

    card: ConferenceCard
    own: OpinionCard
    lead: OpinionCard | None

    @property
    def standing(self) -> OpinionCard:
        return self.lead or self.own


async def asked(tracking: str) -> Asked | None:
    """By the hash of the tracking code; None: no question of a hall has it."""
    if not tracking:
        return None
    row = (
        await Opinion.select(Opinion.id, Opinion.ward, Opinion.conference, Opinion.lead)
        .where(Opinion.tracking == tracking)
        .first()
    )
    if row is None:
        return None
    every = {each.id: each for each in await opinions(row["ward"], row["conference"])}
    card = await conference(row["ward"], row["conference"])
    return Asked(card, every[row["id"]], every.get(row["lead"] or 0))


@dataclass(frozen=True, slots=True)
class SlipCard:
    code: str
    opinion: int | None


async def slips(ward: int, number: int) -> tuple[SlipCard, ...]:
    """Those printed for a conference, by their codes."""
    rows = (
        await Slip.select(Slip.code, Slip.opinion)
        .where(Slip.ward == ward, Slip.conference == number)
        .order_by(Slip.code)
    )
    return tuple(SlipCard(**row) for row in rows)
