"""The file between a ward's server and a hall's laptop: a line in clear, then locked words.

The way out is locked by a code that is told aloud or written down, the way back by a key that the
first file carried. Both are AES-256-GCM: a file that was changed does not open. No database here.
"""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dialogue.core.codes import ALPHABET
from dialogue.core.errors import Invalid
from dialogue.core.keys import hkdf

MARK = "langnghe-hall"
FORMAT = 1
OUT, BACK = "out", "back"
LETTERS, BLOCK = 20, 4  # of a code: 99 bits, so that no slow hash is needed
KEY, NONCE = 32, 12  # bytes
MOST = 256 * 1024 * 1024  # bytes of a file once it is unpacked

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """The line in clear. loan: its public id, by which the server finds the key."""

    way: str
    loan: str


def new_code() -> str:
    """Five blocks of four letters, none of which looks like another."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
    return "-".join(letters[at : at + BLOCK] for at in range(0, LETTERS, BLOCK))


def key_of(code: str, loan: str) -> bytes:
    """Of a code as somebody types it: capitals, blanks and hyphens do not matter."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return hkdf(plain.encode(), b"langnghe/hall", salt=loan.encode(), length=KEY)


def seal(head: Head, key: bytes, content: Content) -> bytes:
    line = json.dumps({"mark": MARK, "format": FORMAT, "way": head.way, "loan": head.loan}).encode()
    nonce = secrets.token_bytes(NONCE)
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode(), 6)
    return line + b"\n" + nonce + AESGCM(key).encrypt(nonce, packed, line)


def head_of(data: bytes) -> Head:
    """Raises Invalid (file): `foreign` for any other file, `newer` for one of a later release."""
    line, _, _ = data[:500].partition(b"\n")
    try:
        told = json.loads(line)
        mark, number, head = told["mark"], told["format"], Head(told["way"], told["loan"])
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid("not a file of a hall's laptop", file="foreign") from error
    if mark != MARK or head.way not in {OUT, BACK}:
        raise Invalid("not a file of a hall's laptop", file="foreign")
    if number != FORMAT:
        raise Invalid("made by another release", file="newer")
    return head


def unseal(data: bytes, key: bytes) -> Content:
    """Raises Invalid (file): `locked`: another key, or changed since."""
    line, _, sealed = data.partition(b"\n")
    try:
        packed = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], line)
        unpacker = zlib.decompressobj()
        content: Content = json.loads(unpacker.decompress(packed, MOST))
    except (InvalidTag, ValueError, zlib.error) as error:
        raise Invalid("does not open: another code, or a damaged file", file="locked") from error
    return content


# Who changed what

# Columns of an opinion that a hall writes. Names are not among them: they are encrypted anew.
OPINION = (
    "number", "state", "group", "organisation", "field", "unit", "words", "answer", "answered_by",
    "outcome", "due", "receiver", "reason", "position", "slip", "settled_at",
)  # fmt: skip
SPEAKER = ("group", "organisation", "state", "started_at", "ended_at", "seconds")
CONFERENCE = ("state", "opened_at", "closed_at")


def print_of(row: Mapping[str, Any], columns: tuple[str, ...], *more: str) -> str:
    """Two rows that say the same have the same one. row: as JSON has it."""
    told = [row[name] for name in columns]
    return sha256(json.dumps([*told, *more], ensure_ascii=False).encode()).hexdigest()[:32]


def agenda_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """A programme in words: `15 Đón đại biểu (Văn phòng); …`. Two alike have the same ones."""
    points = sorted(rows, key=lambda row: row["position"])
    return "; ".join(
        f"{row['minutes']} {row['text']} ({row['kind']}, {row['who']})" for row in points
    )


def tick_of(row: Mapping[str, Any]) -> str:
    """Of a line of the check-list: `2026-11-20 Công văn 12`."""
    return f"{row['done_on']} {row['note']}".strip()


@dataclass(frozen=True, slots=True)
class Clash:
    """Both sides have changed it. here: what stands; there: what the laptop had.

    kind: opinion, number, speaker, slip, conference, task, agenda, tick. what: a number or
    code for people.
    """

    kind: str
    what: str
    here: str
    there: str
