"""Three days of huddles: points done, one that takes longer, and a half-day nobody met."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogue.core import clock
from meetings.huddles import actions, queries
from meetings.huddles.actions import NewPoint
from meetings.huddles.queries import HuddleView
from meetings.huddles.states import Half, PointState
from web.demo.content import content
from web.demo.place import Place, moment

MEET = {Half.MORNING: (11, 20), Half.AFTERNOON: (16, 50)}


async def tell(place: Place) -> None:
    for given in content("huddles"):
        half = Half(given["half"])
        with clock.at(moment(place.days.day(given["day"]), *MEET[half])):
            await actions.open_huddles(place.id)
            await actions.end_old(place.id)
            await _hold(place, given)
    await actions.open_huddles(place.id)
    await actions.end_old(place.id)


async def _hold(place: Place, given: Mapping[str, Any]) -> None:
    director = place.people["giam-doc"]
    day, half = place.days.day(given["day"]), Half(given["half"])
    view = await queries.huddle(director, day, half)
    await actions.note_figures(
        director,
        view.id,
        received=given["received"],
        returned=given["returned"],
        due_tomorrow=given["due_tomorrow"],
    )
    await _look_back(place, view, given.get("earlier", ()))
    for point in given["points"]:
        who = place.people[point["who"]].staff
        by_day = place.days.calendar.next_working(day)
        new = NewPoint(point["problem"], point["remedy"], who, by_day)
        await actions.add_point(director, view.id, new)
    await actions.close(director, view.id)


async def _look_back(place: Place, view: HuddleView, said: Any) -> None:
    for point, of_it in zip(view.earlier, said, strict=True):
        state, words = PointState(of_it["state"]), of_it["said"]
        await actions.review_point(place.people["giam-doc"], view.id, point.id, state, words)
