"""docs/features.md says of each feature which test shows it, and the test is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit
ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| ([MN]\d+) \| (.+?) \| (.+?) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
TO_COME = re.compile(r"to come: \S")
NUMBERS = [f"M{number}" for number in range(1, 41)] + [f"N{number}" for number in range(1, 21)]


def rows() -> list[tuple[str, str, str]]:
    return ROW.findall((ROOT / "docs" / "features.md").read_text("utf-8"))


@cache
def named_in(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.exists():
        return frozenset()
    return frozenset(
        node.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test")
    )


def test_every_feature_has_its_row() -> None:
    assert [number for number, _, _ in rows()] == NUMBERS


def test_every_feature_is_shown_or_to_come() -> None:
    silent = [n for n, _, shown in rows() if not TEST.search(shown) and not TO_COME.search(shown)]
    assert silent == []


def test_the_named_tests_exist() -> None:
    named = [(n, file, test) for n, _, shown in rows() for file, test in TEST.findall(shown)]
    assert len(named) > 30
    assert [each for each in named if each[2] not in named_in(each[1])] == []
