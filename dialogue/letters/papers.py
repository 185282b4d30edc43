"""A letter as a document: no number, no symbol, one page, signed by hand (documents.md §2.8)."""

from __future__ import annotations

from dialogue.core.documents import Document, Signature, filled, paragraph
from dialogue.letters.queries import LetterCard
from dialogue.letters.rules import signing_name
from dialogue.letters.states import LetterKind
from dialogue.ward.cards import StaffCard, WardCard
from dialogue.ward.states import Role

KINDS = {
    LetterKind.CONGRATULATION: "THƯ CHÚC MỪNG",
    LetterKind.CONDOLENCE: "THƯ CHIA BUỒN",
    LetterKind.THANKS: "THƯ CẢM ƠN",
}
COMMITTEE = "ỦY BAN NHÂN DÂN"


def letter_paper(ward: WardCard, card: LetterCard, signer: StaffCard | None) -> Document:
    """signer: who signs, or has signed. Until then the day is left to be written."""
    drafted = card.drafted_on or card.proposed_on
    return Document(
        issuer=(COMMITTEE, ward.full_name.upper()),
        place=ward.name,
        year=(card.signed_on or drafted).year,
        kind=KINDS[card.kind],
        summary="",
        blocks=tuple(paragraph(line) for line in card.body.splitlines() if line.strip()),
        day=card.signed_on,
        to=(card.to,),
        signatures=(_signature(signer),),
    )


def _signature(signer: StaffCard | None) -> Signature:
    if signer is not None and Role.CHAIRMAN not in signer.roles:
        lines: tuple[str, ...] = ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    else:
        lines = (f"TM. {COMMITTEE}", "CHỦ TỊCH")
    return Signature(lines, filled(signing_name(signer.name) if signer else ""))
