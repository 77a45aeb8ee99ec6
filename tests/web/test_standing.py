"""What stands on a run's day, by records made by hand; and what is not told is no zero."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hejda_web.runs.standing import BREACH, CUSTODY, KINDS, OPEN_CASE, ORDER, standing_on

DAY = dt.date(2026, 6, 30)
WEEK, YEAR = dt.timedelta(7), dt.timedelta(365)


def custody(
    since: dt.date, until: dt.date | None, expected: dt.date | None = None
) -> dict[str, Any]:
    """A spell of one person."""
    return {"record_id": "r1", "valid_from": since, "valid_to": until,
            "expected_release_on": expected, "superseded_on": None}  # fmt: skip


def order(**said: Any) -> dict[str, Any]:
    """An order against one person."""
    return {"restrained": "r1", "valid_from": DAY - YEAR, "valid_to": DAY + WEEK, "breached_on": None,
            "superseded_on": None} | said  # fmt: skip


def suspicion(
    incident: str, how: str, ended: dt.date | None = None, role: str = "suspect"
) -> dict[str, Any]:
    """One person's part in an incident."""
    return {"record_id": "r1", "incident_id": incident, "role": role, "suspicion": how,
            "ended_on": ended, "superseded_on": None}  # fmt: skip


def incident(key: str, on: dt.date) -> dict[str, Any]:
    """An incident, registered the day after."""
    return {"incident_id": key, "occurred_on": on, "first_registered_on": on + dt.timedelta(1),
            "superseded_on": None}  # fmt: skip


def stands(**rows: list[dict[str, Any]]) -> list[tuple[str, dt.date | None, dt.date | None]]:
    """(kind, since, until) of everything that stands."""
    return [(each.kind, each.since, each.until) for each in standing_on(rows, DAY)[0]]


@pytest.mark.parametrize(
    ("row", "until"),
    [
        (custody(DAY - YEAR, None, DAY + WEEK), DAY + WEEK),
        (custody(DAY - YEAR, DAY + WEEK, DAY + YEAR), DAY + WEEK),
        (custody(DAY, DAY), DAY),
        (custody(DAY - YEAR, None), None),
    ],
)
def test_custody_of_the_day_ends_on_its_last_day_or_the_expected_one(
    row: dict[str, Any], until: dt.date | None
) -> None:
    assert stands(custody=[row]) == [(CUSTODY, row["valid_from"], until)]


def test_custody_that_is_over_not_begun_or_withdrawn_does_not_stand() -> None:
    over, later = custody(DAY - YEAR, DAY - WEEK), custody(DAY + WEEK, None)
    withdrawn = custody(DAY - YEAR, None) | {"superseded_on": DAY - WEEK}
    assert stands(custody=[over, later, withdrawn]) == []


def test_an_order_stands_until_its_last_day() -> None:
    refused = order(valid_from=None, valid_to=None)
    assert stands(protection_order=[order(), order(valid_to=DAY - WEEK), refused]) == [
        (ORDER, DAY - YEAR, DAY + WEEK)
    ]


def test_a_breach_without_a_charge_stands_and_one_with_a_charge_does_not() -> None:
    day, other = DAY - WEEK, DAY - 2 * WEEK
    rows = {
        "protection_order": [order(breached_on=day), order(breached_on=other)],
        "incident": [incident("i1", other), incident("i2", day)],
        "involvement": [suspicion("i1", "charged"), suspicion("i2", "reasonable")],
    }
    found = stands(**rows)
    assert (BREACH, day, None) in found
    assert (BREACH, other, None) not in found


def test_a_case_is_open_until_it_is_ended_or_prosecuted_and_counted_once() -> None:
    rows = {
        "incident": [incident(f"i{n}", DAY - n * WEEK) for n in range(1, 6)],
        "involvement": [
            suspicion("i1", "reasonable"), suspicion("i1", "may_be_suspected"),
            suspicion("i2", "reasonable", DAY - WEEK), suspicion("i3", "charged"),
            suspicion("i4", "convicted"), suspicion("i5", "unknown", role="victim"),
        ],
    }  # fmt: skip
    assert stands(**rows) == [(OPEN_CASE, DAY - WEEK + dt.timedelta(1), None)]


def test_what_the_records_do_not_tell_is_named_and_is_no_zero() -> None:
    assert standing_on({}, DAY)[1] == []
    assert standing_on({"protection_order": [order()]}, DAY)[1] == [ORDER]
    whole = {
        "custody": [custody(DAY - YEAR, DAY - WEEK)],
        "protection_order": [order(breached_on=DAY - YEAR)],
        "involvement": [suspicion("i1", "convicted")],
    }
    assert standing_on(whole, DAY)[1] == list(KINDS)
