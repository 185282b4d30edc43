"""Two stacks of paper slips: one counted at once, one entered twice with a slip that differed."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.core import clock
from surveys.paper.actions import NewStack, enter, enter_again, settle
from surveys.paper.slips import Slip, read_slip
from surveys.paper.states import Source
from surveys.queries.counters import CounterCard, counters
from web.demo.content import content
from web.demo.place import Place

FIRST, SECOND = "mot-cua", "van-thu"


async def tell(place: Place) -> None:
    card, *_others = await counters(place.id)
    first, second = place.people[FIRST], place.people[SECOND]
    for number, given in enumerate(content("paper")):
        slips = _read(given["slips"], card)
        new = NewStack(
            f"{place.id:08x}{number:08x}",
            card,
            Source.PAPER,
            given["name"],
            slips,
            again="again" in given,
        )
        with clock.at(place.days.at(given["day"], 15)):
            made = await enter(first, new)
            if "again" in given:
                await enter_again(second, made.public_id, _read(given["again"], card))
                right = {int(slip): side for slip, side in given["right"].items()}
                await settle(second, made.public_id, right, given["reason"])


def _read(typed: Sequence[str], card: CounterCard) -> list[Slip]:
    return [read_slip(each, [field.code for field in card.fields]) for each in typed]
