"""A ward's people at their pages: set up, signed in."""

from __future__ import annotations

import html5lib
import httpx

from dialogue.ward.actions.signing_in import sign_in
from dialogue.ward.queries import ward_by_id
from dialogue.ward.rules import Actor
from dialogue.ward.states import Role
from tests.pages import Page
from tests.told import caught_up
from tests.ward.builders import PASSWORD, person
from web.sessions import COOKIE


async def enter(client: httpx.AsyncClient, ward: int, login: str, *roles: Role) -> Actor:
    """A new account of the ward, signed in with this browser."""
    actor = await person(ward, login, *roles)
    slug = (await ward_by_id(ward)).slug
    client.cookies.clear()
    token = await sign_in(f"{login}@{slug}", PASSWORD, "192.0.2.1")
    client.cookies.set(COOKIE, token, path="/quan-tri")
    return actor


async def read(client: httpx.AsyncClient, path: str, status: int = 200) -> Page:
    """A page of valid HTML, made after all that was done."""
    await caught_up(client)
    response = await client.get(path)
    assert response.status_code == status, path
    html5lib.HTMLParser(strict=True).parse(response.text)
    return Page(response.text)


async def send(client: httpx.AsyncClient, path: str, **fields: object) -> httpx.Response:
    return await client.post(path, data=fields)


def errors(response: httpx.Response) -> list[str]:
    """The messages beside the fields."""
    return list(dict.fromkeys(Page(response.text).texts(".field .error, fieldset .error")))
