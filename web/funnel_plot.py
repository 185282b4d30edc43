"""Where the points and limits of a funnel plot stand in its picture. Drawn by the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from surveys.funnel import Where, limits
from web.province_rows import WardLine

WIDTH, HEIGHT = 720, 380  # of the picture
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 12, 48
STEPS = 40  # of a curve
MARKS = tuple(part * 10**power for power in range(1, 6) for part in (1, 2, 3, 5, 7))
NAMED = 12  # wards outside that are named beside their points; the table names all


@dataclass(frozen=True, slots=True)
class Point:
    line: WardLine
    x: float
    y: float
    named: bool
    before: bool  # its name stands left of it: no room on the right


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at an axis, and where."""

    value: int
    at: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """near, far: outlines for SVG. middle: height of the common share. x: n, each step a factor."""

    points: tuple[Point, ...]
    near: str
    far: str
    middle: float
    across: tuple[Mark, ...]
    up: tuple[Mark, ...]


def funnel(lines: Sequence[WardLine], share: float | None) -> Funnel | None:
    """None with fewer than two figures: nothing to draw."""
    told = [line for line in lines if line.satisfaction.n]
    if share is None:
        return None
    scale = _Scale.of(told, share)
    outside = {line.ward.id for line in told if line.where not in {Where.WITHIN, Where.UNKNOWN}}
    return Funnel(
        tuple(
            _point(line, scale, len(outside) <= NAMED and line.ward.id in outside) for line in told
        ),
        _outline(scale, share, far=False),
        _outline(scale, share, far=True),
        scale.y(100 * share),
        tuple(Mark(n, scale.x(n)) for n in MARKS if scale.least <= n <= scale.most),
        tuple(Mark(value, scale.y(value)) for value in range(int(scale.low), 101, scale.step)),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """least, most: of n, logarithmic. low: percent at the bottom; the top is 100."""

    least: float
    most: float
    low: float
    step: int

    @classmethod
    def of(cls, told: Sequence[WardLine], share: float) -> _Scale:
        sizes = [line.satisfaction.n for line in told]
        least, most = 0.8 * min(sizes), 1.25 * max(sizes)
        shares = [line.satisfaction.percent or 0.0 for line in told]
        lowest = min(*shares, limits(min(sizes), share).far[0])
        step = 5 if lowest > 60 else 10
        return cls(least, most, max(lowest // step * step, 0), step)

    def x(self, n: float) -> float:
        part = log(n / self.least) / log(self.most / self.least)
        return round(LEFT + part * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        part = (100 - value) / (100 - self.low) if self.low < 100 else 0.0
        return round(TOP + min(max(part, 0.0), 1.0) * (HEIGHT - TOP - BOTTOM), 1)


def _point(line: WardLine, scale: _Scale, named: bool) -> Point:
    x = scale.x(line.satisfaction.n)
    return Point(line, x, scale.y(line.satisfaction.percent or 0.0), named, x > WIDTH / 2)


def _outline(scale: _Scale, share: float, *, far: bool) -> str:
    """Forth along the upper limit and back along the lower one."""
    grow = log(scale.most / scale.least)
    sizes = [max(round(scale.least * exp(grow * step / STEPS)), 1) for step in range(STEPS + 1)]
    found = [(limits(n, share).far if far else limits(n, share).near) for n in sizes]
    xs = [round(LEFT + step / STEPS * (WIDTH - LEFT - RIGHT), 1) for step in range(STEPS + 1)]
    upper = [f"{x},{scale.y(high)}" for x, (_low, high) in zip(xs, found, strict=True)]
    lower = [f"{x},{scale.y(low)}" for x, (low, _high) in zip(xs, found, strict=True)]
    return " ".join([*upper, *reversed(lower)])
