"""One matter of matters.json, told in working days from the day it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dialogue.matters.actions.intake import Received
from web.demo.journey import Journey
from web.demo.place import Place

KEEPER = "van-phong"
CHAIRMAN = "chu-tich"
SPREAD = 29  # minutes; less than lies between two steps of a story
STRIDE = 7  # and no divisor: each of the first 29 stories has a minute of its own


@dataclass(frozen=True, slots=True)
class Story:
    """One matter of matters.json. `at` counts working days from the day it came."""

    place: Place
    given: Mapping[str, Any]
    number: int

    def at(self, after: int, hour: int, minute: int = 0) -> datetime:
        """Each story some minutes apart from the others, as people do not act in step."""
        distance = after - self.given["days"]
        if self.given["days"] == 0:
            return self.place.days.now - timedelta(minutes=40 - after)
        return self.place.days.at(distance, hour, minute, late=self.number * STRIDE % SPREAD)

    def answers(self) -> list[str]:
        return [self.place.days.told(text) for text in self.given.get("answers", ())]

    def way(self, got: Received) -> Journey:
        code = self.given["code"]
        return Journey(
            self.place,
            got.id,
            got.code,
            code,
            self.place.owners[code],
            self.number,
            chairman=self.given.get("chairman", False),
        )
