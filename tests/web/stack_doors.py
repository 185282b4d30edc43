"""Who may open the doors of stacks of paper slips."""

from __future__ import annotations

from dialogue.ward.states import Role

ENTERERS = frozenset({Role.DIRECTOR, Role.COUNTER_OFFICER, Role.CLERK})
READERS = ENTERERS | {
    Role.CHAIRMAN,
    Role.DEPUTY,
    Role.UNIT_HEAD,
    Role.REGISTER_KEEPER,
    Role.INSPECTOR,
    Role.OBSERVER,
}
STACKS = {
    "GET /quan-tri/phieu-giay": READERS,
    "GET /quan-tri/phieu-giay/to-phieu.pdf": READERS,
    "GET /quan-tri/phieu-giay/moi": ENTERERS,
    "POST /quan-tri/phieu-giay/moi": ENTERERS,
    "GET /quan-tri/phieu-giay/bang-tinh": ENTERERS,
    "POST /quan-tri/phieu-giay/bang-tinh": ENTERERS,
    "GET /quan-tri/phieu-giay/mau.csv": ENTERERS,
    "GET /quan-tri/phieu-giay/{stack_id}": READERS,
    "GET /quan-tri/phieu-giay/{stack_id}/lan-hai": ENTERERS,
    "POST /quan-tri/phieu-giay/{stack_id}/lan-hai": ENTERERS,
    "POST /quan-tri/phieu-giay/{stack_id}/quyet": ENTERERS,
    "POST /quan-tri/phieu-giay/{stack_id}/ghi": ENTERERS,
    "POST /quan-tri/phieu-giay/{stack_id}/bo": ENTERERS,
}
