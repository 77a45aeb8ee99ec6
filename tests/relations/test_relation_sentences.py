"""Findings in words: two languages, dated, with partners as numbers and never as names or ids."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hejda.base.wording import NARROW_SPACE
from hejda.relations.new_partner import POINTS
from hejda.relations.relation_sentences import (
    HOW,
    SIGNS,
    SURE,
    Statement,
    new_partner_statement,
    repeat_statement,
    serial_statements,
)
from hejda.relations.serial_finding import serial_finding
from hejda.tables.identity import HOW_KNOWN

ALVA = {
    "victim": "r-alva",
    "partner": "yes",
    "confidence": "likely",
    "known_by": ["code", "household"],
    "first_on": dt.date(2022, 3, 1),
    "last_on": dt.date(2023, 5, 9),
    "incidents": 4,
    "harm": 1310,
    "evidence": ["offence:o1", "residence:h1", "incident:i1"],
}
BO = ALVA | {
    "victim": "r-bo",
    "confidence": "sure",
    "known_by": ["relation"],
    "first_on": dt.date(2021, 1, 7),
    "last_on": dt.date(2021, 1, 7),
    "incidents": 1,
    "harm": 1,
    "evidence": ["relation:t1", "incident:i0"],
}
CIM = BO | {
    "victim": "r-cim",
    "partner": "unknown",
    "confidence": "possible",
    "known_by": ["order"],
}
CIM |= {
    "first_on": dt.date(2024, 1, 1),
    "last_on": dt.date(2024, 1, 1),
    "evidence": ["incident:i9"],
}


def statements(kinds: dict[str, int], *rows: dict[str, Any], near: Any = ()) -> list[Statement]:
    """What is said of those victims."""
    connected = [{"victim": a, "other": b, "reference": "relation:t9"} for a, b in near]
    return serial_statements(serial_finding("r-kim", kinds, rows, connected))


def test_several_partners_are_told_by_number_with_how_each_is_known() -> None:
    head, bo, alva = statements({"r-alva": 3, "r-bo": 3}, ALVA, BO)
    assert head.sv == (
        "Registrerade misstankar om brott mot två partner som inte har med varandra att göra,"
        " 2021–2023."
    )
    assert head.en == (
        "Recorded suspicions of offences against two partners who have nothing to do with each"
        " other, 2021–2023."
    )
    assert bo.sv == (
        "Partner 1: 1 händelse den 7 januari 2021, 1 skadedag; känd genom registrerad relation;"
        " säkerhet: säker."
    )
    assert alva.sv == (
        f"Partner 2: 4 händelser 1 mars 2022 – 9 maj 2023, 1{NARROW_SPACE}310 skadedagar;"
        " känd genom brottskod och gemensamt hushåll; säkerhet: trolig."
    )
    assert alva.en == (
        f"Partner 2: 4 incidents 1 March 2022 – 9 May 2023, 1{NARROW_SPACE}310 harm days;"
        " known by crime code and shared household; certainty: likely."
    )
    assert head.evidence == (*bo.evidence, *alva.evidence)
    assert alva.evidence == tuple(ALVA["evidence"])


def test_other_victims_are_told_as_what_they_are() -> None:
    head, bo, alva, cim = statements({"r-alva": 2, "r-bo": 3, "r-cim": 1}, ALVA, BO, CIM)
    assert "två personer som inte har med varandra att göra, partner eller utsatta" in head.sv
    assert "two people who have nothing to do with each other, partners or victims" in head.en
    assert bo.en.startswith("Partner 1: ")
    assert alva.en.startswith("Person 2 (sexual offence): ")
    assert cim.sv == (
        "Person 3 (relation okänd): 1 händelse den 1 januari 2024, 1 skadedag;"
        " tecken på en relation: ärende om kontaktförbud."
    )


def test_one_partner_and_one_of_unknown_relation_is_told_as_that() -> None:
    head, *_ = statements({"r-bo": 3, "r-cim": 1}, BO, CIM)
    assert head.sv == (
        "Registrerade misstankar om brott mot en partner och mot annan vars relation är okänd,"
        " 2021–2024."
    )
    assert head.en == (
        "Recorded suspicions of offences against one partner and another whose relation is"
        " unknown, 2021–2024."
    )


def test_victims_of_unknown_relation_only_are_told_as_that_and_nobody_as_nothing() -> None:
    head, _, _ = statements({"r-alva": 1, "r-cim": 1}, ALVA, CIM)
    assert head.sv == (
        "Registrerade misstankar om brott mot två personer vars relation är okänd, 2022–2024."
    )
    assert head.en.endswith("against two people whose relation is unknown, 2022–2024.")
    assert statements({}, ALVA) == []


def test_connected_victims_are_told_as_connected_with_the_record_behind_it() -> None:
    head, bo, alva = statements({"r-alva": 3, "r-bo": 3}, ALVA, BO, near=[("r-alva", "r-bo")])
    assert head.sv == "Registrerade misstankar om brott mot två personer som hör ihop, 2021–2023."
    assert bo.sv.endswith("; hör ihop med nummer 2.")
    assert alva.en.endswith("; connected with number 1.")
    assert "relation:t9" in head.evidence


def test_repeat_is_told_of_the_same_partner() -> None:
    said = repeat_statement(ALVA)
    assert said.sv == (
        "Samma partner i flera registrerade händelser: 4 händelser 1 mars 2022 – 9 maj 2023,"
        f" 1{NARROW_SPACE}310 skadedagar; känd genom brottskod och gemensamt hushåll;"
        " säkerhet: trolig."
    )
    assert said.en.startswith("The same partner in several recorded incidents: 4 incidents")
    assert said.evidence == tuple(ALVA["evidence"])


def test_a_hypothesis_is_told_as_unchecked_with_the_day_it_lapses() -> None:
    row = {
        "confidence": "strong",
        "signs": ["household", "order"],
        "since": dt.date(2024, 12, 20),
        "expires_on": dt.date(2025, 6, 18),
        "evidence": ["residence:h1"],
    }
    said = new_partner_statement(row)
    assert said.sv == (
        "Starka tecken på en ny partner: gemensamt hushåll och ärende om kontaktförbud; senast"
        " registrerat den 20 december 2024. Inte kontrollerat. Förfaller den 18 juni 2025 och"
        " påverkar ingen poäng."
    )
    assert said.en == (
        "Strong signs of a new partner: shared household and case of a protection order; last"
        " registered on 20 December 2024. Not checked. Lapses on 18 June 2025 and affects no score."
    )


def test_every_word_of_the_tables_has_a_text_in_both_languages() -> None:
    assert set(HOW) == set(HOW_KNOWN)
    assert set(SIGNS) == set(POINTS)
    assert set(SURE) == {"sure", "likely", "possible"}
    assert all(sv and en for both in (HOW, SIGNS, SURE) for sv, en in both.values())


def test_no_sentence_holds_an_id() -> None:
    found = statements({"r-alva": 3, "r-bo": 2, "r-cim": 1}, ALVA, BO, CIM)
    found += [repeat_statement(ALVA)]
    texts = [text for said in found for text in (said.sv, said.en)]
    assert not [text for text in texts if "r-" in text or "i1" in text]
