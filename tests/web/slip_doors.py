"""The doors of dossier slips; written by hand, as those of doors.py."""

from __future__ import annotations

from dialogue.ward.states import Role

PUBLIC = "public"
GIVERS = frozenset({Role.COUNTER_OFFICER, Role.CLERK, Role.DIRECTOR})
READERS = frozenset(
    {
        Role.CHAIRMAN,
        Role.DEPUTY,
        Role.DIRECTOR,
        Role.UNIT_HEAD,
        Role.REGISTER_KEEPER,
        Role.INSPECTOR,
        Role.OBSERVER,
    }
)

SLIP_PAGES = {
    "GET /s": PUBLIC,
    "POST /s": PUBLIC,
    "GET /s/{code}": PUBLIC,
    "POST /s/{code}": PUBLIC,
    "GET /{slug}/moi-danh-gia": PUBLIC,
}

SLIP_DESK = {
    "GET /quan-tri/phieu-danh-gia": GIVERS,
    "POST /quan-tri/phieu-danh-gia": GIVERS,
    "POST /quan-tri/phieu-danh-gia/{item}/phat": GIVERS,
    "POST /quan-tri/phieu-danh-gia/{item}/thay": GIVERS,
    "POST /quan-tri/phieu-danh-gia/{item}/tu-choi": GIVERS,
    "GET /quan-tri/phieu-danh-gia/nhieu": GIVERS,
    "POST /quan-tri/phieu-danh-gia/nhieu": GIVERS,
    "POST /quan-tri/phieu-danh-gia/nhieu/phat": GIVERS,
    "GET /quan-tri/phieu-danh-gia/so-lieu": GIVERS | READERS,
}
