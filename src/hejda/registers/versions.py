"""Versions, corrections, withdrawals and erasures of one contract table.

A record is its id; a version is the id and the day it was registered. A later version closes the
earlier ones, a withdrawal closes without a new version, an erasure removes every version and leaves
a receipt that says how many and when, but not of what.
"""

from __future__ import annotations

from typing import cast

import ibis
import ibis.expr.types as ir

from hejda.tables import Table

CONTENT = ("new", "correct")


def _is(rows: ir.Table, *operations: str) -> ir.BooleanValue:
    return cast(ir.BooleanValue, rows["operation"].isin(operations))


def _erased_ids(rows: ir.Table, contract: Table) -> ir.Table:
    erasures = rows.filter(_is(rows, "erase"))
    return erasures.group_by(contract.id_column).aggregate(
        erased_on=cast(ir.DateValue, erasures["registered_on"]).min()
    )


def _withdrawn(rows: ir.Table, versions: ir.Table, key: str) -> ir.Table:
    """Per version, the first withdrawal on or after the day it was registered."""
    acts = rows.filter(_is(rows, "withdraw"))
    acts = acts.select(**{key: acts[key], "withdrawn_on": acts["registered_on"]})
    later = versions.select(key, "registered_on").join(acts, key)
    later = later.filter(later["withdrawn_on"] >= later["registered_on"])
    return later.group_by([key, "registered_on"]).aggregate(
        withdrawn_on=cast(ir.DateValue, later["withdrawn_on"]).min()
    )


def versions(rows: ir.Table, contract: Table, acts: bool = True) -> ir.Table:
    """The contract table: every version with `superseded_on` and `first_registered_on`.

    `rows`: one row per content version (operation new or correct, unique by id and day) and one per
    act (withdraw, erase), with the contract's columns except those set here. A withdrawal on the day
    of a version closes that version the same day, so that it never counts. `acts`: False where it is
    known that there are no withdrawals and erasures.
    """
    key = contract.id_column
    content = rows.filter(_is(rows, *CONTENT)) if acts else rows
    if acts:
        content = content.anti_join(_erased_ids(rows, contract), key)
    by_id = ibis.window(group_by=key, order_by="registered_on")
    content = content.mutate(
        superseded_on=content["registered_on"].lead().over(by_id),
        first_registered_on=content["registered_on"].first().over(by_id),
    )
    if acts:
        content = _closed_by_withdrawal(rows, content, key)
    return content.select(*contract.names)


def _closed_by_withdrawal(rows: ir.Table, content: ir.Table, key: str) -> ir.Table:
    withdrawn = _withdrawn(rows, content, key).rename(w_id=key, w_on="registered_on")
    closed = content.left_join(withdrawn, [(key, "w_id"), ("registered_on", "w_on")])
    ends = ibis.least(
        ibis.coalesce(closed["superseded_on"], closed["withdrawn_on"]),
        ibis.coalesce(closed["withdrawn_on"], closed["superseded_on"]),
    )
    return closed.mutate(superseded_on=ends)


def receipts(rows: ir.Table, contract: Table) -> ir.Table:
    """What erasures took away: `registered_on` of the erasure and the number of versions (`count`)."""
    key = contract.id_column
    content = rows.filter(_is(rows, *CONTENT))
    gone = content.select(key).join(_erased_ids(rows, contract), key)
    counted = gone.group_by(registered_on=gone["erased_on"]).aggregate(count=gone.count())
    return counted.order_by("registered_on")


NOTES = {
    "corrects_nothing": "A correction is not later than any version of its record, so that it "
    "corrects nothing; it counts as a first version. Correct the dates at the source.",
    "withdraws_nothing": "A withdrawal names a record that has no version on or before its day. "
    "Nothing was withdrawn; look for the record in an earlier delivery.",
    "erases_nothing": "An erasure names a record that is not in this delivery. Nothing was erased; "
    "if an earlier result holds it, erase it there.",
}
"""Acts that do nothing: code → what it means and what to do."""


def idle_acts(rows: ir.Table, contract: Table) -> ir.Table:
    """Corrections, withdrawals and erasures that found nothing: `_file`, `_row` and `code` (NOTES).

    `rows` as in `versions`, with `_file` and `_row` of the delivered row.
    """
    key = contract.id_column
    content = rows.filter(_is(rows, *CONTENT))
    firsts = content.group_by(f_id=content[key]).aggregate(
        first_on=cast(ir.DateValue, content["registered_on"]).min()
    )
    acts = rows.filter(rows["operation"] != "new").left_join(firsts, [(key, "f_id")])
    none_before = acts["first_on"].isnull() | (acts["first_on"] > acts["registered_on"])
    code = ibis.cases(
        (
            (acts["operation"] == "correct") & (acts["first_on"] >= acts["registered_on"]),
            "corrects_nothing",
        ),
        ((acts["operation"] == "withdraw") & none_before, "withdraws_nothing"),
        ((acts["operation"] == "erase") & acts["first_on"].isnull(), "erases_nothing"),
        else_=ibis.null("string"),
    )
    found = acts.mutate(code=code)
    return found.filter(found["code"].notnull()).select("_file", "_row", "code")
