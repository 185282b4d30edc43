"""Follow every link of a running server, as one person, and say what is wrong with each page."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

import html5lib
import httpx
from selectolax.lexbor import LexborHTMLParser

from web.access import route_table
from web.app import make_app

LINKS = {
    "a": "href",
    "link": "href",
    "script": "src",
    "img": "src",
    "use": "href",
    "form": "action",
}
PLAIN_MOST, ASKED_MOST = 20, 6  # pages of one kind: without and with a question mark
OUTSIDE_MOST = 4


def kinds() -> list[tuple[str, re.Pattern[str]]]:
    """Path patterns of the pages, those with the fewest places to fill in first."""
    paths = {row.path for row in route_table(make_app()) if row.method == "GET"}
    ordered = sorted(paths, key=lambda path: (path.count("{"), path))
    return [
        (path, re.compile("".join(_part(part) for part in re.split(r"(\{\w+\})", path))))
        for path in ordered
    ]


def _part(text: str) -> str:
    if text == "{path}":
        return ".+"
    return r"[^/]+" if text.startswith("{") else re.escape(text)


KINDS = kinds()


def kind_of(path: str) -> str:
    """The route that answers this address; empty when there is none."""
    bare = urlsplit(path).path.rstrip("/") or "/"
    return next((kind for kind, pattern in KINDS if pattern.fullmatch(bare)), "")


@dataclass
class Walk:
    """pages: address → HTML, one entry a page that was opened; faults: what is wrong, in words."""

    client: httpx.Client
    inside: re.Pattern[str]  # addresses whose own links are followed too
    pages: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    _count: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def follow(self, starts: Iterable[str]) -> None:
        todo = deque((path, "") for path in starts)
        while todo:
            path, named_by = todo.popleft()
            if path in self.seen or not self._wanted(path):
                continue
            self.seen.add(path)
            reply = self.client.get(path, follow_redirects=True)
            if reply.status_code >= 400:
                self.faults.append(f"{path}: {reply.status_code}, linked from {named_by}")
            elif reply.headers["content-type"].startswith("text/html"):
                self.pages[path] = reply.text
                self.faults += [f"{path}: {fault}" for fault in faults_of(path, reply.text)]
                if self.inside.match(path):
                    todo.extend((each, path) for each in links(path, reply.text))

    def _wanted(self, path: str) -> bool:
        asked = bool(urlsplit(path).query)
        key = (kind_of(path), asked)
        self._count[key] += 1
        most = (ASKED_MOST if asked else PLAIN_MOST) if self.inside.match(path) else OUTSIDE_MOST
        return self._count[key] <= most

    def samples(self, each: int = 1) -> list[str]:
        """So many pages of each kind, the first that were met."""
        by_kind: dict[str, list[str]] = {}
        for path in filter(self.inside.match, self.pages):
            by_kind.setdefault(kind_of(path), []).append(path)
        return [path for paths in by_kind.values() for path in paths[:each]]


def links(path: str, html: str) -> list[str]:
    """Addresses of this server that the page names, forms that are sent by POST left out."""
    tree = LexborHTMLParser(html)
    found = []
    for tag, name in LINKS.items():
        for node in tree.css(f"{tag}[{name}]"):
            if tag == "form" and (node.attributes.get("method") or "get").lower() != "get":
                continue
            target = urldefrag(urljoin(path, str(node.attributes[name])))[0]
            if target.startswith("/"):
                found.append(target)
    return found


def faults_of(path: str, html: str) -> list[str]:
    """What the bare HTML shows: parse errors, ids, headings, language, anchors."""
    parser = html5lib.HTMLParser()
    parser.parse(html)
    lines = html.splitlines()
    found = [
        f"html {code} {data} in {lines[line - 1][:120]!r}"
        for (line, _column), code, data in parser.errors
    ]
    tree = LexborHTMLParser(html)
    ids = Counter(str(node.attributes["id"]) for node in tree.css("[id]"))
    found += [f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1]
    if len(tree.css("h1")) != 1:
        found.append(f"{len(tree.css('h1'))} h1")
    english = re.match(r"/en(/|\?|$)", path) or path.endswith("?tieng=en")  # or a form's preview
    wanted = "en" if english else "vi"
    (root,) = tree.css("html")
    if root.attributes.get("lang") != wanted:
        found.append(f"lang {root.attributes.get('lang')!r}")
    if not title_of(html):
        found.append("no title")
    found += misnamed(tree)
    anchors = {str(node.attributes["href"])[1:] for node in tree.css("a[href^='#']")}
    found += [f"no anchor #{name}" for name in sorted(anchors - {""} - set(ids))]
    return found


def misnamed(tree: LexborHTMLParser) -> list[str]:
    """Who speaks to the browser says what stands there: WCAG 2.5.3, label in name."""
    found = []
    for node in tree.css("a[aria-label], button[aria-label]"):
        name = " ".join(str(node.attributes["aria-label"]).split())
        seen = " ".join(node.text(separator=" ").split())
        if seen and not name.casefold().startswith(seen.casefold()):
            found.append(f"{seen!r} is called {name!r}")
    return found


def title_of(html: str) -> str:
    return next((node.text(strip=True) for node in LexborHTMLParser(html).css("head title")), "")


def same_titles(pages: dict[str, str]) -> list[str]:
    """Pages of different kinds with one title: tabs and bookmarks that nobody can tell apart."""
    by_title: dict[str, dict[str, str]] = {}
    for path, html in pages.items():
        by_title.setdefault(title_of(html), {}).setdefault(kind_of(path), path)
    return [
        f"{title!r} is the title of {sorted(paths.values())}"
        for title, paths in by_title.items()
        if len(paths) > 1
    ]
