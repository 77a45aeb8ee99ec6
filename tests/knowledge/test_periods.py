"""Periods: overlap and gaps against a loop over days, and what held the day before a change."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejda.base.errors import KnowledgeError
from hejda.knowledge.load import load_knowledge
from hejda.knowledge.periods import gaps, holds_on, is_backwards, nearest, overlaps, period_on
from hejda.knowledge.reading import read_pack
from tests.knowledge.packs_to_edit import change, copy_of

FIRST = dt.date(2020, 1, 1)
DAYS = [FIRST + dt.timedelta(days=n) for n in range(40)]


@dataclass(frozen=True)
class Span:
    """A period of a test."""

    since: dt.date | None
    until: dt.date | None


def spans(*, open_ends: bool = True) -> st.SearchStrategy[Span]:
    """Periods within forty days, some without beginning or end, some ending before they begin."""
    day = st.sampled_from(DAYS[5:35])
    end = st.none() | day if open_ends else day
    return st.builds(Span, end, end)


@given(st.lists(spans(), max_size=6))
def test_periods_overlap_exactly_where_a_loop_over_days_finds_two(periods: list[Span]) -> None:
    pairs = {
        (i, j)
        for day in DAYS
        for i, one in enumerate(periods)
        for j, other in enumerate(periods)
        if i < j and holds_on(one, day) and holds_on(other, day)
    }
    assert set(overlaps(periods)) == pairs


@given(st.lists(spans(open_ends=False), max_size=6))
def test_gaps_are_exactly_the_days_a_loop_finds_uncovered(periods: list[Span]) -> None:
    whole = Span(DAYS[0], DAYS[-1])
    forwards = [span for span in periods if not is_backwards(span)]
    bare = [day for day in DAYS if not any(holds_on(span, day) for span in forwards)]
    found = [
        first + dt.timedelta(days=n)
        for first, last in gaps(forwards, whole)
        for n in range((last - first).days + 1)
    ]
    assert found == bare


@given(st.lists(spans(open_ends=False), min_size=1, max_size=5), st.sampled_from(DAYS))
def test_the_nearest_period_covers_the_day_or_no_period_lies_nearer(
    periods: list[Span], day: dt.date
) -> None:
    forwards = [span for span in periods if not is_backwards(span)]
    if not forwards:
        return
    found = nearest(forwards, day)
    assert holds_on(found, day) == (period_on(forwards, day) is not None)
    nearby = (n for n in range(41) for step in (n, -n) if _covers(forwards, day, step))
    least = next(nearby)
    assert _covers([found], day, least) or _covers([found], day, -least)


def _covers(periods: list[Span], day: dt.date, step: int) -> bool:
    return any(holds_on(span, day + dt.timedelta(days=step)) for span in periods)


NEW_YEAR_2024 = ((2023, 12, 31), (2024, 1, 1))
TWO_PERIODS = """periods:
  - from: null
    until: 2025-12-31
    numbers: {year_days: 365, flag_days: 365, novel_days: 90}
    source: {ref: HEJDA, at: "before", read: 2026-11-22}
  - from: 2026-01-01
    until: null
    numbers: {year_days: 365, flag_days: 180, novel_days: 90}
    source: {ref: HEJDA, at: "after", read: 2026-11-22}
"""


def with_a_change_at_new_year(folder: Path) -> Path:
    """A copy of xx whose windows change on 1 January 2026."""
    pack = copy_of("xx", folder)
    file = pack / "ranking/windows.yaml"
    text = file.read_text(encoding="utf-8")
    start, end = text.index("periods:"), text.index("reviewed:")
    file.write_text(text[:start] + TWO_PERIODS + text[end:], encoding="utf-8")
    return pack


def test_the_old_numbers_hold_until_the_day_before_the_change_and_the_new_from_that_day(
    tmp_path: Path,
) -> None:
    pack = with_a_change_at_new_year(tmp_path)
    assert load_knowledge(pack, dt.date(2025, 12, 31)).windows.flag_days == 365
    assert load_knowledge(pack, dt.date(2026, 1, 1)).windows.flag_days == 180


def test_the_fingerprint_is_of_the_pack_and_not_of_the_day(tmp_path: Path) -> None:
    pack = with_a_change_at_new_year(tmp_path)
    before = load_knowledge(pack, dt.date(2025, 12, 31))
    assert before.fingerprint == load_knowledge(pack, dt.date(2026, 1, 1)).fingerprint


def test_a_rule_that_does_not_hold_on_the_day_asked_for_is_refused_with_its_name(
    tmp_path: Path,
) -> None:
    pack = copy_of("xx", tmp_path)
    file = pack / "ranking/lists.yaml"
    text = file.read_text(encoding="utf-8")
    later = text.replace("from: null", "from: 2026-01-01")
    file.write_text(later, encoding="utf-8")
    assert load_knowledge(pack, dt.date(2026, 1, 1)).lists.release_lead_days == 90
    with pytest.raises(KnowledgeError, match=r"lists .* does not hold on 2025-12-31"):
        load_knowledge(pack, dt.date(2025, 12, 31))


def test_a_rule_past_its_review_date_goes_on_and_is_named(tmp_path: Path) -> None:
    pack = copy_of("xx", tmp_path)
    change(pack / "ranking/serial.yaml", "again_by: 2027-11-30", "again_by: 2026-12-31")
    assert "serial" not in load_knowledge(pack, dt.date(2026, 12, 31)).due_for_review
    late = load_knowledge(pack, dt.date(2027, 1, 1))
    assert "serial" in late.due_for_review
    assert late.serial.window_days == 1826


def test_an_offence_past_its_review_date_is_named_too() -> None:
    assert load_knowledge("xx", dt.date(2026, 3, 1)).due_for_review == ()
    assert load_knowledge("xx", dt.date(2026, 3, 2)).due_for_review == ("xx-online-exposure",)


def test_gross_assault_of_the_invented_country_was_raised_at_new_year_2024() -> None:
    rows = read_pack("xx").offences["xx-gross-assault"]
    old, new = (period_on(rows, dt.date(year, month, day)) for year, month, day in NEW_YEAR_2024)
    assert old is not None
    assert new is not None
    assert (old.min_months, old.max_months) == (12, 60)
    assert (new.min_months, new.max_months) == (18, 72)
