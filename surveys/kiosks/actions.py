"""The only writers of kiosks, and what makes a rating of a parcel that a device kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from dialogue.core import audit
from dialogue.core.clock import local_day, now
from dialogue.core.codes import new_token, token_hash
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound, TicketInvalid
from dialogue.core.keys import keys
from dialogue.core.text import clean, is_reachable
from dialogue.core.tickets import body_hash, nonce_hash, receipt_of
from dialogue.ward import queries as ward_queries
from dialogue.ward.rules import Actor
from surveys.forms.counter import COUNTER_FORM
from surveys.kiosks.parcels import open_parcel
from surveys.kiosks.queries import KioskCard, kiosk
from surveys.kiosks.rules import KEEP_RULE, NAME_MOST, skew
from surveys.kiosks.tables import Kiosk
from surveys.proofs.queries import newest_commitment
from surveys.queries.counters import CounterCard, counter, counter_of_ward
from surveys.rows import Kept, NewRating
from surveys.rules import Level, may_manage_counters, reasons_kept

LARGEST = 2**31 - 1  # of the column
LANGUAGE = re.compile(r"[a-z]{2}")  # which ones there are, the pages know
RECEIPT = 32  # letters, as of dialogue.core.tickets.receipt_of


async def pair(by: Actor, code: str, name: str, *, token: str | None = None) -> str:
    """The link's secret, of which only the hash is kept. token: chosen beforehand, by the demo.

    Raises Forbidden; NotFound for a counter of another ward, Conflict for a closed one; Invalid
    for a name that is missing or too long.
    """
    _check_manager(by)
    card = await counter_of_ward(by.ward, code)
    if not card.active:
        raise Conflict("the counter is closed")
    name = clean(name)
    if not name or len(name) > NAME_MOST:
        raise Invalid("a kiosk needs a short name", name="missing" if not name else "too-long")
    token = token or new_token()
    async with DB.transaction():
        await Kiosk.insert(
            Kiosk(
                ward=by.ward,
                counter=card.id,
                name=name,
                token=token_hash(token),
                made_on=local_day(now()),
                made_by=by.recorded,
            )
        )
        await _record(by, "pair-kiosk", card.id, name)
    return token


async def revoke(by: Actor, wanted: int) -> None:
    """What the tablet keeps stays there, for a new link. Raises Forbidden, NotFound, Conflict."""
    _check_manager(by)
    card = await kiosk(by.ward, wanted)
    async with DB.transaction():
        changed = await (
            Kiosk.update({Kiosk.revoked_on: local_day(now())})
            .where(Kiosk.id == card.id, Kiosk.ward == by.ward, Kiosk.revoked_on.is_null())
            .returning(Kiosk.id)
        )
        if not changed:
            raise Conflict("the kiosk is revoked already")
        await _record(by, "revoke-kiosk", card.counter.id, card.name)


def _check_manager(by: Actor) -> None:
    if not may_manage_counters(by):
        raise Forbidden("only the centre's director and the keeper pair kiosks")


async def _record(by: Actor, action: str, counter_id: int, name: str) -> None:
    await audit.record(by.ward, by.recorded, action, "counter", counter_id, None, {"name": name})


async def heard(card: KioskCard, clock: int, refused: int) -> None:
    """A sign of life. clock: the tablet's, seconds since 1970. Writes only what is new.

    Never together with ratings: the log would say which of them came from a tablet.
    """
    moment = now()
    news = (local_day(moment), skew(clock, moment.timestamp()), min(max(refused, 0), LARGEST))
    if news == (card.seen_on, card.skew, card.refused):
        return
    seen_on, minutes, left = news
    await Kiosk.update({Kiosk.seen_on: seen_on, Kiosk.skew: minutes, Kiosk.refused: left}).where(
        Kiosk.id == card.id, Kiosk.ward == card.ward, Kiosk.revoked_on.is_null()
    )


# Parcels


@dataclass(frozen=True, slots=True)
class _Origin:
    """What makes a parcel the same one when it comes again. key: hashed with what was sent."""

    key: str
    nonce: str
    receipt: str


async def unpacked(name: str, parcel: str, ward: int | None = None) -> NewRating:
    """The rating in a parcel. ward: whose counters it may be of; None: any.

    What its form does not know any more is left out, so that the level is never lost for it.
    Raises Invalid (parcel="wrong"; "old" when it was pressed before what RAT-OFFLINE-DAYS allows,
    or on a page from before that).
    """
    given = open_parcel(name, parcel)
    card = await _counter(given, ward)
    try:
        level = Level(given["level"])
    except (KeyError, ValueError) as error:
        raise Invalid("no level", parcel="wrong") from error
    reasons = _reasons(level, given.get("reasons"))
    field = next((each.id for each in card.fields if each.code == given.get("field")), None)
    days = await _days(card.ward)
    pressed = _moment(given)
    if pressed is not None and pressed < now() - timedelta(days=days):
        raise Invalid("pressed too long ago to tell whether it came before", parcel="old")
    comment, phone = _words(given)
    wants_answer = bool(comment) and given.get("answer") == "1"
    origin = _origin(name, given, card, days)
    body = repr((origin.key, str(level), field, reasons, comment, wants_answer, phone))
    return NewRating(
        counter=card,
        level=level,
        nonce=origin.nonce,
        body=body_hash(keys(), body),
        receipt=origin.receipt,
        field=field,
        reasons=reasons,
        comment=comment,
        wants_answer=wants_answer,
        phone=phone,
        language=_language(given),
        kept=Kept(pressed, days),
    )


def _origin(name: str, given: Mapping[str, Any], card: CounterCard, days: int) -> _Origin:
    """A telephone keeps the ticket of its form too: it cannot know whether the form arrived before
    the line went dead. Raises Invalid.
    """
    ticket = given.get("ticket")
    if not isinstance(ticket, str) or not ticket:
        nonce = hashlib.sha256(f"kept {name}".encode()).hexdigest()
        return _Origin(name, nonce, keys().fixed("receipts", f"kept {name}")[:RECEIPT])
    try:
        nonce = nonce_hash(keys(), card.path, ticket, now(), timedelta(days=days))
    except TicketInvalid as error:
        raise Invalid("its form is older than what is known of forms", parcel="old") from error
    return _Origin(ticket, nonce, receipt_of(keys(), ticket))


async def came_before(rating: NewRating) -> bool:
    """Did its form arrive? A form's ticket is forgotten after two hours; the log of ratings knows
    the receipt for as long as there is the rating.
    """
    return bool(await newest_commitment(rating.counter.ward, rating.receipt))


async def _counter(given: Mapping[str, Any], ward: int | None) -> CounterCard:
    """Also a closed one: it was open when somebody stood there."""
    try:
        card = await counter(str(given.get("counter", "")))
    except NotFound as error:
        raise Invalid("of no counter", parcel="wrong") from error
    if ward not in {None, card.ward}:
        raise Invalid("of another ward's counter", parcel="wrong")
    return card


def _reasons(level: Level, given: object) -> tuple[str, ...]:
    chosen = [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
    kept: tuple[str, ...] = ()
    for each in chosen:
        try:
            kept = reasons_kept(level, (*kept, each))
        except Invalid:
            continue
    return kept


def _words(given: Mapping[str, Any]) -> tuple[str, str]:
    """Comment and contact, which a telephone keeps too. Without words no contact is kept, nor one
    that reaches nobody. Raises Invalid(parcel="wrong") for more than the page lets in.
    """
    comment, phone = (clean(str(given.get(name, ""))) for name in ("comment", "phone"))
    if len(comment) > COUNTER_FORM.most_letters:
        raise Invalid("more words than the form takes", parcel="wrong")
    return comment, phone if comment and is_reachable(phone) else ""


def _language(given: Mapping[str, Any]) -> str:
    typed = str(given.get("language", ""))
    return typed if LANGUAGE.fullmatch(typed) else "vi"


def _moment(given: Mapping[str, Any]) -> datetime | None:
    """None: the device did not know the time."""
    at = given.get("at")
    if not isinstance(at, int | float):
        return None
    try:
        return datetime.fromtimestamp(at / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None


async def _days(ward: int) -> int:
    rule = await ward_queries.rule(ward, KEEP_RULE, local_day(now()))
    return 0 if rule is None else int(rule.value)
