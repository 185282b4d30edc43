"""The doors of other systems' machines, and of those who keep their tokens."""

from __future__ import annotations

from dialogue.ward.states import Role

MAKERS = frozenset({Role.REGISTER_KEEPER, Role.DIRECTOR})
WATCHERS = MAKERS | {Role.KEEPER, Role.CHAIRMAN}

MACHINE_DESK = {
    "GET /quan-tri/may-ket-noi": WATCHERS,
    "POST /quan-tri/may-ket-noi": MAKERS,
    "POST /quan-tri/may-ket-noi/{machine}/thu-hoi": WATCHERS,
}
BY_TOKEN = {
    "POST /api/v1/wards/{ward}/cases": "token:cases:write",
    "POST /api/v1/wards/{ward}/questions": "token:questions:write",
    "POST /api/v1/wards/{ward}/ratings": "token:ratings:write",
    "POST /api/v1/wards/{ward}/slips": "token:slips:write",
}
