"""Slips for dossiers whose results another system hands over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Response, post
from litestar.openapi.spec import Example
from litestar.params import Body, FromPath

from dialogue.core.keys import keys
from dialogue.core.settings import SETTINGS
from dialogue.ward.machines.replies import Call
from dialogue.ward.machines.rules import Scope
from surveys.machines.actions import NewDossier, give_slips
from surveys.slips.codes import slip_code, spelled
from surveys.slips.queries import SlipCard
from surveys.slips.states import SlipState
from web.api.machines.door import SECURITY, Anything, Key, take, token
from web.render import NO_STORE

EXAMPLE = {
    "slips": [
        {"dossier": "H26.29-261123-0012", "counter": "k7m3q9xt", "procedure": "1.001193"},
        {"dossier": "H26.29-261123-0013", "counter": "k7m3q9xt", "field": "CT"},
    ]
}


class DossierIn(msgspec.Struct, forbid_unknown_fields=True):
    """counter: the code on its poster. procedure: its national code, or the last word of its
    address here; without it the code of a field.
    """

    dossier: Annotated[str, msgspec.Meta(max_length=100)]
    counter: Annotated[str, msgspec.Meta(max_length=40)]
    procedure: Annotated[str, msgspec.Meta(max_length=120)] = ""
    field: Annotated[str, msgspec.Meta(max_length=40)] = ""


class SlipsIn(msgspec.Struct, forbid_unknown_fields=True):
    slips: list[DossierIn]


@dataclass(frozen=True, slots=True)
class SlipOut:
    """state: handed (print code or address), out (not drawn: nobody asks), spent (rated already),
    drawn or refused. ends: the last day of the code. Without a slip code and address are empty.
    """

    state: str
    code: str
    address: str
    ends: date | None


@dataclass(frozen=True, slots=True)
class SlipsOut:
    """One for each dossier, in the order sent."""

    slips: list[SlipOut]


@post("/v1/wards/{ward:str}/slips", opt=token(Scope.SLIPS), security=SECURITY, status_code=200)
async def add_slips(
    request: Anything,
    ward: FromPath[str],
    data: Annotated[SlipsIn, Body(examples=[Example(value=EXAMPLE)])],
    key: Key,
) -> Response[SlipsOut]:
    """Slips for dossiers, all or none. After a death registration nobody is asked: 422.

    Dossier numbers are kept as keyed hashes alone. A dossier that was entered before keeps what it
    was answered; its slip is given again.
    """

    async def write(call: Call) -> dict[str, Any]:
        given = [NewDossier(d.dossier, d.counter, d.procedure, d.field) for d in data.slips]
        return {"slips": [_kept(card) for card in await give_slips(call.machine, given)]}

    brought = await take(request, key, data, write)
    return Response(SlipsOut([_out(each) for each in brought["slips"]]), headers=NO_STORE)


def _kept(card: SlipCard) -> dict[str, Any]:
    """The code is made anew from the id."""
    if card.spent:
        return {"state": "spent"}
    if card.state is not SlipState.HANDED:
        return {"state": card.state.value}
    return {"state": card.state.value, "id": card.id, "ends": str(card.ends)}


def _out(kept: dict[str, Any]) -> SlipOut:
    if "id" not in kept:
        return SlipOut(kept["state"], "", "", None)
    code = slip_code(keys(), kept["id"])
    address = f"{SETTINGS.site}/s/{code}"
    return SlipOut(kept["state"], spelled(code), address, date.fromisoformat(kept["ends"]))


handlers = [add_slips]
