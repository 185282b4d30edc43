"""Set a ward up: its row, and what every ward starts with. The command line's first step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from dialogue.core import audit
from dialogue.core.bulk import insert_many
from dialogue.core.database import DB
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.core.memo import forget
from dialogue.core.text import clean
from dialogue.ward import catalogue
from dialogue.ward.actions.calendar import import_holidays
from dialogue.ward.actions.fields import import_fields, import_topics
from dialogue.ward.actions.procedures import import_procedures
from dialogue.ward.actions.units import import_units
from dialogue.ward.rules import Actor, may_keep_ward, system_actor, usable_slug
from dialogue.ward.states import WARD_KINDS
from dialogue.ward.tables import Rule, Ward


async def set_up_ward(
    slug: str,
    name: str,
    *,
    kind: str = "phường",
    province: str = "",
    province_title: str = "Thành phố",
    group_word: str = "tổ dân phố",
    head_word: str = "Tổ trưởng tổ dân phố",
    address: str = "",
    phone: str = "",
    hours: str = "",
    is_demo: bool = False,
) -> int:
    """A new ward's id; it is empty. Only the command line calls this.

    Raises Invalid for a slug that one of our own addresses begins with, Conflict for one in use.
    """
    if not usable_slug(slug):
        raise Invalid(f"{slug!r} cannot be a ward's address", slug="not-usable")
    if kind not in WARD_KINDS:
        raise Invalid(f"{kind!r} is no kind of ward", kind="unknown-kind")
    texts = _checked(
        name=name,
        province=province,
        province_title=province_title,
        group_word=group_word,
        head_word=head_word,
        address=address,
        phone=phone,
        hours=hours,
    )
    async with DB.transaction():
        if await Ward.exists().where(Ward.slug == slug):
            raise Conflict(f"there is a ward {slug!r}")
        (row,) = await Ward.insert(Ward(slug=slug, kind=kind, is_demo=is_demo, **texts))
        ward = int(row["id"])
        await audit.record(ward, None, "set-up-ward", "ward", ward, after={"slug": slug})
    forget()
    return ward


async def change_ward(actor: Actor, **texts: str) -> None:
    """New texts of the ward's card: name, address, phone, hours, group_word, head_word …"""
    if not may_keep_ward(actor):
        raise Forbidden("only a keeper changes the ward's card")
    known = _checked(**texts)
    async with DB.transaction():
        old = await Ward.select(*(getattr(Ward, name) for name in known)).where(
            Ward.id == actor.ward
        )
        await Ward.update({getattr(Ward, name): text for name, text in known.items()}).where(
            Ward.id == actor.ward
        )
        await audit.record(
            actor.ward, actor.recorded, "change-ward", "ward", actor.ward, old[0], known
        )
    forget()


_LENGTHS = {
    "name": 120,
    "province": 120,
    "province_title": 20,
    "group_word": 30,
    "head_word": 60,
    "address": 200,
    "phone": 30,
    "hours": 200,
}


def _checked(**texts: str) -> dict[str, Any]:
    known = {name: clean(text) for name, text in texts.items()}
    errors = {name: "unknown" for name in known if name not in _LENGTHS}
    errors |= {n: "too-long" for n, text in known.items() if len(text) > _LENGTHS.get(n, 0)}
    if known.get("name") == "":
        errors["name"] = "missing"
    if errors:
        raise Invalid("the ward's card", **errors)
    return known


FILES = ("units", "fields", "topics", "procedures", "holidays")


async def set_up_from_defaults(ward: int, files: Mapping[str, bytes] | None = None) -> None:
    """Units, fields, topics, procedures, holidays and the rules for all wards.

    files: the ward's own CSV in place of a default one, by its name in FILES. Each table is a
    transaction of its own (50 ms at most); run it again after an error, nothing doubles.
    """
    own = dict(files or {})
    if strange := set(own) - set(FILES):
        raise Invalid(f"unknown files {sorted(strange)}", file="unknown-file")
    given = {name: own.get(name) or catalogue.default_file(f"{name}.csv") for name in FILES}
    actor = system_actor(ward)
    await set_up_rules()
    await import_units(actor, given["units"])
    await import_fields(actor, given["fields"])
    await import_topics(actor, given["topics"])
    await import_procedures(actor, given["procedures"])
    await import_holidays(actor, given["holidays"])


async def set_up_rules() -> int:
    """The rules for all wards that are not there yet; their number."""
    async with DB.transaction():
        rows = await Rule.select(Rule.code, Rule.since).where(Rule.ward.is_null())
        known = {(row["code"], row["since"]) for row in rows}
        new = [
            row
            for row in map(_rule, catalogue.default_rules())
            if (row["code"], row["since"]) not in known
        ]
        await insert_many(Rule, new)
    forget()
    return len(new)


def _rule(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "ward": None,
        "code": row["id"],
        "topic": row["group"],
        "text": row["text_vi"],
        "source": row["source"],
        "value": json.dumps(row["value"], ensure_ascii=False),
        "value_unit": row["unit"],
        "since": date.fromisoformat(row["from"]),
        "until": row["to"] and date.fromisoformat(row["to"]),
        "software": row["software"],
        "certainty": row["certainty"],
        "note": row["note"],
    }
