"""Dossier slips: who is invited, what is handed out, what is counted."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.clock import at, local_day, now
from dialogue.core.errors import Conflict, Forbidden, Invalid, NotFound, SlipUsed
from dialogue.core.jobs import Work
from dialogue.core.keys import keys
from dialogue.core.tables import AuditEntry
from dialogue.ward.dossiers import bare, dossier_hash, dossier_number
from dialogue.ward.states import Role
from surveys.queries.counters import CounterCard
from surveys.rows import Receipt
from surveys.slips.actions import enter, hand, hand_many, publish_draw, refuse, reissue
from surveys.slips.codes import LENGTH, read_code, slip_code, spelled
from surveys.slips.nights import publish_draws, tell_spent
from surveys.slips.queries import asked, asked_on, draw_of, sheet_rows, slip_by_code
from surveys.slips.rules import Asked, Draw, cohorts, drawn
from surveys.slips.states import Method, SlipState, Standing
from surveys.slips.tables import DossierSlip, SlipDay, SpentSlip
from tests.surveys.builders import counter_in_ward, director
from tests.surveys.slip_builders import BIRTH, DEATH, answer, draws, handed, officer
from tests.ward.builders import person

pytestmark = pytest.mark.integration
WORK = Work(id=1, kind="", key="", ward=None, payload={}, attempt=1)
SEED = hashlib.sha256(b"a morning").hexdigest()


# Codes


def test_a_code_is_short_and_forgives_what_looks_alike() -> None:
    code = slip_code(keys(), 12345)
    assert len(code) == LENGTH == 12
    typed = spelled(code).replace("0", "O").replace("1", "l").replace("-", " ")
    assert read_code(keys(), typed) == read_code(keys(), f" {code.upper()} ") == code


def test_a_wrong_letter_is_found_without_the_database() -> None:
    found = 0
    for number in range(200):
        code = slip_code(keys(), number)
        other = "2" if code[4] != "2" else "3"
        found += read_code(keys(), code[:4] + other + code[5:]) is None
    assert found >= 199  # one of 32,768 goes through
    for forged in ("", "7K3M", "7K3M-9QXT-2HBA-7777", "ĐĐĐĐ-ĐĐĐĐ-ĐĐĐĐ", "\x00" * 12, "1" * 5000):
        assert read_code(keys(), forged) is None


def test_a_dossiers_number_is_read_as_people_write_it() -> None:
    assert dossier_number(" h26.29-250703 - 0012 ") == "H26.29-250703-0012"
    for typed, why in (("  ", "missing"), ("ab", "odd"), ("KHONGCOSO", "odd"), ("1" * 50, "odd")):
        with pytest.raises(Invalid) as error:
            dossier_number(typed)
        assert error.value.errors == {"number": why}


PARTS = st.tuples(
    st.text("0123456789", min_size=2, max_size=3).map("H".__add__),
    st.text("0123456789", min_size=6, max_size=6),
    st.text("0123456789", min_size=4, max_size=6),
)
BETWEEN = st.sampled_from(
    ["", "-", ".", " ", " - ", "–", "—", "‐", "−", "－", "．", "/", "_", "\u00a0"]
)
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


@given(parts=PARTS, data=st.data())
def test_each_spelling_of_a_number_is_the_same_dossier(
    parts: tuple[str, ...], data: st.DataObject
) -> None:
    def spelling() -> str:
        typed = parts[0] + "".join(data.draw(BETWEEN) + part for part in parts[1:])
        typed = typed.lower() if data.draw(st.booleans()) else typed
        return f" {typed.translate(WIDE) if data.draw(st.booleans()) else typed} "

    one, other = dossier_number(spelling()), dossier_number(spelling())
    assert dossier_hash(keys(), 1, one) == dossier_hash(keys(), 1, other)
    assert bare(one) == "".join(parts)


async def test_a_dossier_written_another_way_gets_no_second_slip(card: CounterCard) -> None:
    await draws(card.ward)
    actor = await officer(card.ward)
    first = await enter(actor, card.code, "H26.29-261123-0012", BIRTH)
    again = await enter(actor, card.code, "h26．29–261123 0012", BIRTH)
    assert again.id == first.id
    rows = await sheet_rows(card.ward, ["H26-1", "h26 1"])
    assert [row.problem for row in rows] == ["", "twice"]


# Whom to invite


def test_anybody_can_check_the_draw() -> None:
    """HMAC-SHA256(seed, number) as a fraction of 2^256 lies below the share."""
    draw = Draw(SEED, Method.DRAW, 30, 1)
    numbers = [f"H26-{number:05}" for number in range(2000)]
    ours = [drawn(draw, number, 0) for number in numbers]
    theirs = [
        int(hmac.new(bytes.fromhex(SEED), text.encode(), "sha256").hexdigest(), 16) / 2**256 < 0.30
        for text in (number.replace("-", "") for number in numbers)
    ]
    assert ours == theirs
    assert 500 < sum(ours) < 700  # three in ten, within five standard deviations


def test_every_fifth_begins_where_the_seed_says() -> None:
    draw = Draw(SEED, Method.EVERY, 100, 5)
    invited = [before for before in range(20) if drawn(draw, "H26-1", before)]
    assert len(invited) == 4
    assert {before % 5 for before in invited} == {int(SEED, 16) % 5}


async def test_the_seed_is_there_in_the_morning_and_stays(card: CounterCard) -> None:
    today = local_day(now())
    assert await draw_of(card.ward, today) is None
    await publish_draws(WORK)
    published = await draw_of(card.ward, today)
    assert published is not None
    assert published.method is Method.ALL
    await draws(card.ward, invite="draw", share=30)
    assert await publish_draw(card.ward, today) == published
    next_day = await publish_draw(card.ward, today + timedelta(days=1))
    assert (next_day.method, next_day.share) == (Method.DRAW, 30)
    assert next_day.seed != published.seed


async def test_the_first_answer_stands(card: CounterCard) -> None:
    """Who asks again on a better day, at another counter, or in small letters learns the same."""
    await draws(card.ward, invite="draw", share=50)
    actor = await officer(card.ward)
    first = {n: (await enter(actor, card.code, f"H26-{n}", BIRTH)).state for n in range(12)}
    with at(now() + timedelta(days=1)):
        again = {n: (await enter(actor, card.code, f" h26-{n}", BIRTH)).state for n in range(12)}
    assert first == again
    assert set(first.values()) == {SlipState.DRAWN, SlipState.OUT}
    (row,) = await SlipDay.select()
    drawn_ones = sum(state is SlipState.DRAWN for state in first.values())
    assert (row["entered"], row["invited"]) == (12, drawn_ones)


async def test_no_slip_for_who_is_not_drawn(card: CounterCard) -> None:
    await draws(card.ward, invite="every", every=1000)
    actor = await officer(card.ward)
    slip = await enter(actor, card.code, "H26-1", BIRTH)
    if slip.invited:  # one seed of a thousand
        slip = await enter(actor, card.code, "H26-2", BIRTH)
    with pytest.raises(Conflict):
        await hand(actor, slip.id)
    with pytest.raises(Conflict):
        await refuse(actor, slip.id)


async def test_nobody_is_asked_after_a_death(card: CounterCard) -> None:
    actor = await officer(card.ward)
    with pytest.raises(Invalid) as error:
        await enter(actor, card.code, "H26-1", DEATH)
    assert error.value.errors == {"procedure": "never"}
    with pytest.raises(Invalid) as error:  # the field alone might be one
        await enter(actor, card.code, "H26-1", "linh-vuc:TP-HT")
    assert error.value.errors == {"procedure": "missing"}
    assert await DossierSlip.count() == 0
    assert (await enter(actor, card.code, "H26-1", "linh-vuc:CT")).invited


# Slips


async def test_a_slip_knows_its_counter_field_and_procedure(card: CounterCard) -> None:
    actor = await officer(card.ward)
    slip = await handed(actor, card, "H26-1")
    found, known = await slip_by_code(spelled(slip.code).lower())
    assert found is Standing.ALIVE
    assert known == slip
    assert (known.counter, known.field) == (card.id, card.fields[0].id)
    assert known.procedure is not None
    assert known.ends == local_day(now()) + timedelta(days=15)


async def test_a_slip_lives_fifteen_days(card: CounterCard) -> None:
    slip = await handed(await officer(card.ward), card, "H26-1")
    for days, standing in ((15, Standing.ALIVE), (16, Standing.EXPIRED)):
        with at(now() + timedelta(days=days)):
            assert (await slip_by_code(slip.code))[0] is standing


async def test_a_second_slip_replaces_the_unspent_first(card: CounterCard) -> None:
    actor = await officer(card.ward)
    first = await handed(actor, card, "H26-1")
    second = await reissue(actor, first.id)
    assert second.code != first.code
    assert (await slip_by_code(first.code))[0] is Standing.REPLACED
    assert (await slip_by_code(second.code))[0] is Standing.ALIVE
    assert (await enter(actor, card.code, "H26-1", BIRTH)).id == second.id
    with pytest.raises(Conflict):
        await reissue(actor, first.id)
    assert isinstance(await answer(card, second), Receipt)
    assert isinstance(await answer(card, first), SlipUsed)  # even for who sends it past the page
    (row,) = await SlipDay.select()
    assert (row["entered"], row["handed"]) == (1, 1)


async def test_a_spent_slip_is_not_replaced(card: CounterCard) -> None:
    actor = await officer(card.ward)
    slip = await handed(actor, card, "H26-1")
    assert (await hand(actor, slip.id)).code == slip.code  # printed again
    await answer(card, slip)
    for night in (False, True):
        if night:
            with at(now() + timedelta(days=1)):
                await tell_spent(WORK)
        assert (await slip_by_code(slip.code))[0] is Standing.SPENT
        with pytest.raises(SlipUsed):
            await reissue(actor, slip.id)
        with pytest.raises(SlipUsed):
            await hand(actor, slip.id)


async def test_spent_stays_spent_when_its_mark_is_erased(card: CounterCard) -> None:
    slip = await handed(await officer(card.ward), card, "H26-1")
    await answer(card, slip)
    with at(now() + timedelta(days=8)):
        await tell_spent(WORK)
        assert await SpentSlip.count() == 0
        assert (await slip_by_code(slip.code))[0] is Standing.SPENT


async def test_who_refused_may_still_take_a_slip(card: CounterCard) -> None:
    actor = await officer(card.ward)
    slip = await enter(actor, card.code, "H26-1", BIRTH)
    await refuse(actor, slip.id)
    ((_, before),) = await asked_on(actor, slip.day)
    await hand(actor, slip.id)
    ((_, after),) = await asked_on(actor, slip.day)
    assert (before.handed, before.refused) == (0, 1)
    assert (after.handed, after.refused) == (1, 0)


async def test_slips_are_the_wards_own_and_the_counters(card: CounterCard) -> None:
    actor = await officer(card.ward)
    slip = await handed(actor, card, "H26-1")
    other = await counter_in_ward("binh-duong")
    stranger = await officer(other.ward)
    for act in (hand, refuse, reissue):
        with pytest.raises(NotFound):
            await act(stranger, slip.id)
    with pytest.raises(NotFound):
        await enter(stranger, card.code, "H26-1", BIRTH)
    chairman = await person(card.ward, "chu-tich", Role.CHAIRMAN)
    with pytest.raises(Forbidden):
        await enter(chairman, card.code, "H26-2", BIRTH)
    with pytest.raises(Forbidden):
        await reissue(chairman, slip.id)


async def test_a_sheet_tells_of_each_line_before_anything_is_written(card: CounterCard) -> None:
    actor = await officer(card.ward)
    await answer(card, await handed(actor, card, "H26-9"))
    lines = ["H26-1", "", "h26-1", "không số", "H26-9", "H26-2"]
    rows = await sheet_rows(card.ward, lines)
    assert [(row.line, row.problem) for row in rows] == [
        (1, ""), (3, "twice"), (4, "odd"), (5, "spent"), (6, ""),
    ]  # fmt: skip
    assert await DossierSlip.count() == 1
    made = await hand_many(actor, card.code, lines, BIRTH)
    assert [row.number for row, _ in made] == ["H26-1", "H26-2"]
    assert {slip.state for _, slip in made} == {SlipState.HANDED}
    again = await hand_many(actor, card.code, lines, BIRTH)
    assert [slip.code for _, slip in again] == [slip.code for _, slip in made]
    with pytest.raises(Invalid):
        await hand_many(actor, card.code, ["H26-1"] * 501, BIRTH)


async def test_the_log_names_no_dossier(card: CounterCard) -> None:
    actor = await officer(card.ward)
    slip = await handed(actor, card, "H26-2507")
    await reissue(actor, slip.id)
    rows = await AuditEntry.select().where(AuditEntry.subject_kind == "slip")
    assert [row["action"] for row in rows] == ["enter-dossier", "hand-slip", "replace-slip"]
    assert not any("2507" in str(row) or slip.dossier in str(row) for row in rows)


# Who answered


def day_of(number: int, handed: int, answered: int = 0) -> Asked:
    day = local_day(now()) + timedelta(days=number)
    return Asked(day, day, handed, handed, handed, 0, answered)


def test_answers_are_told_of_enough_slips_alone() -> None:
    """And two tellings differ by a whole cohort or by nothing."""
    days = [day_of(0, 4, 1), day_of(1, 7, 2), day_of(2, 9, 9), day_of(3, 1, 1), day_of(4, 3)]
    told, rest = cohorts(days, 10)
    assert [(each.handed, each.answered) for each in told] == [(11, 3), (10, 10)]
    assert rest == day_of(4, 3)
    for end in range(len(days)):
        assert cohorts(days[:end], 10)[0] == told[: len(cohorts(days[:end], 10)[0])]


async def test_invited_asked_refused_and_answered_are_counted(card: CounterCard) -> None:
    actor = await officer(card.ward)
    slips = [await handed(actor, card, f"H26-{number}") for number in range(10)]
    await refuse(actor, (await enter(actor, card.code, "H26-10", BIRTH)).id)
    await enter(actor, card.code, "H26-11", BIRTH)
    for slip in slips[:4]:
        await answer(card, slip)
    today = local_day(now())
    with at(now() + timedelta(days=1)):
        await tell_spent(WORK)
        (found,) = await asked(await director(card.ward), today, today)
    (cohort,) = found.told
    assert (cohort.entered, cohort.invited, cohort.handed) == (12, 12, 10)
    assert (cohort.refused, cohort.not_asked, cohort.answered) == (1, 1, 4)
    assert found.rest is None


async def test_after_two_years_only_the_sums_remain(card: CounterCard) -> None:
    await handed(await officer(card.ward), card, "H26-1")
    with at(now() + timedelta(days=731)):
        await tell_spent(WORK)
    assert await DossierSlip.count() == 0
    (row,) = await SlipDay.select()
    assert row["handed"] == 1
