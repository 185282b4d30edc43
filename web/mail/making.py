"""One way from templates to a letter, in the reader's language and nobody else's."""

from __future__ import annotations

from contextvars import copy_context
from typing import Any

from dialogue.core.settings import SETTINGS
from dialogue.outbox.adapters import Letter
from dialogue.ward.cards import WardCard
from web.i18n import enter, in_language, language, url
from web.render import render
from web.words import ward_office


def made(name: str, wanted: str, ward: WardCard, to: str, *, stop: str = "", **said: Any) -> Letter:
    """templates/mail/<name>_text.html, whose first line is the subject, and <name>.html.

    wanted: "vi", "en". stop: our path that ends such letters. Made in a context of its own: a job
    that speaks English leaves no English behind.
    """
    return copy_context().run(_made, name, wanted, ward, to, stop, said)


def _made(  # noqa: PLR0917  as `made`
    name: str, wanted: str, ward: WardCard, to: str, stop: str, said: dict[str, Any]
) -> Letter:
    enter(in_language("/", wanted))
    both = said | {"ward": ward, "address": address, "stop": address(stop) if stop else ""}
    subject, _line, text = render(f"mail/{name}_text.html", **both).partition("\n")
    html = render(f"mail/{name}.html", subject=subject.strip(), **both)
    return Letter(
        to, ward_office(ward), subject.strip(), text.strip() + "\n", html, language(), both["stop"]
    )


def address(path: str) -> str:
    """The whole address of one of our pages, in the letter's language."""
    return SETTINGS.site + url(path)
