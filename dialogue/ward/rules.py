"""What may be said of a ward: pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialogue.ward.states import Role

# First words of our own addresses; a ward of that name would hide them. tests/test_routes.py
# compares this with the routes. A new one needs a look at the wards that exist.
RESERVED = frozenset(
    "api apple-touch-icon bang-tin demo en favicon health healthz live manifest metrics "  # noqa: SIM905
    "q quan-tri readyz robots search staff static sw tim to-truong tra-cuu v1 van-de vi "
    "well-known www".split()
)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def usable_slug(slug: str) -> bool:
    """Small Latin letters, digits, single hyphens, 3 to 60 letters, and no word of ours."""
    return 3 <= len(slug) <= 60 and slug not in RESERVED and bool(_SLUG.fullmatch(slug))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a signed-in member of staff. Actions take it and check its rights themselves.

    fields: ids of the fields in which a deputy chairman approves.
    """

    ward: int
    staff: int
    name: str
    title: str
    unit: int | None
    roles: frozenset[Role]
    fields: frozenset[int] = frozenset()

    def has(self, *roles: Role) -> bool:
        """Does the actor hold one of these roles?"""
        return not self.roles.isdisjoint(roles)
