"""What a source mapping's expressions compute, as Ibis expressions; runs on any engine.

`reading` is one function per kind of term; `template_rows` makes, of delivered rows, the rows of one
contract table, with a code per column from `checks.py`; `completed` adds to a delivered contract
table the columns it may leave out.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import ibis
import ibis.expr.types as ir

from hejda.registers import terms
from hejda.registers.checks import Setting, checked
from hejda.registers.mapping import RowTemplate
from hejda.registers.readings import (
    Reading,
    any_of,
    as_date,
    as_text,
    as_type,
    missing,
    never,
    unified,
)
from hejda.tables import Table, Type

NOTHING = "\x1e"
"""Stands for *missing* inside look-ups and digests; no register writes this sign."""
BETWEEN = "\x1f"
DIGEST_SIGNS = 24


@dataclass(frozen=True, slots=True)
class Source:
    """Delivered rows with `_file`, `_row`, and the delivered columns under the engine's names.

    `columns`: delivered name → column of `rows`, cleaned. `prepared`: terms computed already, by
    `key_of` → the name under which `rows` has the value (`<name>_v`) and whether it was unreadable
    (`<name>_u`).
    """

    rows: ir.Table
    columns: Mapping[str, str]
    prepared: Mapping[str, str] = field(default_factory=dict)

    def column(self, name: str) -> Reading:
        """The delivered column called `name`."""
        return Reading(self.rows[self.columns[name]], never())

    def found(self, term: terms.Expression | terms.Condition) -> Reading | None:
        """What was computed already for `term`; None when it was not."""
        name = self.prepared.get(key_of(term))
        if name is None:
            return None
        unreadable = cast(ir.BooleanValue, self.rows[f"{name}_u"])
        return Reading(self.rows[f"{name}_v"], unreadable)


def key_of(term: terms.Expression | terms.Condition) -> str:
    """The same text for equal terms."""
    if isinstance(term, str):
        return ""
    return type(term).__name__ + term.model_dump_json(by_alias=True, exclude_unset=True)


def cleaned(value: ir.Value, is_text: bool) -> ir.Value:
    """A delivered value as expressions see it: an empty text is missing; of delimited text, blanks
    around a value are no part of it.
    """
    if not value.type().is_string():
        return value
    text = cast(ir.StringValue, value)
    return (text.strip() if is_text else text).nullif("")


def _literal(term: terms.Expression | None, source: Source) -> Reading:
    if term is None or isinstance(term, str):
        return Reading(missing() if term is None else ibis.literal(term), never())
    return reading(term, source)


def _join(term: terms.JoinTerm, source: Source) -> Reading:
    parts = [as_text(reading(part, source)) for part in term.join]
    texts = [cast(ir.StringValue, part.value.fill_null("")) for part in parts]
    joined = functools.reduce(lambda left, right: left + term.between + right, texts)
    present = any_of([part.value.notnull() for part in parts])
    return Reading(
        ibis.ifelse(present, joined, missing()), any_of([part.unreadable for part in parts])
    )


def _first_of(term: terms.FirstOfTerm, source: Source) -> Reading:
    parts = unified([reading(part, source) for part in term.first_of])
    reached = ibis.literal(True)
    unreadable = []
    for part in parts:
        unreadable.append(reached & part.unreadable)
        reached = reached & part.value.isnull()
    return Reading(ibis.coalesce(*[part.value for part in parts]), any_of(unreadable))


def _answered(
    of: Reading,
    answer: ir.Value,
    matched: ir.Value,
    term: terms.LookupTerm | terms.PatternsTerm,
    source: Source,
) -> Reading:
    """`answer` where something matched, else what the mapping says of that, else unreadable."""
    unmatched = of.value.notnull() & ~matched
    if "otherwise" not in term.model_fields_set:
        return Reading(answer, of.unreadable | unmatched)
    otherwise = as_text(_literal(term.otherwise, source))
    return Reading(
        ibis.ifelse(unmatched, otherwise.value, answer),
        of.unreadable | (unmatched & otherwise.unreadable),
    )


def _lookup(term: terms.LookupTerm, source: Source) -> Reading:
    if isinstance(term.lookup, str):
        raise TypeError("the look-up file must be read in before expressions are made")
    of = as_text(reading(term.of, source))
    pairs = [(key, gives) for key, gives in term.lookup.items() if gives is not None]
    answer = of.value.cases(*pairs, else_=missing()) if pairs else missing()
    matched = of.value.isin(list(term.lookup)) if term.lookup else ibis.literal(False)
    return _answered(of, answer, matched, term, source)


def _patterns(term: terms.PatternsTerm, source: Source) -> Reading:
    if isinstance(term.patterns, str):
        raise TypeError("the pattern file must be read in before expressions are made")
    of = as_text(reading(term.of, source))
    text = cast(ir.StringValue, of.value)
    branches = [
        (
            text.re_search(pattern.matches).fill_null(False),
            as_text(_literal(pattern.gives, source)).value.fill_null(NOTHING),
        )
        for pattern in term.patterns
    ]
    answer = ibis.cases(*branches, else_=missing()) if branches else missing()
    return _answered(of, answer.nullif(NOTHING), answer.notnull(), term, source)


def _when(term: terms.WhenTerm, source: Source) -> Reading:
    given = [branch.gives for branch in term.when] + [term.otherwise]
    read = iter(unified([reading(part, source) for part in given if part is not None]))
    parts = [next(read) if part is not None else None for part in given]
    type_ = next((str(part.value.type()) for part in parts if part is not None), "string")
    values = [missing(type_) if part is None else part.value for part in parts]
    faults = [never() if part is None else part.unreadable for part in parts]
    holds = [condition(branch.condition, source) for branch in term.when]
    return Reading(
        ibis.cases(*zip(holds, values[:-1], strict=True), else_=values[-1]),
        ibis.cases(*zip(holds, faults[:-1], strict=True), else_=faults[-1]),
    )


def _digest(term: terms.DigestTerm, source: Source) -> Reading:
    parts = [as_text(reading(part, source)) for part in term.digest]
    texts = [cast(ir.StringValue, part.value.fill_null(NOTHING)) for part in parts]
    joined = functools.reduce(lambda left, right: left + BETWEEN + right, texts)
    digest = cast(ir.StringValue, joined.hexdigest("sha256")).left(DIGEST_SIGNS)
    return Reading(digest, any_of([part.unreadable for part in parts]))


def reading(term: terms.Expression, source: Source) -> Reading:
    """What `term` gives in each delivered row."""
    found = source.found(term) if source.prepared else None
    if found is not None:
        return found
    match term:
        case str():
            return source.column(term)
        case terms.ColumnTerm():
            return source.column(term.column)
        case terms.ValueTerm():
            return Reading(ibis.literal(term.value), never())
        case terms.JoinTerm():
            return _join(term, source)
        case terms.FirstOfTerm():
            return _first_of(term, source)
        case terms.LookupTerm():
            return _lookup(term, source)
        case terms.PatternsTerm():
            return _patterns(term, source)
        case terms.WhenTerm():
            return _when(term, source)
        case terms.DateTerm():
            return as_date(reading(term.date, source), term.formats)
        case terms.DigestTerm():
            return _digest(term, source)


def condition(test: terms.Condition, source: Source) -> ir.BooleanValue:
    """Where `test` holds; never missing."""
    found = source.found(test) if source.prepared else None
    if found is not None:
        return cast(ir.BooleanValue, found.value)
    if test.every is not None:
        return functools.reduce(operator.and_, [condition(part, source) for part in test.every])
    if test.some is not None:
        return any_of([condition(part, source) for part in test.some])
    if test.negated is not None:
        return ~condition(test.negated, source)
    operand = test.of if test.of is not None else test.column
    if operand is None:
        raise TypeError("a condition without all, any or not has an operand")
    return _tested(test, reading(operand, source), source)


def _tested(test: terms.Condition, of: Reading, source: Source) -> ir.BooleanValue:
    if test.empty:
        return of.value.isnull()
    if test.not_empty:
        return of.value.notnull()
    if test.after is not None:
        holds = as_date(of).value > as_date(reading(test.after, source)).value
    elif test.not_after is not None:
        holds = as_date(of).value <= as_date(reading(test.not_after, source)).value
    else:
        text = cast(ir.StringValue, as_text(of).value)
        if test.matches is not None:
            holds = text.re_search(test.matches)
        else:
            holds = text.isin([test.equals] if test.equals is not None else test.among or [])
    return cast(ir.BooleanValue, holds.fill_null(False))


def template_rows(
    template: RowTemplate, contract: Table, source: Source, setting: Setting
) -> ir.Table:
    """The rows `template` makes: `_file`, `_row`, `operation`, contract columns, and a code for each."""
    rows = source.rows
    if template.only_if is not None:
        rows = rows.filter(condition(template.only_if, source))
    made: dict[str, ir.Value] = {"_file": source.rows["_file"], "_row": source.rows["_row"]}
    made["operation"] = ibis.literal("new")
    if template.operation is not None:
        act = as_text(reading(template.operation, source))
        # A word the mapping does not know is no operation; only a missing one means *new*.
        made["operation"] = ibis.ifelse(act.unreadable, NOTHING, act.value.fill_null("new"))
    for column in contract.columns:
        if column.set_by_hejda:
            continue
        term = template.columns.get(column.name)
        read = Reading(missing(column.type.value), never())
        if term is not None:
            read = as_type(reading(term, source), column.type)
        if column.name == "source_law" and setting.source_law:
            read = Reading(read.value.fill_null(setting.source_law), read.unreadable)
        made[column.name] = read.value
        made[f"u_{column.name}"] = read.unreadable
    return checked(rows.select(**made), contract, template.may_be_missing, setting)


def completed(delivered: ir.Table, contract: Table, source_law: str | None) -> ir.Table:
    """A clean delivered contract table with every contract column, in contract order and type."""
    law = ibis.literal(source_law, type="string") if source_law else missing()
    made: dict[str, ir.Value] = {}
    for column in contract.columns:
        if column.name == "first_registered_on":
            made[column.name] = delivered["registered_on"].cast(Type.DATE.value)
        elif column.name in delivered.columns and not column.set_by_hejda:
            made[column.name] = delivered[column.name].cast(column.type.value)
        else:
            made[column.name] = missing(column.type.value)
    made["source_law"] = ibis.coalesce(made["source_law"], law)
    return delivered.select(**made)


def identity(names: Sequence[str], contract: Table) -> RowTemplate:
    """The template of a file that already is the contract table: each column from its namesake."""
    known = {c.name: c.name for c in contract.columns if not c.set_by_hejda and c.name in names}
    operation = {"operation": "operation"} if "operation" in names else {}
    return RowTemplate.model_validate({**known, **operation})
