"""Signed-in people at the pages of matters, for the tests of the desk."""

from __future__ import annotations

from httpx import AsyncClient, Response

from dialogue.ward.actions import sign_in
from dialogue.ward.rules import Actor
from tests.matters.builders import PASSWORD, Scene
from tests.pages import Page
from web.sessions import COOKIE

DESK = "/quan-tri/van-de"


async def enter(client: AsyncClient, place: Scene, login: str) -> None:
    """From now on the client is this person."""
    token = await sign_in(f"{login}@{place.slug}", PASSWORD, "127.0.0.1")
    client.cookies.clear()
    client.cookies.set(COOKIE, token, path="/quan-tri")


async def see(client: AsyncClient, path: str) -> Page:
    response = await client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return Page(response.text)


async def send(client: AsyncClient, matter: int, step: str, **values: str) -> Response:
    return await client.post(f"{DESK}/{matter}/{step}", data=values, follow_redirects=False)


async def take(client: AsyncClient, matter: int, step: str, **values: str) -> str:
    """A step that succeeds: where it leads."""
    response = await send(client, matter, step, **values)
    assert response.status_code == 303, (step, Page(response.text).texts(".error, .notice"))
    return response.headers["location"]


def login_of(actor: Actor) -> str:
    return actor.name.removeprefix("Người ")


def buttons(page: Page) -> list[str]:
    return page.texts("main button")
