"""How well the reversed-roles check finds people recorded as suspect who were the ones harmed.

On invented countries, whose truth says who really acted. At every month's end the check is run on
what was registered by then. The test set: people with an open suspicion on such a day against
somebody who is recorded as suspect against them. *Misidentified* are those recorded as suspect of
what the other did; *true actors* those recorded as suspect of what they did themselves. A mark is
right when it is on somebody misidentified. Beside it stand plain rules that mark the suspects of
counter-reports: all of them; those registered on the same day too; only the first of a pair.

Misidentified people whom no monthly ranking could meet are not in the test set: the suspicion was
over before the month's end, both were recorded as no partners, or nobody reported the other way.

    python bench/reversed_roles.py [--seeds 1 2 3] [--persons 1000000] [--years 10] [--folder DIR]

Nothing is published, and nothing is proved of real people: all of them are invented. The points of
the check were chosen with seeds 11 and 12 in view, so they are left out by default.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import ibis
import numpy as np

from hejda.knowledge.load import load_knowledge
from hejda.knowledge.rules import Knowledge
from hejda.relations.reversed_roles import gathered
from hejda.relations.reversed_roles_marks import Reading, readings
from hejda.synthetic.simulate import Country, simulate
from hejda.tables.columns import Type
from hejda.tables.known import Known
from hejda.tables.registers import REGISTERS

Side = tuple[str, str]
"""(somebody recorded as suspect, the other): a pair seen from one side."""
DELIVERED: dict[str, tuple[str, ...]] = {
    "incident": (),
    "offence": (),
    "involvement": ("record_id",),
    "observation": ("about",),
    "protection_order": ("protected", "restrained"),
    "relation": ("record_a", "record_b"),
}
"""The tables the check reads, with the columns whose records become persons."""
SQL_TYPES = {
    Type.STRING: "varchar", Type.DATE: "date", Type.INTEGER: "bigint", Type.BOOLEAN: "boolean"
}  # fmt: skip
OURS, SURER = "the check", "the check without weak marks"
EVERY, SAME_DAY_TOO, FIRST = (
    "every counter-report",
    "… those of the same day too",
    "the first counter-report",
)
RESAMPLES = 2000
NORMAL_95 = 1.959964
MISIDENTIFIED, ACTOR, BOTH_ACT = "misidentified", "true actor", "both really act"
"""What somebody of the test set is, in truth; the last two are true actors."""


@dataclass
class Seen:
    """One side of the test set: what it is in truth, how many reports there were between the two at
    last, and by rule the month's ends it was marked.
    """

    truth: str
    reports: int
    days: list[dt.date]
    marked: dict[str, list[dt.date]]


# ── The country, as the check would see it ───────────────────────────────────────────────────────


def connected(folder: Path) -> tuple[ibis.BaseBackend, dict[str, ibis.Table]]:
    """The registers of a country by true persons, as far as they touch somebody reported both ways."""
    con = ibis.duckdb.connect()
    con.raw_sql("set threads = 2; set enable_progress_bar = false")
    con.raw_sql(
        f"""create table person_of as
            select record_id, person::varchar person from '{folder}/truth/record.parquet'"""
    )
    for name, columns in DELIVERED.items():
        _by_person(con, folder, name, columns)
    con.raw_sql(
        """create table met as
           select distinct s.record_id suspect, v.record_id victim, incident_id
           from all_involvement s join all_involvement v using (incident_id)
           where s.role = 'suspect' and v.role = 'victim' and s.record_id <> v.record_id;
           create table asked as select distinct a.suspect person from met a
           where exists (select 1 from met b where b.suspect = a.victim and b.victim = a.suspect);
           create table theirs as select distinct incident_id
           from all_involvement semi join asked on record_id = person"""
    )
    of_person = {"protection_order": "restrained", "relation": "record_a"}
    for name in DELIVERED:
        column = of_person.get(name)
        among = f"{column} in (from asked)" if column else "incident_id in (from theirs)"
        con.raw_sql(f"create table {name} as from all_{name} where {among}; drop table all_{name}")
    return con, {name: con.table(name) for name in DELIVERED}


def _by_person(con: ibis.BaseBackend, folder: Path, name: str, columns: tuple[str, ...]) -> None:
    """The table `all_NAME`: contract columns, versions closed, records replaced by true persons."""
    contract = REGISTERS[name]
    path = f"'{folder}/{name}.parquet'"
    there = {row[0] for row in con.raw_sql(f"describe from {path}").fetchall()}
    parts = []
    for column in contract.columns:
        if column.name == "superseded_on":
            parts.append("lead(t.registered_on) over versions superseded_on")
        elif column.name == "first_registered_on":
            parts.append("min(t.registered_on) over (partition by key) first_registered_on")
        elif column.name in columns:
            parts.append(f"p_{column.name}.person {column.name}")
        elif column.name in there:
            parts.append(f"t.{column.name}")
        else:
            parts.append(f"null::{SQL_TYPES[column.type]} {column.name}")
    joins = "".join(f" join person_of p_{c} on p_{c}.record_id = t.{c}" for c in columns)
    con.raw_sql(
        f"create table all_{name} as select {', '.join(parts)} "
        f"from (select *, {contract.id_column} key from {path}) t{joins} "
        "window versions as (partition by key order by t.registered_on)"
    )


def month_ends(begins: dt.date, ends: dt.date) -> Iterator[dt.date]:
    """The last day of every month from the one of `begins` until `ends`, whole months only."""
    for month in range(begins.year * 12 + begins.month, ends.year * 12 + ends.month + 1):
        day = dt.date(month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
        if begins <= day <= ends:
            yield day


def replayed(
    con: ibis.BaseBackend,
    delivered: dict[str, ibis.Table],
    knowledge: Knowledge,
    days: Sequence[dt.date],
) -> Iterator[tuple[dt.date, list[Reading]]]:
    """What the check reads on each of `days`, of what was registered by then."""

    def view(name: str, rows: ibis.Table) -> ibis.Table:
        return con.create_view(name, rows, overwrite=True)

    def keep(name: str, rows: ibis.Table) -> ibis.Table:
        return con.create_table(f"kept_{name}", rows, overwrite=True, temp=True)

    for day in days:
        known = Known.on(day, "invented", delivered, view)
        known = Known(day, known.source, known.present, known.tables, absorbs=False)
        tables = gathered(known, knowledge, keep)
        yield day, readings({name: rows.to_pyarrow().to_pylist() for name, rows in tables.items()})


def truths(folder: Path) -> tuple[set[Side], set[Side]]:
    """Sides recorded as suspect of what the other did, and of what they did themselves."""
    con = ibis.duckdb.connect()
    rows = con.raw_sql(
        f"""select recorded_suspect::varchar, victim::varchar, recorded_suspect <> true_suspect
            from '{folder}/truth/report.parquet' where couple >= 0"""
    ).fetchall()
    wrong = {(suspect, other) for suspect, other, mistaken in rows if mistaken}
    return wrong, {(suspect, other) for suspect, other, mistaken in rows if not mistaken}


# ── The rules ────────────────────────────────────────────────────────────────────────────────────


def marked_by(reading: Reading, side: int) -> list[str]:
    """The rules that mark `people[side]`, who has an open suspicion."""
    mark = reading.mark(side)
    found = [] if mark is None else [OURS] if mark[0] == "weak" else [OURS, SURER]
    theirs, own = reading.acts[side], reading.acts[1 - side]
    latest = max(report.registered for report in own.reports)
    if latest > theirs.first:
        found.append(EVERY)
    if latest >= theirs.first:
        found.append(SAME_DAY_TOO)
    if own.first > theirs.first:
        found.append(FIRST)
    return found


RULES = (OURS, SURER, EVERY, SAME_DAY_TOO, FIRST)


def sides_met(folder: Path, knowledge: Knowledge, days: Sequence[dt.date]) -> dict[Side, Seen]:
    """Every side of the test set of the country in `folder`, and when each rule marked it."""
    wrong, right = truths(folder)
    found: dict[Side, Seen] = {}
    for day, pairs in replayed(*connected(folder), knowledge, days):
        for reading in pairs:
            for side, person in enumerate(reading.people):
                if not any(report.counts for report in reading.acts[1 - side].reports):
                    continue
                key = (person, reading.people[1 - side])
                other_wrong = (key[1], key[0]) in wrong
                actor = ACTOR if other_wrong else BOTH_ACT
                truth = MISIDENTIFIED if key in wrong else actor
                assert key in wrong or key in right
                seen = found.setdefault(key, Seen(truth, 0, [], {rule: [] for rule in RULES}))
                seen.days.append(day)
                seen.reports = sum(len(acts.reports) for acts in reading.acts)
                for rule in marked_by(reading, side):
                    seen.marked[rule].append(day)
    return found


# ── The figures ──────────────────────────────────────────────────────────────────────────────────

Moment = Callable[[Seen, str], bool]


def ever(seen: Seen, rule: str) -> bool:
    """Marked at some month's end."""
    return bool(seen.marked[rule])


def at_first(seen: Seen, rule: str) -> bool:
    """Marked at the first month's end at which a ranking could have met the suspicion."""
    return seen.days[0] in seen.marked[rule]


def at_last(seen: Seen, rule: str) -> bool:
    """Marked at the last such month's end."""
    return seen.days[-1] in seen.marked[rule]


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson."""
    if of == 0:
        return 0.0, 1.0
    share, z = hits / of, NORMAL_95
    middle = share + z * z / (2 * of)
    half = z * (share * (1 - share) / of + z * z / (4 * of * of)) ** 0.5
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def counts(sides: dict[Side, Seen], rule: str, moment: Moment = ever) -> np.ndarray:
    """By pair: misidentified, of those marked, true actors, of those marked."""
    by_pair: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for key, seen in sides.items():
        row = by_pair[tuple(sorted(key))]
        at = 0 if seen.truth == MISIDENTIFIED else 2
        row[at] += 1
        row[at + 1] += moment(seen, rule)
    return np.array([by_pair[pair] for pair in sorted(by_pair)])


@dataclass(frozen=True)
class Figures:
    """Hits and cases of the three shares, and new marks a month."""

    sensitivity: tuple[int, int]
    false_marks: tuple[int, int]
    right: tuple[int, int]
    checks_a_month: float


def figures(table: np.ndarray, months: int) -> Figures:
    """The figures of the rows of `counts`."""
    harmed, found, actors, false = (int(x) for x in table.sum(axis=0))
    return Figures(
        (found, harmed), (false, actors), (found, found + false), (found + false) / months
    )


def resampled(tables: Sequence[np.ndarray], months: int) -> np.ndarray:
    """Sensitivity, false-mark rate, share right and checks a month of each table (the same pairs in
    the same order), on RESAMPLES draws of pairs, each taken a Poisson number of times: draw × table
    × figure.
    """
    rng = np.random.default_rng(1)
    n, found = len(tables[0]), []
    for _ in range(RESAMPLES):
        drawn = rng.poisson(1, n)  # how many pairs there are is chance too
        row = []
        for table in tables:
            harmed, hits, actors, false = drawn @ table
            marks = hits + false
            row.append((hits / harmed, false / actors, hits / max(marks, 1), marks / months))
        found.append(row)
    return np.array(found)


def interval(draws: np.ndarray) -> tuple[float, float]:
    """The middle 95 % of the draws."""
    low, high = np.percentile(draws, (2.5, 97.5))
    return float(low), float(high)


def printed(sides: dict[Side, Seen], months: int) -> None:
    """Prints the figures of every rule, and how much better the check is than each plain one."""
    tables = [counts(sides, rule) for rule in RULES]
    draws = resampled(tables, months)
    print(
        f"{'':32}{'sensitivity':>22}{'false-mark rate':>22}{'marks right':>22}{'checks/month':>20}"
    )
    for number, (rule, table) in enumerate(zip(RULES, tables, strict=True)):
        own = figures(table, months)
        cells = [_share(*pair) for pair in (own.sensitivity, own.false_marks, own.right)]
        low, high = interval(draws[:, number, 3])
        cells.append(f"{own.checks_a_month:.1f} ({low:.1f}–{high:.1f})")
        print(f"{rule:32}{cells[0]:>22}{cells[1]:>22}{cells[2]:>22}{cells[3]:>20}")
    print(
        "\nthe check less each plain rule, in percentage points, the same pairs drawn 2,000 times"
    )
    for number, rule in enumerate(RULES[2:], start=2):
        apart = 100 * (draws[:, 0] - draws[:, number])
        cells = [
            f"{interval(apart[:, n])[0]:+.1f} to {interval(apart[:, n])[1]:+.1f}" for n in range(3)
        ]
        print(f"{rule:32}{cells[0]:>22}{cells[1]:>22}{cells[2]:>22}")
    print(
        "\nthe check at other moments, on fewer and more reports, and on those who both really act"
    )
    for name, moment in (("at the first month's end", at_first), ("at the last", at_last)):
        own = figures(counts(sides, OURS, moment), months)
        cells = [_share(*pair) for pair in (own.sensitivity, own.false_marks, own.right)]
        print(f"{name:32}{cells[0]:>22}{cells[1]:>22}{cells[2]:>22}")
    for words, few in (("… with two reports in all", True), ("… with more", False)):
        of_these = {key: seen for key, seen in sides.items() if (seen.reports == 2) == few}
        own = figures(counts(of_these, OURS, at_last), months)
        cells = [_share(*pair) for pair in (own.sensitivity, own.false_marks, own.right)]
        print(f"{words:32}{cells[0]:>22}{cells[1]:>22}{cells[2]:>22}")
    for truth in (ACTOR, BOTH_ACT):
        of = [seen for seen in sides.values() if seen.truth == truth]
        hits = sum(ever(seen, OURS) for seen in of)
        print(f"marked, {truth:24}{'':22}{_share(hits, len(of)):>22}")


def _share(hits: int, of: int) -> str:
    low, high = wilson(hits, of)
    return f"{100 * hits / max(of, 1):.1f} ({100 * low:.1f}–{100 * high:.1f})"


def country(seed: int, persons: int, years: int, folder: Path) -> Path:
    """The folder of the country with that seed, made where it is not there yet."""
    made = folder / f"country-{persons}-{years}-{seed}"
    if not (made / "truth" / "report.parquet").exists():
        made.mkdir()
        simulate(Country(persons, years, seed), made, lambda step: None)
    return made


def main() -> None:
    """Makes the countries, replays them and prints."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    ask.add_argument("--persons", type=int, default=1_000_000)
    ask.add_argument("--years", type=int, default=10)
    ask.add_argument("--folder", type=Path, default=None)
    given = ask.parse_args()
    knowledge = load_knowledge("se", dt.date(2026, 1, 1))
    everybody: dict[Side, Seen] = {}
    with tempfile.TemporaryDirectory() as name:
        for seed in given.seeds:
            made = country(seed, given.persons, given.years, given.folder or Path(name))
            days = list(month_ends(dt.date(2026 - given.years, 1, 5), dt.date(2025, 12, 31)))
            sides = sides_met(made, knowledge, days)
            print(f"\nseed {seed}: {given.persons:,} people, {len(days)} months")
            missed = len(truths(made)[0] - set(sides))
            print(f"{missed} misidentified people never met (see the docstring) are not in it")
            printed(sides, len(days))
            everybody |= {(f"{seed}:{a}", f"{seed}:{b}"): seen for (a, b), seen in sides.items()}
    if len(given.seeds) > 1:
        print(f"\nseeds {', '.join(map(str, given.seeds))} together")
        printed(everybody, len(days) * len(given.seeds))


if __name__ == "__main__":
    main()
