"""What the planner is told of a conference on a day off: its name, and the working days near it."""

from __future__ import annotations

from datetime import date
from typing import Any

from dialogue.core.errors import Invalid
from dialogue.core.i18n import day, weekday
from web.forms import Form
from web.i18n import gettext_lazy as _
from web.render import first_up

FALLS = _(
    "%(day)s là ngày nghỉ%(name)s. Ngày làm việc gần nhất: %(near)s. "
    "Ông bà đổi ngày, hoặc ghi lý do họp vào ngày nghỉ."
)
OR = _("hoặc")
TOLD = ("off", "off_name", "before", "after")  # by the action, of a day off


def explained(form: Form[Any], error: Invalid) -> Form[Any]:
    """The form with a sentence at the field whose day is a day off; the error keeps the rest."""
    found = {name: error.errors.pop(name, "") for name in TOLD}
    fields = [name for name, key in error.errors.items() if key == "day-off"]
    for name in fields:
        del error.errors[name]
    return form.refuse(**dict.fromkeys(fields, _sentence(found))) if fields else form


def _sentence(found: dict[str, str]) -> str:
    near = f" {OR} ".join(_named(found[name]) for name in ("before", "after") if found[name])
    name = f" ({found['off_name']})" if found["off_name"] else ""
    return str(FALLS) % {"day": first_up(_named(found["off"])), "name": name, "near": near}


def _named(written: str) -> str:
    value = date.fromisoformat(written)
    return f"{weekday(value)} {day(value)}"
