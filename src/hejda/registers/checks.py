"""What may be wrong with a row, by code, and where it is: one code per contract column.

A code below 50 sets the whole row aside. From 50 on, the value was set to missing and the row kept:
because the code is unknown to the rules, or (100 more) because the mapping says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import ibis
import ibis.expr.types as ir

from hejda.registers.readings import any_of
from hejda.tables import EARLIEST_DATE, Column, Table, Type
from hejda.tables.registers import OPERATIONS

NOTED = 50
BY_POLICY = 100
CLOSING = ("withdraw", "erase")
"""Operations that need only the record's id and the day; their other columns are not looked at."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a check must know beside the contract: *now*, the ids the rules know (None: not asked),
    and the act that rows are kept under when they do not say.
    """

    now: dt.date
    offences: frozenset[str] | None = None
    observations: frozenset[str] | None = None
    regions: frozenset[str] | None = None
    source_law: str | None = None

    def known(self, table: str, column: str) -> tuple[int, frozenset[str]] | None:
        """The code for an unknown word in this column and the words known; None where any will do."""
        words: dict[tuple[str, str], tuple[int, frozenset[str] | None]] = {
            ("offence", "code"): (51, self.offences),
            ("observation", "kind"): (8, self.observations),
            ("incident", "police_region"): (52, self.regions),
            ("residence", "police_region"): (52, self.regions),
        }
        code, known = words.get((table, column), (0, None))
        return None if known is None else (code, known)


CODES: dict[int, tuple[str, str]] = {
    1: ("unreadable_value", "The value cannot be read as {type}."),
    2: ("required_missing", "The value is missing and this column is required."),
    3: ("unknown_value", "The value is not one of: {values}."),
    4: ("out_of_range", "The number lies outside {minimum} to {maximum}."),
    5: ("date_too_early", f"The date lies before {EARLIEST_DATE.isoformat()}."),
    6: ("date_after_registered", "The date lies after the day the row was registered."),
    7: ("date_in_future", "The date lies in the future."),
    8: ("unknown_observation_kind", "The kind is not one of the kinds in observations.yaml."),
    9: ("unknown_operation", "The operation is not one of: " + ", ".join(OPERATIONS) + "."),
    51: ("unknown_offence_code", "The code is not in the rules' offences.csv."),
    52: ("unknown_police_region", "The police region is not in the rules' regions file."),
}
"""Code number → its name and what is wrong; never the value itself."""

ROW_ASIDE = "The row is set aside; correct it at the source, or the mapping, and deliver again."
VALUE_MISSING = "The value was set to missing and the row kept."
ADD_TO_RULES = " Add it to the rules, or to the mapping's look-up."
WORDS_OF_TYPE = {
    Type.STRING: "text, by the look-up or the patterns given for it",
    Type.DATE: "a date, in the format the mapping states",
    Type.INTEGER: "a whole number",
    Type.BOOLEAN: "yes or no (true, false, 1, 0)",
}


def code_name(number: int) -> str:
    """The stable name of a code."""
    return CODES[number - BY_POLICY if number > BY_POLICY else number][0]


def message(number: int, table: Table, column: str) -> str:
    """The sentence for a code in a column: what is wrong and what was done, never the value."""
    plain = number - BY_POLICY if number > BY_POLICY else number
    sentence = CODES[plain][1]
    if column in table.names:
        found = table.column(column)
        sentence = sentence.format(
            type=WORDS_OF_TYPE.get(found.type, found.type.value),
            values=", ".join(found.values),
            minimum=found.minimum,
            maximum=found.maximum,
        )
    if plain > NOTED:
        return f"{sentence} {VALUE_MISSING}{ADD_TO_RULES}"
    return f"{sentence} {VALUE_MISSING if number > BY_POLICY else ROW_ASIDE}"


def _date_tests(
    column: Column, value: ir.DateValue, registered: ir.DateValue, now: dt.date
) -> list[tuple[ir.BooleanValue, int]]:
    tests = [(value < ibis.literal(EARLIEST_DATE), 5)]
    if column.not_after_registered:
        tests.append((value > registered, 6))
    if not column.may_lie_ahead:
        tests.append((value > ibis.literal(now), 7))
    return tests


def _tests(
    rows: ir.Table, table: str, column: Column, setting: Setting
) -> list[tuple[ir.BooleanValue, int]]:
    value = rows[column.name]
    tests: list[tuple[ir.BooleanValue, int]] = []
    if f"u_{column.name}" in rows.columns:
        tests.append((cast(ir.BooleanValue, rows[f"u_{column.name}"]), 1))
    if column.required:
        tests.append((value.isnull(), 2))
    if column.values:
        tests.append((value.notin(column.values), 3))
    if column.minimum is not None:
        tests.append((cast(ir.IntegerValue, value) < column.minimum, 4))
    if column.maximum is not None:
        tests.append((cast(ir.IntegerValue, value) > column.maximum, 4))
    if column.type is Type.DATE:
        registered = cast(ir.DateValue, rows["registered_on"])
        tests += _date_tests(column, cast(ir.DateValue, value), registered, setting.now)
    known = setting.known(table, column.name)
    if known is not None:
        tests.append((value.notnull() & value.notin(sorted(known[1])), known[0]))
    return tests


def allowed_words(contract: Table, column: Column, setting: Setting) -> frozenset[str] | None:
    """The only words a column may hold; None where any will do."""
    known = setting.known(contract.name, column.name)
    return frozenset(column.values) if column.values else known and known[1]


def faulty(
    rows: ir.Table, contract: Table, setting: Setting, but: frozenset[str] = frozenset()
) -> ir.BooleanValue:
    """Where a typed row that already is the contract has any fault, or an operation other than new.

    Used to tell, in one scan, whether a delivered Parquet table is clean as it stands. The columns in
    `but` are looked at in another way.
    """
    present = [c for c in contract.columns if c.name in rows.columns and not c.set_by_hejda]
    present = [column for column in present if column.name not in but]
    tests = [t for c in present for t, _ in _tests(rows, contract.name, c, setting)]
    tests += [rows[c.name] == "" for c in present if c.type is Type.STRING and not c.values]
    if "operation" in rows.columns and "operation" not in but:
        tests.append(rows["operation"] != "new")
    return cast(ir.BooleanValue, any_of(tests).fill_null(False))


def checked(
    rows: ir.Table, contract: Table, may_be_missing: Iterable[str], setting: Setting
) -> ir.Table:
    """`rows` with the code of every contract column in `k_<column>` and of the operation in
    `k_operation` (0: nothing wrong); values that a code takes away are missing.

    `rows` has `_file`, `_row`, `operation`, each contract column typed, and `u_<column>`: true where
    a value could not be read.
    """
    closing = rows["operation"].isin(CLOSING)
    operation = ibis.ifelse(rows["operation"].notin(OPERATIONS), 9, 0).cast("int16")
    made: dict[str, ir.Value] = {"k_operation": operation}
    columns = [column for column in contract.columns if not column.set_by_hejda]
    for column in columns:
        branches = _tests(rows, contract.name, column, setting)
        code = ibis.cases(*[(test.fill_null(False), n) for test, n in branches], else_=0)
        if column.name in may_be_missing:
            code = ibis.ifelse((code > 0) & (code < NOTED), code + BY_POLICY, code)
        if column.name not in contract.key:
            code = ibis.ifelse(closing, 0, code)
        made[f"k_{column.name}"] = code.cast("int16")
    coded = rows.mutate(**made)
    kept: dict[str, ir.Value] = {name: coded[name] for name in ("_file", "_row", "operation")}
    for column in columns:
        gone = coded[f"k_{column.name}"] > NOTED
        if column.name not in contract.key:
            gone = gone | coded["operation"].isin(CLOSING)
        kept[column.name] = ibis.ifelse(gone, ibis.null(column.type.value), coded[column.name])
    return coded.select(**kept, **{name: coded[name] for name in made})
