"""Every worked case of spec/09_review, on hejda and on the referee."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.markdown_spec import Case, cases_under
from tests.support.review_pages import differences

FOLDER = Path(__file__).resolve().parents[2] / "spec" / "09_review"
CASES = cases_under(FOLDER)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_page_says_what_comes_out(case: Case) -> None:
    found = differences(case)
    assert not found, "\n".join([case.title, *found])


def test_the_chapter_holds_enough_cases() -> None:
    assert len(CASES) >= 35


def test_the_runner_says_what_differs() -> None:
    case = cases_under(FOLDER)[0]
    case.then = [("erasure", ["erase_on"], [{"erase_on": "2031-01-02"}])]
    assert differences(case) == [
        "  Then erasure: expected | 2031-01-02 | (columns erase_on)",
        "  Then erasure: got      | 2031-01-01 | (columns erase_on)",
    ]
