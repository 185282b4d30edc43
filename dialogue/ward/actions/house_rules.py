"""A ward's own rows in the rule table: house rules, set by the chairman."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dialogue.core import audit
from dialogue.core.clock import local_day, now
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.memo import forget
from dialogue.core.text import clean
from dialogue.ward import queries
from dialogue.ward.actions.turns import take_turn
from dialogue.ward.rules import (
    Actor,
    RuleValue,
    fits_rule,
    in_force,
    may_be_overridden,
    may_change_rules,
    may_hold_from,
    overlap,
)
from dialogue.ward.tables import Rule


@dataclass(frozen=True, slots=True)
class HouseRule:
    """In this ward `value` holds from `since` to `until`, both included; until None: for good.

    source: who decided it, and where it is written.
    """

    code: str
    value: Any
    source: str
    since: date
    until: date | None = None


async def set_rule(actor: Actor, wanted: HouseRule) -> int:
    """The new row's id. Raises NotFound when no rule of that code is in force on the first day,
    Forbidden when the law sets it, Invalid, and Conflict with another row of the ward.
    """
    _check_right(actor)
    async with DB.transaction():
        await take_turn(actor.ward)
        rows = await queries.read_rules(actor.ward)
        (made,) = await Rule.insert(Rule(**_own(actor.ward, rows, wanted)))
        rule = int(made["id"])
        after = {"code": wanted.code, "value": wanted.value, "since": wanted.since}
        await audit.record(
            actor.ward,
            actor.recorded,
            "set-rule",
            "rule",
            rule,
            after={**after, "until": wanted.until},
        )
    forget()
    return rule


def _check_right(actor: Actor) -> None:
    if not may_change_rules(actor):
        raise Forbidden("rules are set by the chairman")


def _own(ward: int, rows: tuple[RuleValue, ...], wanted: HouseRule) -> dict[str, Any]:
    """The columns of a ward's own row, after the one for all wards."""
    code, since, until = wanted.code, wanted.since, wanted.until
    national = in_force([row for row in rows if row.ward is None], code, since)
    if national is None:
        raise NotFound(f"no rule {code} on {since}")
    if not may_be_overridden(national):
        raise Forbidden(f"{code} is not a house rule")
    _check(wanted, national)
    new = replace(national, since=since, until=until)
    if any(row.ward == ward and row.code == code and overlap(row, new) for row in rows):
        raise Conflict(f"{code} has another row on a day between {since} and {until}")
    return {
        "ward": ward,
        "code": code,
        "topic": national.topic,
        "text": national.text,
        "source": clean(wanted.source),
        "value": json.dumps(wanted.value, ensure_ascii=False),
        "value_unit": national.unit,
        "since": since,
        "until": until,
        "software": national.software,
        "certainty": national.certainty.value,
    }


def _check(wanted: HouseRule, national: RuleValue) -> None:
    errors = {}
    if not fits_rule(wanted.code, national.value, wanted.value):
        errors["value"] = "not-usable"
    if not clean(wanted.source):
        errors["source"] = "missing"
    if not may_hold_from(wanted.code, wanted.since, local_day(now())):
        errors["since"] = "past"
    if wanted.until is not None and wanted.until < wanted.since:
        errors["until"] = "before-since"
    if errors:
        raise Invalid(f"rule {wanted.code}", **errors)


async def end_rule(actor: Actor, rule: int, until: date) -> None:
    """The last day of one of the ward's own rows; after it, what holds for all holds again."""
    _check_right(actor)
    async with DB.transaction():
        await take_turn(actor.ward)
        rows = await queries.read_rules(actor.ward)
        old = next((row for row in rows if row.id == rule and row.ward == actor.ward), None)
        if old is None:
            raise NotFound(f"no rule {rule} of this ward")
        if until < old.since or (old.until is not None and old.until < until):
            raise Invalid(f"{until} is outside the row", until="outside")
        if not may_hold_from(old.code, until + timedelta(days=1), local_day(now())):
            raise Invalid(f"{until} is past", until="past")
        await Rule.update({Rule.until: until}).where(Rule.id == rule, Rule.ward == actor.ward)
        await audit.record(
            actor.ward,
            actor.recorded,
            "end-rule",
            "rule",
            rule,
            {"code": old.code, "until": old.until},
            {"until": until},
        )
    forget()
