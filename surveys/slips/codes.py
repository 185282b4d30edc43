"""What our keys make of a dossier and its slip: nothing of it can be made without them."""

from __future__ import annotations

import unicodedata
from datetime import date
from hmac import compare_digest

from dialogue.core.keys import Keys

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32
ALIKE = str.maketrans("oilu", "011v")  # what people type for a letter that it has not
RANDOM, CHECK = 9, 3  # letters: 45 bits that are guessed, 15 bits that sign them
LENGTH = RANDOM + CHECK


def slip_code(keys: Keys, slip: int) -> str:
    """slip: the row's random id. The same each time, so that it need not be stored."""
    head = _letters(keys.fixed("slips", f"code {slip}"), RANDOM)
    return head + _sign(keys, head)


def read_code(keys: Keys, typed: str) -> str | None:
    """The code of what was typed or scanned; None for a slip of the keyboard and for a forged one.

    Case, hyphens, spaces do not matter; O is 0, I and L are 1.
    """
    plain = unicodedata.normalize("NFKC", typed[:100]).lower()
    code = "".join(each for each in plain if each.isalnum()).translate(ALIKE)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    head, sign = code[:RANDOM], code[RANDOM:]
    return code if compare_digest(sign, _sign(keys, head)) else None


def spelled(code: str) -> str:
    """`7K3M-9QXT-2HBA`, as it is printed."""
    parts = [code[start : start + 4] for start in range(0, LENGTH, 4)]
    return "-".join(parts).upper()


def code_hash(keys: Keys, code: str) -> str:
    """What the database finds a slip by."""
    return keys.fixed("slips", f"token {code}")


def spent_key(keys: Keys, dossier: str) -> int:
    """What is written beside a rating: one a dossier, whichever slip it is rated with.

    dossier: its hash. 63 bits: two of a million dossiers share one in one of 10^7 installations.
    """
    return int(keys.fixed("slips", f"spent {dossier}")[:16], 16) >> 1


def day_seed(keys: Keys, ward: int, day: date) -> str:
    """Nobody knows it before it is published. 32 bytes, hexadecimal."""
    return keys.fixed("slips", f"seed {ward} {day}")


def _sign(keys: Keys, head: str) -> str:
    return _letters(keys.fixed("slips", f"sign {head}"), CHECK)


def _letters(mac: str, count: int) -> str:
    number, letters = int(mac, 16), ""
    for _ in range(count):
        number, place = divmod(number, len(ALPHABET))
        letters += ALPHABET[place]
    return letters
