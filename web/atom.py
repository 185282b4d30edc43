"""Feeds (RFC 4287), pages of them linked as RFC 5005 says: the one writer of all rooms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from markupsafe import escape

from dialogue.core.clock import start_of
from dialogue.core.settings import SETTINGS
from dialogue.ward.cards import WardCard
from web.caching import Ready
from web.i18n import url
from web.render import paragraphs, render

MEDIA_TYPE = "application/atom+xml"
EMPTY = start_of(date(2026, 1, 1))  # when a feed was changed that never held anything
# What XML 1.0 (2.2) has no place for.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Part:
    """An entry. id: for good. path: of its page, without language. html: what content is.

    categories: (code, name).
    """

    id: str
    title: str
    path: str
    updated: datetime
    content: str
    html: bool = False
    published: datetime | None = None
    summary: str = ""
    categories: Sequence[tuple[str, str]] = ()
    vietnamese: bool = False  # in the words of residents and of the ward, whatever the page's


@dataclass(frozen=True, slots=True)
class Feed:
    """path: of the feed; page: of the page it follows, both without language. Queries stand
    apart, without "?". next: the query of the entries before these; empty at the end."""

    id: str
    title: str
    ward: WardCard
    path: str
    page: str
    parts: Sequence[Part]
    query: str = ""
    page_query: str = ""
    next: str = ""

    @property
    def updated(self) -> datetime:
        return max((part.updated for part in self.parts), default=EMPTY)


def tag(path: str) -> str:
    """A name for good, also when the address changes its scheme (RFC 4151). path: "thach-ban/…"."""
    return f"tag:{urlsplit(SETTINGS.site).hostname},2026:{path}"


def written(feed: Feed) -> Ready:
    text = render("pages/feed.xml", feed=feed, ward=feed.ward, address=address)
    return Ready.of(_UNFIT.sub("", text), media_type=MEDIA_TYPE)


def address(path: str, query: str = "") -> str:
    return f"{SETTINGS.site}{url(path)}" + (f"?{query}" if query else "")


def as_html(text: str) -> str:
    """Paragraphs, with the marks of HTML taken out of their words."""
    return "".join(f"<p>{escape(part)}</p>".replace("\n", "<br>") for part in paragraphs(text))
