"""langnghe ward add: a ward of its own in one command, ready to be rated."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from web.cli.settings import data_option, use

CATALOGUES = ("units", "fields", "topics", "procedures", "holidays")  # else our own default file
OWN = ("groups", "staff", "counters")  # no default: each ward has its own
FILES = (*CATALOGUES, *OWN)
HELP = {
    "units": "code, name; name_en, short, other_names, kind",
    "fields": "code, name_vi, owner_unit; parent, name_en, short",
    "topics": "code, name_vi, lead_unit; name_en, short, sensitive",
    "procedures": "code, slug, field, name_vi, owner_unit; name_en, limit_value …",
    "holidays": "date, name_vi, kind; name_en",
    "groups": "name; origin, head",
    "staff": "login, name, title, roles; unit, gender, fields",
    "counters": "label; name, unit, fields",
}


TEXTS = frozenset(
    "name kind province province_title group_word head_word address phone hours".split()  # noqa: SIM905
)
KNOWN = TEXTS | {"slug", "groups", "counters"}


def file_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name in reversed(FILES):
        kind = click.Path(exists=True, dir_okay=False, path_type=Path)
        command = click.option(f"--{name}", type=kind, help=f"CSV: {HELP[name]}")(command)
    return command


@click.group
def ward() -> None:
    """Wards of this installation."""


@ward.command("add")
@click.argument("slug", metavar="SLUG|FILE.json")
@click.option("--name", help="Without its kind: “Thạch Bàn”.")
@click.option("--kind", default="phường", show_default=True, help="phường, xã, đặc khu")
@click.option("--province", default="", help="“Hà Nội”")
@click.option("--province-title", default="Thành phố", show_default=True, help="Thành phố, Tỉnh")
@click.option("--group-word", default="tổ dân phố", show_default=True, help="Or khu phố, thôn, ấp.")
@click.option("--head-word", help="What a group's head is called.  [default: Trưởng + group word]")
@click.option("--address", default="")
@click.option("--phone", default="")
@click.option("--hours", default="", help="Opening hours, as they are shown.")
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with some of the files below: units.csv, groups.csv, counters.csv …",
)
@file_options
@click.option("--password", help="First password of the accounts in --staff.  [default: asked for]")
@data_option
def add(
    slug: str, folder: Path | None, data: Path | None, password: str | None, **rest: Any
) -> None:
    """Add the ward SLUG (its address: /SLUG), ready to be rated.

    Without files it starts with the usual units, fields, topics, procedures and holidays of a ward,
    and one counter for all fields. Each CSV file has a heading line; a semicolon parts several
    values in a cell. When a file is refused, mend it and run the same command again.

    FILE.json in place of SLUG adds one or many wards, a whole province at once: a list of objects
    with slug, name, kind, province …, groups [name, origin, head] and counters [label, name,
    fields]. Wards that are there already stay as they are.
    """
    use(data=data)
    from web.cli.database import migrate_all, run

    if slug.endswith(".json"):
        asyncio.run(migrate_all())
        for line in run(set_up_all(read_wards(Path(slug)))):
            click.echo(line)
        return
    if not rest["name"]:
        raise click.UsageError("Missing option '--name'.")
    files = {name: rest.pop(name) for name in FILES}
    texts = {name: value for name, value in rest.items() if value is not None}
    texts.setdefault("head_word", head_of(texts["group_word"]))
    given = read_files(folder, files)
    if "staff" in given and password is None:
        password = click.prompt("First password of the accounts", hide_input=True)
    asyncio.run(migrate_all())
    for title, url in run(set_up(slug, texts, given, password or "")):
        click.echo(f"{title}: {url}")
    click.echo(
        f"/{slug} is ready. Next: langnghe user add {slug} …, langnghe posters --ward {slug}"
    )


def read_wards(file: Path) -> list[dict[str, Any]]:
    try:
        read = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error
    except ValueError as error:
        raise click.ClickException(f"{file} is no JSON: {error}") from error
    rows = read if isinstance(read, list) else [read]
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not {"slug", "name"} <= set(row):
            raise click.ClickException(f"{file}: ward {number} needs slug and name")
        if strange := set(row) - KNOWN:
            raise click.ClickException(f"{file}: ward {number} has unknown {sorted(strange)}")
    return rows


async def set_up_all(rows: list[dict[str, Any]]) -> list[str]:
    """A line for each ward; those that are there already are left alone."""
    from dialogue.ward.queries import wards

    known = {card.slug for card in await wards()}
    said = []
    for row in rows:
        slug, texts = row["slug"], {key: row[key] for key in row if key in TEXTS}
        if slug in known:
            said.append(f"/{slug} is there already")
            continue
        texts.setdefault("head_word", head_of(texts.get("group_word", "tổ dân phố")))
        await set_up(slug, texts, tables_of(row), "")
        said.append(f"/{slug} is ready")
    return said


def tables_of(row: Mapping[str, Any]) -> dict[str, bytes]:
    """Its groups and counters as the CSV files that the other way takes."""
    made = {
        "groups": (("name", "origin", "head"), row.get("groups", ())),
        "counters": (
            ("label", "name", "fields"),
            [(label, name, ";".join(fields)) for label, name, fields in row.get("counters", ())],
        ),
    }
    return {name: csv_of(heads, lines) for name, (heads, lines) in made.items() if lines}


def csv_of(heads: Iterable[str], lines: Iterable[Iterable[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([heads, *lines])
    return out.getvalue().encode()


def head_of(group_word: str) -> str:
    """ "khu phố" → "Trưởng khu phố"; a tổ dân phố and a tổ have a Tổ trưởng."""
    if group_word.startswith("tổ"):
        return f"Tổ trưởng {group_word}"
    return f"Trưởng {group_word}"


def read_files(folder: Path | None, files: Mapping[str, Path | None]) -> dict[str, bytes]:
    """A file that is named wins over one of the same name in the folder."""
    found = {name: folder / f"{name}.csv" for name in FILES} if folder else {}
    paths = {name: path for name, path in found.items() if path.exists()}
    if folder and not paths:
        names = ", ".join(f"{name}.csv" for name in FILES)
        raise click.ClickException(f"{folder} holds none of {names}")
    paths |= {name: path for name, path in files.items() if path is not None}
    return {name: path.read_bytes() for name, path in paths.items()}


async def set_up(
    slug: str, texts: Mapping[str, str], given: Mapping[str, bytes], password: str
) -> list[tuple[str, str]]:
    """Label and URL of each counter."""
    from dialogue.core.settings import SETTINGS
    from dialogue.ward.actions.group_files import import_groups
    from dialogue.ward.actions.setting_up import set_up_from_defaults
    from dialogue.ward.rules import system_actor
    from surveys.posters import counter_url
    from surveys.queries.counters import counters
    from web.cli.entries import add_counters, add_staff_rows

    number = await begun(slug, texts)
    actor = system_actor(number)
    await set_up_from_defaults(number, {name: given[name] for name in CATALOGUES if name in given})
    if "groups" in given:
        await import_groups(actor, given["groups"])
    if "staff" in given:
        await add_staff_rows(actor, given["staff"], password)
    await add_counters(number, given.get("counters") or await one_counter(number))
    return [(card.title, counter_url(SETTINGS.site, card.code)) for card in await counters(number)]


async def begun(slug: str, texts: Mapping[str, Any]) -> int:
    """The new ward's id, or that of one whose set-up stopped before it had a counter."""
    from dialogue.core.errors import Conflict
    from dialogue.ward.actions.setting_up import set_up_ward
    from dialogue.ward.queries import ward_id
    from surveys.queries.counters import counters

    try:
        return await set_up_ward(slug, **texts)
    except Conflict:
        number = await ward_id(slug)
        if await counters(number, retired=True):
            raise
        return number


async def one_counter(ward: int) -> bytes:
    """As a file: a counter for every field that has no parent."""
    from dialogue.ward.queries import fields

    codes = [card.code for card in await fields(ward) if card.parent is None]
    return f"label,fields\nQuầy 1,{';'.join(codes)}\n".encode()
