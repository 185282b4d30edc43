"""The doors of letters: proposed at the counter, written by the office, signed by leaders."""

from __future__ import annotations

from dialogue.ward.states import Role

WRITERS = frozenset({Role.CLERK, Role.REGISTER_KEEPER})
SIGNERS = frozenset({Role.CHAIRMAN, Role.DEPUTY})
OVERSEERS = WRITERS | SIGNERS
PROPOSERS = OVERSEERS | {Role.COUNTER_OFFICER}
LETTERS = {
    "GET /quan-tri/thu": PROPOSERS,
    "GET /quan-tri/thu/moi": PROPOSERS,
    "POST /quan-tri/thu/moi": PROPOSERS,
    "GET /quan-tri/thu/in-chung/{name}": WRITERS,
    "POST /quan-tri/thu/so-truoc": WRITERS,
    "POST /quan-tri/thu/so-truoc/{told}/rut": WRITERS,
    "GET /quan-tri/thu/mau": OVERSEERS,
    "POST /quan-tri/thu/mau": OVERSEERS,
    "GET /quan-tri/thu/mau/{occasion}": OVERSEERS,
    "POST /quan-tri/thu/mau/{occasion}": OVERSEERS,
    "GET /quan-tri/thu/{letter}": PROPOSERS,
    "POST /quan-tri/thu/{letter}/soan": WRITERS,
    "POST /quan-tri/thu/{letter}/ky": SIGNERS,
    "POST /quan-tri/thu/{letter}/trao": WRITERS,
    "POST /quan-tri/thu/{letter}/thoi": PROPOSERS,
    "GET /quan-tri/thu/{letter}/{name}": OVERSEERS,
}
# who only proposes sees what they proposed themselves
LETTERS_SEEN = dict.fromkeys(
    ("GET /quan-tri/thu/{letter}", "POST /quan-tri/thu/{letter}/thoi"), OVERSEERS
)
LETTER_BUTTONS = ("POST /quan-tri/thu/so-truoc/{told}/rut",)
