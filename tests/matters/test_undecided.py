"""What the program flagged is handed to nobody before a person has said whether it denounces."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound, Undecided
from dialogue.matters.actions import triage
from dialogue.matters.actions.deciding import not_a_denunciation
from dialogue.matters.actions.triage import Assignment
from dialogue.matters.queries.facts import facts
from dialogue.matters.queries.matters import matter_for
from dialogue.matters.queries.similar import like_this
from dialogue.matters.states import Kind, MatterState, Redirection, Rejection, Step
from dialogue.ward.states import Role
from tests.matters import builders
from tests.matters.builders import Scene

pytestmark = pytest.mark.integration
PLAIN = "Cán bộ địa chính nhận 5 triệu của gia đình tôi để làm sổ đỏ cho nhanh."
DOUBTED = "Cán bộ trực quầy hôm đó tên gì, chị ấy bảo muốn nhanh thì biết điều?"
ACTS: dict[str, Callable[[Scene, int], Awaitable[None]]] = {
    "assign": lambda place, m: triage.assign(
        place.keeper, m, Assignment(Kind.REPORT, "Làm sổ", field=place.field)
    ),
    "redirect": lambda place, m: triage.redirect(
        place.keeper, m, "Công an phường", Redirection.NOT_OURS
    ),
    "reject": lambda place, m: triage.reject(place.keeper, m, Rejection.EMPTY),
    "propose": lambda place, m: triage.reject(place.keeper, m, Rejection.INSULT),
}


@pytest.mark.parametrize("said", [PLAIN, DOUBTED], ids=["seal", "doubt"])
async def test_it_is_neither_given_on_nor_ended(db: None, said: str) -> None:
    place = await builders.scene()
    new = await builders.received(place, said)
    for name, act in ACTS.items():
        with pytest.raises(Undecided):
            await act(place, new.id)
        found = await facts(place.ward, new.id)
        assert (found.state, found.sensitive, found.unit) == (MatterState.RECEIVED, True, None), (
            name
        )
    assert set((await matter_for(place.keeper, new.id)).steps) == {
        Step.ASK_BACK,
        Step.SEAL,
        Step.NOT_DENUNCIATION,
    }


async def test_it_is_merged_into_none_and_none_into_it(db: None) -> None:
    place = await builders.scene()
    flagged, other = await builders.received(place, PLAIN), await builders.received(place)
    with pytest.raises(Undecided):
        await triage.merge(place.keeper, flagged.id, other.id)
    with pytest.raises(Invalid) as refused:
        await triage.merge(place.keeper, other.id, flagged.id)
    assert refused.value.errors == {"lead": "undecided-lead"}
    assert await like_this(place.keeper, other.id, PLAIN) == []


async def test_its_asker_may_be_asked_and_then_it_is_as_before(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place, DOUBTED)
    await triage.ask_back(place.keeper, new.id, "Ngày nào?")
    await triage.reply(place.ward, builders.hash_of(new), "Hôm thứ Hai.")
    with pytest.raises(Undecided):
        await ACTS["assign"](place, new.id)


async def test_a_person_says_in_writing_that_it_is_none(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place, DOUBTED)
    inspector = await builders.person(place.ward, "thanh-tra", Role.INSPECTOR)
    reader = await builders.person(place.ward, "doc-rieng", Role.SEALED_READER)
    for actor, error in ((inspector, NotFound), (place.head, NotFound), (reader, Forbidden)):
        with pytest.raises(error):
            await not_a_denunciation(actor, new.id, "Hỏi tên người trực.")
    with pytest.raises(Invalid):
        await not_a_denunciation(place.keeper, new.id, "  ")
    await not_a_denunciation(place.keeper, new.id, "Hỏi tên người trực.")
    view = await matter_for(place.keeper, new.id)
    last = view.history[-1]
    assert (last.step, last.reason) == (Step.NOT_DENUNCIATION, "Hỏi tên người trực.")
    with pytest.raises(Conflict):
        await not_a_denunciation(place.keeper, new.id, "Lần nữa.")
    await ACTS["assign"](place, new.id)
    assert (await facts(place.ward, new.id)).state is MatterState.ASSIGNED
