"""The doors of alerts about counters: see doors.py."""

from __future__ import annotations

from dialogue.ward.states import Role

WATCHERS = frozenset({Role.DIRECTOR, Role.CHAIRMAN, Role.DEPUTY, Role.INSPECTOR})
COMMENTERS = frozenset({*WATCHERS, Role.UNIT_HEAD, Role.REGISTER_KEEPER})
ALERTS = {
    "GET /quan-tri/loi-ghi-them": COMMENTERS,
    "POST /quan-tri/loi-ghi-them": COMMENTERS,
    "GET /quan-tri/canh-bao": WATCHERS,
    "GET /quan-tri/canh-bao/{alert_id}": WATCHERS,
    "POST /quan-tri/canh-bao/{alert_id}": WATCHERS,
}
