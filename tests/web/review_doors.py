"""Who may open which door of half-year reviews: see doors.py."""

from __future__ import annotations

from dialogue.ward.states import Role

PUBLIC = "public"
READ = frozenset(
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

# In Vietnamese at / and in English at /en.
REVIEWS = {
    "GET /{slug}/so-ket": PUBLIC,
    "GET /{slug}/so-ket/{days}": PUBLIC,
    "GET /{slug}/so-ket/{days}/bao-cao.docx": PUBLIC,
}
REVIEW_DESK = {
    "GET /quan-tri/so-ket": READ,
    "GET /quan-tri/so-ket.docx": READ,
    "POST /quan-tri/so-ket/nhan-xet": frozenset({Role.DIRECTOR, Role.UNIT_HEAD}),
    "POST /quan-tri/so-ket/cong-bo": frozenset({Role.CHAIRMAN}),
}
