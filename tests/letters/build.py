"""Letters in each state, made through actions alone."""

from __future__ import annotations

from datetime import date

from dialogue.core.clock import local_day, now
from dialogue.letters import actions, keeping
from dialogue.letters.actions import Drafting, HandOver, Proposal
from dialogue.letters.queries import LetterCard, letter
from dialogue.letters.states import LetterKind, Way
from dialogue.ward.rules import Actor
from dialogue.ward.states import Qualifier
from tests.matters.builders import Scene

FATHER, MOTHER, CHILD = "Đỗ Văn Kình", "Mạc Thị Chiêm", "Đỗ An Nhiên"
BIRTH = {
    "ho_ten_cha": FATHER,
    "ho_ten_me": MOTHER,
    "ho_ten_con": CHILD,
    "ngay_sinh": "02/11/2026",
}
DEATH = {"cu_ong_ba": "cụ", "ho_ten": "Quách Thị Lựu", "ngay": "20/11/2026"}
DOSSIER = "H26.29-261120-0077"
TOLD = keeping.Told(
    LetterKind.THANKS, 1270, Qualifier.NEARLY, "2014", date(2016, 12, 28), "Báo chí, 28/12/2016"
)


async def proposed(
    actor: Actor, occasion: str = "birth", whom: str = FATHER, dossiers: tuple[str, ...] = ()
) -> LetterCard:
    number = await actions.propose(actor, Proposal(occasion, whom, True, dossiers=dossiers))
    return await letter(actor, number)


async def drafted(place: Scene, occasion: str = "birth") -> LetterCard:
    values, dossiers = (DEATH, (DOSSIER,)) if occasion == "death" else (BIRTH, ())
    card = await proposed(place.keeper, occasion, dossiers=dossiers)
    given = Drafting(values, card.version, place.chairman.staff, checked=True)
    await actions.draft(place.keeper, card.id, given)
    return await letter(place.keeper, card.id)


async def signed(place: Scene, occasion: str = "birth") -> LetterCard:
    card = await drafted(place, occasion)
    await actions.sign(place.chairman, card.id, card.version, checked=True)
    return await letter(place.keeper, card.id)


async def delivered(place: Scene, occasion: str = "birth") -> LetterCard:
    card = await signed(place, occasion)
    over = HandOver(local_day(now()), Way.HOME, place.keeper.staff)
    await actions.deliver(place.keeper, card.id, card.version, over)
    return await letter(place.keeper, card.id)


async def addresses(place: Scene) -> dict[str, str]:
    """For tests/web/site.py."""
    return {
        "/quan-tri/thu/mau/{occasion}": "birth",
        "/quan-tri/thu/in-chung/{name}": "thu.docx",
        "/quan-tri/thu/{letter}/{name}": "thu.docx",
        "letter": str((await drafted(place)).id),
        "told": str(await keeping.enter_earlier(place.keeper, TOLD)),
    }
