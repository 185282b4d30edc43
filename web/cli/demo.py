"""langnghe demo: wards that live, made once, served at once."""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import json
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from web.cli.errors import WrongSetting
from web.cli.serve import alone, host_option, listen, one_writer, port_option
from web.cli.settings import data_option, use, use_site

PASSWORD = "lang-nghe-demo"  # noqa: S105  known to all: on the loopback address only
NOTE = "demo.json"  # written last, so its absence tells a demo that was cut short
FILES = ("langnghe.sqlite", "langnghe.sqlite-wal", "langnghe.sqlite-shm")


@dataclass(frozen=True, slots=True)
class Note:
    """What the demo's folder remembers. heads: ward → path of a group head's page."""

    heads: Mapping[str, str]
    password: str  # SHA-256


@click.command
@host_option
@port_option
@data_option
@click.option("--password", default=PASSWORD, help=f"Of all demo accounts.  [default: {PASSWORD}]")
def demo(host: str, port: int, data: Path | None, password: str) -> None:
    """Make a demo with six wards (once) and serve it. Ctrl-C stops it.

    Everything in it is invented or from the press; it is relative to today. To begin anew, remove
    its folder.
    """
    if password == PASSWORD and not is_loopback(host):
        raise WrongSetting(
            f"the demo's default password is known to all: for --host {host} choose one "
            "with --password"
        )
    use_site(host, port)
    os.environ.setdefault("LANGNGHE_MIXING_MINUTES", "0")  # whoever tries it out does not wait
    use(data=data)
    one_writer(1)
    with alone():
        note = asyncio.run(prepared(password))
    lines = asyncio.run(welcome(f"http://{host}:{port}", note, password))
    listen(host, port, 1, lambda: click.echo("\n".join(lines)))


def is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


async def prepared(password: str) -> Note:
    """A migrated, seeded database whose accounts have this password."""
    from dialogue.core.database import database
    from dialogue.core.settings import SETTINGS
    from web.cli.database import migrate_all

    path = SETTINGS.data / NOTE
    note = read_note(path)
    if note is None:
        await make_way(path.parent)
    await migrate_all()
    if note is None:
        from web.demo import seed

        click.echo("Making the demo, once; this takes a while …")
        # A story of months is one transaction; nobody is served yet, so nobody waits for it.
        logging.getLogger("dialogue.core.budget").setLevel(logging.ERROR)
        async with database():
            note = Note(await seed(password), digest(password))
    elif note.password == digest(password):
        return note
    else:
        async with database():
            await change_passwords(password)
        note = Note(note.heads, digest(password))
    write_note(path, note)
    return note


def digest(password: str) -> str:
    """To see whether it changed; the accounts themselves keep it as any account does."""
    return hashlib.sha256(password.encode()).hexdigest()


def read_note(path: Path) -> Note | None:
    """None in a folder that holds no finished demo."""
    return Note(**json.loads(path.read_text("utf-8"))) if path.exists() else None


async def make_way(folder: Path) -> None:
    """Removes a demo that was cut short. Refuses a folder with a real ward in it."""
    from dialogue.core.database import database
    from dialogue.ward.queries import wards
    from web.cli.database import exists, is_empty, not_migrated, pending

    if not exists() or await is_empty():
        return
    if waiting := await pending():
        raise click.ClickException(not_migrated(waiting))
    async with database():
        known = await wards()
    if any(not ward.is_demo for ward in known):
        raise click.ClickException(f"{folder} holds a real ward; give the demo another --data")
    if known:
        remove_half(folder)


def remove_half(folder: Path) -> None:
    from dialogue.core.settings import SETTINGS

    if SETTINGS.database_url:
        raise click.ClickException("a demo was cut short here: give it an empty database")
    click.echo("An earlier demo was cut short; beginning anew.")
    for name in FILES:
        (folder / name).unlink(missing_ok=True)


def write_note(path: Path, note: Note) -> None:
    """Whole or not at all; for its owner's eyes, as it holds personal links."""
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(asdict(note), file)
    new.replace(path)


async def change_passwords(password: str) -> None:
    """Of every account in every demo ward."""
    from dialogue.ward.actions.accounts import set_password
    from dialogue.ward.queries import staff_list, wards
    from dialogue.ward.rules import system_actor

    for ward in await wards():
        if ward.is_demo:
            for account in await staff_list(ward.id):
                await set_password(system_actor(ward.id), account.id, password)


async def hall_line(ward: int, slug: str) -> list[str]:
    """How to take the ward's next conference to a hall's laptop; nothing without one."""
    from dialogue.core.settings import SETTINGS
    from meetings.conferences.queries.conferences import conferences
    from meetings.conferences.states import NOTICED

    ahead = [card.slug for card in await conferences(ward) if card.state in NOTICED]
    if not ahead:
        return []
    which = f"--ward {slug} --conference {ahead[-1]}"
    return [
        "",
        "A hall without Internet (docs/hall.md), in another terminal:",
        f"  .venv/bin/langnghe hall export {which} --out thu.hall --data {SETTINGS.data}",
    ]


async def welcome(url: str, note: Note, password: str) -> list[str]:
    """What stands on the terminal once the demo can be opened."""
    from dialogue.core.database import database
    from dialogue.ward.queries import staff_list, wards
    from surveys.queries.counters import counters
    from web.demo.kiosks import kiosk_path

    lines = ["", f"READY {url}/", ""]
    async with database():
        made = [ward for ward in await wards() if ward.is_demo]
        known = [ward for ward in made if ward.slug in note.heads]
        for ward in known:
            first = (await counters(ward.id))[0]
            lines += [
                ward.full_name,
                f"  home          {url}/{ward.slug}",
                f"  rate          {url}{first.path}   ({first.title})",
                f"  kiosk         {url}{kiosk_path(ward.slug)}",
                f"  answers       {url}/{ward.slug}/hoi-dap",
                f"  ask           {url}/{ward.slug}/gop-y",
                f"  group head    {url}{note.heads[ward.slug]}",
            ]
        for ward in (each for each in made if each not in known):
            lines += [
                ward.full_name,
                f"  home          {url}/{ward.slug}",
                f"  review        {url}/quan-tri/so-ket   (chu-tich@{ward.slug})",
            ]
        accounts = await staff_list(known[0].id)
        lines += [line for ward in known for line in await hall_line(ward.id, ward.slug)]
    lines += [
        "",
        f"Staff           {url}/quan-tri/",
        f"Password        {password}",
        f"Accounts        …@{', …@'.join(ward.slug for ward in known)}",
    ]
    lines += [f"  {each.login:<20}{each.title}" for each in accounts]
    return [*lines, "", "Ctrl-C stops."]
