"""Where to go in the demo and whom to be: what `langnghe demo` prints."""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.ward import queries
from surveys import queries as surveys
from web.demo.content import content, slugs
from web.demo.wards import link_path, named


@dataclass(frozen=True, slots=True)
class Account:
    """login: as it is typed, "chu-tich@thach-ban". All have the demo's one password."""

    login: str
    name: str
    title: str


async def addresses() -> list[tuple[str, str]]:
    """What to open, in order: words and path. The first ward in full, then the others' homes."""
    first, *others = [await queries.ward(slug) for slug in slugs()]
    counter = (await surveys.counters(first.id))[1]
    group = content("wards")[0]["link_group"]
    found = [
        (first.full_name, f"/{first.slug}"),
        (f"Đánh giá tại {counter.title}", counter.path),
        ("Bảng hỏi đáp", f"/{first.slug}/hoi-dap"),
        ("Gửi ý kiến", f"/{first.slug}/gop-y"),
        ("Khu vực cán bộ", "/quan-tri/"),
        (f"{first.head_word}, {group}", link_path(first.slug)),
    ]
    return found + [(each.full_name, f"/{each.slug}") for each in others]


def accounts() -> list[Account]:
    """Everybody of every demo ward, ward by ward."""
    return [
        Account(f"{account['login']}@{slug}", name, account["title"])
        for slug in slugs()
        for account, name in named(slug)
    ]
