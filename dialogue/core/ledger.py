"""An append-only log as a Merkle tree: RFC 6962 §2.1 and RFC 9162 §2.1, with SHA-256. Pure.

Hashes of complete subtrees never change, so each is kept once, by its `position`; roots and proofs
of any size are folded from a few of them. What checks a proof is not here: it must stand alone
(web/static/check_receipt.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

EMPTY = hashlib.sha256(b"").digest()  # root of a log without leaves
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
Range = tuple[int, int]  # leaves from the first to before the second


def canonical(value: Mapping[str, object]) -> bytes:
    """JSON as RFC 8785 writes it, for texts, whole numbers within 2**53 and maps of these.

    Names of members are ASCII, so that sorting by letters is sorting by UTF-16.
    """
    return _JSON.encode(value).encode()


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def position(level: int, index: int) -> int:
    """A number for each complete subtree, in the order in which a reader passes them.

    level 0: a leaf. index: how many subtrees of that level stand before it.
    """
    return ((2 * index + 1) << level) - 1


def peaks(leaves: Range) -> list[int]:
    """Positions of the complete subtrees that a range is made of, from left to right.

    The range starts where a subtree does that is at least as large as the range.
    """
    start, end = leaves
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append(position(level, start >> level))
        start += 1 << level
    return found


def folded(hashes: Sequence[bytes]) -> bytes:
    """The hash over neighbouring subtrees, the largest first."""
    if not hashes:
        return EMPTY
    *before, made = hashes
    for each in reversed(before):
        made = node_hash(each, made)
    return made


class Growing:
    """A log of which only its peaks are in memory: a hash for each bit of its size that is set.

    hashes: of `peaks((0, size))`.
    """

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        self.size = size
        self._peaks = list(hashes)

    def append(self, leaf: bytes) -> list[tuple[int, bytes]]:
        """The subtrees that this leaf's hash completes, by position; itself is the first."""
        made = [(position(0, self.size), leaf)]
        level, index = 0, self.size
        while index & 1:
            leaf = node_hash(self._peaks.pop(), leaf)
            level, index = level + 1, index >> 1
            made.append((position(level, index), leaf))
        self._peaks.append(leaf)
        self.size += 1
        return made

    @property
    def root(self) -> bytes:
        return folded(self._peaks)


def inclusion(index: int, size: int) -> list[Range]:
    """What the audit path of a leaf is made of, from the leaf to the root. index < size."""
    start, end, found = 0, size, []
    while end - start > 1:
        middle = start + _largest_below(end - start)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def consistency(first: int, size: int) -> list[Range]:
    """What proves that the log of `first` leaves is the beginning of the one of `size`."""
    start, end, found, whole = 0, size, [], True
    if not 0 < first < size:
        return []
    while first != end:
        middle = start + _largest_below(end - start)
        if first <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start, whole = middle, False
    if not whole:
        found.append((start, end))
    return found[::-1]


def needed(ranges: Iterable[Range]) -> list[int]:
    """Positions of all hashes that these ranges are folded from."""
    return [each for leaves in ranges for each in peaks(leaves)]


def proof(ranges: Iterable[Range], kept: Mapping[int, bytes]) -> list[bytes]:
    """kept: hashes by position, with all that `needed` names."""
    return [folded([kept[each] for each in peaks(leaves)]) for leaves in ranges]


def _largest_below(n: int) -> int:
    """The largest power of two smaller than n, for n > 1."""
    return 1 << ((n - 1).bit_length() - 1)
