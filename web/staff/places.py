"""Names and choices of a ward that the pages of matters and tasks share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dialogue.ward import queries as wards
from dialogue.ward.states import Role
from web.forms import Form
from web.i18n import gettext_lazy as _

Pairs = list[tuple[str, str]]
ABOUT = r"^((field|topic)-\d{1,9})?$"
SHORTEST = 200  # letters that a field for people's words takes at least
READERS = tuple(role for role in Role if role not in {Role.KEEPER, Role.OBSERVER})


class About(Protocol):
    """Something that belongs to a field or a topic."""

    @property
    def field(self) -> int | None: ...
    @property
    def topic(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Names:
    """By id; those that are over or switched off too."""

    units: Mapping[int, str]
    fields: Mapping[int, str]
    topics: Mapping[int, str]
    groups: Mapping[int, str]
    people: Mapping[int, str]

    def about(self, thing: About) -> str:
        """Empty while nobody has said what it is about."""
        if thing.field is not None:
            return self.fields.get(thing.field, "")
        return self.topics.get(thing.topic, "") if thing.topic is not None else ""


async def names(ward: int) -> Names:
    return Names(
        {card.id: card.name for card in await wards.units(ward, True)},
        {card.id: card.name for card in await wards.fields(ward, True)},
        {card.id: card.name for card in await wards.topics(ward, True)},
        {card.id: card.label for card in await wards.groups(ward, True)},
        {card.id: card.name for card in await wards.staff_list(ward)},
    )


async def abouts(ward: int) -> list[tuple[str, Pairs]]:
    """Fields and topics for a select: ("field-12", name)."""
    tree = await wards.field_tree(ward)
    fields = [each for parent, children in tree for each in (children or (parent,))]
    return [
        (str(_("Lĩnh vực thủ tục")), [(f"field-{each.id}", each.name) for each in fields]),
        (
            str(_("Chủ đề")),
            [(f"topic-{each.id}", each.name) for each in await wards.topics(ward)],
        ),
    ]


def read_about(text: str) -> tuple[int | None, int | None]:
    """(field, topic) of "field-12" or "topic-3"; one of them, or none."""
    kind, _dash, number = text.partition("-")
    return (
        int(number) if kind == "field" else None,
        int(number) if kind == "topic" else None,
    )


def shown_about(thing: About) -> str:
    if thing.field is not None:
        return f"field-{thing.field}"
    return f"topic-{thing.topic}" if thing.topic is not None else ""


async def units(ward: int) -> list[tuple[int, str]]:
    return [(card.id, card.name) for card in await wards.units(ward)]


def typed_texts(model: type[BaseModel], form: Form[Any]) -> list[str]:
    """The free words of a form, to be given back where the form itself is gone."""
    free = [name for name, field in model.model_fields.items() if _is_free(field)]
    return [form.values[name] for name in free if form.values[name]]


def _is_free(field: FieldInfo) -> bool:
    """Words of people; not what a list or a hidden field of ours holds."""
    limits = [getattr(each, "max_length", None) or 0 for each in field.metadata]
    return field.annotation is str and max(limits, default=0) >= SHORTEST
