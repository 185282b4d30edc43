"""Settings come from the environment (LANGNGHE_…), once, at import."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


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
        for each in error.errors():
            name = "LANGNGHE_" + str(each["loc"][0]).upper()
            print(f"{name}: {each['msg']}", file=sys.stderr)
        raise SystemExit(2) from None


SETTINGS = read_settings()
