"""Letters from the proposal to the hand-over, what they must not say, what is kept of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dialogue.core import clock
from dialogue.core.clock import local_day, now
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound
from dialogue.core.keys import keys
from dialogue.core.memo import forget
from dialogue.core.workdays import Calendar
from dialogue.letters import actions, keeping
from dialogue.letters.actions import Drafting, HandOver, Proposal
from dialogue.letters.queries import (
    earlier,
    figures,
    history,
    is_quiet,
    letter,
    letters,
    template,
    versions,
)
from dialogue.letters.rules import due, faults, filled, names_in, signing_name, unfilled
from dialogue.letters.states import OPEN, Fault, LetterKind, LetterState, Step, Way
from dialogue.letters.tables import Letter, LetterEvent, QuietDossier
from dialogue.letters.templates import given as given_words
from dialogue.letters.templates import known_places, tone
from dialogue.ward.dossiers import dossier_hash
from dialogue.ward.states import Role
from dialogue.ward.tables import Rule
from surveys.actions.counters import add_counter
from surveys.slips import actions as slips
from surveys.slips.queries import sheet_rows
from tests.letters import build
from tests.letters.build import BIRTH, CHILD, DEATH, DOSSIER, FATHER
from tests.matters import builders
from tests.matters.builders import Scene
from tests.surveys import builders as ratings

pytestmark = pytest.mark.integration


@pytest.fixture
async def place(db: None) -> Scene:
    return await builders.scene()


# The words


def test_our_own_words_keep_their_own_rules() -> None:
    for words in given_words().values():
        said = f"{words.to}. {words.body}"
        assert faults(said, tone(words.kind)) == ()
        assert set(words.places) <= known_places()


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("Xin chia buồn!", Fault.EXCLAMATION),
        ("Xin chúc mừng gia đình.", Fault.CONGRATULATION),
        ("Mong gia đình sớm VUI trở lại.", Fault.CONGRATULATION),
        ("Mời gia đình quét mã để cho biết cảm nhận.", Fault.RATING),
        ("Rất mong gia đình góp ý.", Fault.RATING),
        ("Phường quyết tâm xây dựng đời sống mới.", Fault.SLOGAN),
        ("Xem tại https://phuong.example.", Fault.RATING),
    ],
)
def test_what_a_condolence_must_not_say(said: str, fault: Fault) -> None:
    assert {each.fault for each in faults(said, tone(LetterKind.CONDOLENCE))} == {fault}


def test_words_inside_others_and_days_of_the_lunar_month_are_no_fault() -> None:
    said = "Được tin cụ từ trần ngày mùng 3, ông Vuiết xin chia buồn."
    assert faults(said, tone(LetterKind.CONDOLENCE)) == ()


def test_somebody_may_be_called_what_is_no_word_of_a_condolence() -> None:
    said, called = "Xin chia buồn cùng gia đình cụ Lê Văn Vui.", {"ho_ten": "Lê Văn Vui"}
    assert faults(said, tone(LetterKind.CONDOLENCE), names_in(called)) == ()
    assert faults(f"{said} Mong gia đình vui.", tone(LetterKind.CONDOLENCE), names_in(called))


def test_no_letter_asks_for_a_rating_and_others_may_be_glad() -> None:
    assert faults("Chúc mừng gia đình!", tone(LetterKind.CONGRATULATION)) == ()
    for kind in LetterKind:
        (found,) = faults("Mời ông bà đánh giá.", tone(kind))
        assert found.fault is Fault.RATING


@given(some.dictionaries(some.sampled_from(["ho_ten", "ngay"]), some.text("abcđ", min_size=1)))
def test_what_has_no_value_stays_to_be_seen(values: dict[str, str]) -> None:
    made = filled("{ho_ten}, {ngay}", values)
    assert unfilled(made) is (set(values) != {"ho_ten", "ngay"})


def test_who_signs_has_no_title_before_the_name() -> None:
    assert signing_name("bà Lê Thị Mẫu") == "Lê Thị Mẫu"
    assert signing_name("Bành Ông Bà") == "Bành Ông Bà"


def test_a_condolence_is_due_on_the_next_day_even_on_a_saturday() -> None:
    friday = date(2026, 11, 20)
    assert due(LetterKind.CONDOLENCE, friday, 1, Calendar()) == date(2026, 11, 21)
    assert due(LetterKind.THANKS, friday, 3, Calendar()) == date(2026, 11, 25)


# The way of a letter


async def test_from_the_proposal_to_the_hand_over(place: Scene) -> None:
    card = await build.delivered(place)
    assert card.state is LetterState.DELIVERED
    assert (card.to, card.signer) == (
        f"Gia đình ông {FATHER} và bà {build.MOTHER}",
        place.chairman.staff,
    )
    assert "UBND phường thach-ban" in card.body
    assert CHILD in card.body
    steps = [each.step for each in await history(place.keeper, card.id)]
    assert steps == [Step.PROPOSE, Step.DRAFT, Step.SIGN, Step.DELIVER]


async def test_nothing_of_it_lies_open_in_the_database(place: Scene) -> None:
    await build.delivered(place)
    for table in (Letter, LetterEvent):
        rows = str(await table.select())
        assert [name for name in (*BIRTH.values(), "chúc mừng") if name in rows] == []


async def test_each_act_has_its_people_and_its_order(place: Scene) -> None:
    counter = await place.person("quay", Role.COUNTER_OFFICER)
    card = await build.proposed(counter)
    draft = Drafting(BIRTH, card.version, place.chairman.staff, checked=True)
    with pytest.raises(Forbidden):
        await actions.propose(place.officer, Proposal("birth", FATHER, True))
    with pytest.raises(Forbidden):
        await actions.draft(counter, card.id, draft)
    with pytest.raises(Forbidden):
        await actions.sign(place.keeper, card.id, card.version, checked=True)
    with pytest.raises(Conflict):
        await actions.sign(place.chairman, card.id, card.version, checked=True)
    await actions.draft(place.keeper, card.id, draft)
    with pytest.raises(Conflict):
        await actions.draft(place.keeper, card.id, draft)  # of a version that is old
    assert (await letter(counter, card.id)).state is LetterState.DRAFTED
    other = await place.person("quay-2", Role.COUNTER_OFFICER)
    with pytest.raises(NotFound):
        await letter(other, card.id)
    assert await letters(other, *OPEN) == []


async def test_another_ward_finds_nothing(place: Scene) -> None:
    other = await builders.scene("sai-gon")
    card = await build.drafted(place)
    with pytest.raises(NotFound):
        await letter(other.keeper, card.id)
    with pytest.raises(NotFound):
        await actions.sign(other.chairman, card.id, card.version, checked=True)
    with pytest.raises(NotFound):
        await actions.cancel(other.keeper, card.id, card.version)
    assert await letters(other.keeper, *OPEN) == []


async def test_what_a_draft_lacks_is_told(place: Scene) -> None:
    card = await build.proposed(place.keeper, "death", "Gia đình cụ Lựu", (DOSSIER,))
    signer = place.chairman.staff

    async def refused(**more: object) -> dict[str, str]:
        new = {"values": DEATH, "version": card.version, "signer": signer, "checked": True} | more
        with pytest.raises(Invalid) as error:
            await actions.draft(place.keeper, card.id, Drafting(**new))  # type: ignore[arg-type]
        return error.value.errors

    assert await refused(values={}) == dict.fromkeys(DEATH, "missing")
    assert await refused(checked=False) == {"checked": "missing"}
    assert await refused(signer=place.keeper.staff) == {"signer": "missing"}
    assert await refused(own="Xin chia buồn cùng gia đình!") == {"own": "tone"}
    assert await refused(own="Xin chia buồn cùng gia đình {ho_ten}.") == {"own": "unfilled"}
    assert await refused(own="Xin chia buồn. " * 200) == {"own": "too-long"}
    with pytest.raises(Invalid) as error:
        await actions.propose(place.keeper, Proposal("birth", FATHER, agreed=False))
    assert error.value.errors == {"agreed": "missing"}


async def test_written_anew_it_is_due_on_the_same_day(place: Scene) -> None:
    card, start = await build.drafted(place), now()
    with clock.at(start + timedelta(days=7)):
        anew = Drafting(BIRTH, card.version, place.chairman.staff, checked=True)
        await actions.draft(place.keeper, card.id, anew)
    found = await letter(place.keeper, card.id)
    assert (found.drafted_on, found.sign_due) == (card.drafted_on, card.sign_due)
    assert found.sign_due is not None


async def test_it_is_handed_over_after_it_was_signed_by_somebody_of_the_ward(place: Scene) -> None:
    card, today = await build.signed(place), local_day(now())

    async def refused(over: HandOver) -> dict[str, str]:
        with pytest.raises(Invalid) as error:
            await actions.deliver(place.keeper, card.id, card.version, over)
        return error.value.errors

    staff = place.keeper.staff
    tomorrow, before = today + timedelta(days=1), today - timedelta(days=1)
    assert await refused(HandOver(tomorrow, Way.HOME, staff)) == {"on": "in-the-future"}
    assert await refused(HandOver(before, Way.HOME, staff)) == {"on": "before-signing"}
    assert await refused(HandOver(today, Way.HOME)) == {"by": "missing"}
    assert await refused(HandOver(today, Way.HOME, group=999_999)) == {"by": "missing"}


async def test_who_does_not_want_it_is_asked_nothing_and_forgotten(place: Scene) -> None:
    card = await build.signed(place, "death")
    await actions.cancel(place.keeper, card.id, card.version)
    gone = await letter(place.keeper, card.id)
    assert (gone.state, gone.erased, gone.body, dict(gone.values)) == (
        LetterState.CANCELLED,
        True,
        "",
        {},
    )
    assert await is_quiet(place.ward, dossier_hash(keys(), place.ward, DOSSIER))


async def test_names_go_after_their_days_and_the_count_stays(place: Scene) -> None:
    card = await build.delivered(place)
    waiting = await build.proposed(place.keeper)
    assert await keeping.erase_old_letters() == 0
    year = local_day(now()).year
    with clock.at(now() + timedelta(days=91)):
        assert await keeping.erase_old_letters() == 2
        assert await keeping.erase_old_letters() == 0
    row = await Letter.select(Letter.key, Letter.content).where(Letter.id == card.id).first()
    assert row == {"key": "", "content": ""}
    assert (await figures(place.ward, year)).delivered[LetterKind.CONGRATULATION] == 1
    assert (await letter(place.keeper, waiting.id)).state is LetterState.CANCELLED
    assert [each.step for each in await history(place.keeper, waiting.id)][-1] == Step.LAPSE


# Near a death nobody is asked


async def test_after_a_condolence_no_dossier_of_the_household_is_invited(place: Scene) -> None:
    director = await place.person("giam-doc", Role.DIRECTOR)
    card = await add_counter(place.ward, "Quầy 2", "Hộ tịch", fields=ratings.FIELDS)
    drawn = await slips.enter(director, card.code, "H26-0001", "dang-ky-khai-sinh")
    await build.proposed(place.keeper, "death", "Gia đình cụ Lựu", (DOSSIER, "h26 0001"))
    for number in (DOSSIER, "H26.29 261120 0077"):
        with pytest.raises(Invalid) as error:
            await slips.enter(director, card.code, number, "dang-ky-khai-sinh")
        assert error.value.errors == {"number": "quiet"}
    for act in (slips.hand, slips.reissue):
        with pytest.raises(Invalid):
            await act(director, drawn.id)
    rows = await sheet_rows(place.ward, [DOSSIER, "H26-0002"])
    assert [row.problem for row in rows] == ["quiet", ""]
    assert (await slips.enter(director, card.code, "H26-0002", "dang-ky-khai-sinh")).invited


async def test_the_silence_ends_and_each_step_of_the_letter_counts_it_anew(place: Scene) -> None:
    mark = dossier_hash(keys(), place.ward, DOSSIER)
    start = now()
    card = await build.drafted(place, "death")
    with clock.at(start + timedelta(days=10)):
        await actions.sign(place.chairman, card.id, card.version, checked=True)
    with clock.at(start + timedelta(days=40)):
        assert await is_quiet(place.ward, mark)
        assert not await is_quiet(place.ward + 1, mark)
    with clock.at(start + timedelta(days=41)):
        assert not await is_quiet(place.ward, mark)
        await keeping.erase_old_letters()
    assert await QuietDossier.count() == 0


async def test_a_glad_letter_silences_nobody(place: Scene) -> None:
    await build.proposed(place.keeper, "birth", FATHER, (DOSSIER,))
    assert not await is_quiet(place.ward, dossier_hash(keys(), place.ward, DOSSIER))


async def test_only_a_condolence_needs_the_rule_of_mourning(place: Scene) -> None:
    await Rule.delete().where(Rule.code == "LTR-QUIET")
    forget()
    await build.proposed(place.keeper, "birth", FATHER, (DOSSIER,))
    with pytest.raises(Conflict):
        await build.proposed(place.keeper, "death", "Gia đình cụ Lựu", (DOSSIER,))


# The ward's own words, and figures of earlier times


async def test_the_ward_changes_its_words_and_every_version_stays(place: Scene) -> None:
    old = await template(place.ward, "birth")
    words = keeping.Words("Khai sinh", old.to, "Phường {ten_phuong} chúc mừng cháu {ho_ten_con}.")
    assert await keeping.change_template(place.keeper, "birth", words, 0) == 1
    with pytest.raises(Conflict):
        await keeping.change_template(place.keeper, "birth", words, 0)
    assert [each.template.version for each in await versions(place.ward, "birth")] == [1, 0]
    card = await build.drafted(place)
    assert (card.body, card.template) == (f"Phường thach-ban chúc mừng cháu {CHILD}.", 1)
    other = await builders.scene("sai-gon")
    assert (await template(other.ward, "birth")).version == 0
    with pytest.raises(Forbidden):
        await keeping.change_template(place.officer, "birth", words, 1)


async def test_an_occasion_of_the_wards_own(place: Scene) -> None:
    words = keeping.Words("Mừng thọ", "{ong_ba_to_chuc}", "Kính chúc {ong_ba_to_chuc} mạnh khỏe.")
    code = await keeping.add_occasion(place.keeper, LetterKind.CONGRATULATION, words)
    assert code == "mung-tho"
    with pytest.raises(Invalid):
        await keeping.add_occasion(place.keeper, LetterKind.CONGRATULATION, words)
    for body, why in (("Xin chia buồn {ai_do}.", "unknown-place"), ("Xin chia buồn!", "tone")):
        wrong = keeping.Words("Đám giỗ", "Gia đình", body)
        with pytest.raises(Invalid) as error:
            await keeping.add_occasion(place.keeper, LetterKind.CONDOLENCE, wrong)
        assert error.value.errors == {"body": why}


async def test_earlier_figures_keep_their_words_and_may_be_taken_back(place: Scene) -> None:
    told = await keeping.enter_earlier(place.keeper, build.TOLD)
    (shown,) = await earlier(place.ward)
    assert (shown.value, shown.word, shown.since) == (1270, build.TOLD.word, "2014")
    assert await earlier(place.ward + 1) == []
    await keeping.take_back(place.keeper, told)
    assert await earlier(place.ward) == []
    with pytest.raises(NotFound):
        await keeping.take_back((await builders.scene("sai-gon")).keeper, told)
