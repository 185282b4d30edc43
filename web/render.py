"""From data to a page: what every template may use, and the one way to render one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request
from litestar.response import Template
from markupsafe import Markup

from dialogue.core import clock, i18n
from dialogue.core.settings import SETTINGS
from dialogue.matters.hits import Part
from dialogue.matters.queries.notices import unread
from dialogue.ward.queries import ward_by_id
from dialogue.ward.rules import Actor
from web import english, words
from web.assets import asset_url
from web.i18n import (
    gettext,
    here,
    in_language,
    language,
    languages,
    ngettext,
    own_name,
    set_query,
    speak_of,
    url,
)
from web.summaries import name_errors

LEAD_LEAST, LEAD_MOST = 60, 240  # letters that stand large
SENTENCE_END = re.compile(r"[.!?](?=\s+[A-ZÀ-Ỹ])")
NO_STORE = {"Cache-Control": "no-store"}
FORMATS = (
    *("number", "counted", "decimal", "percent", "money"),
    *("day", "short_day", "moment", "weekday", "weekday_day", "hour"),
)


def make_templates() -> Environment:
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        asset_url=asset_url,
        language=language,
        url=url,
        here=here,
        languages=languages,
        own_name=own_name,
        in_language=in_language,
        site=SETTINGS.site,
        ward_name=words.ward_name,
        ward_office=words.ward_office,
        state_look=words.state_look,
        task_look=words.task_look,
    )
    # what a page may leave out
    env.globals.update(ward=None, actor=None, page="", done="", both_languages=True, preview=False)
    env.globals.update(counts=defaultdict(int), rail_of=lambda actor: [], laptop=False)
    env.filters.update(
        answer_first=answer_first,
        paragraphs=paragraphs,
        slug=slug,
        first_down=first_down,
        first_up=first_up,
        local_day=clock.local_day,
        marked=marked,
        name_errors=name_errors,
    )
    env.filters.update(english.FILTERS)
    env.filters.update({name: _in_language(name) for name in FORMATS})
    return env


def _in_language(name: str) -> Any:
    """One of dialogue.core.i18n as a filter: {{ 2685|number }}, {{ 450|percent(852) }}."""
    show = getattr(i18n, name)
    return lambda *args, **named: show(*args, **named, language=language())


def paragraphs(text: str) -> list[str]:
    """Parts between empty lines."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def answer_first(text: str) -> tuple[str, str]:
    """What stands large, and the rest: the first paragraph, or of a long one its first sentences.

    Officers write the answer in the first paragraph; older answers came as one piece.
    """
    first, _gap, rest = text.replace("\r\n", "\n").strip().partition("\n\n")
    if len(first) <= LEAD_MOST:
        return first, rest
    ends = [found.end() for found in SENTENCE_END.finditer(first)]
    cut = next((end for end in ends if end >= LEAD_LEAST), len(first))
    return first[:cut].strip(), f"{first[cut:].strip()}\n\n{rest}"


def marked(parts: Iterable[Part]) -> Markup:
    """A text with what was looked for in <mark>."""
    return Markup("").join(
        Markup("<mark>") + part.text + Markup("</mark>") if part.hit else part.text
        for part in parts
    )


def slug(text: object) -> str:
    """An id for a heading: its letters and digits."""
    return "h-" + "-".join("".join(c if c.isalnum() else " " for c in str(text)).split())


def first_up(text: str) -> str:
    """The first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def first_down(text: str) -> str:
    """For a text inside a sentence; one that seems to begin with a name or letters stays."""
    first, second = [*text.split(maxsplit=2)[:2], "", ""][:2]
    kept = first[1:] != first[1:].lower() or second[:1].isupper()
    return text if kept else text[:1].lower() + text[1:]


TEMPLATES = make_templates()


def render(name: str, query: str = "", **context: Any) -> str:
    """For pages that are kept ready, so nothing of the first visitor's address may stay in them.

    query: what the page shows of it, also for the links to the other language.
    """
    set_query(query)
    _speak_of(context)
    return TEMPLATES.get_template(name).render(**context)


def page(
    name: str, *, status: int = 200, headers: dict[str, str] | None = None, **context: Any
) -> Template:
    """For pages made anew each time: never stored by browsers or proxies unless said otherwise."""
    _speak_of(context)
    return Template(
        name,
        context=context,
        status_code=status,
        headers=NO_STORE if headers is None else headers,
        media_type=MediaType.HTML,  # a route may not say it: some give files too
    )


def _speak_of(context: Mapping[str, Any]) -> None:
    """A rating page knows its ward by its counter's card alone."""
    ward, card = context.get("ward"), context.get("card")
    speak_of(ward.kind if ward else getattr(card, "ward_kind", ""))


async def staff_page(
    request: Request[Actor, Any, Any], name: str, *, status: int = 200, **context: Any
) -> Template:
    """A page of the staff area: with its actor and ward, and what waits unread, for the rail."""
    ward = await ward_by_id(request.user.ward)
    counts = defaultdict(int, notices=await unread(request.user))
    return page(name, status=status, actor=request.user, ward=ward, counts=counts, **context)
