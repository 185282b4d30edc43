"""langnghe doctor: is everything as it should be? One line a check, with what to do."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click

from web.cli.settings import data_option, is_own, use

LEAST_FREE = 500_000_000  # bytes
ORPHANS = "PRAGMA foreign_key_check"
SKEW = timedelta(minutes=2)  # that a clock may be set back without a word


SET_SITE = "set LANGNGHE_SITE before you print posters"


@dataclass(frozen=True, slots=True)
class Finding:
    """todo: what to do; empty when all is well."""

    what: str
    found: str
    todo: str = ""


@click.command
@data_option
def doctor(data: Path | None) -> None:
    """Check settings, keys, database, disk, jobs and clock. Exit code 1 when something is to do."""
    use(data=data)
    findings = asyncio.run(examined())
    for each in findings:
        click.echo(f"{'ok  ' if not each.todo else 'DO  '}{each.what}: {each.found}")
        if each.todo:
            click.echo(f"      {each.todo}")
    if any(each.todo for each in findings):
        raise SystemExit(1)


async def examined() -> list[Finding]:
    from dialogue.core.settings import SETTINGS

    findings = [site(SETTINGS.site), proxies(SETTINGS.site, SETTINGS.proxies)]
    findings += [keys(SETTINGS.data, bool(SETTINGS.secret_keys))]
    if SETTINGS.data.exists():
        findings.append(disk(shutil.disk_usage(SETTINGS.data).free))
    return findings + [each async for each in database_findings()]


def site(address: str) -> Finding:
    """An address that only this machine reaches is right for a trial alone."""
    if address.startswith("https://"):
        return Finding("site", address)
    if is_own(address):
        return Finding("site", f"{address}, which only this machine reaches: {SET_SITE}")
    return Finding(
        "site",
        f"{address}, without TLS",
        "put it behind a proxy with TLS and set LANGNGHE_SITE=https://… (docs/deploy.md)",
    )


def proxies(address: str, count: int) -> Finding:
    """TLS is always a proxy's work here, so an https site without one is a forgotten setting."""
    if address.startswith("https://") and not count:
        todo = (
            "set LANGNGHE_PROXIES=1 behind nginx, else all visitors count as one (docs/deploy.md)"
        )
        return Finding("proxies", "0, though the site has TLS", todo)
    return Finding("proxies", f"{count} in front")


def keys(folder: Path, given: bool) -> Finding:
    """given: in LANGNGHE_SECRET_KEYS."""
    path = folder / "master.keys"
    if given:
        return Finding("keys", "from LANGNGHE_SECRET_KEYS")
    if not path.exists():
        return Finding("keys", "none yet; made at the first start")
    mode = stat.S_IMODE(path.stat().st_mode)
    todo = f"others may read the keys: chmod 600 {path}" if mode & 0o077 else ""
    return Finding("keys", f"{path}, mode {mode:o}; back it up apart from the data", todo)


def disk(free: int) -> Finding:
    todo = "make room: a full disk stops every write" if free < LEAST_FREE else ""
    return Finding("disk", f"{free / 1e9:.1f} GB free", todo)


async def database_findings() -> AsyncIterator[Finding]:
    from dialogue.core.audit import newest
    from dialogue.core.database import database
    from web.cli.database import exists, not_migrated, pending

    waiting = await pending()
    if waiting:
        yield Finding("migrations", f"{len(waiting)} waiting", not_migrated(waiting))
        if not exists():
            return
    else:
        yield Finding("migrations", "all ran")
    yield integrity()
    if waiting:
        return
    async with database():
        yield await jobs()
        yield clock(await newest())


def integrity() -> Finding:
    """PostgreSQL looks after its own files; SQLite's are read through."""
    from dialogue.core.database import DB
    from dialogue.core.local import LocalEngine

    if not isinstance(DB, LocalEngine):
        return Finding("database", "PostgreSQL")
    with closing(sqlite3.connect(f"{Path(DB.path).resolve().as_uri()}?mode=ro", uri=True)) as raw:
        broken = [str(row[0]) for row in raw.execute("PRAGMA quick_check") if row[0] != "ok"]
        broken += [f"{row[0]}: a row without its {row[2]}" for row in raw.execute(ORPHANS)]
    todo = f"stop the server and bring back a backup ({broken[0]})" if broken else ""
    return Finding("database", f"{DB.path}, {len(broken)} faults", todo)


async def jobs() -> Finding:
    from dialogue.core.jobs import dead

    stopped = await dead()
    kinds = ", ".join(sorted({job.kind for job in stopped}))
    last = stopped[-1].error[:200] if stopped else ""
    todo = f"six tries failed: {last}; mend it, then `langnghe jobs --retry`" if stopped else ""
    return Finding("jobs", f"{len(stopped)} given up {kinds}".rstrip(), todo)


def clock(newest: datetime | None) -> Finding:
    """newest: when the last line of the audit log was written."""
    from dialogue.core.clock import now

    moment = now()
    early = newest is not None and moment < newest - SKEW
    todo = "the clock is earlier than the last log entry: set it (timedatectl) before you serve"
    return Finding("clock", f"{moment:%Y-%m-%d %H:%M} UTC", todo if early else "")
