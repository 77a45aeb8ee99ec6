"""The registers of the police: incidents, offences, involvements and what courts and prisons add."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hejda.synthetic.arrays import Bools, Ints
from hejda.synthetic.columns import Versions, contract_table, dates, flags, ids, words
from hejda.synthetic.parameters import Parameters
from hejda.synthetic.relations import NEVER
from hejda.synthetic.reports import BREACH, CODES, Reports

RECORD_WIDTH = 9
LEVELS = ("may_be_suspected", "reasonable", "probable_cause", "charged", "convicted")
CHARGED, CONVICTED = 3, 4
RELATION = ("yes", "no", "unknown")
REPORTERS = ("victim", "third_person", "police")
SANCTIONS = ("prison", "probation", "conditional_sentence", "fine")


@dataclass(frozen=True)
class Setting:
    """What every table needs to know: the last day, and names by index."""

    last_day: int
    municipalities: list[str]
    regions: list[str]
    ended_why: list[str]


def record_ids(records: Ints) -> pa.Array:
    """Record indices as the ids of the table person_record."""
    return ids("r", np.where(records < 0, -1, records + 1), RECORD_WIDTH)


def incidents(reports: Reports, setting: Setting) -> pa.Table:
    """One row per report."""
    n = len(reports)
    over = np.where(reports.ended < setting.last_day, 1, 0)
    columns = {
        "incident_id": ids("i", np.arange(n)),
        "kind": words(np.where(reports.call_out, 1, 0), ("report", "call_out")),
        "occurred_on": dates(reports.day),
        "police_region": words(reports.place, setting.regions),
        "municipality": words(reports.place, setting.municipalities),
        "status": words(over, ("öppen", "nedlagd")),
        "reported_by": words(reports.reporter, REPORTERS),
        "source": words(np.zeros(n, np.int8), ("police",)),
        "registered_on": dates(reports.registered),
    }
    return contract_table("incident", columns, n)


def _both(reports: Reports) -> tuple[Ints, Ints]:
    """(report, code) of every offence, the main one of each report first."""
    second = np.flatnonzero(reports.second >= 0)
    report = np.concatenate([np.arange(len(reports)), second])
    code = np.concatenate([reports.code, reports.second[second]]).astype(np.int64)
    order = np.argsort(report, kind="stable")
    return report[order], code[order]


def offences(reports: Reports) -> pa.Table:
    """One or two rows per report."""
    report, code = _both(reports)
    columns = {
        "offence_id": ids("o", np.arange(len(report))),
        "incident_id": ids("i", report),
        "code": words(code, CODES),
        "attempt": flags(reports.attempt[report] & (code == reports.code[report])),
        "close_relation": words(reports.relation[report], RELATION),
        "registered_on": dates(reports.registered[report]),
    }
    return contract_table("offence", columns, len(report))


def involvements(
    reports: Reports,
    suspects: Ints,
    victims: Ints,
    setting: Setting,
    rng: np.random.Generator,
) -> pa.Table:
    """Suspects by offence with every change of suspicion, and victims.

    `suspects`, `victims`: record index per report (victims −1 where there is none).
    """
    report, _ = _both(reports)
    n = len(report)
    number = np.arange(n)
    named = np.where(reports.whole[report], -1, number)
    level = rng.choice(3, n, p=[0.25, 0.6, 0.15])
    table = Versions("involvement", setting.last_day)

    def suspect(rows: Ints, days: Ints, level: Ints, ended: Ints, why: Ints) -> None:
        table.add(
            rows,
            days,
            incident_id=ids("i", report[rows]),
            offence_id=ids("o", named[rows]),
            record_id=record_ids(suspects[report[rows]]),
            role=words(np.zeros(len(rows), np.int8), ("suspect",)),
            child_present=flags(reports.child[report[rows]]),
            suspicion=words(level, LEVELS),
            ended_on=dates(ended),
            ended_why=words(why, [*setting.ended_why, "acquitted"]),
        )

    def never(rows: Ints) -> Ints:
        return np.full(len(rows), NEVER)

    suspect(number, reports.registered[report], level, never(number), never(number) * 0 - 1)
    rows = np.flatnonzero(reports.ended[report] < NEVER)
    own = report[rows]
    suspect(rows, reports.ended[own], level[rows], reports.ended[own], reports.end_why[own])
    rows = np.flatnonzero(reports.charged[report] < NEVER)
    own = report[rows]
    charged = np.full(len(rows), CHARGED)
    suspect(rows, reports.charged[own], charged, never(rows), never(rows) * 0 - 1)
    freed = reports.acquitted[own]
    verdict = reports.verdict[own]
    suspect(
        rows,
        verdict,
        np.where(freed, CHARGED, CONVICTED),
        np.where(freed, verdict, NEVER),
        np.where(freed, len(setting.ended_why), -1),
    )
    harmed = np.flatnonzero(victims[report] >= 0)
    own = report[harmed]
    m = len(harmed)
    table.add(
        n + np.arange(m),
        reports.registered[own],
        incident_id=ids("i", own),
        offence_id=ids("o", named[harmed]),
        record_id=record_ids(victims[own]),
        role=words(np.zeros(m, np.int8), ("victim",)),
        child_present=flags(reports.child[own]),
        suspicion=words(np.full(m, -1), LEVELS),
        ended_on=dates(np.full(m, NEVER)),
        ended_why=words(np.full(m, -1), LEVELS),
    )
    return table.table("n")


def sentenced(reports: Reports) -> Ints:
    """Reports that ended in a conviction."""
    return np.flatnonzero((reports.verdict < NEVER) & ~reports.acquitted)


def sanctions(
    reports: Reports, records: Ints, setting: Setting, rng: np.random.Generator
) -> pa.Table:
    """One row per conviction. `records`: record index per row of `sentenced`."""
    rows = sentenced(reports)
    kept = reports.verdict[rows] < setting.last_day
    rows, records = rows[kept], records[kept]
    main = np.searchsorted(_both(reports)[0], rows)
    otherwise = rng.choice([1, 2, 3], len(rows), p=[0.4, 0.35, 0.25])
    kind = np.where(reports.prison[rows], 0, otherwise)
    days = pa.array(reports.days[rows].astype(np.int64), mask=kind != 0)
    columns = {
        "sanction_id": ids("s", np.arange(len(rows))),
        "record_id": record_ids(records),
        "offence_id": ids("o", main),
        "decided_on": dates(reports.verdict[rows]),
        "final_on": dates(reports.verdict[rows] + 21),
        "kind": words(kind, SANCTIONS),
        "days": days,
        "registered_on": dates(reports.verdict[rows]),
    }
    return contract_table("sanction", columns, len(rows))


def spells(reports: Reports) -> tuple[Ints, Ints, Ints, Ints]:
    """Time inside: (report, 0 remand or 1 prison, first day, first day outside again)."""
    prison = sentenced(reports)
    prison = prison[reports.prison[prison]]
    remand = np.flatnonzero(reports.remand & (reports.verdict < NEVER))
    served = np.maximum(reports.days[prison] * 2 // 3, 1)
    report = np.concatenate([remand, prison])
    kind = np.concatenate([np.zeros(len(remand), np.int64), np.ones(len(prison), np.int64)])
    begins = np.concatenate([reports.registered[remand] + 1, reports.verdict[prison]])
    ends = np.concatenate([reports.verdict[remand], reports.verdict[prison] + served])
    kept = ends > begins
    return report[kept], kind[kept], begins[kept], ends[kept]


def custody(found: tuple[Ints, Ints, Ints, Ints], records: Ints, setting: Setting) -> pa.Table:
    """Two versions per spell: when it began, and when it was over."""
    _, kind, begins, ends = found
    table = Versions("custody", setting.last_day)
    number = np.arange(len(kind))
    expected = np.where(kind == 1, ends, NEVER)
    for registered, until in ((begins, np.full(len(kind), NEVER)), (ends, ends)):
        table.add(
            number,
            registered,
            record_id=record_ids(records),
            kind=words(kind, ("remand", "prison")),
            valid_from=dates(begins),
            valid_to=dates(until),
            expected_release_on=dates(expected),
        )
    return table.table("c")


def supervision(
    found: tuple[Ints, Ints, Ints, Ints],
    records: Ints,
    setting: Setting,
    rng: np.random.Generator,
) -> pa.Table:
    """Conditional release after prison, a year."""
    _, kind, _, ends = found
    rows = np.flatnonzero((kind == 1) & (ends < setting.last_day))
    breached = rng.random(len(rows)) < 0.1
    breach = ends[rows] + rng.integers(10, 300, len(rows))
    table = Versions("supervision", setting.last_day)
    number = np.arange(len(rows))
    for registered, broken in (
        (ends[rows], np.full(len(rows), NEVER)),
        (np.where(breached, breach, NEVER), breach),
    ):
        table.add(
            number,
            registered,
            record_id=record_ids(records[rows]),
            kind=words(np.zeros(len(rows), np.int8), ("conditional_release",)),
            valid_from=dates(ends[rows]),
            valid_to=dates(ends[rows] + 365),
            breached_on=dates(broken),
        )
    return table.table("u")


@dataclass(frozen=True)
class Orders:
    """Orders asked for: report, direction, first day, until, granted."""

    report: Ints
    direction: Ints
    begins: Ints
    until: Ints
    granted: Bools


def protection_orders(
    orders: Orders,
    reports: Reports,
    suspects: Ints,
    victims: Ints,
    setting: Setting,
    p: Parameters,
    rng: np.random.Generator,
) -> pa.Table:
    """Applied for, then in force or refused, then lapsed: a version each."""
    n = len(orders.report)
    number, granted = np.arange(n), orders.granted
    monitored = granted & (rng.random(n) < p["justice.order_monitored"])
    table = Versions("protection_order", setting.last_day)
    never = np.full(n, NEVER)
    applied = np.minimum(reports.registered[orders.report] + 1, orders.begins)
    decided = np.maximum(orders.begins, applied)

    def version(
        rows: Bools, days: Ints, status: int, decided: Ints, begins: Ints, ends: Ints
    ) -> None:
        table.add(
            number[rows],
            days[rows],
            protected=record_ids(victims[orders.report[rows]]),
            restrained=record_ids(suspects[orders.report[rows]]),
            kind=words(np.zeros(int(rows.sum()), np.int8), ("kontaktförbud",)),
            status=words(
                np.full(int(rows.sum()), status), ("applied", "refused", "in_force", "lapsed")
            ),
            decided_on=dates(decided[rows]),
            valid_from=dates(begins[rows]),
            valid_to=dates(ends[rows]),
            monitored=flags(monitored[rows] & (status >= 2)),
        )

    every = np.ones(n, bool)
    version(every, applied, 0, never, never, never)
    version(~granted, decided, 1, decided, never, never)
    version(granted, decided, 2, decided, decided, orders.until)
    version(granted, orders.until + 1, 3, decided, decided, orders.until)
    return table.table("k")


def mark_breaches(reports: Reports, direction: Ints, orders: Orders) -> Bools:
    """Which reports lie within an order in force against the same person; they get its code too."""
    granted = np.flatnonzero(orders.granted)
    span = 10_000_000
    key = orders.direction[granted] * span + orders.begins[granted]
    order = np.argsort(key)
    key, until = key[order], orders.until[granted][order]
    at = np.searchsorted(key, direction * span + reports.day, side="right") - 1
    safe = np.maximum(at, 0)
    if not len(key):
        return np.zeros(len(reports), bool)
    within = (at >= 0) & (direction >= 0)
    within &= (key[safe] // span == direction) & (reports.day <= until[safe])
    reports.second[within] = BREACH
    return within
