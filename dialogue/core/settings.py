"""Settings come from the environment (LANGNGHE_…), once, at import.

A wrong one ends the program with code 2 and one line: which it is and what to write. Values are
never shown: some are secret, some hold a password.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "LANGNGHE_"


def _folder(path: Path) -> Path:
    if path.exists() and not path.is_dir():
        raise ValueError("not a folder")
    return path


def _distinct(keys: str) -> str:
    ids = re.findall(r"k\d+(?=:)", keys)
    if len(set(ids)) < len(ids):
        raise ValueError("the same id twice")
    return keys


class Settings(BaseSettings):
    """Each field is LANGNGHE_<NAME> in the environment; its description says what to write."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True)

    data: Annotated[
        Path,
        AfterValidator(_folder),
        Field(description="a folder for database, lock, keys and uploads, such as var"),
    ] = Path("var")
    database_url: Annotated[
        str,
        Field(
            pattern=r"^$|^sqlite:///.+|^postgres(ql)?://.+",
            description="sqlite:///path/to/file or postgresql://user:password@host/database,"
            " or nothing for a file in the data folder",
        ),
    ] = ""
    secret_keys: Annotated[
        str,
        Field(
            pattern=r"^(k\d+:[0-9a-f]{64}(,k\d+:[0-9a-f]{64})*)?$",
            description="k1:<64 hexadecimal digits>, the newest first when there are several"
            " (k2:…,k1:…); or nothing, and a key is made in the data folder",
        ),
        AfterValidator(_distinct),
    ] = ""
    site: Annotated[
        str,
        Field(
            pattern=r"^https?://[^/\s]+$",
            description="the address people type, without a path: https://langnghe.example.vn",
        ),
    ] = "http://127.0.0.1:8000"
    proxies: Annotated[
        int,
        Field(
            ge=0,
            le=5,
            description="how many proxies of yours stand before this server (0, or 1 behind nginx);"
            " each adds to X-Forwarded-For",
        ),
    ] = 0
    mixing_minutes: Annotated[
        int,
        Field(
            ge=0,
            le=60,
            description="how many minutes (0 to 60) words beside a rating are mixed with others"
            " before they enter the register; 0, at once, is for trying out",
        ),
    ] = 10
    smtp_url: Annotated[
        str,
        Field(
            pattern=r"^$|^smtps?://[^/\s]+$",
            description="the server that takes our letters, smtp://user:password@host:587 or"
            " smtps://host, with signs in user and password as %XX; or nothing, and no mail is"
            " offered",
        ),
    ] = ""
    mail_from: Annotated[
        str,
        Field(
            pattern=r"^$|^[^@\s<>]+@[^@\s<>]+$",
            description="the address that letters come from, such as khong-tra-loi@benlua.example",
        ),
    ] = ""

    catalogues: Annotated[
        Path | None,
        AfterValidator(lambda path: _folder(path) if path else path),
        Field(
            description="a folder with catalogues of further languages,"
            " <two letters>/LC_MESSAGES/messages.po each; or nothing",
        ),
    ] = None

    security_contact: Annotated[
        str,
        Field(
            pattern=r"^$|^(mailto:[^\s@]+@[^\s@]+|https://\S+|tel:\+[0-9-]+)$",
            description="where reports of security holes go: mailto:somebody@example.vn,"
            " https://… or tel:+84-…; or nothing, and there is no security.txt",
        ),
    ] = ""
    data_licence: Annotated[
        str,
        Field(
            pattern=r"^$|^(CC0-1\.0|CC-BY-4\.0|CC-BY-SA-4\.0|ODbL-1\.0|PDDL-1\.0)$",
            description="under which licence what is public may be used again: CC0-1.0, CC-BY-4.0,"
            " CC-BY-SA-4.0, ODbL-1.0, PDDL-1.0; or nothing, and none is claimed",
        ),
    ] = ""

    @property
    def secure(self) -> bool:
        """Behind TLS: cookies are Secure and HSTS is sent."""
        return self.site.startswith("https://")

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'langnghe.sqlite'}"


def wrong_settings(error: ValidationError) -> list[str]:
    """A line for each wrong setting: its name and what to write."""
    names = dict.fromkeys(str(each["loc"][0]) for each in error.errors())
    return [
        f"{PREFIX}{name.upper()} must be {Settings.model_fields[name].description}."
        for name in names
    ]


def unknown_settings(environment: Mapping[str, str]) -> str:
    """One line for all LANGNGHE_ names that nothing reads, each with the one that was meant."""
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    lost = [name for name in sorted(environment) if name.upper().startswith(PREFIX)]
    said = []
    for name in lost:
        if name.upper() not in known:
            near = get_close_matches(name.upper(), known, n=1, cutoff=0)
            said.append(f"{name} (did you mean {near[0]}?)")
    return f"no such setting: {', '.join(said)}" if said else ""


def read_settings() -> Settings:
    """Ends the program with code 2 when one is wrong; warns of those that nothing reads."""
    if line := unknown_settings(os.environ):
        print(f"warning: {line}", file=sys.stderr)
    try:
        return Settings()
    except ValidationError as error:
        for line in wrong_settings(error):
            print(line, file=sys.stderr)
        raise SystemExit(2) from None


SETTINGS = read_settings()
