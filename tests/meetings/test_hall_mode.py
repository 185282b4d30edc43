"""A conference goes to the hall's laptop and comes back; the laptop is a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

from dialogue.core.clock import at
from dialogue.core.codes import new_tracking_code, tracking_hash
from dialogue.core.errors import Conflict, Forbidden, Invalid
from dialogue.core.keys import decrypt, encrypt, keys
from dialogue.matters.tables import Matter, MatterEvent
from dialogue.matters.task_tables import Task
from dialogue.piccolo_app import APP_CONFIG as REGISTER
from meetings.conferences.actions import ahead, capturing, door, lending, opening, slips
from meetings.conferences.actions.ahead import Question, Sender
from meetings.conferences.actions.bringing_back import BroughtBack
from meetings.conferences.actions.capturing import NewOpinion
from meetings.conferences.guest_tables import Invitee
from meetings.conferences.hall_tables import Opinion
from meetings.conferences.loans import head_of, key_of, unseal
from meetings.conferences.queries.floor import asked, opinions
from meetings.conferences.queries.history import history
from meetings.conferences.queries.loans import loans
from meetings.conferences.states import ConferenceState, OpinionState, Outcome, Step
from meetings.piccolo_app import APP_CONFIG
from tests.meetings.hall_build import ACCUSES, Hall, hall, invited, minutes, running
from web.cli.hall import brought_in, exported, told
from web.cli.hall_laptop import prepare

pytestmark = pytest.mark.integration
ROOT = Path(__file__).parents[2]
LAPTOP = "tests.meetings.laptop"
LATER = "Câu gửi lên máy chủ trong lúc hội trường đang họp."


@dataclass(frozen=True)
class Trip:
    """One going out. code: opens the file."""

    place: Hall
    file: Path
    code: str

    def laptop(self, work: str) -> dict[str, Any]:
        """What it tells of its work; its file lies at `back` then."""
        mine = {k: v for k, v in os.environ.items() if not k.startswith("LANGNGHE_")}
        folder = str(self.file.with_name("laptop"))
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", LAPTOP, work, self.file, self.code, folder, self.back],
            cwd=ROOT,
            env=mine,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    @property
    def back(self) -> Path:
        return self.file.with_name("back.hall")

    async def bring(self) -> BroughtBack:
        return await brought_in(self.back.read_bytes())


async def lent(place: Hall, folder: Path) -> Trip:
    file = folder / "out.hall"
    with at(minutes(-60)):
        code = await exported("thach-ban", place.slug, file, "Máy của Văn phòng")
    return Trip(place, file, code)


async def ask_ahead(place: Hall, words: str, nonce: str) -> str:
    code = new_tracking_code()
    await ahead.ask_ahead(place.ward, place.number, Sender(), [Question(words, code)], nonce, "vi")
    return code


@pytest.fixture
async def trip(db: None, tmp_path: Path) -> Trip:
    """Ready for the hall: a guest, three slips, a question ahead and one that accuses somebody."""
    with at(minutes(-120)):
        place = await hall()
        guest = await invited(place, "Hợp tác xã Thạch Cầu", "Ông Tám")
        row = await Invitee.select().where(Invitee.id == guest).first()
        assert row is not None
        contact = encrypt(keys(), row["key"], "0912 345 678")
        await Invitee.update({Invitee.contact: contact}).where(Invitee.id == guest)
        await slips.print_slips(place.clerk, place.number, 3)
        await ask_ahead(place, "Khi nào có nước sạch ở xóm Bãi?", "nonce-of-the-first")
        await ask_ahead(place, ACCUSES, "nonce-of-the-second")
    return await lent(place, tmp_path)


async def everything() -> dict[str, list[dict[str, Any]]]:
    tables = [*APP_CONFIG.table_classes, *REGISTER.table_classes]
    return {
        table._meta.tablename: await table.select().order_by(table._meta.primary_key)
        for table in tables
    }


async def test_the_server_keeps_taking_questions_and_nothing_else(trip: Trip) -> None:
    place = trip.place
    with at(minutes(-30)):
        code = await ask_ahead(place, LATER, "nonce-meanwhile")
        assert await asked(tracking_hash(keys(), code)) is not None
        with pytest.raises(Conflict):
            await opening.open_hall(place.clerk, place.number)
        with pytest.raises(Conflict):
            await door.walk_in(place.clerk, place.number, "operation-1")
        with pytest.raises(click.ClickException, match="đang ở một máy khác"):
            await exported("thach-ban", place.slug, trip.file.with_name("2.hall"), "Máy khác")
    assert not trip.file.with_name("2.hall").exists()


async def test_the_file_holds_no_more_than_the_hall_needs(trip: Trip) -> None:
    data = trip.file.read_bytes()
    assert "Ông Tám".encode() not in data
    content = unseal(data, key_of(trip.code.upper().replace("-", " "), head_of(data).loan))
    rows = content["rows"]
    assert [row["person"] for row in rows["conference_invitee"]] == ["Ông Tám"]
    whole = json.dumps(content, ensure_ascii=False)
    assert "0912 345 678" not in whole
    assert "argon2" not in whole
    assert ACCUSES not in whole
    assert [row["body"] for row in rows["matter"]] == ["Khi nào có nước sạch ở xóm Bãi?"]


async def test_there_and_back(trip: Trip) -> None:
    place = trip.place
    work = trip.laptop("whole")
    assert work["guest"] == "Ông Tám"
    with at(minutes(25)):
        later = await ask_ahead(place, LATER, "nonce-meanwhile")
    with at(minutes(300)):
        done = await trip.bring()
    assert done.clashes == ()
    assert (done.opinions, done.changed, done.attendances, done.tasks) == (5, 1, 2, 1)

    card = await place.card()
    assert (card.state, card.locked_to) == (ConferenceState.MINUTES, "")
    assert (card.opened_at, card.closed_at) == (minutes(0), minutes(30))
    every = {each.number: each for each in await opinions(place.ward, place.number)}
    assert every[1].outcome is Outcome.TASK
    assert every[work["ahead"]].outcome is Outcome.WRITTEN
    lead, twin = (every[number] for number in work["numbers"])
    assert (twin.state, twin.lead) == (OpinionState.MERGED, lead.id)
    row = await Opinion.select().where(Opinion.id == every[1].id).first()
    assert row is not None
    assert decrypt(keys(), row["key"], row["asker"]) == "Bà Sáu"
    task = await Task.select().where(Task.id == every[1].task).first()
    assert task is not None
    assert task["created_at"] == minutes(5)

    paper = await asked(tracking_hash(keys(), capturing.tracking_code(card, "", work["slip"])))
    assert paper is not None
    assert str(paper.own.due) == work["due"]
    for code in work["phones"]:
        matter = await Matter.select().where(Matter.tracking == tracking_hash(keys(), code)).first()
        assert matter is not None
        assert matter["received_at"] in {minutes(12), minutes(30)}
    accused = [
        row for row in await Matter.select(Matter.sensitive, Matter.body) if row["sensitive"]
    ]
    assert [row["body"] for row in accused] == [ACCUSES, f"{ACCUSES} (máy 3)"]

    meanwhile = await asked(tracking_hash(keys(), later))
    assert meanwhile is not None
    assert meanwhile.own.number is None
    assert card.version > 1
    with at(minutes(400)):
        new = NewOpinion("Ý kiến nhập từ biên bản giấy.")
        made = await capturing.capture(place.clerk, place.number, "operation-sheet", new)
    assert made.number == 1 + max(number for number in every if number)


async def test_the_history_comes_with_its_hours(trip: Trip) -> None:
    trip.laptop("whole")
    with at(minutes(300)):
        await trip.bring()
    place = trip.place
    told_ = {each.step: each for each in await history(place.ward, place.number)}
    assert told_[Step.OPEN].at == minutes(0)
    assert told_[Step.OPEN].who
    captured = await history(place.ward, place.number, Step.CAPTURE)
    ids = {each.id for each in await opinions(place.ward, place.number)}
    assert {each.data["opinion"] for each in captured if "opinion" in each.data} <= ids
    assert (await history(place.ward, place.number))[-1].step is Step.UNLOCK
    events = await MatterEvent.select(MatterEvent.at).where(MatterEvent.step == "merge")
    assert [row["at"] for row in events] == [minutes(30)]


async def test_brought_twice_it_changes_nothing(trip: Trip) -> None:
    trip.laptop("whole")
    await trip.bring()
    before = await everything()
    again = await trip.bring()
    assert again.again
    assert "Không có gì thay đổi" in told(again)[0]
    assert await everything() == before


async def test_a_lost_laptop_and_what_it_brings_when_it_is_found(db: None, tmp_path: Path) -> None:
    with at(minutes(0)):
        place = await running()
        first = await capturing.capture(
            place.clerk, place.number, "operation-words-1", NewOpinion("Câu một, ghi trước khi đi.")
        )
    trip = await lent(place, tmp_path)
    assert trip.laptop("same") == {"second": 2}
    with pytest.raises(Forbidden):
        await lending.recall(place.clerk, place.number, "Mất máy")
    with pytest.raises(Invalid):
        await lending.recall(place.chairman, place.number, " ")
    await lending.recall(place.chairman, place.number, "Máy bị mất trên đường")
    with pytest.raises(Conflict):
        await lending.recall(place.chairman, place.number, "Bấm hai lần")
    with at(minutes(40)):
        await capturing.change_opinion(
            place.clerk, place.number, first.id, 1, NewOpinion("Chữ ghi ở phường cho câu một.")
        )
        here = await capturing.capture(
            place.clerk, place.number, "operation-words-3", NewOpinion("Câu hai, ghi ở phường.")
        )
    assert here.number == 2
    done = await trip.bring()
    by_words = {each.words: each for each in await opinions(place.ward, place.number)}
    assert by_words["Câu hai, ghi ở hội trường."].number == 2
    assert by_words["Câu hai, ghi ở phường."].number == 3
    assert by_words["Chữ ghi ở phường cho câu một."].number == 1
    lost = [each for each in done.clashes if each.what == "1: words"]
    assert [(each.here, each.there) for each in lost] == [
        ("Chữ ghi ở phường cho câu một.", "Chữ ghi ở hội trường cho câu một.")
    ]
    assert [each.here for each in done.clashes if each.kind == "number"] == ["3"]
    (kept,) = await loans(place.ward, place.number)
    assert kept.clashes == done.clashes
    assert kept.recall_reason == "Máy bị mất trên đường"
    assert any("Chữ ghi ở hội trường" in line for line in told(done))


async def test_a_foreign_or_damaged_file_is_told_and_nothing_is_written(trip: Trip) -> None:
    out = trip.file.read_bytes()
    with pytest.raises(click.ClickException, match="export-back"):
        await brought_in(out)
    with pytest.raises(click.ClickException, match="Không phải tệp hội trường"):
        await brought_in("họ tên,điện thoại\n".encode())
    line, _, rest = out.partition(b"\n")
    damaged = line.replace(b'"out"', b'"back"') + b"\n" + rest
    with pytest.raises(click.ClickException, match="không mở được"):
        await brought_in(damaged)
    strange = json.dumps(json.loads(line) | {"way": "back", "loan": "0" * 16}).encode()
    with pytest.raises(click.ClickException, match="không phải của máy chủ này"):
        await brought_in(strange + b"\n" + rest)
    with pytest.raises(Invalid):
        unseal(out, key_of("aaaa-bbbb-cccc-dddd-eeee", head_of(out).loan))
    assert (await trip.place.card()).locked_to == "Máy của Văn phòng"


async def test_what_an_old_laptop_brings_waits_for_the_one_that_is_out(trip: Trip) -> None:
    trip.laptop("whole")
    await lending.recall(trip.place.chairman, trip.place.number, "Máy bị mất")
    with at(minutes(40)):
        await exported("thach-ban", trip.place.slug, trip.file.with_name("2.hall"), "Máy thứ hai")
    with pytest.raises(click.ClickException, match="đang ở một máy khác"):
        await trip.bring()
    assert (await trip.place.card()).locked_to == "Máy thứ hai"


async def test_a_power_cut_while_it_moves_in_and_a_folder_of_something_else(trip: Trip) -> None:
    folder = trip.file.with_name("laptop")
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(b"somebody's own")
    with pytest.raises(click.ClickException, match="đã có tệp khác"):
        prepare(trip.file, trip.code, folder)
    (folder / "photo.jpg").unlink()
    cut_off = {"loan": head_of(trip.file.read_bytes()).loan, "ready": False}
    (folder / "hall.json").write_text(json.dumps(cut_off))
    (folder / "master.keys").write_text("k1:00")
    (folder / "langnghe.sqlite").write_bytes(b"half a database")
    assert trip.laptop("whole")["guest"] == "Ông Tám"
    other = cut_off | {"loan": "another", "ready": True}
    (folder / "hall.json").write_text(json.dumps(other))
    with pytest.raises(click.ClickException, match="một hội nghị khác"):
        prepare(trip.file, trip.code, folder)
