"""A small OUT folder of invented people, written with the contract's schema, for tests of what reads it.

Nothing here was computed from registers: the figures only have to agree with each other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hejda.base.reasons import Reason
from hejda.nominate.contrary_sentences import contrary_sentence
from hejda.nominate.labels import moved_sentence
from hejda.rank.record_sentences import record_sentence
from hejda.rank.sentences import sentences
from hejda.registers.checks import ROW_ASIDE
from hejda.tables.columns import Table, Type
from hejda.tables.results import LISTS, RESULTS
from tests.support.sample_run import run_facts

AS_OF = dt.date(2026, 6, 30)
OFFENCES: dict[str, tuple[str, str]] = {
    "misshandel": ("Misshandel", "Assault"),
    "grov-misshandel": ("Grov misshandel", "Gross assault"),
    "olaga-hot": ("Olaga hot", "Unlawful threat"),
    "kontaktforbud": ("Överträdelse av kontaktförbud", "Breach of a protection order"),
    "valdtakt": ("Våldtäkt", "Rape"),
    "skadegorelse": ("Skadegörelse", "Criminal damage"),
}
SIGNS: dict[str, tuple[str, str]] = {
    "strangulation": ("Strypvåld", "Strangulation"),
    "threat_to_kill": ("Hot om att döda", "Threat to kill"),
    "suicide_threat_to_partner": (
        "Hot om självmord, framfört till partnern",
        "Threat of suicide, made to the partner",
    ),
}
DEGREES = ("named", "may_be_suspected", "reasonable", "probable_cause", "charged", "convicted")
REGIONS = ("vest", "ost", "fjell", "unknown")
ARROW = {
    Type.STRING: pa.string(),
    Type.DATE: pa.date32(),
    Type.INTEGER: pa.int64(),
    Type.BOOLEAN: pa.bool_(),
    Type.STRINGS: pa.list_(pa.string()),
}
Row = dict[str, Any]


@dataclass
class Tables:
    """The rows of one invented run, by table."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in RESULTS})
    seen: set[str] = field(default_factory=set)

    def add(self, table: str, /, **row: Any) -> None:
        """One more row."""
        self.rows[table].append(row)


def drawn(key: str, below: int) -> int:
    """A number from 0 to below − 1 that always comes out the same for `key`."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % below


def picked(key: str, among: Iterable[Any]) -> Any:
    """One of `among`, always the same for `key`."""
    options = tuple(among)
    return options[drawn(key, len(options))]


def arrow_schema(table: Table) -> pa.Schema:
    """The contract's columns as Arrow reads them."""
    return pa.schema([(column.name, ARROW[column.type]) for column in table.columns])


def write_tables(out: Path, tables: Tables, leave_out: Iterable[str] = ()) -> None:
    """Every result table as Parquet, in the order of its key."""
    for name, table in RESULTS.items():
        if name in leave_out:
            continue
        rows = sorted(tables.rows[name], key=lambda row: [str(row.get(k, "")) for k in table.key])
        if name in ("ranking", "candidate"):
            rows = sorted(tables.rows[name], key=lambda row: [row[k] for k in table.key])
        pq.write_table(
            pa.Table.from_pylist(rows, schema=arrow_schema(table)), out / f"{name}.parquet"
        )


def sample_out(
    out: Path,
    *,
    harm: int = 12,
    serial: int = 5,
    material: str = "invented",
    moved: bool = False,
    several_victims: int = 0,
    serial_missing: tuple[str, ...] = (),
) -> Path:
    """Writes an invented run to `out` and returns it; people on both lists are the same people."""
    out.mkdir(parents=True, exist_ok=True)
    tables = Tables()
    ranked = harm + harm // 2 + 6
    people = [f"xx:P{number:04d}" for number in range(1, ranked + 1)]
    scores = {}
    for person in people:
        tables.add(
            "person",
            person=person,
            record_ids=[person.removeprefix("xx:")],
            police_region=picked(person + "r", REGIONS),
            region_how="residence",
        )
        scores[person] = _reasons(tables, person)
    order = sorted(people, key=lambda person: (-scores[person], person))
    _rankings(tables, order, scores)
    _candidates(tables, order, scores, harm, 0 if serial_missing else serial)
    unknown = {r["person"] for r in tables.rows["candidate"] if r["list"] == "relation_unknown"}
    for row in [r for r in tables.rows["reason"] if r["ranker"] == "expected_harm"]:
        if row["person"] in unknown:
            tables.add("reason", **row | {"ranker": "unknown_as_yes"})
    _with_several_victims(tables, order[-several_victims:] if several_victims else [])
    first = {row["person"]: row["evidence"][0] for row in tables.rows["reason"] if row["evidence"]}
    for row in list(tables.rows["candidate"]):
        _contrary(tables, row["person"], row["list"], row["place"], first[row["person"]])
    _quarantine(tables)
    if moved:
        _moves(tables, order)
    write_tables(out, tables, () if moved else ("moved",))
    facts = run_facts(
        {name: len(rows) for name, rows in tables.rows.items()},
        material=material,
        groups={
            name: sum(row["list"] == name for row in tables.rows["candidate"]) for name in LISTS
        },
        cut_score=scores[order[harm - 1]],
        capacity=harm,
        serial_missing=serial_missing,
        signs=SIGNS,
    )
    (out / "run.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1), "utf-8")
    return out


def _reasons(tables: Tables, person: str) -> int:
    """Reasons of the person by expected_harm, count_12m and red_flags; the score of the first."""
    steps = [Reason("expected_harm.group_rate", 120, 1_400_000 + drawn(person, 9) * 1000)]
    incidents = range(1 + drawn(person + "n", 6))
    steps.extend(_incident_reason(tables, person, number) for number in incidents)
    flagged = drawn(person + "f", 3) == 0
    if flagged:
        sign = _sign_reason(tables, person)
        steps.append(Reason("expected_harm.novel_act", *_like(sign)))
        _add_reasons(tables, person, "red_flags", [sign])
    _add_reasons(tables, person, "expected_harm", steps)
    counted = [step for step in steps if step.rule.endswith("partner_incident")]
    _add_reasons(
        tables,
        person,
        "count_12m",
        [
            Reason("count_12m.incident", (AS_OF - step.day).days if step.day else 0, 1, step.evidence,
                   step.day, step.registered_on, step.titles_sv, step.titles_en, step.suspicion)
            for step in counted
        ],
    )  # fmt: skip
    return sum(step.points for step in steps)


def _like(sign: Reason) -> tuple[Any, ...]:
    return (
        sign.value,
        0,
        sign.evidence,
        sign.day,
        sign.registered_on,
        sign.titles_sv,
        sign.titles_en,
    )


def _incident_reason(tables: Tables, person: str, number: int) -> Reason:
    key = f"{person}#{number}"
    day = AS_OF - dt.timedelta(days=5 + drawn(key + "d", 1700))
    registered = min(AS_OF, day + dt.timedelta(days=drawn(key + "x", 9)))
    codes = sorted({picked(key + str(turn), OFFENCES) for turn in range(1 + drawn(key + "m", 2))})
    suspicion = picked(key + "s", DEGREES)
    suffix = key.removeprefix("xx:").replace("#", "-")
    evidence = [f"incident:I{suffix}"]
    _add_record(tables, evidence[0], registered, {"kind": "report", "occurred_on": day})
    for turn, code in enumerate(codes):
        evidence.append(f"offence:O{suffix}.{turn}")
        _add_record(tables, evidence[-1], registered, {"code": code, "close_relation": "yes"})
        evidence.append(f"involvement:V{suffix}.{turn}")
        row = {"role": "suspect", "suspicion": suspicion, "code": code}
        _add_record(tables, evidence[-1], registered, row)
    other = drawn(key + "o", 5) == 0
    harm = (14, 195, 548, 1825)[drawn(key + "h", 4)]
    points = 40_000 + drawn(key + "p", 9_000_000) // (1 + (AS_OF - day).days // 60)
    if drawn(key + "neg", 7) == 0:
        points = -points // 8
    return Reason(
        "expected_harm.other_incident" if other else "expected_harm.partner_incident",
        (AS_OF - day).days if other else harm,
        points,
        tuple(evidence),
        day,
        registered,
        tuple(OFFENCES[code][0] for code in codes),
        tuple(OFFENCES[code][1] for code in codes),
        suspicion,
        withheld=drawn(key + "w", 40) == 0,
    )


def _sign_reason(tables: Tables, person: str) -> Reason:
    kind = picked(person + "k", SIGNS)
    day = AS_OF - dt.timedelta(days=3 + drawn(person + "kd", 80))
    reference = f"observation:B{person.removeprefix('xx:')}"
    hidden = "victim" if drawn(person + "c", 6) == 0 else None
    row = {"kind": kind, "observed_on": day, "nature": "fact", "reliability": "B",
           "credibility": 2, "could_only_come_from": hidden}  # fmt: skip
    _add_record(tables, reference, day, row)
    titles = SIGNS[kind]
    return Reason(
        f"red_flags.{kind}", (AS_OF - day).days, 1, (reference,), day, day,
        (titles[0],), (titles[1],),
    )  # fmt: skip


def _add_record(tables: Tables, reference: str, registered: dt.date, row: Row) -> None:
    if reference in tables.seen:
        return
    tables.seen.add(reference)
    table = reference.split(":")[0]
    sv, en = record_sentence(table, row, OFFENCES, SIGNS)
    tables.add(
        "evidence",
        reference=reference,
        table=table,
        registered_on=registered,
        superseded_on=None,
        sentence_sv=sv,
        sentence_en=en,
    )


def _add_reasons(tables: Tables, person: str, ranker: str, reasons: list[Reason]) -> None:
    for step, reason in enumerate(reasons, start=1):
        sv, en = sentences(reason)
        tables.add(
            "reason",
            person=person,
            ranker=ranker,
            step=step,
            rule=reason.rule,
            value=reason.value,
            points=reason.points,
            sentence_sv=sv,
            sentence_en=en,
            evidence=list(reason.evidence),
        )


def _rankings(tables: Tables, order: list[str], scores: dict[str, int]) -> None:
    by_ranker: dict[str, dict[str, int]] = {
        "expected_harm": scores,
        "repeat_risk": {person: 60_000 + drawn(person + "rr", 700_000) for person in order},
        "count_12m": {person: drawn(person + "c12", 6) for person in order},
        "v100": {person: drawn(person + "v", 3000) for person in order},
    }
    for ranker, points in by_ranker.items():
        ordered = sorted(order, key=lambda person: (-points[person], person))
        for place, person in enumerate(ordered, start=1):
            tables.add("ranking", person=person, ranker=ranker, score=points[person], place=place)


def _candidates(
    tables: Tables, order: list[str], scores: dict[str, int], harm: int, serial: int
) -> None:
    rest = order[harm:]
    marked = [p for p in order if drawn(p + "serial", 2)]
    lists = {
        "harm": order[:harm],
        "serial": marked[:serial],
        "serial_unknown": marked[serial : serial + 1] if serial else [],
        "release": rest[:1],
        "review": rest[1:3],
        "relation_unknown": rest[3:5],
    }
    flagged = {r["person"]: r["rule"] for r in tables.rows["reason"] if r["ranker"] == "red_flags"}
    for name, people in lists.items():
        first = 1 + len(lists["serial"]) * (name == "serial_unknown")
        for place, person in enumerate(people, start=first):
            serial_flag = picked(person + "sf", ("serial_partner", "serial_sexual", "on_the_way"))
            flags = [serial_flag] if name == "serial" else [name] * (name == "serial_unknown")
            if person in flagged:
                flags.append("overlay:" + flagged[person].removeprefix("red_flags."))
            if name == "release":
                flags.append("inside")
            gaps = ["relation_unknown"] if drawn(person + "g", 4) == 0 else []
            tables.add(
                "candidate",
                list=name,
                police_region="national",
                place=place,
                person=person,
                score=scores[person],
                flags=flags,
                gaps=[*gaps, "no_sanction"],
            )


def _with_several_victims(tables: Tables, people: list[str]) -> None:
    for place, person in enumerate(people, start=1):
        steps = [_incident_reason(tables, person, number) for number in (7, 8)]
        _add_reasons(
            tables,
            person,
            "several_victims",
            [replace(step, rule="several_victims.incident", value=1, points=1) for step in steps],
        )
        tables.add(
            "candidate",
            list="several_victims",
            police_region="national",
            place=place,
            person=person,
            score=2,
            flags=[],
            gaps=["no_relation"],
        )


def _contrary(tables: Tables, person: str, code: str, place: int, record: str) -> None:
    said: list[tuple[str, int | None, dt.date | None]] = [
        ("time_without_record", drawn(person + "t", 400), None)
    ]
    if drawn(person + "e", 3) == 0:
        said.append(("ended_suspicion", 1 + drawn(person, 3), AS_OF - dt.timedelta(days=200)))
    if drawn(person + "cr", 4) == 0:
        said.append(("counter_report", 1, AS_OF - dt.timedelta(days=90)))
    said.append(("moving_record", place + 7 if drawn(person, 2) else None, None))
    said.append(("leaves_on", None, AS_OF + dt.timedelta(days=30 + drawn(person + "l", 700))))
    for step, (kind, value, on) in enumerate(said, start=1):
        sv, en = contrary_sentence(kind, value, on)
        tables.add(
            "contrary",
            person=person,
            list=code,
            step=step,
            kind=kind,
            value=value,
            on=on,
            sentence_sv=sv,
            sentence_en=en,
            evidence=[record] if kind == "moving_record" else [],
        )


def _quarantine(tables: Tables) -> None:
    faults = (
        (14, "registered_on", "date_too_early", "The date lies before 1850-01-01."),
        (98, "registered_on", "date_too_early", "The date lies before 1850-01-01."),
        (211, "role", "unknown_value", "The value is not one of: suspect, victim."),
    )
    for row, column, code, what in faults:
        tables.add(
            "quarantine",
            file="involvement.csv",
            row=row,
            table="involvement",
            column=column,
            code=code,
            message=f"{what} {ROW_ASIDE}",
        )


def _moves(tables: Tables, order: list[str]) -> None:
    moves = ((0, None, 1, "record"), (1, 5, 2, "time"), (2, 1, 3, "others"), (20, 4, None, "rule"))
    for index, old, new, why in moves:
        sv, en = moved_sentence("harm", old, new, why)
        row = {"person": order[index], "list": "harm", "old": old, "new": new, "why": why}
        tables.add("moved", **row, sentence_sv=sv, sentence_en=en)
