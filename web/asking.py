"""What the public form and a group head's page share: the subjects, and why nothing was taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from babel.support import LazyProxy

from dialogue.core.errors import (
    AlreadySent,
    DialogueError,
    FileRefused,
    FileTooLarge,
    Invalid,
    NotFound,
    TicketInvalid,
    TicketUsed,
)
from dialogue.core.i18n import moment
from dialogue.matters.manners import NOTHING, Heed, heed
from dialogue.matters.signs import signs
from dialogue.ward import queries as wards
from web.english import plain, said
from web.errors import STATUS
from web.forms import WRONG, Form
from web.i18n import language
from web.uploads import refusal

EVENING = timedelta(days=7)  # a page kept open where there is no network still sends once
ABOUT = r"^((field|topic)-\d{1,9})?$"  # "field-12", "topic-3" or nothing chosen
REFUSED = (
    Invalid,
    FileTooLarge,
    FileRefused,
    AlreadySent,
    TicketUsed,
    TicketInvalid,
    NotFound,
)
Pairs = list[tuple[str, str]]  # value, text of an option


@dataclass(frozen=True, slots=True)
class Refusals:
    """A page's own words. body, about: names of the fields that hold what is asked and its subject.

    wrong: the domain's message keys in people's words. again: may hold %(when)s, the minute of the
    earlier one, where only its own sender comes by.
    """

    body: str
    about: str
    wrong: Mapping[str, LazyProxy]
    again: LazyProxy
    used: LazyProxy
    stale: LazyProxy
    gone: LazyProxy

    def shown(self, form: Form[Any], error: DialogueError) -> tuple[int, Form[Any]]:
        """HTTP status, and the form with everything that was typed and what is wrong with it."""
        # A subject that was given up meanwhile is a wrong choice, not a wrong address.
        status = 422 if isinstance(error, NotFound) else STATUS[type(error)]
        return status, form.refuse(**self._messages(error))

    def _messages(self, error: DialogueError) -> dict[str, object]:
        if isinstance(error, AlreadySent):
            return {self.body: str(self.again) % {"when": moment(error.at, language())}}
        if isinstance(error, TicketUsed):
            return {"ticket": self.used}
        if isinstance(error, TicketInvalid):
            return {"ticket": self.stale}
        if isinstance(error, NotFound):
            return {self.about: self.gone}
        if isinstance(error, Invalid) and "files" not in error.errors:
            names = {"body": self.body, "texts": self.body, "field": self.about}
            return {names.get(n, n): self.wrong.get(key, WRONG) for n, key in error.errors.items()}
        return {"files": refusal(error)}


async def subjects(ward: int) -> tuple[Pairs, Pairs]:
    """Fields of procedures that have none below them, and topics, in the page's language."""
    fields = [each for each in await wards.fields(ward) if not each.children]
    topics = await wards.topics(ward)
    return (
        [(f"field-{each.id}", plain(said(each.name, each.name_en))) for each in fields],
        [(f"topic-{each.id}", plain(said(each.name, each.name_en))) for each in topics],
    )


async def subject_of(ward: int, code: str) -> str:
    """The choice that is a field's, by its code; empty where the form does not offer it."""
    fields = [each for each in await wards.fields(ward) if not each.children]
    return next((f"field-{each.id}" for each in fields if each.code.lower() == code.lower()), "")


def chosen(about: str) -> tuple[int | None, int | None]:
    """The ids of field and topic in what a form sent as its subject; one of them at most."""
    kind, _dash, number = about.partition("-")
    return (
        int(number) if kind == "field" else None,
        int(number) if kind == "topic" else None,
    )


def to_heed(text: str) -> Heed:
    """What an asker is told before sending. Nothing in an emergency: other words come first. Who
    denounces names persons on purpose, and is only asked to leave insults out.
    """
    found = signs(text)
    if found.urgent:
        return NOTHING
    return replace(heed(text), personal=()) if found.sensitive else heed(text)
