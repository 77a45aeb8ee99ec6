"""Who comes and goes: days of months, who stands on a list, and changes counted by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from hejda.flow.months import LISTED, Month, comings_and_goings, listed, month_days
from hejda.flow.seen import MODEL
from hejda.rank.features import FEATURES
from tests.support.validation_run import made

TEST = dt.date(2023, 1, 1)
PEOPLE = [f"p{number:02}" for number in range(20)]


def test_the_same_day_of_every_month_before_or_its_last() -> None:
    assert month_days(dt.date(2024, 3, 31), 4) == [
        dt.date(2023, 11, 30),
        dt.date(2023, 12, 31),
        dt.date(2024, 1, 31),
        dt.date(2024, 2, 29),
    ]
    assert month_days(dt.date(2023, 1, 15), 12)[0] == dt.date(2022, 1, 15)
    assert month_days(TEST, 0) == []


def test_a_list_is_never_filled_with_people_of_whom_nothing_is_said() -> None:
    score = np.array([3, 0, 5, 3, 0])
    people = ["a", "b", "c", "d", "e"]
    assert listed(score, people, 2) == {"c", "a"}
    assert listed(score, people, 4) == {"a", "c", "d"}


def _month(day: dt.date, first: str, people: list[str] = PEOPLE) -> Month:
    """A month in which the two people named by letters a, b, c … of `people` stand first."""
    score = np.zeros(len(people), np.int64)
    for letter in first:
        score["abcdefghij".index(letter)] = 9
    features = {f.name: score * 0 for f in FEATURES}
    return Month(day, people, dict.fromkeys(LISTED, score), features)


def test_changes_are_counted_person_by_person() -> None:
    """Lists of 2 (a tenth of 20 people): ab, bc, ac, and last ad. c is new, a back, d new."""
    one = made(300)
    days = month_days(TEST, 3)
    before = [_month(day, first) for day, first in zip(days, ("ab", "bc", "ac"), strict=True)]
    last = _month(TEST, "ad")
    test = replace(
        one.test, people=last.people, scores=last.scores, features=last.features, day=last.day
    )
    found = comings_and_goings(one.model, before, test, one.order)
    assert found is not None
    assert (found["list"], len(found["days"])) == (2, 4)
    told = found["rankers"]["count_12m"]
    assert told["size"] == [2, 2, 2, 2]
    assert told["new"] == told["gone"] == [1, 1, 1]
    assert told["back"] == [0, 1, 0]
    assert [row["value"] for row in told["share"]] == [0.5, 0.5, 0.5]
    assert [row["value"] for row in told["still"]] == [1, 0.5, 0.5, 0.5]
    assert told["monthly"]["value"] == 0.5
    assert told["monthly"]["low"] <= 0.5 <= told["monthly"]["high"]
    assert told["different"] == 4
    assert MODEL not in found["rankers"], "nobody has points, so there is no list to follow"


def test_months_before_anybody_was_ranked_are_left_out() -> None:
    one = made(300)
    nobody = Month(dt.date(2022, 11, 1), [], {n: np.array([]) for n in LISTED}, {})
    last = _month(TEST, "ab")
    test = replace(
        one.test, people=last.people, scores=last.scores, features=last.features, day=last.day
    )
    found = comings_and_goings(
        one.model, [nobody, _month(month_days(TEST, 1)[0], "ab")], test, one.order
    )
    assert found is not None
    assert found["days"] == ["2022-12-01", "2023-01-01"]
    assert found["rankers"]["count_12m"]["new"] == [0]
    assert comings_and_goings(one.model, [nobody], test, one.order) is None
