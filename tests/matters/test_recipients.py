"""To whom what is sealed may be handed over."""

from __future__ import annotations

import pytest

from dialogue.core.errors import Invalid
from dialogue.matters.actions import triage
from dialogue.matters.queries.facts import facts
from dialogue.matters.recipients import ACCUSED, NO_BODY, unfit
from dialogue.matters.states import MatterState
from tests.matters import builders

PHUC = "Ông Phúc trưởng công an phường nhận 10 triệu để bỏ qua việc xây lấn hẻm."
DESK = "Chị Lan bên địa chính phường đòi 2 triệu, tôi đã báo công an phường."


@pytest.mark.unit
@pytest.mark.parametrize("recipient", ["2", "", "12/2026", "…", "A b", "???"])
def test_it_is_the_name_of_a_body(recipient: str) -> None:
    assert unfit(recipient, PHUC) == NO_BODY


@pytest.mark.unit
@pytest.mark.parametrize(
    ("recipient", "said"),
    [
        ("ông Phúc trưởng công an phường", PHUC),
        ("ong phuc truong cong an phuong", PHUC),
        ("Ông Phúc", PHUC),
        ("Trần Văn Phúc", PHUC),
        ("Trưởng Công an phường", PHUC),
        ("Ông Phúc, Công an thành phố", PHUC),
        ("Ông Phúc", "ong phuc truong cong an phuong nhan tien"),
        ("Bộ phận địa chính phường", DESK),
        ("Bà Lan", DESK),
    ],
)
def test_it_is_never_whom_the_text_speaks_of(recipient: str, said: str) -> None:
    assert unfit(recipient, said) == ACCUSED


@pytest.mark.unit
@pytest.mark.parametrize(
    ("recipient", "said"),
    [
        ("Công an thành phố", PHUC),
        ("Thanh tra tỉnh", PHUC),
        ("Ban Tiếp công dân của Thành phố", PHUC),
        ("Ông Trần Công Tâm, Thanh tra thành phố", PHUC),
        ("UBND phường", PHUC),
        ("Công an phường", DESK),
    ],
)
def test_another_body_receives_it(recipient: str, said: str) -> None:
    assert not unfit(recipient, said)


@pytest.mark.integration
async def test_a_sealed_text_is_read_for_whom_it_accuses(db: None) -> None:
    place = await builders.scene()
    new = await builders.received(place, PHUC)
    await triage.seal(place.keeper, new.id)
    for recipient, why in (("Ông Phúc trưởng công an phường", ACCUSED), ("2", NO_BODY)):
        with pytest.raises(Invalid) as refused:
            await triage.hand_over_sealed(place.chairman, new.id, recipient)
        assert refused.value.errors == {"recipient": why}
    await triage.hand_over_sealed(place.chairman, new.id, "Công an thành phố")
    assert (await facts(place.ward, new.id)).state is MatterState.SEALED_DONE
