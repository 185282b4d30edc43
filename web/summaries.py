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
    """Of a field by its id: its label, the legend of its choices, or the words beside a tick."""
    own = re.search(rf'(?s)<label for="{re.escape(name)}"[^>]*>(.*?)</label>', html)
    own = own or _legend(html, name)
    own = own or re.search(rf'(?s) id="{re.escape(name)}"[^>]*><span>(.*?)</span></label>', html)
    return " ".join(TAG.sub("", own[1]).split()) if own else ""


def _legend(html: str, name: str) -> re.Match[str] | None:
    """Of the fieldset that the field stands in; a closed one is of other choices."""
    before, found, _after = html.partition(f' id="{name}"')
    inside = r"(?s).*<legend[^>]*>(.*?)</legend>(?!.*</fieldset>)"
    return re.search(inside, before) if found else None
