"""Every case of spec/08_share, on hejda and on the referee; and every row of the law has one."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from hejda.knowledge.sharing_written import WrittenSecrecy, WrittenSharing
from tests.support.referee_share import best_and_worst
from tests.support.share_pages import FOLDER, Row, answered, differences, rows, rows_in, swedish

ROWS = rows()
HOW_MANY = {"4.1": 19, "4.2": 6, "4.3": 9}
"""Rows of the three tables of the fact page."""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)
def test_a_row_says_what_comes_out(row: Row) -> None:
    assert differences(row) == [], row.title


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)
def test_the_referee_says_the_same_of_telling(row: Row) -> None:
    leg = answered(row).may_answer
    assert (leg.answer, leg.if_answered) == best_and_worst(row.question)


def test_the_chapter_holds_at_least_eighty_cases_each_once() -> None:
    assert len(ROWS) >= 80
    assert len({row.title for row in ROWS}) == len(ROWS)


def test_both_sides_of_the_two_days_stand_there() -> None:
    days = {row.cell("day") for row in ROWS}
    assert {"2025-03-31", "2025-04-01", "2025-11-30", "2025-12-01"} <= days


def test_every_row_of_the_law_has_a_rule_a_source_and_a_case() -> None:
    coverage = (FOLDER / "coverage.md").read_text(encoding="utf-8")
    listed = {
        found[1]: found[2].split(", ")
        for found in re.finditer(
            r"^\| (4\.\d-\d\d) \| [^|]+ \| ([^|]+) \|$", coverage, re.MULTILINE
        )
    }
    counted = {table: sum(row.startswith(table) for row in listed) for table in HOW_MANY}
    assert counted == HOW_MANY
    pack = swedish()
    rules: dict[str, WrittenSecrecy | WrittenSharing] = {**pack.secrecy, **pack.grounds}
    for row, names in listed.items():
        assert names == [name for name in names if row in rules[name].rows], row
        for name in names:
            for period in rules[name].periods:
                assert period.source.ref in pack.sources, name
                assert period.source.at, name
                assert period.paragraph.sv, name
                assert period.paragraph.en, name
            assert rules[name].reviewed.again_by > dt.date(2026, 11, 23), name
    assert {row for rule in rules.values() for row in rule.rows} == set(listed)
    assert set(listed) - {row.cell("row") for row in ROWS} == set()


def test_the_runner_says_what_differs() -> None:
    page = (FOLDER / "child.md").read_text(encoding="utf-8")
    planted = page.replace("| – | required | required |", "| – | refused | refused |")
    found = differences(rows_in(planted, "planted")[0])
    assert found == [
        "may tell: the page says refused, it came out required",
        "answer: the page says refused, it came out required",
    ]
