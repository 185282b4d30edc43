"""A wrong setting is named in one line, with what to write; the program ends with code 2."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dialogue.core.settings import Settings, read_settings

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def clear(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("LANGNGHE_"):
            monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("DATABASE_URL", "mysql://root:secret@x/y", "postgresql://user:password@host/database"),
        ("DATABASE_URL", "sqlite:///", "sqlite:///path/to/file"),
        ("SECRET_KEYS", "geheim", "k1:<64 hexadecimal digits>"),
        ("SECRET_KEYS", f"k1:{'a' * 64},k1:{'b' * 64}", "the newest first"),
        ("SITE", "langnghe.example.vn", "https://"),
        ("SITE", "https://langnghe.example.vn/path", "without a path"),
        ("DATA", __file__, "a folder"),
    ],
)
def test_a_wrong_one_is_named_in_one_line(
    name: str,
    value: str,
    advice: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(f"LANGNGHE_{name}", value)
    with pytest.raises(SystemExit) as ended:
        read_settings()
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert said.startswith(f"LANGNGHE_{name} must be ")
    assert advice in said
    assert "secret@" not in said
    assert "geheim" not in said


def test_two_wrong_ones_are_two_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANGNGHE_SITE", "x")
    monkeypatch.setenv("LANGNGHE_SECRET_KEYS", "x")
    with pytest.raises(SystemExit):
        read_settings()
    names = [line.split()[0] for line in capsys.readouterr().err.splitlines()]
    assert names == ["LANGNGHE_SECRET_KEYS", "LANGNGHE_SITE"]


def test_unknown_ones_are_one_warning_with_the_near_names(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANGNGHE_DATABSE_URL", "x")
    monkeypatch.setenv("LANGNGHE_SIET", "x")
    read_settings()
    assert capsys.readouterr().err == (
        "warning: no such setting: LANGNGHE_DATABSE_URL (did you mean LANGNGHE_DATABASE_URL?),"
        " LANGNGHE_SIET (did you mean LANGNGHE_SITE?)\n"
    )


def test_defaults_and_empty_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGNGHE_SITE", "")
    monkeypatch.setenv("LANGNGHE_DATA", "elsewhere")
    settings = read_settings()
    assert settings.url == "sqlite:///elsewhere/langnghe.sqlite"
    assert (settings.secret_keys, settings.secure) == ("", False)
    assert Settings(site="https://a.vn").secure


def test_a_program_ends_without_a_traceback() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "import dialogue.core.database"],
        env={"LANGNGHE_SITE": "x", "PATH": "/usr/bin"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("LANGNGHE_SITE must be ")
    assert len(ended.stderr.splitlines()) == 1
