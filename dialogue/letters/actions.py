"""The only writers of letters, each act with its line in the history."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Invalid
from dialogue.core.keys import encrypt, keys, new_record_key
from dialogue.core.text import clean
from dialogue.letters.queries import LetterCard, letter, template
from dialogue.letters.rules import (
    SIGNERS,
    Template,
    due,
    faults,
    filled,
    may_propose,
    may_sign,
    may_write,
    names_in,
    unfilled,
)
from dialogue.letters.states import OPEN, LetterKind, LetterState, Step, Way
from dialogue.letters.steps import ERASED, needed, record, require
from dialogue.letters.tables import Letter, QuietDossier
from dialogue.letters.templates import longest, places, tone
from dialogue.ward import queries as wards
from dialogue.ward.dossiers import dossier_hash, dossier_number
from dialogue.ward.rules import Actor

WHOM_MOST, TO_MOST = 160, 200  # letters
DOSSIERS_MOST = 10  # of one household


@dataclass(frozen=True, slots=True)
class Proposal:
    """occasion: code of a template. dossiers: numbers of the household's, typed; they are kept
    for a death alone.

    agreed: the family was asked once and wants it.
    """

    occasion: str
    whom: str
    agreed: bool
    group: int | None = None
    dossiers: Sequence[str] = ()


async def propose(actor: Actor, new: Proposal) -> int:
    """Its id. For a death its dossiers are quiet from now on. Raises Forbidden, NotFound (the
    occasion, the group), Invalid by field, Conflict when no rule says how long they are quiet.
    """
    require(may_propose(actor), "propose a letter")
    words = await template(actor.ward, new.occasion)
    whom = needed(new.whom, "whom", WHOM_MOST)
    if not new.agreed:
        raise Invalid("the family has not agreed", agreed="missing")
    if new.group is not None:
        await wards.group(actor.ward, new.group)
    hashes = _dossiers(actor.ward, new.dossiers)
    wrapped, today = new_record_key(keys()), local_day(now())
    if words.kind is not LetterKind.CONDOLENCE:
        hashes = []
    quiet_until = await _quiet_until(actor.ward) if hashes else today
    row = Letter(
        ward=actor.ward,
        kind=words.kind.value,
        occasion=words.code,
        content=_locked(wrapped, {"whom": whom}),
        key=wrapped,
        group=new.group,
        proposer=actor.recorded,
        proposed_on=today,
        changed_at=now(),
    )
    async with DB.transaction():
        (made,) = await Letter.insert(row)
        number = int(made["id"])
        if hashes:
            quiet = [
                QuietDossier(ward=actor.ward, letter=number, dossier=each, until=quiet_until)
                for each in hashes
            ]
            await QuietDossier.insert(*quiet)
        await record(actor.ward, number, actor, Step.PROPOSE)
    return number


def _dossiers(ward: int, typed: Sequence[str]) -> list[str]:
    """Their hashes. Raises Invalid."""
    numbers = [each for each in typed if each.strip()]
    if len(numbers) > DOSSIERS_MOST:
        raise Invalid("too many dossiers", dossiers="too-many")
    try:
        found = [dossier_hash(keys(), ward, dossier_number(each)) for each in numbers]
    except Invalid as error:
        raise Invalid("not a dossier's number", dossiers="odd") from error
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Drafting:
    """values: by place of the template. own: words typed in place of the template's; empty: as it
    stands. signer: whose name stands below it. checked: the names were compared with the papers.
    """

    values: Mapping[str, str]
    version: int
    signer: int | None = None
    own: str = ""
    checked: bool = False


async def draft(actor: Actor, wanted: int, given: Drafting) -> None:
    """Written, or written anew before it is signed. Raises Forbidden, NotFound, Conflict;
    Invalid(own="tone" | "too-long" | "unfilled"), Invalid(checked=…), Invalid by place.
    """
    require(may_write(actor), "write letters")
    card = await letter(actor, wanted)
    words = await template(actor.ward, card.occasion)
    to, body, values = await compose(actor.ward, words, given.values, given.own)
    if not given.checked:
        raise Invalid("the names were not compared", checked="missing")
    if given.signer not in {each.id for each in await wards.holders(actor.ward, *SIGNERS)}:
        raise Invalid("who signs?", signer="missing")
    check(card.kind, to, body, values)
    content = {"whom": card.whom, "to": to, "body": body, "values": values}
    changes: dict[Any, Any] = {Letter.template: words.version, Letter.signer: given.signer}
    if card.state is LetterState.PROPOSED:  # written anew, it is due on the day it was
        today = local_day(now())
        changes[Letter.drafted_on] = today
        changes[Letter.sign_due] = await _sign_due(actor.ward, card.kind, today)
    async with DB.transaction():
        key = await _key(card)
        changes[Letter.content] = _locked(key, content)
        start = (LetterState.PROPOSED, LetterState.DRAFTED)
        await _move(card, start, LetterState.DRAFTED, given.version, changes)
        await record(actor.ward, wanted, actor, Step.DRAFT)


async def compose(
    ward: int, words: Template, given: Mapping[str, str], own: str
) -> tuple[str, str, dict[str, str]]:
    """To whom, the words, and what was filled in. Raises Invalid by place."""
    known, values = places(), {}
    wrong: dict[str, str] = {}
    for code in words.places:
        if code in known:
            values[code] = clean(given.get(code, ""))
            if not values[code]:
                wrong[code] = "missing"
            elif len(values[code]) > known[code].most:
                wrong[code] = "too-long"
    if wrong:
        raise Invalid("places of the letter", **wrong)
    office = await wards.ward_by_id(ward)
    both = values | {
        "ten_phuong": office.name,
        "loai": office.kind,
        "lien_he": office.phone or f"UBND {office.kind}",
    }
    return filled(words.to, both), clean(own) or filled(words.body, both), values


def check(kind: LetterKind, to: str, body: str, values: Mapping[str, str]) -> None:
    """Raises Invalid(own=…) for what no such letter may hold. values: what was filled in."""
    if unfilled(f"{to} {body}"):
        raise Invalid("something is not filled in", own="unfilled")
    if len(body) > longest():
        raise Invalid("more than one page", own="too-long")
    if found := faults(f"{to}. {body}", tone(kind), names_in(values)):
        raise Invalid(f"{len(found)} words that no such letter holds", own="tone")


async def sign(actor: Actor, wanted: int, version: int, *, checked: bool) -> None:
    """By who signs, whoever was thought of. checked: the names were compared a second time.

    Raises Forbidden, NotFound, Invalid, Conflict.
    """
    require(may_sign(actor), "sign")
    card = await letter(actor, wanted)
    if not checked:
        raise Invalid("the names were not compared again", checked="missing")
    values: dict[Any, Any] = {Letter.signer: actor.staff, Letter.signed_on: local_day(now())}
    async with DB.transaction():
        await _move(card, (LetterState.DRAFTED,), LetterState.SIGNED, version, values)
        await _stay_quiet(card)
        await record(actor.ward, wanted, actor, Step.SIGN)


@dataclass(frozen=True, slots=True)
class HandOver:
    """By a member of staff, or by the head of a residential group."""

    on: date
    way: Way
    staff: int | None = None
    group: int | None = None


async def deliver(actor: Actor, wanted: int, version: int, given: HandOver) -> None:
    """Raises Forbidden, NotFound, Conflict; Invalid(on=…), Invalid(by=…)."""
    require(may_write(actor), "note the hand-over")
    card = await letter(actor, wanted)
    if given.on > local_day(now()):
        raise Invalid("a day to come", on="in-the-future")
    if card.signed_on is not None and given.on < card.signed_on:
        raise Invalid("before it was signed", on="before-signing")
    await _check_hander(actor.ward, given)
    values: dict[Any, Any] = {
        Letter.delivered_on: given.on,
        Letter.way: given.way.value,
        Letter.hander: given.staff,
        Letter.hander_group: given.group,
    }
    async with DB.transaction():
        await _move(card, (LetterState.SIGNED,), LetterState.DELIVERED, version, values)
        await _stay_quiet(card)
        await record(actor.ward, wanted, actor, Step.DELIVER)


async def _check_hander(ward: int, given: HandOver) -> None:
    people = {card.id for card in await wards.staff_list(ward) if card.active}
    groups = {card.id for card in await wards.groups(ward)}
    by_staff = given.staff in people and given.group is None
    by_group = given.group in groups and given.staff is None
    if not (by_staff or by_group):
        raise Invalid("who handed it over?", by="missing")


async def cancel(actor: Actor, wanted: int, version: int) -> None:
    """The family does not want it: no reason is asked, and its words are erased at once.

    Its dossiers stay quiet. Raises Forbidden, NotFound, Conflict.
    """
    card = await letter(actor, wanted)
    require(may_propose(actor), "cancel")
    async with DB.transaction():
        await _move(card, OPEN, LetterState.CANCELLED, version, ERASED)
        await record(actor.ward, wanted, actor, Step.CANCEL)


# What the acts share


async def _sign_due(ward: int, kind: LetterKind, drafted: date) -> date | None:
    code = "LTR-CONDOLE" if kind is LetterKind.CONDOLENCE else "LTR-SIGN"
    rule = await wards.rule(ward, code, drafted)
    return None if rule is None else due(kind, drafted, rule.value, await wards.calendar(ward))


async def _quiet_until(ward: int) -> date:
    """Raises Conflict: without the rule nobody could say that nobody is asked."""
    today = local_day(now())
    rule = await wards.rule(ward, "LTR-QUIET", today)
    if rule is None:
        raise Conflict("no rule says how long a household in mourning is left alone")
    return today + timedelta(days=int(rule.value))


async def _stay_quiet(card: LetterCard) -> None:
    """The days are counted anew from each step of a condolence."""
    if card.kind is LetterKind.CONDOLENCE:
        mine = (QuietDossier.ward == card.ward) & (QuietDossier.letter == card.id)
        if await QuietDossier.exists().where(mine):
            until = await _quiet_until(card.ward)
            await QuietDossier.update({QuietDossier.until: until}).where(mine)


async def _key(card: LetterCard) -> str:
    """Raises Conflict when its words were erased."""
    row = await Letter.select(Letter.key).where(Letter.id == card.id).first()
    if not row or not row["key"]:
        raise Conflict("its words were erased")
    return str(row["key"])


async def _move(
    card: LetterCard,
    start: Sequence[LetterState],
    new: LetterState,
    version: int,
    values: Mapping[Any, Any],
) -> None:
    """Guarded by state and version. Raises Conflict."""
    changes: dict[Any, Any] = {
        **values,
        Letter.state: new.value,
        Letter.changed_at: now(),
        Letter.version: version + 1,
    }
    rows = (
        await Letter.update(changes)
        .where(
            Letter.id == card.id,
            Letter.ward == card.ward,
            Letter.version == version,
            Letter.state.is_in([state.value for state in start]),
        )
        .returning(Letter.id)
    )
    if not rows:
        raise Conflict("the letter was changed meanwhile")


def _locked(key: str, content: Mapping[str, object]) -> str:
    return encrypt(keys(), key, json.dumps(content, ensure_ascii=False))
