"""What `langnghe import` says it has done."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from dialogue.ward import actions, queries
from web.cli.imports import bring_in, brought_in, replaced, unnamed

pytestmark = pytest.mark.integration
PROCEDURES = b"code,slug,field,name_vi,owner_unit\n9.000001,thu-tuc-moi,TP-HT,Thu tuc moi,VP\n"
CASES = (
    b"since,until,received,returned,early,on_time,late\n"
    b"2026-01-01,2026-03-31,20,10,1,1,1\n2026-04-01,2026-06-30,20,10,5,4,1\n"
)


@pytest.fixture
async def ward(db: None) -> int:
    made = await actions.set_up_ward("ben-lua", "Bến Lúa")
    await actions.set_up_from_defaults(made)
    return made


async def test_what_the_file_does_not_name_stays_and_is_counted(ward: int) -> None:
    before = len(await queries.procedures(ward))
    assert await brought_in("procedures", PROCEDURES, None) == (
        "Procedures: 1 added, 0 changed, 0 the same."
        f" {before} that the file does not name stay in use."
    )
    assert len(await queries.procedures(ward)) == before + 1
    assert await unnamed(PROCEDURES, None) == before
    assert await replaced(PROCEDURES, None) == (
        f"{before} switched off; old opinions about them keep their link."
    )
    assert len(await queries.procedures(ward)) == 1


async def test_figures_read_twice_are_said_to_be_the_same_and_odd_ones_are_told(ward: int) -> None:
    odd = "Line 2: Cộng trước, đúng và quá hạn được 3, mà số đã trả ghi 10: lệch 7."
    assert await brought_in("cases", CASES, None) == (
        f"Cases: 2 added, 0 changed, 0 the same.\n{odd}"
    )
    assert await brought_in("cases", CASES, None) == (
        f"Cases: 0 added, 0 changed, 2 the same.\n{odd}"
    )


def test_only_procedures_are_replaced() -> None:
    done = CliRunner().invoke(bring_in, ["groups", __file__, "--replace"])
    assert done.exit_code == 2
    assert "--replace is for procedures" in done.output
