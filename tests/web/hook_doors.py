"""The doors of those who keep the programs that are called."""

from __future__ import annotations

from tests.web.machine_doors import MAKERS, WATCHERS

HOOK_DESK = {
    "GET /quan-tri/may-nhan-tin": WATCHERS,
    "POST /quan-tri/may-nhan-tin": MAKERS,
    "GET /quan-tri/may-nhan-tin/{hook}": WATCHERS,
    "POST /quan-tri/may-nhan-tin/{hook}/tat": WATCHERS,
    "POST /quan-tri/may-nhan-tin/{hook}/gui-lai/{message}": MAKERS,
}
HOOK_BUTTONS = frozenset(
    {
        "POST /quan-tri/may-nhan-tin/{hook}/tat",
        "POST /quan-tri/may-nhan-tin/{hook}/gui-lai/{message}",
    }
)
