"""The further figures of a validation, held against plain loops over people."""

from __future__ import annotations

import numpy as np
import pytest

from hejda.flow.landmarks import NEVER
from hejda.flow.seen import MODEL, first_of, list_size, seen
from hejda.flow.unreported import missing_outcomes, unreported
from hejda.flow.validation_figures import figures, first_event
from hejda.flow.without_region import of_people
from tests.support.validation_run import Made, made


@pytest.fixture(scope="module")
def one() -> Made:
    """A validation of 900 invented people."""
    return made()


@pytest.fixture(scope="module")
def found(one: Made) -> dict:
    """Its figures."""
    return figures(one.model, one.training, one.test, one.order)


def test_the_list_is_300_or_100_places_or_a_tenth_where_there_are_no_more_people() -> None:
    assert [list_size(people) for people in (5000, 301, 300, 101, 100, 8)] == [
        300,
        300,
        100,
        100,
        10,
        1,
    ]


def test_the_first_places_go_to_the_highest_scores_and_ties_to_who_stands_first() -> None:
    assert first_of(np.array([3, 9, 3, 5]), 3).tolist() == [1, 1, 0, 1]


def test_what_a_list_holds_is_the_mean_over_every_order_of_equal_scores(
    one: Made, found: dict
) -> None:
    now = seen(one.model, one.test, "censor")
    score, outcome = now.scores["count_12m"].tolist(), now.outcome.tolist()
    at = found["lists"]["sizes"].index(300)
    cut = sorted(score, reverse=True)[299]
    above = [o for s, o in zip(score, outcome, strict=True) if s > cut]
    tied = [o for s, o in zip(score, outcome, strict=True) if s == cut]
    expected = sum(above) + sum(tied) * (300 - len(above)) / len(tied)
    assert found["lists"]["with"]["count_12m"][at] == pytest.approx(expected, abs=1e-3)


def test_the_perfect_list_holds_all_who_have_the_outcome_first_and_most_harm_first(
    one: Made, found: dict
) -> None:
    now = seen(one.model, one.test, "censor")
    whole = now.capped.sum()
    harms = sorted(now.capped.tolist(), reverse=True)
    for size, with_it, harm in zip(
        found["lists"]["sizes"], found["lists"]["with"]["perfect"],
        found["lists"]["harm"]["perfect"], strict=True,
    ):  # fmt: skip
        assert with_it == min(size, now.outcome.sum())
        assert harm == pytest.approx(sum(harms[:size]) / whole, abs=1e-4)


def test_a_threshold_points_out_everybody_whose_chance_reaches_it(one: Made, found: dict) -> None:
    now = seen(one.model, one.test, "censor")
    for index, threshold in ((4, 0.05), (19, 0.20)):
        assert found["decision"]["thresholds"][index] == threshold
        chosen = [o for p, o in zip(now.chances[MODEL], now.outcome, strict=True) if p >= threshold]
        assert found["decision"]["chosen"][MODEL][index] == [len(chosen), sum(chosen)]
    everybody = [len(now.people), int(now.outcome.sum())]
    assert found["decision"]["chosen"]["all"] == [everybody] * 40
    flagged = [o for s, o in zip(now.scores["count_12m"], now.outcome, strict=True) if s >= 2]
    assert found["decision"]["chosen"]["count_12m"][0] == [len(flagged), sum(flagged)]


def test_ten_groups_hold_everybody_once_from_the_lowest_chance_to_the_highest(
    one: Made, found: dict
) -> None:
    now = seen(one.model, one.test, "censor")
    tenths = found["calibration"]["tenths"]
    assert sum(row["people"] for row in tenths) == len(now.people)
    assert sum(row["outcomes"] for row in tenths) == now.outcome.sum()
    assert [row["chance"] for row in tenths] == sorted(row["chance"] for row in tenths)
    for value, low, high in zip(
        *(found["calibration"][name] for name in ("value", "low", "high")), strict=True
    ):
        assert low <= value <= high


def test_what_came_first_is_the_earliest_and_the_outcome_where_two_came_the_same_day(
    one: Made,
) -> None:
    days, event = first_event(one.test, "include")
    for i in range(len(one.test.people)):
        came = {1: one.test.headline[i], 2: one.test.inside_after[i], 3: one.test.ended[i]}
        first = min(((day, code) for code, day in came.items() if day != NEVER), default=(365, 0))
        assert (days[i], event[i]) == first


def test_nobody_is_followed_beyond_the_first_measure(one: Made) -> None:
    days, event = first_event(one.test, "censor")
    measured = one.test.treated != NEVER
    assert (days[measured] <= one.test.treated[measured]).all()
    assert (event[measured & (days == one.test.treated) & (one.test.headline != days)] != 1).all()


def test_without_censoring_what_came_first_is_a_plain_share_of_people() -> None:
    one = made(400, treated="include")
    competing = figures(one.model, one.training, one.test, one.order)["competing"]
    days, event = first_event(one.test, "include")
    for cause, code in (("outcome", 1), ("custody", 2), ("left", 3)):
        for index in (10, 30, -1):
            until = competing["days"][index]
            share = sum((days <= until) & (event == code)) / 400
            assert competing["everybody"][cause][index] == pytest.approx(share, abs=1e-6)


def test_groups_are_counted_person_by_person(one: Made, found: dict) -> None:
    now = seen(one.model, one.test, "censor")
    listed = first_of(now.scores[MODEL], found["list"])
    for row in found["groups"]:
        own = now.groups[row["column"]] == row["group"]
        assert row["people"] == sum(own)
        assert row["listed"] == sum(listed[own])
        assert row["listed_outcomes"] == sum(listed[own] * now.outcome[own])
        assert row["enough"] == (20 <= row["outcomes"] <= row["people"] - 20)
        assert (row["difference"] is not None) <= row["enough"]
    assert {row["column"] for row in found["groups"]} == {"region", "sex", "age"}


def test_unrecorded_outcomes_bring_the_recorded_ones_to_the_rate_assumed() -> None:
    outcome = np.array([1] * 60 + [0] * 940)
    everybody = np.ones(1000, int)
    assert [m for m, _ in missing_outcomes(outcome, everybody, 0.25)] == [180]
    more = np.array([1] * 30 + [0] * 30 + [1] * 500 + [0] * 440)
    found = missing_outcomes(outcome, more, 0.25)
    rates = [30 / (30 + missing) for missing, _ in found]
    assert rates[0] == pytest.approx(2 * rates[1], rel=0.03)
    assert 60 / (60 + sum(m for m, _ in found)) == pytest.approx(0.25, abs=0.002)


def test_what_went_unreported_is_seeded_and_said_not_to_fit_where_it_does_not(one: Made) -> None:
    now = seen(one.model, one.test, "censor")
    found = unreported(now, 300, ("region", "sex"), 3)
    assert found == unreported(now, 300, ("region", "sex"), 3)
    assert {row["split"] for row in found} == {"", "records", "region=north"}
    for row in found:
        assert (row["auc"] is None) == (row["precision"] is None)
        if row["split"] == "":
            assert (row["auc"] is None) == (row["outcomes"] > len(now.people))
    scored, independent = (
        next(r for r in found if r["split"] == "" and r["rate"] == 0.6 and r["spread"] == spread)
        for spread in ("as_scored", "independent")
    )
    assert sum(scored["auc"]) > sum(independent["auc"])


def test_each_region_with_enough_outcomes_is_met_by_a_scorecard_that_never_saw_it(
    one: Made, found: dict
) -> None:
    assert [row["region"] for row in found["regions"]] == ["north", "south"]
    for row in found["regions"]:
        assert row["home"]["low"] <= row["home"]["value"] <= row["home"]["high"]
        assert 0.4 < row["away"]["value"] < 0.95
    keep = np.array(one.test.region) == "south"
    part = of_people(one.test, keep)
    assert set(part.region) == {"south"}
    assert len(part.people) == len(part.headline) == len(part.liberty) == keep.sum()
    assert part.people == [p for p, k in zip(one.test.people, keep, strict=True) if k]
