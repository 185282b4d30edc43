"""Who may open which door of surveys and their forms: see doors.py."""

from __future__ import annotations

from dialogue.ward.states import Role

EDITORS = frozenset({Role.KEEPER, Role.DIRECTOR})
PUBLISHERS = EDITORS | {Role.CHAIRMAN}
VIEWERS = PUBLISHERS | {
    *(Role.DEPUTY, Role.UNIT_HEAD, Role.REGISTER_KEEPER, Role.INSPECTOR, Role.OBSERVER),
}
SURVEYS = {
    "GET /quan-tri/khao-sat": VIEWERS,
    "GET /quan-tri/khao-sat/moi": EDITORS,
    "POST /quan-tri/khao-sat/moi": EDITORS,
    "GET /quan-tri/khao-sat/dot/{poll}": VIEWERS,
    "POST /quan-tri/khao-sat/dot/{poll}/ngay": EDITORS,
    "POST /quan-tri/khao-sat/dot/{poll}/loi/{item}": frozenset({Role.REGISTER_KEEPER}),
    "POST /quan-tri/khao-sat/mau": EDITORS,
    "GET /quan-tri/khao-sat/mau/{sheet}": PUBLISHERS,
    "POST /quan-tri/khao-sat/mau/{sheet}/chung": EDITORS,
    "POST /quan-tri/khao-sat/mau/{sheet}/cau": EDITORS,
    "GET /quan-tri/khao-sat/mau/{sheet}/cau/{question}": EDITORS,
    "POST /quan-tri/khao-sat/mau/{sheet}/cau/{question}": EDITORS,
    "POST /quan-tri/khao-sat/mau/{sheet}/cau/{question}/viec": EDITORS,
    "POST /quan-tri/khao-sat/mau/{sheet}/buoc": PUBLISHERS,
    "POST /quan-tri/khao-sat/mau/{sheet}/ban-moi": EDITORS,
    "GET /quan-tri/khao-sat/mau/{sheet}/xem": PUBLISHERS,
    "POST /quan-tri/khao-sat/mau/{sheet}/xem": PUBLISHERS,
}
