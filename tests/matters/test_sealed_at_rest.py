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
from dialogue.matters.actions.deciding import not_a_denunciation
from dialogue.matters.actions.proving import Photo, Proof, claim_done
from dialogue.matters.actions.tasks import NewTask
from dialogue.matters.queries import attachments as reads
from dialogue.matters.queries.matters import MatterView, matter_for
from dialogue.matters.queries.notices import inbox
from dialogue.matters.queries.proofs import read_photo
from dialogue.matters.queries.queue import queue
from dialogue.matters.queries.sealed_words import WORDS
from dialogue.matters.states import Exposure, Kind, MatterState, Outcome
from dialogue.matters.tables import Matter, SealedCopy
from dialogue.matters.telling import NoticeKind
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
    "Cảnh-mật",
    "Chứng-mật",
)


def accepted(data: bytes) -> files.Accepted:
    return files.Accepted("Tựa-mật.png", "image/png", data, len(data), sha256(data).hexdigest())


PROOF = accepted("Chứng-mật Quýnh-Hoắng".encode())


async def attach(place: Scene, matter: int) -> str:
    """A file with the secret in its name and in its bytes."""
    file = accepted("Ảnh-mật Quýnh-Hoắng".encode())
    await attachments.store([file])
    async with DB.transaction():
        (made,) = await attachments.add(place.ward, matter, [file])
    return made


async def told_everywhere(place: Scene) -> int:
    """A matter in work whose words stand in every table that may hold some."""
    new = await builders.received(place, BODY)
    await not_a_denunciation(place.keeper, new.id, "Phản ánh, không tố cáo.")
    given = triage.Assignment(Kind.QUESTION, "Tựa-mật", field=place.field)
    await triage.assign(place.keeper, new.id, given)
    await drafting.give_to_officer(place.head, new.id, place.officer.staff)
    await drafting.add_note(place.head, new.id, "Nhắc-riêng")
    await drafting.save_draft(place.officer, new.id, 0, f"Nháp-mật {BODY}")
    wanted = NewTask("Hứa-mật", place.unit, LATER, place.officer.staff, new.id)
    task = await tasks.open_task(place.officer, wanted)
    await tasks.report_progress(place.officer, task, "Hứa-mật lần nữa")
    await claim_done(place.officer, task, Proof(photo=Photo(PROOF, "Cảnh-mật", harmless=True)))
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
    assert await proof_of(view) == (PROOF.data, "Cảnh-mật")


async def proof_of(view: MatterView) -> tuple[bytes, str]:
    """The photo that proves its promise, and what it is said to show."""
    (task,) = view.tasks
    (card,) = task.proofs
    return (await read_photo(view.ward, task.id, card.public_id)).data, card.text


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
    assert await proof_of(view) == (PROOF.data, "Cảnh-mật")
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


async def lead_and_two(place: Scene) -> tuple[int, int, int]:
    """Merged into the first: one that shows signs of a denunciation too, and one that does not."""
    lead, alike, plain = [(await builders.received(place, body)).id for body in (None, BODY, None)]
    await not_a_denunciation(place.keeper, alike, "Phản ánh, không tố cáo.")
    for other in (alike, plain):
        await triage.merge(place.keeper, other, lead)
    return lead, alike, plain


async def test_who_told_of_the_same_deed_is_sealed_with_it(db: None) -> None:
    """Else the others' words would tell what is in the box."""
    place = await builders.scene()
    lead, alike, _ = await lead_and_two(place)
    await triage.seal(place.keeper, lead)
    for matter in (lead, alike):
        view = await matter_for(place.chairman, matter)
        assert (view.state, view.lead) == (MatterState.SEALED, None)


async def test_who_denounces_nobody_is_not_told_of_a_denunciation(db: None) -> None:
    place = await builders.scene()
    lead, _, plain = await lead_and_two(place)
    await triage.seal(place.keeper, lead)
    view = await matter_for(place.keeper, plain)
    assert (view.state, view.lead, view.outcome) == (MatterState.RECEIVED, None, Outcome.NONE)
    assert plain in [item.id for item in await queue(place.keeper)]
    assert [(one.kind, one.subject.matter) for one in await inbox(place.keeper)] == [
        (NoticeKind.RETURNED, plain)
    ]


async def test_unsealing_brings_back_those_that_went_with_it(db: None) -> None:
    place = await builders.scene()
    lead, alike, plain = await lead_and_two(place)
    await triage.seal(place.keeper, lead)
    await triage.unseal(place.chairman, lead, "Nhầm.")
    view = await matter_for(place.keeper, alike)
    assert (view.state, view.lead) == (MatterState.MERGED, lead)
    assert "Quýnh-Hoắng" in view.body
    assert (await matter_for(place.keeper, lead)).state is MatterState.RECEIVED
    assert [twin.id for twin in (await matter_for(place.keeper, lead)).twins] == [alike]
    assert (await matter_for(place.keeper, plain)).lead is None


async def test_one_that_was_opened_alone_is_a_matter_of_its_own(db: None) -> None:
    place = await builders.scene()
    lead, alike, _ = await lead_and_two(place)
    await triage.seal(place.keeper, lead)
    await triage.unseal(place.chairman, alike, "Việc khác.")
    assert (await matter_for(place.keeper, alike)).state is MatterState.RECEIVED
    await triage.unseal(place.chairman, lead, "Nhầm.")
    assert (await matter_for(place.keeper, alike)).lead is None


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
