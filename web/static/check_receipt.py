#!/usr/bin/env python3
"""Check what a ward's log of ratings says, without trusting the ward. Python 3.11, nothing else.

    python3 check_receipt.py receipt FILE [--key KEY]
        FILE: the proof of a receipt, as its page lets you save it:
        /api/v1/wards/…/ledger/inclusion?commitment=…
    python3 check_receipt.py checkpoint FILE [--key KEY]
        FILE: a signed checkpoint, or a signed receipt.
    python3 check_receipt.py growth FILE [--key KEY]
        FILE: what /api/v1/wards/…/ledger/consistency answers: nothing was taken from the log
        between two days.

KEY is printed with every root on the notice board. Without it the key in the file is used: then
you see only that the file agrees with itself.

Hashing: RFC 6962 and RFC 9162, section 2.1. Signatures: Ed25519, RFC 8032. Form of a checkpoint:
C2SP signed-note and tlog-checkpoint. Exit code 0 when all holds, 1 when not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import Any


class Wrong(Exception):
    """What does not hold, in words."""


# RFC 9162, section 2.1


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Section 2.1.3.2. Raises Wrong for a proof of the wrong length."""
    if not 0 <= index < size:
        raise Wrong("the leaf's number is outside the log")
    place, last, made = index, size - 1, leaf
    for each in proof:
        if last == 0:
            raise Wrong("the proof is too long")
        if place & 1 or place == last:
            made = node_hash(each, made)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            made = node_hash(made, each)
        place, last = place >> 1, last >> 1
    if last:
        raise Wrong("the proof is too short")
    return made


def check_consistency(
    first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]
) -> None:
    """Section 2.1.4.2. Raises Wrong."""
    if not 0 < first <= second:
        raise Wrong("the sizes are in the wrong order")
    if first == second:
        if first_root != second_root or proof:
            raise Wrong("two logs of one size have different roots")
        return
    hashes = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not hashes:
        raise Wrong("the proof is empty")
    if _two_roots(first, second, hashes) != (first_root, second_root):
        raise Wrong("the later log does not begin with the earlier one")


def _two_roots(first: int, second: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Of the earlier and the later log, as the proof's hashes make them."""
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = hashes[0]
    for each in hashes[1:]:
        if last == 0:
            raise Wrong("the proof is too long")
        if place & 1 or place == last:
            old, new = node_hash(each, old), node_hash(each, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, each)
        place, last = place >> 1, last >> 1
    if last:
        raise Wrong("the proof is too short")
    return old, new


# Ed25519, RFC 8032, section 5.1

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(factor: int, point: Point) -> Point:
    made: Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            made = _add(made, point)
        point, factor = _add(point, point), factor >> 1
    return made


def _same(one: Point, other: Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (
        one[1] * other[2] - other[1] * one[2]
    ) % P == 0


def _point(packed: bytes) -> Point | None:
    y = int.from_bytes(packed, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if len(packed) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


_y = 4 * pow(5, P - 2, P) % P
_base = _point(_y.to_bytes(32, "little"))
assert _base is not None  # noqa: S101
BASE: Point = _base


def signed(public: bytes, text: bytes, signature: bytes) -> bool:
    if len(signature) != 64:
        return False
    key, start = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or start is None or scalar >= Q:
        return False
    digest = hashlib.sha512(signature[:32] + public + text).digest()
    challenge = int.from_bytes(digest, "little") % Q
    return _same(_times(scalar, BASE), _add(start, _times(challenge, key)))


# C2SP signed notes


def check_note(note: str, key: str) -> list[str]:
    """The signed lines. key: name+id+base64. Raises Wrong."""
    text, _, signatures = note.rpartition("\n\n")
    name, id_, packed = key.split("+", 2)
    public = b64decode(packed)[1:]
    if hashlib.sha256(f"{name}\n".encode() + b"\x01" + public).digest()[:4].hex() != id_:
        raise Wrong("the key's own name and number do not fit together")
    for line in signatures.splitlines():
        mark, _, packed = line.rpartition(" ")
        raw = b64decode(packed)
        if mark == f"— {name}" and raw[:4].hex() == id_:
            if signed(public, f"{text}\n".encode(), raw[4:]):
                return text.splitlines()
            raise Wrong("the signature does not hold")
    raise Wrong("not signed by this key")


def read_checkpoint(note: str, key: str) -> tuple[int, bytes]:
    """Size and root. Raises Wrong."""
    lines = check_note(note, key)
    return int(lines[1]), b64decode(lines[2])


# What a person asks


def check_receipt(found: dict[str, Any], key: str = "") -> str:
    size, root = read_checkpoint(found["checkpoint"], key or found["verifier"])
    proof = [bytes.fromhex(each) for each in found["proof"]]
    leaf = leaf_hash(found["leaf"].encode())
    if root_of_inclusion(leaf, found["number"], size, proof) != root:
        raise Wrong("the log of this checkpoint does not hold this reply")
    data = json.loads(found["leaf"])
    told = f"{data['commitment']} is leaf {found['number']} of the signed log of {size} leaves"
    return f"{told}; later replaced by {found['replaced_by']}" if found["replaced_by"] else told


def check_growth(found: dict[str, Any], key: str = "") -> str:
    first, old = read_checkpoint(found["first"], key or found["verifier"])
    second, new = read_checkpoint(found["second"], key or found["verifier"])
    check_consistency(first, old, second, new, [bytes.fromhex(each) for each in found["proof"]])
    return f"the first {first} of {second} leaves are unchanged"


CHECKS = {"receipt": check_receipt, "growth": check_growth}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=[*CHECKS, "checkpoint"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", default="")
    asked = parser.parse_args()
    text = asked.file.read_text("utf-8")
    try:
        if asked.what == "checkpoint":
            if not asked.key:
                raise Wrong("a checkpoint alone needs --key")
            print("signed:", *check_note(text, asked.key))
        else:
            print("holds:", CHECKS[asked.what](json.loads(text), asked.key))
    except (Wrong, ValueError, KeyError, TypeError, IndexError) as error:
        print(f"WRONG: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
