"""What of a week's news fits into one reading: whole pieces, from each section in turn. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from dialogue.bulletin.rules import Spoken, count_words


@dataclass(frozen=True, slots=True)
class Piece:
    """One news, read whole or not at all. name: by which it is told of when it is left out."""

    name: str
    spoken: Spoken


@dataclass(frozen=True, slots=True)
class Section:
    """opening: said before its first piece; of no piece nothing is said."""

    opening: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Packed:
    """taken: of each section, in its order. left: names of what did not fit, as they stand."""

    taken: tuple[tuple[Piece, ...], ...]
    left: tuple[str, ...]
    words: int = field(default=0)


def packed(sections: Sequence[Section], room: int) -> Packed:
    """room: words for all openings and pieces. First the first of each section, then the second."""
    taken: list[set[int]] = [set() for _section in sections]
    words = 0
    for number, place, piece in _in_turn(sections):
        needed = piece.spoken.words
        if not taken[number]:
            needed += count_words(sections[number].opening)
        if words + needed <= room:
            taken[number].add(place)
            words += needed
    chosen = tuple(
        tuple(piece for place, piece in enumerate(section.pieces) if place in taken[number])
        for number, section in enumerate(sections)
    )
    left = tuple(
        piece.name
        for number, section in enumerate(sections)
        for place, piece in enumerate(section.pieces)
        if place not in taken[number]
    )
    return Packed(chosen, left, words)


def _in_turn(sections: Sequence[Section]) -> Iterator[tuple[int, int, Piece]]:
    """Section, place in it, piece."""
    rounds = zip_longest(*(section.pieces for section in sections))
    for place, each in enumerate(rounds):
        for number, piece in enumerate(each):
            if piece is not None:
                yield number, place, piece
