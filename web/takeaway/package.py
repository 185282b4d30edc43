"""The description of the CSV for programs (Frictionless Data Package, version 1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from dialogue.core.clock import local_time, start_of
from dialogue.ward.cards import WardCard
from web.atom import address
from web.i18n import gettext_lazy as _
from web.i18n import language
from web.takeaway.columns import COLUMNS, Column
from web.takeaway.licences import Licence
from web.words import ward_office

TITLE = _("Hỏi đáp công khai của %(office)s")
NOTE = _(
    "Ô bắt đầu bằng =, +, -, @, tab hoặc xuống dòng có thêm dấu nháy đơn ở đầu, để bảng tính "
    "không hiểu là công thức. Thông tin riêng của cá nhân đã che."
)
FORMATS: dict[str, dict[str, Any]] = {
    "date": {"format": "%d/%m/%Y"},
    "boolean": {"trueValues": ["1"], "falseValues": ["0"]},
}


def package(ward: WardCard, licence: Licence | None, changed: date | None) -> dict[str, Any]:
    """changed: the day of the last change."""
    return {
        "profile": "data-package",
        "name": f"hoi-dap-{ward.slug}",
        "title": str(TITLE) % {"office": ward_office(ward)},
        "description": str(NOTE),
        "homepage": address(f"/{ward.slug}/du-lieu"),
        **({"created": local_time(start_of(changed)).isoformat()} if changed else {}),
        **({"licenses": [_licence(licence)]} if licence else {}),
        "resources": [
            {
                "profile": "data-resource",
                "name": "hoi-dap",
                "path": address(f"/{ward.slug}/hoi-dap.csv"),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ";"},
                "schema": {
                    "fields": [_field(column) for column in COLUMNS],
                    "missingValues": [""],
                    "primaryKey": "so",
                },
            }
        ],
        "languages": [language()],
    }


def _licence(licence: Licence) -> dict[str, str]:
    return {"name": licence.name, "title": licence.title, "path": licence.path}


def _field(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": column.kind,
        "title": str(column.title),
        "description": str(column.about),
        **FORMATS.get(column.kind, {}),
        **({"constraints": {"required": True}} if column.required else {}),
    }
