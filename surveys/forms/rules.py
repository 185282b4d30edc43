"""Who may do what with forms and surveys, and when a survey takes replies. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta

from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from surveys.forms.states import Stage
from surveys.rules import MANAGERS, READERS

EDITORS = MANAGERS
PUBLISHERS = (*MANAGERS, Role.CHAIRMAN)
VIEWERS = tuple(dict.fromkeys((*EDITORS, *READERS)))
FIRST_READERS = (Role.REGISTER_KEEPER,)
GRACE = timedelta(hours=2)  # who began on the last day may finish: a ticket's life
LONGEST = timedelta(days=366)  # of a survey
OWN_PLACE = frozenset({"counter", "answer"})  # contexts with a page of their own
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def may_edit(actor: Actor) -> bool:
    return actor.has(*EDITORS)


def may_publish(actor: Actor, sent_by: int | None) -> bool:
    """Somebody else than who sent it for review; the system is nobody."""
    return actor.has(*PUBLISHERS) and (actor.is_system or actor.staff != sent_by)


def may_view(actor: Actor) -> bool:
    return actor.has(*VIEWERS)


def may_read_first(actor: Actor, at_counters: Collection[int]) -> bool:
    """Free comments speak of those at the counters and of their director: somebody else reads
    them first. at_counters: staff of the ward's counters.
    """
    return actor.has(*FIRST_READERS) and actor.staff not in at_counters


def may_read_shown(actor: Actor) -> bool:
    return actor.has(*READERS)


def stage(opens: date, closes: date, *, out: bool, today: date) -> Stage:
    """out: its figures are published."""
    if out:
        return Stage.CLOSED
    if today < opens:
        return Stage.AHEAD
    return Stage.OPEN if today <= closes else Stage.COUNTING


def takes_replies(opens: date, ends: datetime, *, out: bool, today: date, moment: datetime) -> bool:
    """ends: midnight after the last day. A reply begun before it may come a little later."""
    return not out and opens <= today and moment < ends + GRACE


def usable_slug(slug: str) -> bool:
    return 3 <= len(slug) <= 60 and bool(_SLUG.fullmatch(slug))


def usable_days(opens: date, closes: date) -> bool:
    return opens <= closes <= opens + LONGEST
