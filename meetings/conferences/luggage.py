"""Rows as they travel: what JSON holds of them, names in clear inside the locked file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from piccolo.columns import Date, Timestamptz
from piccolo.table import Table

from dialogue.core.bulk import insert_many
from dialogue.core.keys import decrypt, encrypt, keys, new_record_key
from meetings.conferences.guest_tables import Attendance, Invitee
from meetings.conferences.hall_tables import Opinion, Speaker

Row = dict[str, Any]
# table → columns that are encrypted with the row's own `key`
SECRETS: Mapping[type[Table], tuple[str, ...]] = {
    Invitee: ("person", "contact", "substitute"),
    Attendance: ("name",),
    Opinion: ("asker",),
    Speaker: ("name",),
}


def packed(table: type[Table], rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Days and instants as text; what is encrypted in clear, and without its key."""
    return [
        {name: _text(value) for name, value in _opened(table, dict(row)).items()} for row in rows
    ]


def unpacked(table: type[Table], rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Ready for the table, encrypted by this installation."""
    kinds = {column._meta.name: column for column in table._meta.columns}
    return [
        _closed(table, {name: _value(kinds[name], value) for name, value in row.items()})
        for row in rows
    ]


async def put(table: type[Table], rows: Sequence[Mapping[str, Any]], link: str = "") -> None:
    """As they are packed, with their own ids. link: a column that names a row of the same table."""
    made = unpacked(table, rows)
    await insert_many(table, [{**row, **({link: None} if link else {})} for row in made])
    for row in made:
        if link and row[link] is not None:
            column: Any = getattr(table, link)
            await table.update({column: row[link]}).where(
                table._meta.primary_key == row[table._meta.primary_key._meta.name]
            )


def _opened(table: type[Table], row: Row) -> Row:
    for name in SECRETS.get(table, ()):
        row[name] = decrypt(keys(), row["key"], row[name]) if row["key"] and row[name] else ""
    return row | ({"key": ""} if table in SECRETS else {})


def _closed(table: type[Table], row: Row) -> Row:
    names = [name for name in SECRETS.get(table, ()) if row[name]]
    if names:
        row["key"] = new_record_key(keys())
    return row | {name: encrypt(keys(), row["key"], row[name]) for name in names}


def _text(value: object) -> object:
    if isinstance(value, datetime):  # both engines alike: what is compared must look the same
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _value(column: object, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column, Timestamptz):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column, Date) else value
