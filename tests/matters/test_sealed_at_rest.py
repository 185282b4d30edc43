"""What is sealed lies encrypted: no file of ours has a word of it left."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from piccolo.columns import ForeignKey, Text
from piccolo.table import Table

import dialogue.matters.chores  # noqa: F401  the jobs
from dialogue.core import files, jobs
from dialogue.core.database import DB
from dialogue.core.errors import Conflict
from dialogue.core.local import LocalEngine
from dialogue.core.settings import SETTINGS
from dialogue.matters.actions import attachments, drafting, personal_data, tasks, triage
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.queries import attachments as reads
from dialogue.matters.queries.matters import matter_for
from dialogue.matters.queries.sealed_words import WORDS
from dialogue.matters.states import Exposure, Kind, MatterState
from dialogue.matters.tables import Matter, SealedCopy
from dialogue.piccolo_app import APP_CONFIG
from tests.matters import builders
from tests.matters.builders import Scene

pytestmark = pytest.mark.integration
LATER = date(2099, 1, 1)
# Words that stand nowhere else, each in another place of the matter.
BODY = "Anh cán bộ Quýnh-Hoắng lấy 3 triệu của tôi rồi mới ký, số của tôi 0912345678."
SECRETS = (
    "Quýnh-Hoắng",
    "0912345678",
    "Nhắc-riêng",
    "Tựa-mật",
    "Nháp-mật",
    "Hứa-mật",
    "Cớ-mật",
    "Ảnh-mật",
)


async def attach(place: Scene, matter: int) -> str:
    """A file with the secret in its name and in its bytes."""
    data = "Ảnh-mật Quýnh-Hoắng".encode()
    file = files.Accepted("Tựa-mật.png", "image/png", data, len(data), sha256(data).hexdigest())
    await attachments.store([file])
    async with DB.transaction():
        (made,) = await attachments.add(place.ward, matter, [file])
    return made


async def told_everywhere(place: Scene) -> int:
    """A matter in work whose words stand in every table that may hold some."""
    new = await builders.received(place, BODY)
    given = triage.Assignment(Kind.QUESTION, "Tựa-mật", field=place.field)
    await triage.assign(place.keeper, new.id, given)
    await drafting.give_to_officer(place.head, new.id, place.officer.staff)
    await drafting.add_note(place.head, new.id, "Nhắc-riêng")
    await drafting.save_draft(place.officer, new.id, 0, f"Nháp-mật {BODY}")
    wanted = NewTask("Hứa-mật", place.unit, LATER, place.officer.staff, new.id)
    task = await tasks.open_task(place.officer, wanted)
    await tasks.report_progress(place.officer, task, "Hứa-mật lần nữa")
    await personal_data.decide(place.officer, new.id, "body", "0912345678", Exposure.MASK)
    await attach(place, new.id)
    return new.id


async def run_jobs() -> None:
    runner = jobs.Runner(pause=0)
    while await runner.work_once():
        pass


def left_on_disk(words: tuple[str, ...]) -> set[tuple[str, str]]:
    """Which words stand in which of our files."""
    paths = [Path(DB.path + end) for end in ("", "-wal", "-shm")]  # type: ignore[union-attr]
    paths += [each for each in (SETTINGS.data / "files").rglob("*") if each.is_file()]
    contents = {path: path.read_bytes() for path in paths if path.exists()}
    return {
        (word, path.name)
        for path, content in contents.items()
        for word in words
        if word.encode() in content
    }


async def test_no_file_keeps_a_word_of_it(db: None) -> None:
    place = await builders.scene()
    matter = await told_everywhere(place)
    if isinstance(DB, LocalEngine):
        assert {word for word, _ in left_on_disk(SECRETS)} == set(SECRETS) - {"Cớ-mật"}
    await triage.seal(place.keeper, matter, "Cớ-mật")
    await run_jobs()
    if isinstance(DB, LocalEngine):
        assert left_on_disk(SECRETS) == set()
    assert await in_tables(SECRETS) == set()


async def in_tables(words: tuple[str, ...]) -> set[tuple[str, str]]:
    """Which words stand in which table, as any program reads it that may read all of it."""
    found = set()
    for table in APP_CONFIG.table_classes:
        text = repr(await table.select())
        found |= {(word, table._meta.tablename) for word in words if word in text}
    return found


async def test_who_opens_the_box_reads_all_of_it(db: None) -> None:
    place = await builders.scene()
    matter = await told_everywhere(place)
    before = await matter_for(place.chairman, matter)
    await triage.seal(place.keeper, matter, "Cớ-mật")
    view = await matter_for(place.chairman, matter)
    assert view.body == BODY
    assert [each.text for each in view.notes] == ["Nhắc-riêng"]
    assert view.drafts == before.drafts
    assert view.history[:-1] == before.history
    assert view.history[-1].reason == "Cớ-mật"
    assert [each.text for each in view.tasks] == ["Hứa-mật"]
    assert view.asides == before.asides
    (card,) = view.files
    assert card.name == "Tựa-mật.png"
    content = await reads.read(place.chairman, card.public_id)
    assert content.data == "Ảnh-mật Quýnh-Hoắng".encode()


async def test_unsealed_it_is_as_it_was(db: None) -> None:
    place = await builders.scene()
    matter = await told_everywhere(place)
    before, on_disk = await matter_for(place.keeper, matter), list_files()
    await triage.seal(place.keeper, matter, "Cớ-mật")
    await run_jobs()
    await triage.unseal(place.chairman, matter, "Nhầm.")
    await run_jobs()
    view = await matter_for(place.keeper, matter)
    assert view.state is MatterState.RECEIVED
    assert (view.title, view.body, view.drafts) == (before.title, before.body, before.drafts)
    assert view.history[: len(before.history)] == before.history
    assert (view.notes, view.tasks, view.files) == (before.notes, before.tasks, before.files)
    (card,) = view.files
    content = await reads.read(place.keeper, card.public_id)
    assert content.data == "Ảnh-mật Quýnh-Hoắng".encode()
    assert await SealedCopy.count() == 0
    assert list_files() == on_disk  # no locked copy stays behind


def list_files() -> set[Path]:
    return {each for each in (SETTINGS.data / "files").rglob("*") if each.is_file()}


async def test_what_is_added_in_the_box_stays_in_it(db: None) -> None:
    place = await builders.scene()
    matter = await told_everywhere(place)
    await triage.seal(place.keeper, matter)
    await drafting.add_note(place.chairman, matter, "Thêm-mật")
    await triage.hand_over_sealed(place.chairman, matter, "Thanh tra thành phố", "Lý-do-mật")
    assert await in_tables(("Thêm-mật", "Lý-do-mật")) == set()
    view = await matter_for(place.chairman, matter)
    assert (view.notes[-1].text, view.history[-1].reason) == ("Thêm-mật", "Lý-do-mật")


async def test_nothing_of_it_is_decided_or_promised_any_more(db: None) -> None:
    place = await builders.scene()
    matter = await told_everywhere(place)
    await triage.seal(place.keeper, matter)
    with pytest.raises(Conflict):
        await personal_data.decide(place.chairman, matter, "body", "3 triệu", Exposure.MASK)
    with pytest.raises(Conflict):
        await tasks.open_task(place.chairman, NewTask("Làm", place.unit, LATER, matter=matter))


async def test_a_file_that_another_matter_also_has_stays_for_it(db: None) -> None:
    place = await builders.scene()
    matter, other = await told_everywhere(place), await builders.received(place)
    file = await attach(place, other.id)
    await triage.seal(place.keeper, matter)
    await run_jobs()
    assert (await reads.read(place.keeper, file)).data == "Ảnh-mật Quýnh-Hoắng".encode()


async def test_who_said_the_same_is_sealed_with_it(db: None) -> None:
    """Else the others' words would tell what is in the box."""
    place = await builders.scene()
    lead, other = await builders.received(place), await builders.received(place)
    await triage.merge(place.keeper, other.id, lead.id)
    await triage.seal(place.keeper, lead.id)
    for matter in (lead.id, other.id):
        view = await matter_for(place.chairman, matter)
        assert (view.state, view.lead) == (MatterState.SEALED, None)
    await triage.unseal(place.chairman, other.id, "Việc khác.")
    assert (await matter_for(place.keeper, other.id)).state is MatterState.RECEIVED


def test_every_table_that_may_hold_words_of_a_matter_is_known() -> None:
    """A new table with a text and a matter is put away too, or stands here with a reason."""
    codes_only = {
        "approval",  # names of who approved, and codes
        "notice",  # ids and dates
        "published",  # goes as a whole row
        "published_answer",
        "sealed_copy",
    }
    texts = {
        table._meta.tablename
        for table in APP_CONFIG.table_classes
        if any(isinstance(column, Text) for column in table._meta.columns)
        and any(column._foreign_key_meta.resolved_references is Matter for column in fks(table))
    }
    assert texts - codes_only <= {table._meta.tablename for table in WORDS}


def fks(table: type[Table]) -> list[ForeignKey[Any]]:
    return list(table._meta.foreign_key_columns)
