"""Settings come from the environment (LANGNGHE_…), once, at import."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

EXPECTED = {  # what a person is told of a wrong setting; never its value, which may be a secret
    "data": "the path of a folder",
    "database_url": "empty (SQLite in the data folder), sqlite:///path or postgresql://…",
    "secret_keys": "empty (a key file in the data folder) or k1:<64 hex digits>, the newest first:"
    " k2:…,k1:…",
    "site": "the public address without a path or a slash at its end: https://langnghe.example",
}


class Settings(BaseSettings):
    """Each field is LANGNGHE_<NAME> in the environment."""

    model_config = SettingsConfigDict(env_prefix="LANGNGHE_", frozen=True)

    data: Path = Path("var")  # database, lock, keys and uploads, unless given otherwise
    database_url: Annotated[str, Field(pattern=r"^$|^(sqlite:///|postgres(ql)?://)")] = ""
    secret_keys: Annotated[str, Field(pattern=r"^(k\d+:[0-9a-f]{64}(,k\d+:[0-9a-f]{64})*)?$")] = ""
    site: Annotated[str, Field(pattern=r"^https?://[^/]+$")] = "http://127.0.0.1:8000"

    @property
    def secure(self) -> bool:
        """Behind TLS: cookies are Secure and HSTS is sent."""
        return self.site.startswith("https://")

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'langnghe.sqlite'}"


def read_settings() -> Settings:
    """Exits with code 2 and one line for each wrong setting."""
    try:
        return Settings()
    except ValidationError as error:
        for name in dict.fromkeys(str(each["loc"][0]) for each in error.errors()):
            print(f"LANGNGHE_{name.upper()} must be {EXPECTED[name]}", file=sys.stderr)
        raise SystemExit(2) from None


SETTINGS = read_settings()
