"""Case figures are kept as they were reported, with their words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dialogue.core.errors import Forbidden, Invalid, NotFound
from dialogue.ward import actions, figures, queries
from dialogue.ward.actions import CaseEntry
from dialogue.ward.actions.case_figures import Imported
from dialogue.ward.figures import Figures, FindingKind
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Qualifier, Role
from tests.ward.builders import bare_ward, person

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("db")]
SINCE, UNTIL = date(2025, 7, 1), date(2025, 9, 17)


def entry(**counts: Any) -> CaseEntry:
    return CaseEntry(SINCE, UNTIL, Figures(**counts))


async def test_figures_are_entered_and_replaced() -> None:
    keeper = system_actor(await bare_ward())
    first = await actions.enter_case_figures(keeper, entry(received=303, returned=311))
    (card,) = await queries.case_figures(keeper.ward)
    assert (card.id, card.field, card.figures.late) == (first, None, None)
    assert [each.kind for each in figures.findings(card.figures)] == [FindingKind.CARRIED_OVER]
    again = await actions.enter_case_figures(
        keeper, entry(opening=20, received=303, returned=311, in_progress=12, late=0)
    )
    (card,) = await queries.case_figures(keeper.ward)
    assert (again, card.figures.late, card.figures.opening) == (first, 0, 20)


async def test_more_than_stays_more_than() -> None:
    keeper = system_actor(await bare_ward())
    data = (
        "since;until;label;received;returned;source\n"
        "01/07/2025;17/09/2025;từ ngày 1-7 đến nay;hơn 16.710;16.251;Báo\n"
        "2020-01-01;2020-06-30;6 tháng đầu năm 2020;2685;;\n"
    )
    assert await actions.import_cases(keeper, data.encode()) == Imported(2, 0, 0, ())
    newest, oldest = await queries.case_figures(keeper.ward)
    assert newest.figures.received == 16710
    assert newest.figures.qualifiers == {"received": Qualifier.MORE_THAN}
    assert (newest.label, newest.source) == ("từ ngày 1-7 đến nay", "Báo")
    assert (oldest.figures.returned, oldest.figures.qualifiers) == (None, {})
    assert await actions.import_cases(keeper, data.encode()) == Imported(0, 0, 2, ())
    other = data.replace("2685", "2686")
    assert await actions.import_cases(keeper, other.encode()) == Imported(0, 1, 1, ())
    assert len(await queries.case_figures(keeper.ward)) == 2


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("2025-07-01,2025-06-30,,5", "before-since"),
        ("2199-01-01,2199-01-31,,5", "not-begun"),
        ("2025-07-01,2025-09-17,ZZ,5", "unknown-field"),
        ("2025-07-01,2025-09-17,,-5", "not-a-number"),
        ("2025-07-01,2025-09-17,,", "missing"),
        ("2025-07-01,nay,,5", "not-a-day"),
    ],
)
async def test_a_wrong_row_stops_the_import(row: str, key: str) -> None:
    keeper = system_actor(await bare_ward())
    good = "2025-07-01,2025-09-17,,5"
    data = f"since,until,field,received\n{good}\n{row}\n"
    with pytest.raises(Invalid) as error:
        await actions.import_cases(keeper, data.encode())
    assert error.value.errors.items() >= {"file": key, "line": "3"}.items()
    assert await queries.case_figures(keeper.ward) == ()


async def test_wrong_figures() -> None:
    ward, other = await bare_ward("sai-gon"), await bare_ward("ben-thanh", "Bến Thành")
    keeper, stranger = system_actor(ward), system_actor(other)
    unit = await actions.add_unit(keeper, "KT", "Phòng Kinh tế")
    field = await actions.add_field(keeper, "DD", "Đất đai", unit)
    with pytest.raises(NotFound):
        await actions.enter_case_figures(
            stranger, CaseEntry(SINCE, UNTIL, Figures(received=1), field=field)
        )
    with pytest.raises(Invalid) as negative:
        await actions.enter_case_figures(keeper, entry(received=-1))
    assert negative.value.errors == {"received": "out-of-range"}
    with pytest.raises(Invalid) as loose:
        await actions.enter_case_figures(
            keeper,
            CaseEntry(SINCE, UNTIL, Figures(received=1, qualifiers={"late": Qualifier.ABOUT})),
        )
    assert loose.value.errors == {"late": "nothing-to-qualify"}
    officer = await person(ward, "can-bo", Role.OFFICER)
    with pytest.raises(Forbidden):
        await actions.enter_case_figures(officer, entry(received=1))
    with pytest.raises(Forbidden):
        await actions.import_cases(officer, b"since,until\n")
    assert await queries.case_figures(ward) == ()
