"""What lies on the disk, as somebody with a copy of the file and its log reads it."""

from __future__ import annotations

import struct
from pathlib import Path

from dialogue.core.database import DB
from dialogue.core.local import LocalEngine


def on_disk() -> bytes:
    """Every byte of the database's file and its log."""
    return _file("").read_bytes() + _log()


def commits() -> list[bytes]:
    """The pages that each commit of the log wrote, one after another.

    Source: the SQLite file format, "The Write-Ahead Log": a header of 32 bytes, then frames of 24
    bytes and a page; the second number of a frame's head is not 0 in a commit's last one.
    """
    log, found, pages = _log(), [], b""
    if not log:
        return []
    (size,) = struct.unpack(">I", log[8:12])
    salts = log[16:24]
    for start in range(32, len(log), 24 + size):
        head = log[start : start + 24]
        if head[8:16] != salts:  # what an earlier round of the log has left
            break
        pages += log[start + 24 : start + 24 + size]
        if struct.unpack(">I", head[4:8])[0]:
            found.append(pages)
            pages = b""
    return found


def _log() -> bytes:
    log = _file("-wal")
    return log.read_bytes() if log.exists() else b""


def _file(end: str) -> Path:
    assert isinstance(DB, LocalEngine)
    return Path(f"{DB.path}{end}")
