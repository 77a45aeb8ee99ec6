"""A new-partner hypothesis is a guess with a date of lapse, and changes no score and no list."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from hejda.base.dates import day_number
from hejda.relations.new_partner import (
    LAPSES_AFTER_DAYS,
    NEW_WITHIN_DAYS,
    POINTS,
    confidence,
    new_partner_hypotheses,
)
from hejda.tables import REGISTERS
from tests.support import backends
from tests.support.invented import Invented, Maker, invented_registers
from tests.support.outcome_differences import outcome_differences
from tests.support.relations_backends import duckdb
from tests.support.size import SIZE
from tests.support.spec_rows import close_versions

D = dt.date(2025, 1, 1)
FAST = settings(
    max_examples=3 * SIZE,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
NOBODY_KNOWN = ("new1", "new2")
"""People no register has named before."""


def sign(kind: str, days_ago: int, registered_ago: int | None = None) -> dict:
    """A sign between Kim and Alva, some days before D."""
    known = days_ago if registered_ago is None else registered_ago
    return {
        "person": "Kim",
        "other": "Alva",
        "sign": kind,
        "day": day_number(D) - days_ago,
        "registered": day_number(D) - known,
        "reference": f"{kind}:1",
    }


def with_signs(case: Invented) -> dict[str, list]:
    """The registers, and a new household and an application for an order for every suspect."""
    registers = {name: [dict(row) for row in rows] for name, rows in case.registers.items()}
    maker = Maker(None, case.as_of, (), False, registers)
    maker.one = lambda *values: values[0]  # no chance: nothing is withdrawn or late
    suspects = {row["record_id"] for row in registers["involvement"] if row["role"] == "suspect"}
    month_ago = case.as_of - dt.timedelta(days=30)
    for place, person in enumerate(sorted(suspects)):
        other = NOBODY_KNOWN[place % 2]
        if "residence" in registers:
            for who in (person, other):
                home = {"record_id": who, "household": f"new{place}", "valid_from": month_ago}
                maker.add("residence", home | {"registered_on": month_ago})
        if "protection_order" in registers:
            order = {"protected": other, "restrained": person, "status": "applied"}
            maker.add("protection_order", order | {"registered_on": month_ago})
    for name, rows in registers.items():
        close_versions(REGISTERS[name], rows)
    return registers


@FAST
@given(invented_registers())
def test_signs_that_are_no_suspicions_change_no_score_no_place_and_no_list(case: Invented) -> None:
    more = replace(case, registers=with_signs(case))
    before, after = backends.duckdb(*case.arguments), backends.duckdb(*more.arguments)
    assert outcome_differences(before, after) == []


@FAST
@given(invented_registers())
def test_the_same_signs_do_make_hypotheses(case: Invented) -> None:
    registers = with_signs(case)
    if not {"residence", "protection_order"} & set(registers):
        return
    listed = sorted({r["record_id"] for r in registers["involvement"] if r["role"] == "suspect"})
    with duckdb((registers, case.knowledge, case.as_of, [])) as answers:
        found = {
            row["person"] for row in answers.hypotheses(listed) if row["other"] in NOBODY_KNOWN
        }
    known = {
        row["record_id"]
        for row in registers["involvement"]
        if row["role"] == "suspect" and row["superseded_on"] is None
    }
    assert known & set(listed) <= found


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        (["joint_incident"], "weak"),
        (["third_person_report"], "weak"),
        (["joint_incident", "third_person_report"], "some"),
        (["joint_incident"] * 5, "weak"),
        (["household"], "some"),
        (["household", "joint_incident"], "strong"),
        (["relation"], "strong"),
        (["order", "close_incident"], "strong"),
    ],
)
def test_confidence_grows_with_the_kinds_of_sign_not_with_their_number(
    signs: list[str], expected: str
) -> None:
    assert confidence(signs) == expected


def test_every_sign_is_worth_something_and_none_more_than_strong() -> None:
    assert set(POINTS.values()) <= {1, 2, 3}


def test_an_old_sign_makes_the_two_no_news_to_each_other() -> None:
    new, old = sign("household", 10), sign("order", NEW_WITHIN_DAYS + 1)
    assert new_partner_hypotheses([new], day_number(D))
    assert new_partner_hypotheses([new, old], day_number(D)) == []


def test_it_lapses_180_days_after_the_latest_sign_was_registered() -> None:
    (row,) = new_partner_hypotheses([sign("household", 300, LAPSES_AFTER_DAYS - 1)], day_number(D))
    assert row["expires_on"] == D + dt.timedelta(days=1)
    assert new_partner_hypotheses([sign("household", 300, LAPSES_AFTER_DAYS)], day_number(D)) == []
