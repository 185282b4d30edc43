"""Nonsense in addresses and forms is answered, and is never a fault of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import getmembers, isclass
from urllib.parse import quote

import pytest
from httpx import AsyncClient
from pydantic import BaseModel

from tests.web.group_doors import shut
from tests.web.site import (
    SEVERAL,
    VIETNAMESE,
    Site,
    ask,
    at,
)
from web.app import GROUP_PAGES, PUBLIC_PAGES, STAFF_PAGES

pytestmark = pytest.mark.integration
GARBAGE = [
    "x" * 3_000,
    "\x00",
    "a\x00b",
    "%00",
    "đ\u202e\U0001f600\ufeff",
    "' OR 1=1; DROP TABLE matter; --",
    "../../etc/passwd",
    "-1",
    "9" * 30,
    "{{7*7}}<script>",
]


async def test_nonsense_in_an_address_is_no_fault_of_ours(client: AsyncClient, site: Site) -> None:
    wrong = []
    for door in VIETNAMESE:
        for name in re.findall(r"\{(\w+)\}", door):
            for text in GARBAGE:
                values = {
                    key: it for key, it in site.values.items() if not key.endswith(f"{{{name}}}")
                } | {name: quote(text, safe="")}
                reply = await ask(client, site, SEVERAL, door, at(door, values))
                led_on = (door, reply.status_code) in LED_ON or reply.status_code in shut(door)
                if not 400 <= reply.status_code < 500 and not led_on:
                    wrong.append((door, name, text[:20], reply.status_code))
    assert not wrong, "\n".join(map(str, wrong))


LED_ON = {
    ("GET /tra-cuu/{key}", 303),  # to where codes are typed
    ("GET /tra-cuu/{key}/cach-tinh-han", 303),
    ("GET /tra-cuu/{key}/rut-lai", 303),
}


def names_of_forms() -> list[str]:
    """Every field that some form of the pages reads, from body or address."""
    models = {
        model
        for module in PUBLIC_PAGES + GROUP_PAGES + STAFF_PAGES
        for _name, model in getmembers(module, isclass)
        if issubclass(model, BaseModel)
    }
    return sorted({name for model in models for name in model.model_fields} | {"xong", "tiep"})


def bodies() -> Iterator[dict[str, str]]:
    """All names at once, as much in each as an address can hold."""
    names = names_of_forms()
    for text in GARBAGE:
        yield dict.fromkeys(names, text[: 20_000 // len(names)])


async def test_nonsense_in_a_form_is_no_fault_of_ours(client: AsyncClient, site: Site) -> None:
    wrong = []
    for door in VIETNAMESE:
        for body in bodies():
            sent = {"params": body} if door.startswith("GET") else {"data": body}
            reply = await ask(client, site, SEVERAL, door, at(door, site.values), **sent)
            if reply.status_code >= 500:
                wrong.append((door, body["xong"][:20], reply.status_code))
    assert not wrong, "\n".join(map(str, wrong))
