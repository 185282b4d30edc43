"""A new ward has all that it needs, and each ward only its own."""

from __future__ import annotations

from datetime import date

import pytest

from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.ward import actions, catalogue, queries
from dialogue.ward.actions.units import import_units
from dialogue.ward.rules import system_actor
from dialogue.ward.states import Role, UnitKind
from tests.ward.builders import bare_ward, person, ward_with_defaults

pytestmark = pytest.mark.integration


@pytest.mark.usefixtures("db")
async def test_a_ward_starts_with_the_defaults() -> None:
    ward = await ward_with_defaults()
    card = await queries.ward("thach-ban")
    assert (card.id, card.full_name, card.group_word) == (ward, "Phường Thạch Bàn", "tổ dân phố")
    assert [unit.code for unit in await queries.units(ward)] == (
        ["VP", "KT", "VHXH", "TTHCC", "CAP", "QSP", "MTTQ", "DV"]
    )
    assert len(await queries.fields(ward)) == 24
    assert len(await queries.topics(ward)) == 20
    assert len(await queries.procedures(ward)) == 250
    assert len(await queries.calendar_days(ward)) == 45
    assert {rule.code for rule in await queries.rules(ward)} == {
        row["id"] for row in catalogue.default_rules()
    }


@pytest.mark.usefixtures("db")
async def test_the_defaults_twice_double_nothing() -> None:
    ward = await ward_with_defaults()
    version = (await queries.calendar(ward)).version
    rules = len(await queries.rules(ward))
    await actions.set_up_from_defaults(ward)
    assert len(await queries.fields(ward, past=True)) == 24
    assert len(await queries.procedures(ward, past=True)) == 250
    assert len(await queries.rules(ward)) == rules
    assert (await queries.calendar(ward)).version == version


@pytest.mark.usefixtures("db")
async def test_a_parent_field_holds_its_children() -> None:
    ward = await ward_with_defaults()
    tree = {
        parent.code: [child.code for child in below]
        for parent, below in await queries.field_tree(ward)
    }
    assert tree["DC-XD"] == ["DD", "XD"]
    assert tree["CSXH"] == ["BTXH", "NCC", "LD"]
    assert tree["CT"] == []
    parent = next(card for card in await queries.fields(ward) if card.code == "DC-XD")
    assert len(await queries.procedures(ward, parent.id)) == 20


@pytest.mark.usefixtures("db")
async def test_a_commune_has_its_own_unit_names() -> None:
    ward = await actions.set_up_ward("xa-moi", "Mới", kind="xã")
    await actions.set_up_from_defaults(ward)
    names = {unit.code: unit.name for unit in await queries.units(ward)}
    assert (names["KT"], names["CAP"]) == ("Phòng Kinh tế", "Công an xã")
    assert (await queries.ward("xa-moi")).full_name == "Xã Mới"


@pytest.mark.usefixtures("db")
async def test_wrong_wards_are_refused() -> None:
    await bare_ward("sai-gon")
    with pytest.raises(Invalid) as slug:
        await actions.set_up_ward("quan-tri", "Quản Trị")
    with pytest.raises(Invalid) as name:
        await actions.set_up_ward("trong", "  ")
    with pytest.raises(Invalid) as kind:
        await actions.set_up_ward("trong", "Trong", kind="quận")
    with pytest.raises(Conflict):
        await actions.set_up_ward("sai-gon", "Sài Gòn")
    assert slug.value.errors == {"slug": "not-usable"}
    assert name.value.errors == {"name": "missing"}
    assert kind.value.errors == {"kind": "unknown-kind"}
    with pytest.raises(NotFound):
        await queries.ward("trong")


@pytest.mark.usefixtures("db")
async def test_only_a_keeper_changes_the_card() -> None:
    ward = await bare_ward()
    keeper = await person(ward, "quan-tri", Role.KEEPER)
    await actions.change_ward(keeper, phone="028 3829 5000", hours="7:30–17:00")
    card = await queries.ward_by_id(ward)
    assert (card.phone, card.hours) == ("028 3829 5000", "7:30–17:00")
    with pytest.raises(Forbidden):
        await actions.change_ward(await person(ward, "can-bo", Role.OFFICER), phone="1")
    with pytest.raises(Invalid):
        await actions.change_ward(keeper, slug="khac")


@pytest.mark.usefixtures("db")
async def test_every_ward_reads_only_its_own() -> None:
    full, empty = await ward_with_defaults(), await bare_ward()
    assert await queries.units(empty) == ()
    assert await queries.fields(empty) == ()
    assert await queries.topics(empty) == ()
    assert await queries.procedures(empty) == ()
    assert await queries.groups(empty) == ()
    assert await queries.calendar_days(empty) == ()
    assert await queries.staff_list(empty) == ()
    field = (await queries.fields(full))[0].id
    with pytest.raises(NotFound):
        await queries.field(empty, field)
    with pytest.raises(NotFound):
        await queries.procedures(empty, field)
    assert [card.slug for card in await queries.wards()] == ["sai-gon", "thach-ban"]


@pytest.mark.usefixtures("db")
async def test_one_own_file_in_place_of_a_default() -> None:
    ward = await bare_ward()
    units = b"code,name\nVP,Van phong\nKT,Kinh te\nVHXH,Van hoa\nTTHCC,Trung tam\nCAP,Cong an\n"
    own = units + b"QSP,Quan su\nX-1,To moi\n"
    await actions.set_up_from_defaults(ward, {"units": own})
    assert [unit.code for unit in await queries.units(ward)][-1] == "X-1"
    with pytest.raises(Invalid):
        await actions.set_up_from_defaults(ward, {"unit": own})


@pytest.mark.usefixtures("db")
async def test_kinds_of_units_come_with_their_file() -> None:
    ward = await bare_ward()
    await import_units(system_actor(ward), b"code,name,kind\nMC,Mot cua,counter\nVP,Van phong,\n")
    kinds = {unit.code: unit.kind for unit in await queries.units(ward)}
    assert kinds == {"MC": UnitKind.COUNTER, "VP": UnitKind.OFFICE}
    with pytest.raises(Invalid) as refused:
        await import_units(system_actor(ward), b"code,name,kind\nX-1,To moi,club\n")
    assert refused.value.errors == {"file": "unknown-unit-kind", "line": "2", "column": "kind"}


@pytest.mark.usefixtures("db")
async def test_a_rule_in_force_and_a_gap() -> None:
    ward = await ward_with_defaults()
    result = await queries.rule(ward, "DLG-RESULT", date(2026, 2, 7))
    assert result is not None
    assert (result.value, result.unit) == (10, "ngày (lịch)")
    assert await queries.rule(ward, "DLG-RESULT", date(2020, 6, 30)) is None
    assert "CLK-ACK" in await queries.clock_rules(ward, date(2025, 7, 1))
    assert await queries.clock_rules(ward, date(2025, 6, 30)) == {}


@pytest.mark.usefixtures("db")
async def test_the_system_actor_approves_nothing() -> None:
    actor = system_actor(await bare_ward())
    assert not actor.has(Role.CHAIRMAN, Role.DEPUTY, Role.SEALED_READER, Role.OFFICER)
    assert actor.recorded is None
