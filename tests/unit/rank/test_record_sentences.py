"""The evidence behind a reason is told without giving anybody away."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hejda.base.wording import Both
from hejda.rank.record_sentences import (
    NO_LONGER_SHOWN,
    NOT_SHOWN,
    ONLY_ONE_PERSON,
    record_sentence,
)
from hejda.tables.columns import Table, Type
from hejda.tables.registers import REGISTERS
from tests.support.sentence_checks import english_words, unfit

DAY = dt.date(2025, 3, 3)
OFFENCES = {"misshandel": ("Misshandel", "Assault")}
SIGNS = {"strangulation": ("Strypvåld", "Strangulation")}
SECRET = "hemligt-hemligt"


def told(table: str, **row: Any) -> Both:
    """The sentence for a row with these values."""
    return record_sentence(table, row, OFFENCES, SIGNS)


def full_row(table: Table, word: str | None = None) -> dict[str, Any]:
    """A row with a value in every column; free text is a word that may never be shown."""
    values: dict[Type, Any] = {
        Type.STRING: SECRET,
        Type.DATE: DAY,
        Type.INTEGER: 30,
        Type.BOOLEAN: True,
        Type.STRINGS: [SECRET],
    }
    row = {column.name: values[column.type] for column in table.columns}
    for column in table.columns:
        if column.values:
            row[column.name] = word if word in column.values else column.values[0]
    return row


@pytest.mark.parametrize("name", REGISTERS)
def test_no_free_text_number_or_address_of_any_table_is_told(name: str) -> None:
    table = REGISTERS[name]
    words = {word for column in table.columns for word in column.values} or {""}
    for word in sorted(words):
        row = full_row(table, word) | {"could_only_come_from": None, "code": "misshandel"}
        row["kind"] = "strangulation" if name == "observation" else row.get("kind")
        sv, en = record_sentence(name, row, OFFENCES, SIGNS)
        assert SECRET not in sv + en
        assert sv.endswith(".")
        assert en.endswith(".")
        assert "  " not in sv + en
        assert unfit(sv + en) == []
        assert english_words(sv) == []


def test_an_observation_that_only_one_person_can_have_made_is_withheld() -> None:
    row = {"kind": "strangulation", "observed_on": DAY, "could_only_come_from": "victim"}
    assert told("observation", **row) == ONLY_ONE_PERSON
    assert "visas inte här" in ONLY_ONE_PERSON[0]


def test_an_observation_of_a_kind_without_title_is_not_named() -> None:
    assert told("observation", kind="mental_ill_health", observed_on=DAY) == NOT_SHOWN


def test_an_observation_says_whether_it_is_an_assessment_and_how_it_is_graded() -> None:
    sv, en = told(
        "observation",
        kind="strangulation",
        observed_on=DAY,
        nature="assessment",
        reliability="B",
        credibility=2,
    )
    assert sv == "Uppgift, 3 mars 2025: strypvåld (bedömning, inte faktum); källvärdering B2."
    assert en == (
        "Observation, 3 March 2025: strangulation (an assessment, not a fact); source grading B2."
    )


@pytest.mark.parametrize("why", ["acquitted", "cleared", "no_crime"])
def test_somebody_acquitted_is_never_told_as_suspect(why: str) -> None:
    row = {"role": "suspect", "suspicion": "charged", "ended_why": why, "code": "misshandel"}
    assert told("involvement", **row) == NO_LONGER_SHOWN


def test_a_suspicion_is_told_with_its_degree_and_its_end() -> None:
    sv, en = told(
        "involvement",
        role="suspect",
        suspicion="may_be_suspected",
        code="misshandel",
        ended_on=DAY,
        ended_why="cannot_be_proved",
    )
    assert sv == "Kan misstänkas för misshandel; avslutad den 3 mars 2025 (brott kan ej styrkas)."
    assert en == "May be suspected of assault; ended on 3 March 2025 (cannot be proved)."


def test_a_suspicion_without_a_named_offence_still_has_its_degree() -> None:
    assert told("involvement", role="suspect", suspicion="reasonable")[0] == (
        "Misstänkt (skäligen misstänkt)."
    )


@pytest.mark.parametrize(
    ("row", "sv"),
    [
        (
            {"kind": "report", "occurred_on": DAY},
            "Anmälan: händelse den 3 mars 2025.",
        ),
        (
            {"kind": "call_out", "occurred_on": DAY, "occurred_until": dt.date(2025, 3, 9)},
            "Utryckning utan anmälan: händelse 3 mars 2025 – 9 mars 2025.",
        ),
        ({"kind": "tip"}, "Tips: händelsedag okänd."),
        ({}, "Registrerad händelse: händelsedag okänd."),
    ],
)
def test_incidents(row: dict[str, Any], sv: str) -> None:
    assert told("incident", **row)[0] == sv


def test_a_protection_order_is_told_with_its_days_and_its_breach() -> None:
    sv, en = told(
        "protection_order",
        status="in_force",
        decided_on=DAY,
        valid_from=DAY,
        valid_to=dt.date(2026, 3, 2),
        monitored=True,
        breached_on=dt.date(2025, 4, 5),
    )
    assert sv == (
        "Kontaktförbud, beslut den 3 mars 2025, giltigt från 3 mars 2025 till 2 mars 2026, "
        "med elektronisk övervakning; överträdelse registrerad den 5 april 2025."
    )
    assert "breach recorded on 5 April 2025" in en


def test_forensic_care_is_health_and_told_as_being_held() -> None:
    sv, en = told("custody", kind="forensic_care", valid_from=DAY)
    assert sv == "Frihetsberövad från 3 mars 2025."
    assert en == "Held from 3 March 2025."
    assert told("sanction", kind="forensic_care", decided_on=DAY)[0] == (
        "Påföljd, beslut den 3 mars 2025."
    )


def test_a_residence_says_when_and_never_where() -> None:
    sv, _ = told("residence", household="H1", municipality="0180", valid_from=DAY)
    assert sv == "Boendeuppgift (plats visas inte) från 3 mars 2025."


def test_a_sanction_is_told_with_its_length() -> None:
    row = {"kind": "prison", "days": 1, "code": "misshandel", "decided_on": DAY}
    sv, _ = told("sanction", **row)
    assert sv == "Fängelse, 1 dag för misshandel, beslut den 3 mars 2025."
