"""The whole road of a matter: from the form to the verdict, and round again."""

from __future__ import annotations

import pytest

from dialogue.matters.actions.verdicts import Judged, give_verdict
from dialogue.matters.queries.facts import facts
from dialogue.matters.states import MatterState, VerdictLevel
from tests.matters import builders

pytestmark = pytest.mark.integration


async def test_from_the_form_to_the_board_and_back(db: None) -> None:
    place = await builders.scene()
    new = await builders.published(place)
    assert (await facts(place.ward, new.id)).state is MatterState.PUBLISHED
    judged = await builders.not_enough(new)
    assert judged.state is MatterState.DRAFTING
    assert judged.due is not None
    found = await facts(place.ward, new.id)
    assert (found.state, found.round, found.officer) == (
        MatterState.DRAFTING,
        2,
        place.officer.staff,
    )
    await builders.answered_again(place, new)
    last = await give_verdict(builders.hash_of(new), VerdictLevel.SATISFIED)
    assert last == Judged(MatterState.CLOSED)
