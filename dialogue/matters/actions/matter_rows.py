"""What every row of the register has: its defaults, and an identity under a key of its own."""

from __future__ import annotations

from functools import cache

from dialogue.core.keys import encrypt, keys, new_record_key
from dialogue.matters.tables import Matter


@cache
def defaults() -> dict[str, object]:
    """The table's own defaults, which the bulk insert on SQLite would leave out."""
    return {
        column._meta.name: column.get_default_value()
        for column in Matter._meta.columns
        if column._meta.name != "id"
    }


def identity(name: str, contact: str) -> dict[str, object]:
    """Both encrypted; erasing the key erases both. Empty where neither was given."""
    if not (name or contact):
        return {}
    wrapped = new_record_key(keys())
    return {
        "contact_key": wrapped,
        "asker_name": encrypt(keys(), wrapped, name) if name else "",
        "contact": encrypt(keys(), wrapped, contact) if contact else "",
    }
