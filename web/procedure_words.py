"""A procedure's time limit in words, and how sure it is."""

from __future__ import annotations

from dialogue.ward.cards import ProcedureCard
from web.i18n import gettext_lazy as _

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
