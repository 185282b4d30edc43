"""What a simulated ward is like, drawn from a seed: the truth that its reports must find. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

RESPONSE = 0.35  # of those who get a dossier back rate the counter
COUNTERS = (  # name, fields, dossiers returned a day on average
    ("Hướng dẫn, trả kết quả", ("TTHC",), 40),
    ("Hộ tịch", ("TP-HT", "CT"), 46),
    ("Địa chính – Xây dựng", ("DD", "XD"), 34),
    ("Chính sách xã hội", ("BTXH", "NCC"), 30),
    ("Chứng thực", ("CT",), 44),
    ("Hộ kinh doanh", ("KD",), 28),
)
BAD_DAYS, BAD_SHARE = 5, 0.55  # one bad week at one counter
SILENT_DAYS = 8  # its code was covered
GAMER_DAYS, FAKES = 4, 22  # so many best ones, late in the afternoon


@dataclass(frozen=True, slots=True)
class CounterPlan:
    """satisfied: the share of satisfied people. bad, silent, cut: working days of it.

    bad: when fewer are satisfied. silent: nobody can rate. games: days on which the clerk presses.
    cut: no network, its ratings come the next working day.
    """

    label: str
    name: str
    fields: tuple[str, ...]
    returned: int
    satisfied: float
    bad: tuple[date, ...] = ()
    silent: tuple[date, ...] = ()
    games: tuple[date, ...] = ()
    cut: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class WardPlan:
    """asked: days on which the same question comes. merged: two groups become one."""

    number: int
    slug: str
    name: str
    groups: int
    counters: tuple[CounterPlan, ...]
    merged: date
    asked: tuple[date, ...]
    denounced: date


def dice(seed: int, *purpose: object) -> Random:
    """One for each purpose, so that what is added later changes nothing that was drawn before."""
    return Random(f"{seed} {' '.join(map(str, purpose))}")  # noqa: S311  a story, no secret


def draw(seed: int, number: int, days: Sequence[date]) -> WardPlan:
    """days: the working days of the period, at least forty."""
    chance = dice(seed, number)
    odd, bad, silent, cut = chance.sample(range(len(COUNTERS)), 4)
    later = days[len(days) // 3 :]  # what is usual must be known first
    return WardPlan(
        number=number,
        slug=f"mo-phong-{number}",
        name=f"Mô Phỏng {number}",
        groups=15,
        counters=tuple(
            CounterPlan(
                label=f"Quầy {place + 1}",
                name=name,
                fields=fields,
                returned=returned,
                satisfied=round(chance.uniform(0.82, 0.95), 2),
                bad=_run(later, BAD_DAYS, chance) if place == bad else (),
                silent=_run(later, SILENT_DAYS, chance) if place == silent else (),
                games=tuple(sorted(chance.sample(later, GAMER_DAYS))) if place == odd else (),
                cut=_run(later, 1, chance) if place == cut else (),
            )
            for place, (name, fields, returned) in enumerate(COUNTERS)
        ),
        merged=later[0],
        asked=tuple(days[len(days) * part // 4] for part in (1, 2, 3)),
        denounced=later[len(later) // 2],
    )


def _run(days: Sequence[date], length: int, chance: Random) -> tuple[date, ...]:
    """Days that follow each other, none of the last ten: their alerts are opened later."""
    start = chance.randrange(len(days) - length - 10)
    return tuple(days[start : start + length])
