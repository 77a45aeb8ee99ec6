"""Every worked case of spec/10_evaluate on the measures of hejda."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.evaluate_pages import MEASURES, differences, differs
from tests.support.markdown_spec import Case, cases_under

FOLDER = Path(__file__).resolve().parents[2] / "spec" / "10_evaluate"
CASES = cases_under(FOLDER)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_page_says_what_comes_out(case: Case) -> None:
    found = differences(case)
    assert not found, "\n".join([case.title, *found])


def test_every_measure_stands_on_a_page_and_in_the_definitions() -> None:
    used = {
        row["measure"] for case in CASES for words, _, rows in case.then for row in rows
        if words == "measures"
    }  # fmt: skip
    assert used == set(MEASURES)
    readme = (FOLDER / "README.md").read_text("utf-8").lower()
    linked = set(re.findall(r"\(([a-z_]+\.md)\)", readme))
    assert linked == {path.name for path in FOLDER.glob("*.md")} - {"README.md"}


@pytest.mark.parametrize(
    ("written", "value", "wrong"),
    [
        ("11/12", 11 / 12, False), ("11/12", 0.9167, True), ("0.79", 0.7924, False),
        ("0.79", 0.796, True), ("none", float("nan"), False), ("none", 0.0, True),
        ("0", float("nan"), True), ("0", None, True), ("2", 2.0, False),
    ],
)  # fmt: skip
def test_the_runner_tells_right_from_wrong(written: str, value: float | None, wrong: bool) -> None:
    assert differs(written, value) is wrong


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_the_runner_says_what_differs(case: Case) -> None:
    """Every last figure of every page, written otherwise, is found."""
    words, columns, rows = case.then[-1]
    changed = {**rows[-1], columns[-1]: "123456"}
    case.then[-1] = (words, columns, [*rows[:-1], changed])
    try:
        assert any("expected 123456" in line for line in differences(case))
    finally:
        case.then[-1] = (words, columns, rows)
