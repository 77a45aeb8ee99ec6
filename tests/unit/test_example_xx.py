"""examples/xx is what `make demo` shows: whole, sound in every row, and about nobody alive.

The check is plain Python over the CSV text. It shares the contract with stage 1 and nothing else.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from hejda.tables import EARLIEST_DATE, REGISTERS, Column, Type
from hejda.tables.registers import OPERATIONS

HERE = Path(__file__).resolve().parents[2]
EXAMPLE = HERE / "examples" / "xx"
PACK = HERE / "knowledge" / "xx"
DEMO_NOW = dt.date(2026, 11, 22)
"""The day of the act in `make demo`; nothing may have happened later."""

TWICE = ("involvement", "V1601-1", "2025-10-20")
NO_SUCH_DAY = ("observation", "B04-6", "observed_on")
NOBODY = ("involvement", "V0801-3", "record_id")
"""The three deliberate faults: table, id, and the day or column."""

Row = dict[str, str]


@cache
def rows_of(table: str) -> tuple[Row, ...]:
    with (EXAMPLE / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def lines() -> list[tuple[str, Row]]:
    return [(table, row) for table in REGISTERS for row in rows_of(table)]


def key_of(table: str, row: Row) -> tuple[str, str, str]:
    return table, row[REGISTERS[table].id_column], row["registered_on"]


def is_content(row: Row) -> bool:
    return row["operation"] in ("", "new", "correct")


@cache
def first_days(table: str) -> dict[str, str]:
    """Record id → the day its first version was registered."""
    days: dict[str, str] = {}
    for row in filter(is_content, rows_of(table)):
        name, day = row[REGISTERS[table].id_column], row["registered_on"]
        days[name] = min(day, days.get(name, day))
    return days


def read_as(column: Column, text: str) -> object:
    """The value of a non-empty field; ValueError where it cannot be one."""
    if column.type is Type.DATE:
        return dt.date.fromisoformat(text)
    if column.type is Type.INTEGER:
        return int(text)
    if column.type is Type.BOOLEAN:
        return {"true": True, "false": False}[text]
    return text


def faults_of(column: Column, text: str, registered: dt.date) -> list[str]:
    """What is wrong with one field, by the column's contract."""
    if not text:
        return ["missing"] if column.required else []
    if text != text.strip():
        return ["blanks around it"]
    try:
        value = read_as(column, text)
    except (ValueError, KeyError):
        return ["unreadable"]
    faults = []
    if column.values and text not in column.values:
        faults.append("not one of the words")
    if isinstance(value, int) and not isinstance(value, bool):
        low = column.minimum is not None and value < column.minimum
        high = column.maximum is not None and value > column.maximum
        faults += ["out of range"] * (low or high)
    if isinstance(value, dt.date):
        faults += ["too early"] * (value < EARLIEST_DATE)
        faults += ["after registered_on"] * (column.not_after_registered and value > registered)
        faults += ["in the future"] * (not column.may_lie_ahead and value > DEMO_NOW)
    return faults


def test_every_register_table_is_delivered_with_rows_and_nothing_else_is():
    assert {path.stem for path in (EXAMPLE / "data").iterdir()} == set(REGISTERS)
    assert [table for table in REGISTERS if not rows_of(table)] == []


@pytest.mark.parametrize("table", REGISTERS)
def test_the_columns_are_the_contract_s_without_those_hejda_or_the_mapping_sets(table):
    own = [c.name for c in REGISTERS[table].columns if not c.set_by_hejda]
    own.remove("source_law")
    assert list(rows_of(table)[0]) == [*own, "operation"]


def test_every_row_keeps_its_contract_but_the_one_deliberate_date():
    found = []
    for table, row in lines():
        contract = REGISTERS[table]
        registered = dt.date.fromisoformat(row["registered_on"])
        content = is_content(row)
        for column in contract.columns:
            if column.name in row and (content or column.name in contract.key):
                wrong = faults_of(column, row[column.name], registered)
                found += [(table, row[contract.id_column], column.name, w) for w in wrong]
    assert found == [(*NO_SUCH_DAY, "unreadable")]


def test_every_version_is_there_once_but_the_one_deliberate_duplicate():
    seen = Counter(key_of(table, row) for table, row in lines() if is_content(row))
    assert [key for key, times in seen.items() if times > 1] == [TWICE]
    twins = [row for row in rows_of(TWICE[0]) if key_of(TWICE[0], row) == TWICE]
    assert twins[0] == twins[1]


def test_corrections_withdrawals_and_erasures_follow_something_and_all_occur():
    used = {row["operation"] or "new" for _, row in lines()}
    assert used == set(OPERATIONS)
    for table, row in lines():
        if row["operation"] in ("correct", "withdraw", "erase"):
            name = row[REGISTERS[table].id_column]
            assert first_days(table)[name] < row["registered_on"], (table, name)


def test_an_act_that_closes_a_record_repeats_nothing_of_it():
    for table, row in lines():
        if not is_content(row):
            kept = {name for name, text in row.items() if text}
            assert kept == {REGISTERS[table].id_column, "registered_on", "operation"}


def test_every_reference_leads_to_a_record_known_by_then_but_the_deliberate_one():
    nowhere, too_early = [], []
    for table, row in lines():
        for column in REGISTERS[table].columns:
            target = row.get(column.name) if column.refers_to else None
            if not target:
                continue
            first = first_days(str(column.refers_to)).get(target)
            place = (table, row[REGISTERS[table].id_column], column.name)
            if first is None:
                nowhere.append(place)
            elif first > row["registered_on"]:
                too_early.append(place)
    assert (nowhere, too_early) == ([NOBODY], [])


def test_the_words_of_the_pack_are_used_and_no_others():
    with (PACK / "offences.csv").open(encoding="utf-8", newline="") as file:
        offences = {row["id"] for row in csv.DictReader(file)}
    with (PACK / "regions.csv").open(encoding="utf-8", newline="") as file:
        region_of = {row["county_code"]: row["police_region"] for row in csv.DictReader(file)}
    kinds = {k["id"] for k in yaml.safe_load((PACK / "observations.yaml").read_text())["kinds"]}
    assert {row["code"] for row in rows_of("offence") if is_content(row)} <= offences
    assert {row["kind"] for row in rows_of("observation")} == kinds
    for _, row in lines():
        county = row.get("municipality", "")[:2]
        assert not county or row.get("police_region", region_of[county]) == region_of[county]
    assert {row["police_region"] for row in rows_of("residence")} == set(region_of.values())


def test_what_one_row_says_of_its_days_holds_together():
    for table, row in lines():
        for earlier, later in (("valid_from", "valid_to"), ("occurred_on", "occurred_until")):
            if row.get(earlier) and row.get(later):
                assert row[earlier] <= row[later], (table, row)
    offences = filter(is_content, rows_of("offence"))
    incident_of = {row["offence_id"]: row["incident_id"] for row in offences}
    for row in filter(is_content, rows_of("involvement")):
        assert not row["offence_id"] or incident_of[row["offence_id"]] == row["incident_id"]
        assert bool(row["suspicion"]) == (row["role"] == "suspect")
        assert bool(row["ended_on"]) == bool(row["ended_why"])


def test_it_is_about_sixty_people():
    assert 55 <= len(first_days("person_record")) <= 65


def luhn_holds(ten: str) -> bool:
    """Whether the last of ten digits is the check digit of the nine before it."""
    doubled = [int(d) * (2 - place % 2) for place, d in enumerate(ten)]
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


def test_the_check_digit_is_computed_as_it_is_for_living_people():
    """811218-9876 is the made-up number with which the check digit is usually explained."""
    assert luhn_holds("8112189876")
    assert not luhn_holds("8112189871")


def test_no_personal_number_could_belong_to_anybody():
    for row in rows_of("person_record"):
        for name in ("personal_number", "other_number"):
            digits = row[name].replace("-", "")
            assert not digits or len(digits) == 12
            if digits:
                assert not luhn_holds(digits[2:]), row["record_id"]
                right = (int(digits[-1]) + 5) % 10
                assert luhn_holds(f"{digits[2:-1]}{right}"), "the check digit is off by five"


def test_numbers_birth_dates_and_sex_agree():
    for row in rows_of("person_record"):
        number = row["personal_number"].replace("-", "")
        if number:
            assert number[:8] == row["birth_date"].replace("-", "")
            assert ("female", "male")[int(number[10]) % 2] == row["sex"]


def test_telephones_addresses_and_post_lead_nowhere():
    """070-174 06 05 to 99 is kept for fiction; no postcode begins with 0; .example is reserved."""
    for row in rows_of("person_record"):
        assert not row["phone"] or 5 <= int(row["phone"].removeprefix("070-174 06 ")) <= 99
        assert not row["postcode"] or row["postcode"].startswith("0")
        assert not row["e_mail"] or row["e_mail"].endswith(".example")


def test_a_protected_person_has_no_way_to_be_reached_in_any_table():
    hidden = {row["record_id"] for row in rows_of("person_record") if row["protected"] == "true"}
    assert hidden
    contact = ("street", "postcode", "municipality", "phone", "e_mail")
    for row in rows_of("person_record"):
        assert row["record_id"] not in hidden or not any(row[name] for name in contact)
    assert not hidden & {row["record_id"] for row in rows_of("residence")}


def test_every_value_the_contract_allows_for_roles_operations_and_custody_occurs():
    said = {
        ("involvement", "role"): {"suspect", "victim", "witness", "reporter", "child"},
        ("custody", "kind"): {"remand", "prison", "tag", "forensic_care"},
        ("protection_order", "status"): {"applied", "refused", "in_force", "lapsed"},
        ("incident", "kind"): {"report", "call_out", "tip"},
        ("licence", "status"): {"valid", "revoked", "expired", "refused"},
    }
    for (table, column), words in said.items():
        assert {row[column] for row in rows_of(table) if row[column]} == words


def test_the_read_me_counts_the_rows_and_names_everybody():
    told = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    rows = len(lines())
    assert f"{rows} rows = {rows - 2} accepted + 1 duplicate + 1 quarantined" in told
    assert f"{len(first_days('person_record'))} person records" in told
    assert f"{len({row['incident_id'] for row in rows_of('incident')})} incidents" in told
    assert [name for name in first_days("person_record") if name not in told] == []
