"""Two pictures of risk: a missing answer is never low, and serious harm is never a number."""

from __future__ import annotations

import datetime as dt

import pytest

from hejda_web.runs.models import Evidence, Reason, Run
from hejda_web.runs.record import years_of
from hejda_web.runs.risk import repeat_of, serious_of
from hejda_web.runs.told import Statement, Told

RUN = Run(as_of=dt.date(2025, 12, 31))
BASE = 100_000


def points(rule: str, value: int) -> Statement:
    return Statement(Reason(rule=rule, points=value, kind="for"), [], 0)


def reckoned(own: int) -> Told:
    """Told of somebody whose own incidents add so much to a base level of 100 of 1 000."""
    group = points("repeat_risk.group_rate", BASE)
    return Told(repeats=[group, points("repeat_risk.partner_incident", own)])


def seen(table: str, day: dt.date | None, reference: str) -> Evidence:
    return Evidence(
        table=table, happened_on=day, registered_on=dt.date(2025, 3, 1), reference=reference
    )


def test_without_a_run_nothing_is_computed_and_nothing_said_of_warning_acts() -> None:
    assert repeat_of(None, Told(), judge_first=False).state == "not_computed"
    assert serious_of(None, Told(), [], [], judge_first=False).state == "no_run"


def test_somebody_a_run_could_not_score_is_not_low() -> None:
    found = repeat_of(RUN, Told(), judge_first=False)
    assert found.state == "missing"
    assert not found.is_level


@pytest.mark.parametrize(
    ("own", "state"),
    [(0, "low"), (24_999, "low"), (25_000, "raised"), (99_999, "raised"), (100_000, "high")],
)
def test_the_level_is_told_against_that_of_everybody_ranked(own: int, state: str) -> None:
    found = repeat_of(RUN, reckoned(own), judge_first=False)
    assert (found.state, found.expected, found.base) == (state, BASE + own, BASE)


def test_nothing_of_the_level_is_told_before_the_own_judgement() -> None:
    found = repeat_of(RUN, reckoned(100_000), judge_first=True)
    assert (found.state, found.expected, found.is_level) == ("judge_first", None, False)


def test_a_marked_warning_act_without_a_date_is_still_told() -> None:
    found = serious_of(RUN, Told(), [], ["overlay:strangulation", "inside"], judge_first=False)
    assert (found.state, found.undated) == ("acts", ["overlay:strangulation"])


def test_a_dated_warning_act_is_told_once_and_other_observations_are_none() -> None:
    dated = Told(signs=[points("red_flags.strangulation", 1), points("red_flags.victim_fear", 1)])
    found = serious_of(RUN, dated, [], ["overlay:strangulation"], judge_first=False)
    assert [s.row.rule for s in found.acts] == ["red_flags.strangulation"]
    assert found.undated == []


def test_a_source_without_observations_is_not_the_same_as_none_recorded() -> None:
    assert serious_of(RUN, Told(), [], ["no_observation"], judge_first=False).state == "no_table"
    assert serious_of(RUN, Told(), [], [], judge_first=False).state == "none"


def test_before_the_own_judgement_marks_of_the_run_stay_hidden_and_records_do_not() -> None:
    record = seen("observation", dt.date(2025, 2, 1), "observation:1")
    found = serious_of(RUN, Told(), [record], ["overlay:strangulation"], judge_first=True)
    assert (found.state, found.undated, found.records) == ("judge_first", [], [record])


def test_the_timeline_is_newest_first_and_the_incident_comes_before_what_it_is_suspected_to_be() -> (
    None
):
    day = dt.date(2024, 5, 1)
    rows = [
        seen("involvement", day, "involvement:1"),
        seen("incident", day, "incident:1"),
        seen("offence", day, "offence:1"),
        seen("observation", None, "observation:1"),
    ]
    told = [
        (year, each.on, each.happened, [e.table for e in each.events])
        for year, days in years_of(rows)
        for each in days
    ]
    assert told == [
        (2025, dt.date(2025, 3, 1), False, ["observation"]),
        (2024, day, True, ["incident", "offence", "involvement"]),
    ]
