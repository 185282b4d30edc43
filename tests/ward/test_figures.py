"""Case figures: every identity is looked at, nothing unknown is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.core.i18n import percent
from dialogue.ward import figures
from dialogue.ward.figures import Figures, Finding, FindingKind, Share
from dialogue.ward.states import Qualifier

pytestmark = pytest.mark.unit
COUNT = st.none() | st.integers(0, 50_000)
QUALIFIERS = st.dictionaries(st.sampled_from(figures.COUNTS), st.sampled_from(Qualifier))
ANY = st.builds(Figures, *[COUNT] * 10, qualifiers=QUALIFIERS)


def test_thach_ban_2020() -> None:
    reported = Figures(
        received_direct=2117, received_online=568, received=2685, on_time=2668, late=0,
        returned=2668, in_progress=17,
    )  # fmt: skip
    assert figures.findings(reported) == []
    assert figures.punctual_share(reported) == Share(2668, 2668, exact=True)
    assert figures.online_share(reported) == Share(568, 2685, exact=True)
    assert reported.late == 0


def test_four_hours_early_is_52_8_percent() -> None:
    found = figures.early_share(Figures(received=852, early=450))
    assert found == Share(450, 852, exact=True)
    assert percent(found.part, found.whole) == "52,8%"


def test_sai_gon_returned_more_than_it_received() -> None:
    reported = Figures(received_direct=256, received_online=47, received=303, returned=311)
    assert figures.findings(reported) == [Finding(FindingKind.CARRIED_OVER, 311, 303)]
    assert figures.findings(reported)[0].difference == 8
    assert not figures.findings(reported)[0].is_mistake
    assert figures.returned_share(reported) is None


def test_binh_duong_received_more_than() -> None:
    reported = Figures(received=16710, returned=16251, qualifiers={"received": Qualifier.MORE_THAN})
    assert figures.findings(reported) == []
    assert figures.returned_share(reported) == Share(16251, 16710, exact=False)


def test_a_counted_carry_over_is_part_of_the_whole() -> None:
    reported = Figures(opening=20, received=303, returned=311, in_progress=12)
    assert figures.findings(reported) == []
    assert figures.returned_share(reported) == Share(311, 323, exact=True)


@pytest.mark.parametrize(
    ("reported", "found"),
    [
        (Figures(received_direct=5, received_online=5, received_post=1, received=10),
         Finding(FindingKind.CHANNELS, 11, 10)),
        (Figures(received_direct=5, received_online=6, received=10),
         Finding(FindingKind.CHANNELS, 11, 10)),
        (Figures(early=1, on_time=2, late=3, returned=7), Finding(FindingKind.TIMES, 6, 7)),
        (Figures(on_time=8, returned=7), Finding(FindingKind.TIMES, 8, 7)),
        (Figures(opening=1, received=10, returned=5, in_progress=5),
         Finding(FindingKind.BALANCE, 10, 11)),
        (Figures(opening=0, received=10, returned=5, in_progress=6),
         Finding(FindingKind.BALANCE, 11, 10)),
        (Figures(opening=1, received=10, returned=12), Finding(FindingKind.BALANCE, 12, 11)),
        (Figures(received=10, returned=5, in_progress=4), Finding(FindingKind.BALANCE, 9, 10)),
        (Figures(received=10, returned=9, in_progress=4),
         Finding(FindingKind.CARRIED_OVER, 13, 10)),
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_said(reported: Figures, found: Finding) -> None:
    assert figures.findings(reported) == [found]


@pytest.mark.parametrize(
    "reported",
    [
        Figures(received_direct=5, received_online=4, received=10),  # the rest came by post
        Figures(on_time=5, returned=7),
        Figures(received=10, returned=5),
        Figures(received=10, in_progress=50),
        Figures(received=0, returned=0, in_progress=0),
        Figures(received=10, returned=99, qualifiers={"returned": Qualifier.ABOUT}),
        Figures(),
    ],
)
def test_what_is_unknown_is_not_held_against(reported: Figures) -> None:
    assert figures.findings(reported) == []


@given(st.integers(0, 9999), st.integers(0, 9999), st.integers(0, 9999))
def test_balanced_figures_have_no_finding(opening: int, received: int, returned: int) -> None:
    there = opening + received
    returned = min(returned, there)
    reported = Figures(
        opening=opening, received=received, returned=returned, in_progress=there - returned
    )
    assert figures.findings(reported) == []
    share = figures.returned_share(reported)
    assert share == (Share(returned, there, exact=True) if there else None)


@given(ANY)
def test_no_share_above_all(reported: Figures) -> None:
    shares = [
        figures.returned_share(reported),
        figures.punctual_share(reported),
        figures.early_share(reported),
        figures.online_share(reported),
    ]
    for each in shares:
        assert each is None or 0 <= each.part <= each.whole != 0


@given(ANY, st.sampled_from(figures.COUNTS))
def test_qualified_figures_prove_nothing(reported: Figures, name: str) -> None:
    qualified = Figures(
        **{each: reported.get(each) for each in figures.COUNTS},
        qualifiers=dict.fromkeys(figures.COUNTS, Qualifier.ABOUT),
    )
    assert figures.findings(qualified) == []
    assert not qualified.exact(name)


@given(st.lists(ANY, min_size=1, max_size=4))
def test_sums_do_not_guess(rows: list[Figures]) -> None:
    total = figures.added(rows)
    for name in figures.COUNTS:
        values = [row.get(name) for row in rows]
        known = [value for value in values if value is not None]
        assert total.get(name) == (sum(known) if len(known) == len(values) else None)


def test_sums_keep_how_sure_their_parts_are() -> None:
    more = Figures(received=10, qualifiers={"received": Qualifier.MORE_THAN})
    nearly = Figures(received=10, qualifiers={"received": Qualifier.NEARLY})
    exact = Figures(received=10)
    assert figures.added([more, exact]).qualifiers == {"received": Qualifier.MORE_THAN}
    assert figures.added([more, nearly]).qualifiers == {"received": Qualifier.ABOUT}
    assert figures.added([exact, exact]).qualifiers == {}


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("2685", 2685, None),
        ("2.685", 2685, None),
        ("0", 0, None),
        ("", None, None),
        (" – ", None, None),
        ("hơn 16.710", 16710, Qualifier.MORE_THAN),
        ("Trên 40", 40, Qualifier.MORE_THAN),
        ("gần 1.270", 1270, Qualifier.NEARLY),
        ("khoảng  50", 50, Qualifier.ABOUT),
        ("1.234.567", 1234567, None),
    ],
)
def test_figures_as_people_write_them(
    text: str, value: int | None, qualifier: Qualifier | None
) -> None:
    assert figures.read_figure(text) == (value, qualifier)


@pytest.mark.parametrize("text", ["-5", "1.5", "1,23", "hơn", "mười", "1.234,567", "9" * 11, "٣"])
def test_what_is_no_figure(text: str) -> None:
    with pytest.raises(ValueError, match="is "):
        figures.read_figure(text)
