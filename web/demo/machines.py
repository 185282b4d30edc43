"""Two other systems' machines and a morning's ratings; one token was used from two networks."""

from __future__ import annotations

from datetime import timedelta

from dialogue.core import clock
from dialogue.core.database import DB
from dialogue.ward.machines.actions import NewMachine, add_machine
from dialogue.ward.machines.queries import MachineCard, machine_of
from dialogue.ward.machines.rules import Scope
from dialogue.ward.machines.uses import UseBook
from dialogue.ward.rules import Actor
from surveys.machines.actions import Pressed, take_ratings
from surveys.queries.counters import counters
from surveys.rules import Level
from web.demo.place import Place, moment

MADE, CALLED = -12, -5  # working days from today
PRESSED = [Level.VERY] * 14 + [Level.OK] * 8 + [Level.NOT] * 2


async def tell(place: Place) -> None:
    director, book = place.people["giam-doc"], UseBook()
    day = clock.local_day(clock.now())
    with clock.at(moment(place.days.day(MADE), 9)):
        program = await _made(director, NewMachine("Phần mềm một cửa", [Scope.SLIPS, Scope.CASES]))
        last = day + timedelta(days=365)
        button = await _made(director, NewMachine("Máy bấm ở sảnh", [Scope.RATINGS], last))
    with clock.at(moment(place.days.day(CALLED), 15)):
        book.note(button, "192.0.2.10")
        for address in ("192.0.2.11", "198.51.100.7"):
            book.note(program, address)
        await book.write()
        (counter, *_) = await counters(place.id)
        async with DB.transaction():
            await take_ratings(button, [Pressed(counter.code, level) for level in PRESSED])


async def _made(director: Actor, new: NewMachine) -> MachineCard:
    card = await machine_of(await add_machine(director, new))
    assert card is not None  # noqa: S101  just made
    return card
