"""Units, fields, topics, groups and procedures: changed by their keeper, each in its ward."""

from __future__ import annotations

from datetime import date

import pytest

from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.ward import actions, queries
from dialogue.ward.actions.procedures import Imported
from dialogue.ward.rules import Actor, system_actor
from dialogue.ward.states import Role
from tests.ward.builders import bare_ward, person, ward_with_defaults

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("db")]
HEADING = "code,slug,field,name_vi,owner_unit,limit_value,limit_unit,channels\n"


async def two_keepers() -> tuple[Actor, Actor, Actor]:
    """A ward's keeper, another ward's keeper, and an officer of the first ward."""
    ward, other = await bare_ward("sai-gon"), await bare_ward("ben-thanh", "Bến Thành")
    return system_actor(ward), system_actor(other), await person(ward, "can-bo", Role.OFFICER)


async def test_units() -> None:
    keeper, stranger, officer = await two_keepers()
    unit = await actions.add_unit(keeper, "KT", "Phòng Kinh tế", short="Kinh tế")
    await actions.change_unit(keeper, unit, "Phòng Kinh tế, Hạ tầng và Đô thị", "Kinh tế")
    (card,) = await queries.units(keeper.ward)
    assert (card.id, card.name) == (unit, "Phòng Kinh tế, Hạ tầng và Đô thị")
    assert card.other_names == ("Phòng Kinh tế",)
    with pytest.raises(Conflict):
        await actions.add_unit(keeper, "KT", "Khác")
    with pytest.raises(Invalid) as wrong:
        await actions.add_unit(keeper, "kt", " ")
    assert wrong.value.errors == {"code": "not-usable", "name": "missing"}
    with pytest.raises(NotFound):
        await actions.change_unit(stranger, unit, "Của tôi", "Tôi")
    with pytest.raises(NotFound):
        await actions.end_unit(stranger, unit, date(2026, 1, 1))
    with pytest.raises(Forbidden):
        await actions.add_unit(officer, "VP", "Văn phòng")
    await actions.end_unit(keeper, unit, date(2026, 1, 1))
    assert await queries.units(keeper.ward) == ()
    assert [card.until for card in await queries.units(keeper.ward, past=True)] == [
        date(2026, 1, 1)
    ]


async def test_fields() -> None:
    keeper, stranger, officer = await two_keepers()
    unit = await actions.add_unit(keeper, "KT", "Phòng Kinh tế")
    theirs = await actions.add_unit(stranger, "KT", "Phòng Kinh tế")
    parent = await actions.add_field(keeper, "DC-XD", "Địa chính – Xây dựng", unit)
    child = await actions.add_field(keeper, "DD", "Đất đai", unit, parent=parent)
    assert (await queries.field(keeper.ward, parent)).family == (parent, child)
    with pytest.raises(Invalid) as third:
        await actions.add_field(keeper, "NHA", "Nhà", unit, parent=child)
    assert third.value.errors == {"parent": "third-level"}
    for wrong_unit, wrong_parent in ((theirs, None), (unit, 10**6)):
        with pytest.raises(NotFound):
            await actions.add_field(keeper, "X", "X", wrong_unit, parent=wrong_parent)
    with pytest.raises(Conflict):
        await actions.add_field(keeper, "DD", "Đất", unit)
    with pytest.raises(Forbidden):
        await actions.add_field(officer, "MT", "Môi trường", unit)
    with pytest.raises(NotFound):
        await actions.switch_field(stranger, child, False)


async def test_a_renamed_field_keeps_its_old_name() -> None:
    keeper, stranger, _ = await two_keepers()
    unit = await actions.add_unit(keeper, "KT", "Phòng Kinh tế")
    field = await actions.add_field(keeper, "DD", "Địa chính", unit)
    new = {"name_en": "Land", "short": "Đất", "unit": unit}
    await actions.change_field(keeper, field, "Đất đai", **new)  # type: ignore[arg-type]
    card = await queries.field(keeper.ward, field)
    assert (card.name, card.name_en, card.old_names) == ("Đất đai", "Land", ("Địa chính",))
    await actions.change_field(keeper, field, "Địa chính", **new)  # type: ignore[arg-type]
    assert (await queries.field(keeper.ward, field)).old_names == ("Đất đai",)
    theirs = await actions.add_unit(stranger, "KT", "Phòng Kinh tế")
    with pytest.raises(NotFound):
        await actions.change_field(stranger, field, "X", name_en="", short="", unit=theirs)
    await actions.switch_field(keeper, field, False)
    assert await queries.fields(keeper.ward) == ()
    assert (await queries.field(keeper.ward, field)).active is False


async def test_topics() -> None:
    keeper, stranger, officer = await two_keepers()
    unit = await actions.add_unit(keeper, "KT", "Phòng Kinh tế")
    topic = await actions.add_topic(keeper, "RAC", "Rác thải", unit, sensitive=True)
    (card,) = await queries.topics(keeper.ward)
    assert (card.id, card.name_en, card.sensitive) == (topic, "Rác thải", True)
    with pytest.raises(Conflict):
        await actions.add_topic(keeper, "RAC", "Rác", unit)
    with pytest.raises(NotFound):
        await actions.add_topic(stranger, "RAC", "Rác", unit)
    with pytest.raises(NotFound):
        await actions.switch_topic(stranger, topic, False)
    with pytest.raises(Forbidden):
        await actions.switch_topic(officer, topic, False)
    await actions.switch_topic(keeper, topic, False)
    assert await queries.topics(keeper.ward) == ()


@pytest.mark.parametrize(
    ("row", "key", "line"),
    [
        ("DD,,Đất đai,Land,Đất đai,XX,,,\n", "unknown-owner-unit", "2"),
        ("DD,ZZ,Đất đai,Land,Đất đai,KT,,,\n", "unknown-parent", "2"),
        ("dd,,Đất đai,Land,Đất đai,KT,,,\n", "not-usable", "2"),
        ("DD,,,Land,Đất đai,KT,,,\n", "missing", "2"),
        ("DD,,Đất,Land,Đất,KT,,,\nDD,,Đất,Land,Đất,KT,,,\n", "twice", "3"),
        (f"DD,,{'Đ' * 121},Land,Đất,KT,,,\n", "too-long", "2"),
    ],
)
async def test_a_wrong_field_stops_the_import(row: str, key: str, line: str) -> None:
    keeper = system_actor(await bare_ward())
    await actions.add_unit(keeper, "KT", "Phòng Kinh tế")
    heading = "code,parent,name_vi,name_en,short,owner_unit,icon_hint,old_names,examples\n"
    with pytest.raises(Invalid) as error:
        await actions.import_fields(keeper, (heading + row).encode())
    assert error.value.errors.items() >= {"file": key, "line": line}.items()
    assert await queries.fields(keeper.ward) == ()


async def test_groups_stand_in_natural_order() -> None:
    keeper, stranger, officer = await two_keepers()
    for number in (10, 2, 1):
        await actions.add_group(keeper, f"Tổ dân phố số {number}", head="Trần Thị Bình")
    await actions.add_group(keeper, "Khu phố 1", origin="Phú Mỹ cũ")
    await actions.add_group(keeper, "Khu phố 1", origin="Hòa Phú cũ")
    assert [card.label for card in await queries.groups(keeper.ward)] == [
        "Khu phố 1 (Hòa Phú cũ)",
        "Khu phố 1 (Phú Mỹ cũ)",
        "Tổ dân phố số 1",
        "Tổ dân phố số 2",
        "Tổ dân phố số 10",
    ]
    assert await queries.groups(stranger.ward) == ()
    with pytest.raises(Conflict):
        await actions.add_group(keeper, "Khu phố 1", origin="Phú Mỹ cũ")
    with pytest.raises(Invalid) as wrong:
        await actions.add_group(keeper, "", origin="x" * 121)
    assert wrong.value.errors == {"origin": "too-long", "name": "missing"}
    with pytest.raises(Forbidden):
        await actions.add_group(officer, "Tổ 3")


async def test_groups_change_and_end() -> None:
    keeper, stranger, _ = await two_keepers()
    first = await actions.add_group(keeper, "Khu phố 1")
    await actions.add_group(keeper, "Khu phố 2")
    await actions.change_group(keeper, first, "Khu phố Hòa Phú", "", "Lê Văn Ân")
    card = await queries.group(keeper.ward, first)
    assert (card.label, card.head) == ("Khu phố Hòa Phú", "Lê Văn Ân")
    with pytest.raises(Conflict):
        await actions.change_group(keeper, first, "Khu phố 2", "", "")
    with pytest.raises(NotFound):
        await actions.change_group(stranger, first, "Khác", "", "")
    with pytest.raises(NotFound):
        await actions.end_group(stranger, first, date(2026, 5, 1))
    await actions.end_group(keeper, first, date(2026, 5, 1))
    assert [card.label for card in await queries.groups(keeper.ward)] == ["Khu phố 2"]


async def test_groups_from_a_file() -> None:
    keeper, _, officer = await two_keepers()
    data = "name;origin;head;since\nẤp 1;;Nguyễn Văn Sáu;01/07/2025\nẤp 2;;;\n".encode()
    assert await actions.import_groups(keeper, data) == 2
    assert await actions.import_groups(keeper, data) == 0
    assert [(card.name, card.since) for card in await queries.groups(keeper.ward)] == [
        ("Ấp 1", date(2025, 7, 1)),
        ("Ấp 2", None),
    ]
    with pytest.raises(Invalid) as error:
        await actions.import_groups(keeper, b"name,since\nTo 1,\nTo 2,hom qua\n")
    assert error.value.errors.items() >= {"file": "not-a-day", "line": "3"}.items()
    assert len(await queries.groups(keeper.ward)) == 2
    with pytest.raises(Forbidden):
        await actions.import_groups(officer, data)


async def test_a_new_list_of_procedures_keeps_the_old_addresses() -> None:
    ward = await ward_with_defaults()
    keeper = system_actor(ward)
    old = {card.slug: card for card in await queries.procedures(ward)}
    birth, marriage = old["dang-ky-khai-sinh"], old["dang-ky-ket-hon"]
    new = (
        HEADING
        + "1.001193.000.00.00.H31,khai-sinh-moi,TP-HT,Đăng ký khai sinh,VP,1,same_day,counter\n"
        + ",dang-ky-ket-hon,TP-HT,Đăng ký kết hôn (mới),VP,2,working_day,counter;online\n"
        + "9.000001,thu-tuc-moi,DD,Thủ tục mới,KT,,,\n"
    )
    assert await actions.import_procedures(keeper, new.encode()) == Imported(1, 2, 248, 0, 0)
    assert len(await queries.procedures(ward)) == 251  # what the file does not name stays
    whole = await actions.import_procedures(keeper, new.encode(), replace=True)
    assert whole == Imported(0, 0, 248, 248, 3)
    left = {card.slug: card for card in await queries.procedures(ward)}
    assert set(left) == {"dang-ky-khai-sinh", "dang-ky-ket-hon", "thu-tuc-moi"}
    assert left["dang-ky-khai-sinh"].id == birth.id
    assert left["dang-ky-ket-hon"].id == marriage.id
    assert left["dang-ky-ket-hon"].name == "Đăng ký kết hôn (mới)"
    assert left["dang-ky-ket-hon"].channels == ("counter", "online")
    assert left["thu-tuc-moi"].limit_value is None
    assert len(await queries.procedures(ward, past=True)) == 251
    assert await actions.import_procedures(keeper, new.encode()) == Imported(0, 0, 0, 0, 3)


@pytest.mark.parametrize(
    ("row", "key", "line"),
    [
        ("1.1,a,ZZ,Tên,VP,,,\n", "unknown-field", "2"),
        ("1.1,a,DD,Tên,VP,,,\n1.2,b,DD,Tên,ZZ,,,\n", "unknown-owner-unit", "3"),
        ("1.1,a,DD,Tên,VP,ba,,\n", "not-a-number", "2"),
        ("1.1,a,DD,Tên,VP,3,week,\n", "unknown-limit-unit", "2"),
        ("1.1,a,DD,Tên,VP,,,fax\n", "unknown-channel", "2"),
        ("1.1,,DD,Tên,VP,,,\n", "missing", "2"),
        ("1.1,a,DD,,VP,,,\n", "missing", "2"),
        ("1.1,a,DD,Tên,VP,,,\n1.2,a,DD,Tên,VP,,,\n", "twice", "3"),
        ("1.1,a,DD,Tên,VP,,,\n1.1.000.H31,b,DD,Tên,VP,,,\n", "twice", "3"),
    ],
)
async def test_a_wrong_procedure_stops_the_import(row: str, key: str, line: str) -> None:
    keeper = system_actor(await bare_ward())
    for code in ("VP", "KT"):
        await actions.add_unit(keeper, code, code)
    (unit, _) = await queries.units(keeper.ward)
    await actions.add_field(keeper, "DD", "Đất đai", unit.id)
    with pytest.raises(Invalid) as error:
        await actions.import_procedures(keeper, (HEADING + row).encode())
    assert error.value.errors.items() >= {"file": key, "line": line}.items()
    assert await queries.procedures(keeper.ward, past=True) == ()


async def test_two_rows_do_not_fight_for_one_address() -> None:
    ward = await ward_with_defaults()
    data = (
        HEADING
        + "1.001193,khac,TP-HT,Đăng ký khai sinh,VP,,,\n"
        + "9.9,dang-ky-khai-sinh,TP-HT,Khác,VP,,,\n"
    )
    with pytest.raises(Invalid) as error:
        await actions.import_procedures(system_actor(ward), data.encode())
    assert error.value.errors.items() >= {"file": "in-use", "line": "3"}.items()


async def test_only_keepers_import_procedures() -> None:
    _, _, officer = await two_keepers()
    with pytest.raises(Forbidden):
        await actions.import_procedures(officer, HEADING.encode())
