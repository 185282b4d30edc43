"""Every case of bad input and abuse that touches the register is a test, by its number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_features import named_in

pytestmark = pytest.mark.unit
TESTS = Path(__file__).parent
NUMBERED = re.compile(r"_(?:case|abuse)s?_(\d+)(?:_and_(\d+))?")
# 1, 2, 4, 20 and 37 are about ratings and invitations, 30 is about notes taken without a network.
OF_REGISTER = set(range(1, 41)) - {1, 2, 4, 20, 30, 37}
# Shown by a test that is named after what it does for other reasons too.
ELSEWHERE = {
    6: "tests/web/test_guesses.py::test_after_that_each_wrong_try_waits_and_a_right_one_does_not",
    18: "tests/core/test_files.py::test_images_lose_place_and_camera_and_stand_upright",
    27: "tests/matters/test_batches.py::test_a_stop_in_a_part_takes_it_back_and_the_job_goes_on",
    28: "tests/web/test_every_route.py::test_public_pages_leave_no_cookie_and_staff_pages_no_copy",
    29: "tests/e2e/test_journey_plain.py::test_a_citizen_and_an_officer_need_no_script",
    35: "tests/web/test_track.py::test_consent_is_withdrawn_by_the_code",
}


def numbered() -> set[int]:
    files = [path.relative_to(TESTS.parent).as_posix() for path in TESTS.rglob("test_*.py")]
    names = [name for file in files for name in named_in(file)]
    found = [number for name in names for hit in NUMBERED.findall(name) for number in hit]
    return {int(number) for number in found if number}


def test_each_case_has_its_test() -> None:
    assert OF_REGISTER - numbered() - set(ELSEWHERE) == set()


@pytest.mark.parametrize(("number", "test"), ELSEWHERE.items())
def test_the_tests_of_other_names_exist(number: int, test: str) -> None:
    file, _, name = test.partition("::")
    assert name in named_in(file), number
