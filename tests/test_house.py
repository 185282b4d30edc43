"""The house itself: what stands in the repository, and what must not."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit
ROOT = Path(__file__).parent.parent
LONGEST_FILE = 400  # lines; above, two nouns live in it
LONGEST_FUNCTION = 60
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
HOMES = re.compile(r"(/home/|/root/|/work/|/Users/)[a-z]")


def tracked() -> list[Path]:
    """Files under version control, or all but what is built where there is no git."""
    done = subprocess.run(  # noqa: S603
        ["git", "-C", str(ROOT), "ls-files", "-z"],  # noqa: S607
        capture_output=True,
        check=False,
        text=True,
    )
    names = [name for name in done.stdout.split("\0") if name]
    if not names:
        pytest.skip("no git here")
    return [path for name in names if (path := ROOT / name).is_file()]


def texts() -> dict[str, str]:
    found = {}
    for path in tracked():
        try:
            found[path.relative_to(ROOT).as_posix()] = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
    return found


def ours() -> dict[str, str]:
    """Hand-written Python, without migrations and this file."""
    return {
        name: text
        for name, text in texts().items()
        if name.endswith(".py") and "/migrations/" not in name and name != "tests/test_house.py"
    }


def test_the_lock_names_no_address_and_hashes_everything() -> None:
    lock = (ROOT / "requirements.txt").read_text("utf-8")
    assert "://" not in lock
    pinned = re.findall(r"^[a-z0-9].*==", lock, re.MULTILINE)
    assert len(pinned) > 50
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=[a-z0-9])", lock.strip()))


def test_no_file_holds_a_path_of_one_machine() -> None:
    name = "tests/test_house.py"  # which holds the pattern
    assert [n for n, text in texts().items() if n != name and HOMES.search(text)] == []


def test_nothing_is_left_unfinished() -> None:
    assert [name for name, text in ours().items() if UNFINISHED.search(text)] == []


def test_files_and_functions_keep_their_size() -> None:
    long = [name for name, text in ours().items() if text.count("\n") > LONGEST_FILE]
    assert long == []
    for name, text in ours().items():
        long += [
            f"{name}: {node.name}"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (node.end_lineno or 0) - node.lineno > LONGEST_FUNCTION
        ]
    assert long == []


@pytest.mark.parametrize(
    "name",
    ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", ".ci/run", "docs/features.md"],
)
def test_what_a_newcomer_looks_for_is_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 0


def test_the_changelog_tells_of_the_version() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version
    assert f"## {version[1]}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
