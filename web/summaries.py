"""An error summary names each field as its label does, wherever on the page the field stands."""

from __future__ import annotations

import re

from markupsafe import Markup

SUMMARY = re.compile(r'(?s)<div class="[^"]*error-summary".*?</ul>')
LINK = re.compile(r'<a href="#([^"]+)">(.*?)</a>')
TAG = re.compile(r"<[^>]+>")


def name_errors(html: Markup) -> Markup:
    """The page's main part, with "Tên vấn đề: …" in place of the message alone."""
    text = str(html)

    def named(link: re.Match[str]) -> str:
        label = label_of(text, link[1])
        return f'<a href="#{link[1]}">{label}: {link[2]}</a>' if label else link[0]

    return Markup(SUMMARY.sub(lambda found: LINK.sub(named, found[0]), text, count=1))  # noqa: S704


def label_of(html: str, name: str) -> str:
    """Of a field by its id: its label, or the legend of its choices; empty without one."""
    own = re.search(rf'(?s)<label for="{re.escape(name)}"[^>]*>(.*?)</label>', html)
    if own is None:
        before = html.partition(f' id="{name}"')
        own = re.search(r"(?s).*<legend[^>]*>(.*?)</legend>", before[0]) if before[1] else None
    return " ".join(TAG.sub("", own[1]).split()) if own else ""
