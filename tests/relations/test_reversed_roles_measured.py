"""The reversed-roles check on an invented country, beside rules that mark counter-reports.

The seed was not used when the points were chosen (those were 11 and 12). `bench/reversed_roles.py`
prints the same figures, and more, for larger countries.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from bench.reversed_roles import (
    EVERY,
    FIRST,
    MISIDENTIFIED,
    OURS,
    SAME_DAY_TOO,
    Seen,
    Side,
    at_last,
    counts,
    figures,
    interval,
    month_ends,
    resampled,
    sides_met,
    wilson,
)
from hejda.knowledge.load import load_knowledge
from hejda.synthetic.simulate import Country, simulate
from tests.support.size import SIZE

COUNTRY = Country(persons=200_000 * min(SIZE, 5), years=10, seed=21)
BEGINS, ENDS = dt.date(2016, 1, 5), dt.date(2025, 12, 31)
DAYS = list(month_ends(BEGINS, ENDS))[2::3]
SENSITIVITY, FALSE, RIGHT, CHECKS = range(4)


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> dict[Side, Seen]:
    """The test set, looked at every third month's end."""
    folder = tmp_path_factory.mktemp("reversed") / "country"
    folder.mkdir()
    simulate(COUNTRY, folder, lambda step: None)
    return sides_met(folder, load_knowledge("se", dt.date(2026, 1, 1)), DAYS)


def better_by(sides: dict[Side, Seen], rule: str) -> np.ndarray:
    """Each figure of the check less that of a plain rule, on draws of the same pairs."""
    draws = resampled([counts(sides, OURS), counts(sides, rule)], len(DAYS))
    return draws[:, 0] - draws[:, 1]


def test_the_test_set_is_not_small(sides: dict[Side, Seen]) -> None:
    harmed = [seen for seen in sides.values() if seen.truth == MISIDENTIFIED]
    assert len(harmed) > 200
    assert len(sides) > 2 * len(harmed) * 0.9


def test_better_than_marking_every_counter_report_in_every_figure(
    sides: dict[Side, Seen],
) -> None:
    apart = better_by(sides, EVERY)
    assert interval(apart[:, SENSITIVITY])[0] > 0
    assert interval(apart[:, FALSE])[1] < 0
    assert interval(apart[:, RIGHT])[0] > 0
    assert interval(apart[:, CHECKS])[1] < 0


def test_as_many_found_as_by_marking_those_of_the_same_day_too_and_far_fewer_wrongly(
    sides: dict[Side, Seen],
) -> None:
    apart = better_by(sides, SAME_DAY_TOO)
    assert interval(apart[:, SENSITIVITY])[0] > -0.03
    assert interval(apart[:, FALSE])[1] < -0.15
    assert interval(apart[:, RIGHT])[0] > 0.05


def test_more_found_than_by_the_first_counter_report_and_no_more_marked_wrongly(
    sides: dict[Side, Seen],
) -> None:
    apart = better_by(sides, FIRST)
    assert interval(apart[:, SENSITIVITY])[0] > 0
    assert interval(apart[:, FALSE])[0] <= 0
    assert interval(apart[:, RIGHT])[1] > 0


def test_the_figures_themselves(sides: dict[Side, Seen]) -> None:
    own = figures(counts(sides, OURS), len(DAYS))
    assert wilson(*own.sensitivity)[0] > 0.70
    assert wilson(*own.false_marks)[1] < 0.40
    assert wilson(*own.right)[0] > 0.60


def test_what_is_registered_later_takes_wrong_marks_away(sides: dict[Side, Seen]) -> None:
    ever, last = counts(sides, OURS), counts(sides, OURS, at_last)
    assert figures(last, 1).false_marks[0] < figures(ever, 1).false_marks[0]
    shares = [hits / of for hits, of in (figures(t, 1).right for t in (last, ever))]
    assert shares[0] > shares[1]


def test_an_interval_by_wilson() -> None:
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert wilson(0, 0) == (0.0, 1.0)
