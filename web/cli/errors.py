"""What goes wrong at the command line, in one line. Exit code 2: usage or settings; 1: else."""

from __future__ import annotations

import sqlite3
from typing import Any

import click

RULES = {  # what a value may hold, for the message keys that do not say it
    ("slug", "not-usable"): "3 to 60 small letters a–z, digits and single hyphens,"
    " and no word that our own addresses begin with",
    ("login", "not-usable"): "2 to 60 small letters a–z, digits, single hyphens or dots",
    ("code", "not-usable"): "capitals, digits and single hyphens, at most 12",
}


class WrongSetting(click.ClickException):
    """Something to be set otherwise before the command can work."""

    exit_code = 2


class Plain(click.Group):
    """A group whose commands end in a sentence, not in a traceback, where the fault is known."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            sentence = said(error)
            if sentence is None:
                raise
            raise click.ClickException(sentence) from error


def said(error: Exception) -> str | None:
    """A sentence for a person; None for what goes on up: a fault of ours wants its traceback."""
    # Imported here: these read the settings, which exist once a command has failed.
    from asyncpg import PostgresError

    from dialogue.core.errors import DialogueError, Invalid
    from dialogue.core.lock import AlreadyRunning

    if isinstance(error, BrokenPipeError):
        return None  # `| head` has read enough: click ends without a word
    if isinstance(error, Invalid) and error.errors and "file" not in error.errors:
        return f"{error} ({', '.join(f'{k}: {_rule(k, v)}' for k, v in error.errors.items())})"
    if isinstance(error, UnicodeDecodeError):
        return "the file is not UTF-8; save it as “CSV UTF-8” and try again"
    if isinstance(error, DialogueError | AlreadyRunning | OSError):
        return str(error)
    if isinstance(error, PostgresError | sqlite3.Error):
        return f"the database says: {error}"
    return None


def _rule(name: str, key: str) -> str:
    return RULES.get((name, key), key)
