"""Letters of the demo's ward that has long sent them: some of these days, and how many before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dialogue.core import clock
from dialogue.core.clock import local_day
from dialogue.letters import actions, keeping
from dialogue.letters.actions import Drafting, HandOver, Proposal
from dialogue.letters.keeping import Told, Words
from dialogue.letters.queries import letter
from dialogue.letters.states import LetterKind, LetterState, Way
from dialogue.ward.states import Qualifier
from web.demo.content import content
from web.demo.place import Place, moment

ORDER = list(LetterState)


async def tell(made: Place) -> None:
    told, clerk = content("letters"), made.people["van-thu"]
    with clock.at(moment(made.days.day(-14), 9)):
        for each in told["earlier"]:
            until = date.fromisoformat(told["until"])
            kind, word = LetterKind(each["kind"]), Qualifier(each["word"])
            before = Told(kind, each["value"], word, told["since"], until, told["source"])
            await keeping.enter_earlier(clerk, before)
        own = dict(told["occasion"])
        await keeping.add_occasion(clerk, LetterKind(own.pop("kind")), Words(**own))
    for each in told["letters"]:
        await _letter(made, each)


async def _letter(made: Place, given: Mapping[str, Any]) -> None:
    """As far as it has come, all on one day."""
    keeper, clerk, chairman = (made.people[each] for each in ("van-phong", "van-thu", "chu-tich"))
    dossiers = (given["dossier"],) if "dossier" in given else ()
    goal, day = ORDER.index(LetterState(given["to"])), made.days.day(given["day"])
    with clock.at(moment(day, 8, 30)):
        new = Proposal(given["occasion"], given["whom"], agreed=True, dossiers=dossiers)
        number = await actions.propose(keeper, new)
    if goal >= ORDER.index(LetterState.DRAFTED):
        with clock.at(moment(day, 9)):
            card = await letter(clerk, number)
            draft = Drafting(_values(made, given), card.version, chairman.staff, checked=True)
            await actions.draft(clerk, number, draft)
    if goal >= ORDER.index(LetterState.SIGNED):
        with clock.at(moment(day, 10)):
            card = await letter(chairman, number)
            await actions.sign(chairman, number, card.version, checked=True)
    if goal >= ORDER.index(LetterState.DELIVERED):
        with clock.at(moment(day, 16)):
            card = await letter(clerk, number)
            way = Way.HOME if card.kind is LetterKind.CONDOLENCE else Way.RESULT
            over = HandOver(local_day(clock.now()), way, clerk.staff)
            await actions.deliver(clerk, number, card.version, over)


def _values(made: Place, given: Mapping[str, Any]) -> dict[str, str]:
    """Numbers are working days before today."""
    return {
        place: f"{made.days.day(value):%d/%m/%Y}" if isinstance(value, int) else value
        for place, value in given["values"].items()
    }
