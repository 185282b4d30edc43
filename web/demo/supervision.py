"""What a residential group's head saw at the counters in these days."""

from __future__ import annotations

from dialogue.core import clock
from dialogue.matters.actions.supervising import NewNote, supervise
from web.demo.content import content
from web.demo.journey import tracking_code
from web.demo.place import Place, moment


async def tell(place: Place) -> None:
    """Nothing where no head has a link."""
    visitor = next(iter(place.visitors.values()), None)
    if visitor is None:
        return
    for number, given in enumerate(content("supervision")):
        day = place.days.day(given["day"])
        code = tracking_code(place.card.slug, f"supervision {number}")
        field = place.fields.get(given["field"])
        with clock.at(moment(day, 10, 30)):
            await supervise(visitor, NewNote(given["seen"], day, given["words"], field, code=code))
