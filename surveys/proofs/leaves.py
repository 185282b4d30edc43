"""What a leaf says, and what its commitment opens with. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from dialogue.core.ledger import canonical

VERSION = 1
ID_BITS = 53
WARD_BITS = 40  # below them: a leaf's number, or the position of a hash

Mac = Callable[[bytes], str]  # keyed by the month; 64 hexadecimal letters


class Entry(StrEnum):
    RATING = "rating"
    RETENTION = "retention"  # ratings up to a day were erased by rule
    RECOUNT = "recount"  # what the inspection board found


@dataclass(frozen=True, slots=True)
class Opening:
    """What was answered, with what keeps it from being guessed (128 bits).

    field 0: none chosen. rest: hash over reasons and half-day with 128 bits of its own, so that
    whoever recounts levels need not learn them.
    """

    salt: str
    field: int
    level: str
    series: str
    rest: str

    @property
    def commitment(self) -> str:
        """SHA-256 over the salt's bytes and the canonical answers."""
        before, after = _answers(self.field, self.level, self.series)
        answers = before + self.rest.encode() + after
        return hashlib.sha256(bytes.fromhex(self.salt) + answers).hexdigest()


@lru_cache(maxsize=2_000)
def _answers(field: int, level: str, series: str) -> tuple[bytes, bytes]:
    """What is canonical before `rest`, and after it: all but `rest` is the same again and again."""
    given = {"field": field, "level": level, "rest": "", "series": series}
    before, rest, after = canonical(given).partition(b'"rest":"')
    return before + rest, after


def opening(mac: Mac, rating: Mapping[str, Any], replaces: str = "") -> Opening:
    """rating: a row of the table. The same answers given again after others open differently."""
    secret = mac(f"open {rating['id']} {replaces}".encode())
    rest = _rest(rating["half"], rating["reasons"])
    return Opening(
        secret[:32],
        rating["field"] or 0,
        rating["level"],
        rating["series"],
        hashlib.sha256(bytes.fromhex(secret[32:]) + rest).hexdigest(),
    )


@lru_cache(maxsize=500)
def _rest(half: int, reasons: str) -> bytes:
    return canonical({"half": half, "reasons": reasons})


@dataclass(frozen=True, slots=True)
class Pending:
    """rating: its id. replaces: the commitment that this one takes the place of, or empty."""

    rating: int
    counter: int
    form: str
    day: str
    commitment: str
    replaces: str

    @property
    def packed(self) -> bytes:
        return "|".join(map(str, self._values())).encode()

    @property
    def fields(self) -> dict[str, Any]:
        """As its leaf will say them."""
        return {name: value for name, value in asdict(self).items() if name != "rating"}

    def _values(self) -> tuple[object, ...]:
        return (self.rating, self.counter, self.form, self.day, self.commitment, self.replaces)


def unpacked(packed: bytes) -> Pending:
    rating, counter, *rest = packed.decode().split("|")
    return Pending(int(rating), int(counter), *rest)


def leaf_data(slug: str, pending: Pending) -> bytes:
    """What stands in the log for an accepted reply, and in the signed receipt until then."""
    data = {
        "commitment": pending.commitment,
        "counter": pending.counter,
        "day": pending.day,
        "form": pending.form,
        "version": VERSION,
        "ward": slug,
    }
    return canonical(data | ({"replaces": pending.replaces} if pending.replaces else {}))


def entry_data(slug: str, entry: Entry, values: Mapping[str, object]) -> bytes:
    """Of an entry that is no rating."""
    return canonical({**values, "entry": entry.value, "version": VERSION, "ward": slug})


def read(data: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(data)
    return found


def leaf_id(ward: int, number: int) -> int:
    """Also of a hash, by its position."""
    return (ward << WARD_BITS) + number


def mask(mac: Mac, commitment: str) -> int:
    """Hides a rating's id beside its commitment from whoever lacks the key of the month."""
    return int(mac(f"leaf {commitment}".encode())[:16], 16) % (1 << ID_BITS)


def month_of(day: date) -> date:
    return day.replace(day=1)
