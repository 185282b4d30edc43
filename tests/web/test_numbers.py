"""Numbers that no table holds, at every route: never a fault of ours."""

from __future__ import annotations

from typing import Any

import pytest
from httpx import AsyncClient

from tests.web.group_doors import shut
from tests.web.site import SEVERAL, VIETNAMESE, Site, ask, at
from tests.web.test_nonsense import names_of_forms
from web.numbers import whole

pytestmark = pytest.mark.integration
NUMBERS = ("9" * 30, "9223372036854775808", "2147483648", "0", "-1", "-9223372036854775809")
# Parts of an address that hold a number, and what a program's address asks after the "?".
PLACES = ("number", "matter", "rule", "item", "group", "link", "account", "thing", "session")
ASKED = ("year", "limit", "after", "sau", "ky", "linh_vuc", "nam", "linh-vuc", "trang")


def numbered(place: Site, number: str) -> dict[str, str]:
    """The first ward's addresses with this number in the place of every id."""
    tasks_ = {name: number for name in place.values if name.endswith("/{number}")}
    return dict(place.values) | dict.fromkeys(PLACES, number) | tasks_


async def test_no_number_is_too_large_or_too_small(client: AsyncClient, site: Site) -> None:
    """In an address: not found. In what is asked or sent: refused, or no such thing."""
    wrong = []
    names = names_of_forms()
    for door in VIETNAMESE:
        for number in NUMBERS:
            get, whole = door.startswith("GET"), at(door, site.values)
            other = at(door, numbered(site, number))
            tries: list[tuple[str, dict[str, Any], set[int]]] = []
            if other != whole:
                tries.append((other, {}, {404} | shut(door)))
            sent = {"params" if get else "data": dict.fromkeys((*names, *ASKED), number)}
            tries.append((whole, sent, set(range(200, 500))))
            for path, more, right in tries:
                reply = await ask(client, site, SEVERAL, door, path, **more)
                if reply.status_code not in right | ({415, 422} if not get else set()):
                    wrong.append((door, path, number, bool(more), reply.status_code))
    assert wrong == []


async def test_a_year_out_of_time_is_refused(client: AsyncClient, site: Site) -> None:
    for year in ("-5", "10000", "9" * 30, "x"):
        reply = await client.get("/api/v1/wards/thach-ban/answers", params={"year": year})
        assert reply.status_code == 400
        assert reply.headers["content-type"] == "application/problem+json"


LONG = "9" * 5_000  # int() refuses so many digits
TYPED = (
    ("GET /quan-tri/lich", "nam", LONG),
    ("GET /quan-tri/thong-bao", "sau", LONG),
    ("GET /quan-tri/nhat-ky", "sau", LONG),
    ("GET /quan-tri/nhat-ky", "tu", "0001-01-01"),
    ("GET /quan-tri/nhat-ky", "den", "9999-12-31"),
    ("GET /quan-tri/to-dan-pho/so-lieu", "since", "0001-01-01"),
    ("GET /quan-tri/to-dan-pho/so-lieu", "until", "9999-12-31"),
    ("GET /{slug}/hoi-dap", "nam", LONG),
    ("GET /{slug}/hoi-dap", "nam", "2147483647"),
)


@pytest.mark.parametrize(("door", "name", "typed"), TYPED)
async def test_nothing_typed_into_an_address_is_too_long_or_out_of_time(
    client: AsyncClient,
    site: Site,
    door: str,
    name: str,
    typed: str,
) -> None:
    reply = await ask(client, site, SEVERAL, door, at(door, site.values), params={name: typed})
    assert reply.status_code == 200


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0", 0), ("007", 7), ("2147483647", 2**31 - 1), ("2147483648", None), (LONG, None)]
    + [(nonsense, None) for nonsense in ("", "-1", "²", "٣", "1.5", " 1")],
)
def test_plain_digits_write_a_number(typed: str, number: int | None) -> None:
    assert whole(typed) == number
