"""Numbers of dossiers that another system keeps: one spelling, and a keyed hash in their place."""

from __future__ import annotations

import re
import unicodedata

from dialogue.core.errors import Invalid
from dialogue.core.keys import Keys
from dialogue.core.text import clean

_BLANK = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]")
_DASH = re.compile(r"[\u00ad\u058a\u2010-\u2015\u2043\u2212\u30fc]")
_NUMBER = re.compile(r"[0-9A-ZĐ][0-9A-ZĐ./_-]{2,39}")


def dossier_number(typed: str) -> str:
    """As it is shown: `H26.29-250703-0012`, without spaces, in capitals. Raises Invalid.

    Full-width letters are plain ones, every kind of dash is a hyphen.
    """
    plain = unicodedata.normalize("NFKC", clean(typed))
    number = unicodedata.normalize("NFC", _DASH.sub("-", _BLANK.sub("", plain))).upper()
    if not number:
        raise Invalid("no dossier number", number="missing")
    if not _NUMBER.fullmatch(number) or not any(each.isdigit() for each in number):
        raise Invalid(f"not a dossier number: {len(number)} letters", number="odd")
    return number


def bare(number: str) -> str:
    """As it is hashed and drawn by: letters and digits alone, so that each spelling of a number is
    the same dossier. The parts of a number have fixed lengths but for the last, the running one
    (its system's pattern is unit-yymmdd-number), so two dossiers never become one.
    """
    return "".join(each for each in number if each.isalnum())


def dossier_hash(keys: Keys, ward: int, number: str) -> str:
    """What the database keeps of a dossier's number, the same for each spelling of it."""
    return keys.fixed("slips", f"dossier {ward} {bare(number)}")
