"""langnghe check texts|answers FILE: rule lists tried on texts of one's own, no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dialogue.core.text import composed
from web.cli.settings import use

if TYPE_CHECKING:
    from dialogue.matters.denunciations import Lists
    from dialogue.matters.phrases import Phrases

Row = dict[str, Any]
BOM = b"\xef\xbb\xbf"

file_argument: Callable[[Any], Any] = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
)
rules_option: Callable[[Any], Any] = click.option(
    "--rules",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='JSON {"lists": {name: [phrases]}}: each in the place of our list of that name.',
)


class BadLine(Exception):
    """What is wrong with a line, for a person."""


@click.group
def check() -> None:
    """Try the rule lists on texts of your own: JSON lines in, JSON lines out."""


@check.command
@file_argument
@rules_option
def texts(file: Path, rules: Path | None) -> None:
    """Denunciations and personal data in each `{"id": …, "text": …}` of FILE (- for stdin).

    Prints {id, denunciation: seal|doubt|complaint|no, why, personal_data: [{start, end, kind}]};
    start and end count code points of the text in NFC, end excluded.
    """
    use()
    from dialogue.matters.denunciations import lists_with

    own = lists_with(_own_lists(rules))
    _each(file, lambda row: _text(row, own))


@check.command
@file_argument
@rules_option
def answers(file: Path, rules: Path | None) -> None:
    """Points and defects of each `{"id": …, "question": …, "answer": …}` of FILE (- for stdin).

    Prints {id, score, points, defects, stop}.
    """
    use()
    from dialogue.matters.quality import phrases_with

    own = phrases_with(_own_lists(rules))
    _each(file, lambda row: _answer(row, own))


def _own_lists(file: Path | None) -> object:
    """Raises click.UsageError for a file that is no JSON of lists."""
    if file is None:
        return {}
    try:
        return json.loads(file.read_text("utf-8-sig"))["lists"]
    except (ValueError, RecursionError, LookupError, TypeError):
        raise click.UsageError(f"--rules: {file.name} is no JSON object with “lists”") from None


def _text(row: Row, own: Lists) -> Row:
    from dialogue.core.personal import find
    from dialogue.matters.denunciations import denunciation

    text = composed(_string(row, "text"))
    reading = denunciation(text, own)
    return {
        "id": row["id"],
        "denunciation": reading.verdict.value,
        "why": [{"rule": each.rule, "words": list(each.words)} for each in reading.why],
        "personal_data": [
            {"start": hit.start, "end": hit.end, "kind": hit.kind.value} for hit in find(text)
        ],
    }


def _answer(row: Row, own: Phrases) -> Row:
    from dialogue.matters.quality import Hint, has_personal_data, quality

    question, answer = _string(row, "question"), _string(row, "answer")
    seen = quality(question, answer, personal_data=has_personal_data(answer), own=own)
    # A name for each, whatever words the pages have: "theo quy định" names no basis.
    same = {Hint.BASIS_EMPTY: Hint.NO_BASIS, Hint.NO_TARGET_BODY: Hint.NO_UNIT}
    hints = [same.get(hint, hint) for hint in seen.hints if hint is not Hint.EMPTY_PHRASE]
    defects = [hint.value for hint in dict.fromkeys(hints)]
    return {
        "id": row["id"],
        "score": seen.score,
        "points": {point.value: points for point, points in seen.points.items()},
        "defects": defects + [f"{Hint.EMPTY_PHRASE.value}:{each}" for each in seen.phrases],
        "stop": [stop.value for stop in seen.stops],
    }


def _string(row: Row, name: str) -> str:
    """Raises BadLine."""
    value = row.get(name)
    if not isinstance(value, str):
        raise BadLine(f"“{name}” is missing or no text")
    return value


def _each(file: Path, judge: Callable[[Row], Row]) -> None:
    """One line out for each good one in. A bad one is told, and the exit code is 1."""
    bad = False
    for number, line in _lines(file):
        try:
            click.echo(json.dumps(judge(_row(line)), ensure_ascii=False))
        except BadLine as error:
            bad = True
            click.echo(f"line {number}: {error}", err=True)
    if bad:
        sys.exit(1)


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """Those that are not blank, numbered from 1."""
    with click.open_file(str(file), "rb") as stream:
        for number, line in enumerate(stream, 1):
            bare = line.removeprefix(BOM) if number == 1 else line
            if bare.strip():
                yield number, bare


def _row(line: bytes) -> Row:
    """Raises BadLine."""
    try:
        row = json.loads(line.decode())
    except UnicodeDecodeError:
        raise BadLine("not UTF-8") from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadLine(f"no JSON: {error}") from None
    if not isinstance(row, dict):
        raise BadLine("no JSON object")
    if not isinstance(row.get("id"), str | int):
        raise BadLine("“id” is missing or neither text nor number")
    return row
