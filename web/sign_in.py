"""The addresses of signing in: where to be sent, and where one may be sent back to."""

from __future__ import annotations

from urllib.parse import quote

PATH = "/quan-tri"
SIGN_IN = f"{PATH}/dang-nhap"
OWN_ACCOUNT = f"{PATH}/phien"


def sign_in_address(path: str) -> str:
    """The sign-in page, which leads back to `path`."""
    return f"{SIGN_IN}?tiep={quote(path, safe='/')}"


def safe_next(path: str) -> str:
    """Where sign-in may lead: a page of the staff area, never another site."""
    return path if path.startswith(f"{PATH}/") and "//" not in path and "\\" not in path else PATH
