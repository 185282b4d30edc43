"""A procedure's time limit in words, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.ward.cards import ProcedureCard
from web.i18n import gettext_lazy as _
from web.i18n import language, url

CHECKED = "high"  # of a limit that may be told to residents as binding
LIMIT = {
    "working_day": _("%(value)s ngày làm việc"),
    "day": _("%(value)s ngày"),
    "hour": _("%(value)s giờ"),
    "same_day": _("trong ngày làm việc"),
}
CHANNELS = {
    "counter": _("tại quầy"),
    "online": _("qua mạng"),
    "post": _("qua bưu điện"),
}


def limit(procedure: ProcedureCard) -> str:
    """Empty where the catalogue has none."""
    said = short_limit(procedure)
    return f"{said} ({procedure.limit_note})" if said and procedure.limit_note else said


def short_limit(procedure: ProcedureCard) -> str:
    """Without what is said beside it."""
    if not procedure.limit_value or procedure.limit_unit not in LIMIT:
        return ""
    return str(LIMIT[procedure.limit_unit]) % {"value": procedure.limit_value}


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list. limit: a checked one. foreign: a Vietnamese name on an English page."""

    name: str
    path: str
    limit: str
    foreign: bool


def listed(slug: str, procedure: ProcedureCard) -> Listed:
    name = procedure_name(procedure)
    limit = short_limit(procedure) if procedure.certainty == CHECKED else ""
    foreign = language() != "vi" and name == procedure.name
    return Listed(name, url(f"/{slug}/thu-tuc/{procedure.slug}"), limit, foreign)


def procedure_name(procedure: ProcedureCard) -> str:
    """In the language of the page where the catalogue has it."""
    return (procedure.name_en if language() == "en" else "") or procedure.name
