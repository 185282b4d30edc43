"""Where an asker left an address: what a letter about one step may be made from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from dialogue.core.errors import NotFound
from dialogue.core.keys import decrypt, keys
from dialogue.matters.queries.history import events
from dialogue.matters.queries.journeys import Line
from dialogue.matters.queries.tracking import TrackingView, tracking
from dialogue.matters.tables import Matter
from dialogue.outbox.addresses import address_in

HAS_CONTACT = (Matter.contact_key != "") & (Matter.contact != "")


@dataclass(frozen=True, slots=True)
class AskerMail:
    """An asker's matter and address. matter: the own one, maybe merged into another."""

    matter: int
    address: str
    language: str


async def addresses_of(ward: int, matter: int) -> list[AskerMail]:
    """Of the asker and of those whose own matters were merged into it; none without an address."""
    rows = await Matter.select(*_columns()).where(
        Matter.ward == ward, (Matter.id == matter) | (Matter.lead == matter), HAS_CONTACT
    )
    return [found for row in rows if (found := _mail(row)) is not None]


async def step_for(ward: int, matter: int, event: int, of: int) -> tuple[TrackingView, Line] | None:
    """A step as this asker's own page tells it now; None where it does not, or not any more.

    event: a line in the history of the matter `of`.
    """
    row = (
        await Matter.select(Matter.tracking).where(Matter.id == matter, Matter.ward == ward).first()
    )
    step = next((each for each in await events(ward, of) if each.id == event), None)
    if row is None or step is None:
        return None
    try:
        seen = await tracking(row["tracking"])
    except NotFound:
        return None
    if seen.separate or seen.denounces:
        return None
    told = (line for line in seen.journey if (line.step, line.at) == (step.step, step.at))
    line = next(told, None)
    return None if line is None else (seen, line)


async def address_now(ward: int, matter: int) -> AskerMail | None:
    """None when it was erased meanwhile."""
    row = (
        await Matter.select(*_columns())
        .where(Matter.id == matter, Matter.ward == ward, HAS_CONTACT)
        .first()
    )
    return None if row is None else _mail(row)


def _columns() -> Collection[Any]:
    return (Matter.id, Matter.contact, Matter.contact_key, Matter.language)


def _mail(row: dict[str, Any]) -> AskerMail | None:
    address = address_in(decrypt(keys(), row["contact_key"], row["contact"]))
    return None if address is None else AskerMail(row["id"], address, row["language"])
