"""What the hall's laptop serves: console, projector, phone page, static files, health. No more."""

from __future__ import annotations

from typing import Any

from litestar import Litestar, Router

from dialogue.core.changes import Watcher
from dialogue.ward.rules import Actor
from web import hall_entry
from web.access import guard, known_ids, may_enter
from web.app import framed
from web.assets import static_file
from web.health import healthz, readyz
from web.i18n import languages, prefix
from web.lifespan import PAUSE, seen, told
from web.live import hall as live_hall
from web.pages import hall, hall_screen
from web.render import TEMPLATES
from web.shapes import RailItem
from web.sign_in import PATH as STAFF_PATH
from web.staff import (
    conference_agenda,
    conference_ticks,
    hall_chair,
    hall_console,
    hall_door,
    hall_moderation,
    hall_opinions,
    hall_print,
)

CONSOLE = (
    hall_entry,
    hall_console,
    hall_opinions,
    hall_moderation,
    hall_door,
    hall_chair,
    hall_print,
    conference_ticks,
)


def make_hall_app() -> Litestar:
    TEMPLATES.globals.update(laptop=True, rail_of=rail_of)
    phones = [*hall_entry.public_handlers, *hall.handlers]
    inside = [handler for module in CONSOLE for handler in module.handlers]
    inside += conference_agenda.in_the_hall
    plain: dict[str, Any] = {"guards": [known_ids], "include_in_schema": False}
    app = framed(
        [
            *(Router(prefix(each) or "/", route_handlers=phones, **plain) for each in languages()),
            Router(
                STAFF_PATH,
                route_handlers=[*inside, *hall_screen.handlers],
                middleware=[hall_entry.LaptopMiddleware()],
                guards=[guard],
                include_in_schema=False,
            ),
            *live_hall.handlers,
            healthz,
            readyz,
            static_file,
        ],
        alone=True,
    )
    app.state.parts = {"watcher": Watcher(told, seen, pause=PAUSE)}
    app.state.update(app.state.parts)
    return app


def rail_of(actor: Actor) -> list[RailItem]:
    items = [item for module in CONSOLE for item in getattr(module, "rail", [])]
    return [item for item in items if may_enter(item.who, actor)]


def make_server() -> Litestar:
    """What Granian serves on the laptop."""
    return make_hall_app()
