"""The mark that ratings of a pattern get while they come in. Only for surveys.actions.ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from dialogue.core.bulk import among
from dialogue.core.clock import local_day
from dialogue.core.memo import remembered
from dialogue.ward import queries as ward_queries
from surveys.alerts.pace import PACE, Given
from surveys.alerts.rules import Limits, limits
from surveys.alerts.states import Kind
from surveys.rows import NewRating
from surveys.rules import Series
from surveys.tables import Rating


async def patterns(fresh: Sequence[NewRating], moment: datetime) -> dict[int, Kind]:
    """By a rating's id, earlier ones of the same minutes included. Only general ratings: a slip is
    given once a dossier, and paper is entered in stacks. What a tablet kept counts with its minute,
    where it knows one.
    """
    found: dict[int, Kind] = {}
    for ward, theirs in _by_ward(fresh).items():
        bounds = await _limits(ward, local_day(moment))
        if bounds is not None:
            found |= PACE.see([_given(each, moment) for each in theirs], bounds)
    return found


@remembered(seconds=30)
async def _limits(ward: int, day: date) -> Limits | None:
    """Going through all rules for each batch would cost more than looking at the ratings."""
    return limits(await ward_queries.rules(ward), day)


async def mark_earlier(found: Mapping[int, Kind], fresh: Sequence[NewRating]) -> None:
    """Those that were saved before these, which carry their marks from the start. In the
    transaction that saves them.
    """
    new = {each.id for each in fresh}
    earlier = {id_: kind for id_, kind in found.items() if id_ not in new}
    for kind, ids in _by_kind(earlier):
        await _mark(ids, kind)


def _by_ward(fresh: Sequence[NewRating]) -> dict[int, list[NewRating]]:
    found: dict[int, list[NewRating]] = {}
    for each in fresh:
        if each.series is Series.GENERAL and not (each.kept and each.kept.at is None):
            found.setdefault(each.counter.ward, []).append(each)
    return found


def _given(rating: NewRating, moment: datetime) -> Given:
    at = rating.kept.at if rating.kept else None
    return Given(rating.id, rating.counter.id, rating.level, at or moment)


def _by_kind(found: Mapping[int, Kind]) -> list[tuple[Kind, list[int]]]:
    return [
        (kind, [id_ for id_, its in found.items() if its is kind]) for kind in set(found.values())
    ]


async def _mark(ids: Sequence[int], kind: Kind) -> None:
    condition, value = among(ids)
    await Rating.raw(
        f"UPDATE rating SET pattern = {{}} WHERE pattern = '' AND id {condition}",  # noqa: S608
        kind.value,
        value,
    )
