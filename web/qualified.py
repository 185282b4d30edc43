"""Figures as they were told: "hơn 30" stays "hơn 30"."""

from __future__ import annotations

from dialogue.core.i18n import number
from dialogue.ward.states import Qualifier
from web.i18n import gettext_lazy as _
from web.i18n import language

QUALIFIER = {
    Qualifier.MORE_THAN: _("hơn %(number)s"),
    Qualifier.NEARLY: _("gần %(number)s"),
    Qualifier.ABOUT: _("khoảng %(number)s"),
}


def told(value: int, word: Qualifier | None) -> str:
    """In the page's language."""
    said = number(value, language())
    return str(QUALIFIER[word]) % {"number": said} if word else said
