"""Options become settings before anything reads them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

PREFIX = "LANGNGHE_"
OWN = ("127.0.0.1", "localhost", "::1")

data_option: Callable[[Any], Any] = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the database, the keys and the files.  [default: LANGNGHE_DATA, else var]",
)


def use(**given: object) -> None:
    """Set what was given, then check all settings: exits with code 2 and a line for each fault."""
    for name, value in given.items():
        if value is not None:
            os.environ[PREFIX + name.upper()] = str(value)
    os.environ.setdefault("PICCOLO_CONF", "web.piccolo_conf")

    import dialogue.core.settings  # noqa: F401  reads and checks them


def is_own(site: str) -> bool:
    """Does the address lead a phone to itself, instead of to us?"""
    return urlsplit(site).hostname in OWN


def use_site(host: str, port: int) -> None:
    """The address that QR codes and links carry, unless it was set: where the server listens."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  compared only
    shown = f"[{shown}]" if ":" in shown else shown
    os.environ.setdefault(PREFIX + "SITE", f"http://{shown}:{port}")
