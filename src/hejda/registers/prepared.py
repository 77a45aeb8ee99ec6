"""Which parts of a mapping are computed once for a group of files, and on what.

Patterns, look-ups and dates depend on one or two columns with few different values: they are
computed on those values and joined to the rows. What several row templates share (an id made of five
columns) is computed once per row. The answers are the same as without; a test holds that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir

from hejda.registers import terms
from hejda.registers.expressions import Source, condition, key_of, reading
from hejda.registers.mapping import RowTemplate
from hejda.registers.readings import Reading, never
from hejda.registers.terms import columns_of, parts_of, patterns_in

COLUMNS_AT_MOST = 2
Part = terms.Expression | terms.Condition


@dataclass(frozen=True, slots=True)
class Step:
    """One part computed beforehand under `name`; `columns` are set where it is computed by value."""

    name: str
    part: Part
    columns: tuple[str, ...] = ()


def _roots(templates: Sequence[RowTemplate]) -> Iterator[Part]:
    for template in templates:
        for root in (*template.columns.values(), template.only_if, template.operation):
            if root is not None:
                yield root


def _by_value(part: Part) -> bool:
    heavy = isinstance(part, terms.LookupTerm | terms.PatternsTerm | terms.DateTerm)
    tested = isinstance(part, terms.WhenTerm | terms.Condition) and bool(patterns_in(part))
    return (heavy or tested) and 0 < len(columns_of(part)) <= COLUMNS_AT_MOST


def _outermost(part: Part) -> Iterator[Part]:
    """The largest parts within `part` that are worth computing by value."""
    if isinstance(part, str):
        return
    if _by_value(part):
        yield part
        return
    for inner in parts_of(part):
        if inner is not None:
            yield from _outermost(inner)


def _repeated(part: Part, by_value: Mapping[str, Part]) -> Iterator[Part]:
    """Every part within `part` that is not computed by value, the innermost first."""
    if isinstance(part, str | terms.ColumnTerm | terms.ValueTerm) or key_of(part) in by_value:
        return
    for inner in parts_of(part):
        if inner is not None:
            yield from _repeated(inner, by_value)
    if not isinstance(part, terms.Condition):
        yield part


def steps_for(templates: Sequence[RowTemplate]) -> list[Step]:
    """What to compute beforehand for these templates, in an order in which each can use the earlier."""
    roots = list(_roots(templates))
    by_value = {key_of(part): part for root in roots for part in _outermost(root)}
    shared = [part for root in roots for part in _repeated(root, by_value)]
    counts = Counter(key_of(part) for part in shared)
    once = {key_of(part): part for part in shared if counts[key_of(part)] > 1}
    steps = [(part, tuple(sorted(columns_of(part)))) for part in by_value.values()]
    return [
        Step(f"p{n}", part, columns)
        for n, (part, columns) in enumerate([*steps, *((part, ()) for part in once.values())])
    ]


def _computed(part: Part, source: Source) -> Reading:
    if isinstance(part, terms.Condition):
        return Reading(condition(part, source), never())
    return reading(part, source)


def _joined(rows: ir.Table, step: Step, source: Source) -> ir.Table:
    names = [source.columns[name] for name in step.columns]
    keys = source.rows.select(*names).distinct()
    made = _computed(step.part, Source(keys, source.columns))
    own = {f"{step.name}_{n}": keys[name] for n, name in enumerate(names)}
    side = keys.select(**own, **{f"{step.name}_v": made.value, f"{step.name}_u": made.unreadable})
    equal = [rows[name].identical_to(side[key]) for key, name in zip(own, names, strict=True)]
    return rows.left_join(side, equal).drop(*own)


def prepared_rows(source: Source, steps: Sequence[Step]) -> tuple[ir.Table, dict[str, str]]:
    """(the source's rows with what the steps compute, how to find it: for `Source.prepared`)."""
    rows, found = source.rows, dict[str, str]()
    for step in steps:
        if step.columns:
            rows = _joined(rows, step, source)
        else:
            made = _computed(step.part, Source(rows, source.columns, found))
            rows = rows.mutate(**{f"{step.name}_v": made.value, f"{step.name}_u": made.unreadable})
        found[key_of(step.part)] = step.name
    return rows, found
