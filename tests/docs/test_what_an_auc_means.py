"""The figures of docs/explanation/what_an_auc_means.md are those its own script prints."""

from __future__ import annotations

import contextlib
import io
import re

import numpy as np
import pytest

from hejda.evaluate.discrimination import auc, precision_at
from tests.house_rules.tree import ROOT

PAGE = (ROOT / "docs/explanation/what_an_auc_means.md").read_text(encoding="utf-8")
SCRIPT = PAGE.split("```python\n")[1].split("```")[0]


@pytest.fixture(scope="module")
def printed() -> list[list[str]]:
    """The lines the page's script prints, as cells."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(compile(SCRIPT, "the page", "exec"), {})  # noqa: S102 (our own page)
    return [[cell.strip() for cell in line.split("|")] for line in told.getvalue().splitlines()]


def rows_of_page(width: int) -> list[list[str]]:
    """Rows of the page's table with so many columns, without its two heads."""
    lines = [line for line in PAGE.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    table = [row for row in cells if len(row) == width]
    return table[2:]


def test_the_first_table_is_what_the_script_prints(printed: list[list[str]]) -> None:
    shares = [row for row in printed if len(row) == 6]
    page = rows_of_page(6)
    assert len(page) == len(shares) == 5
    for told, row in zip(page, shares, strict=True):
        assert float(told[0].split(" %")[0]) == pytest.approx(float(row[0].rstrip("%")))
        assert [cell.replace(" %", "%") for cell in told[1:]] == row[1:]


def test_the_second_table_is_what_the_script_prints(printed: list[list[str]]) -> None:
    shares = [row for row in printed if len(row) == 2]
    page = rows_of_page(2)
    assert [(re.findall(r"\.\d+", a)[0], b) for a, b in page] == [
        (re.findall(r"\.\d+", a)[0], b) for a, b in shares
    ]


def test_drawn_people_agree_with_the_first_table() -> None:
    chance = np.random.default_rng(3)  # noqa: TID251 (seeded)
    people, apart = 2_000_000, 0.7826  # √2 Φ⁻¹(.71)
    outcome = (chance.random(people) < 0.05).astype(np.int64)
    score = chance.normal(size=people) + apart * outcome
    assert auc(score, outcome) == pytest.approx(0.71, abs=0.002)
    places = people * 300 // 50_000
    assert 300 * precision_at(score, outcome, places) == pytest.approx(84.6, abs=3)
