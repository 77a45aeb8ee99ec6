"""What really happened: files for tests and studies, which no part of the product reads."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hejda.synthetic.around import KINDS, Signs
from hejda.synthetic.arrays import Ints
from hejda.synthetic.columns import dates, ids, words
from hejda.synthetic.course import Course, Fate, Programme
from hejda.synthetic.parameters import Parameters
from hejda.synthetic.people import People
from hejda.synthetic.recorded import record_ids
from hejda.synthetic.relations import Relations
from hejda.synthetic.reports import Reports
from hejda.synthetic.violence import Acts, Dispositions


def _numbers(values: Ints) -> pa.Array:
    return pa.array(values.astype(np.int32), pa.int32())


def write_truth(
    folder: Path,
    people: People,
    relations: Relations,
    dispositions: Dispositions,
    acts: Acts,
    fate: Fate,
    course: Course,
    reports: Reports,
    signs: Signs,
    record_of: Ints,
    programme: Programme,
    regions: list[str],
    p: Parameters,
    rng: np.random.Generator,
) -> None:
    """Writes the folder `truth/`. People are numbered; `record_of`: the person behind each record."""
    folder.mkdir()
    report_of = np.full(len(acts), -1, np.int64)
    reported = reports.act >= 0
    report_of[reports.act[reported]] = np.flatnonzero(reported)
    tables = {
        "person": {
            "person": _numbers(np.arange(len(people.born))),
            "born": dates(people.born),
            "female": pa.array(people.female),
            "intensity": pa.array(np.round(dispositions.intensity, 4)),
            "general": pa.array(dispositions.general),
            "left_on": dates(course.died_on),
        },
        "record": {
            "record_id": record_ids(np.arange(len(record_of))),
            "person": _numbers(record_of),
        },
        "couple": {
            "couple": _numbers(np.arange(len(relations))),
            "a": _numbers(relations.a),
            "b": _numbers(relations.b),
            "met": dates(relations.met),
            "moved_in": dates(relations.moved_in),
            "ended": dates(relations.ended),
            "child_on": dates(relations.child_on),
        },
        "act": {
            "act": _numbers(np.arange(len(acts))),
            "day": dates(acts.day),
            "actor": _numbers(acts.actor),
            "victim": _numbers(acts.victim),
            "couple": _numbers(acts.couple),
            "kind": words(acts.kind, p.words("acts.kinds")),
            "happened": pa.array(course.happened),
            "prevented": pa.array(course.prevented),
            "reported": pa.array(course.reported),
            "kills": pa.array(fate.kills & course.happened),
            "incident_id": ids("i", report_of),
        },
        "report": {
            "incident_id": ids("i", np.arange(len(reports))),
            "recorded_suspect": _numbers(reports.suspect),
            "true_suspect": _numbers(reports.true_suspect),
            "victim": _numbers(reports.victim),
            "couple": _numbers(reports.couple),
            "counter_report": pa.array(reports.counter),
        },
        "sign": {
            "incident_id": ids("i", signs.report),
            "kind": words(signs.kind, KINDS),
            "noted": pa.array(signs.noted),
        },
        "listed": _listed(course, regions),
        "contact": _contacts(people, dispositions, acts, course, p, rng),
    }
    for name, columns in tables.items():
        pq.write_table(pa.table(columns), folder / f"{name}.parquet", compression="zstd")
    _write_policy(folder / "policy.json", course, programme, regions)


def _write_policy(path: Path, course: Course, programme: Programme, regions: list[str]) -> None:
    said = {
        "policy": programme.policy,
        "effect": programme.effect,
        "staggered": programme.staggered,
        "starts": {region: int(day) for region, day in zip(regions, course.starts, strict=False)},
        "acts": int(course.happened.sum()),
        "prevented": int(course.prevented.sum()),
    }
    path.write_text(json.dumps(said, indent=2, sort_keys=True) + "\n")


def _listed(course: Course, regions: list[str]) -> dict[str, pa.Array]:
    rows = course.listed or [(np.empty(0, np.int32), np.empty(0, np.int32), 0, 0)]
    return {
        "person": _numbers(np.concatenate([who for who, _, _, _ in rows])),
        "police_region": words(np.concatenate([at for _, at, _, _ in rows]), regions),
        "from": dates(np.concatenate([np.full(len(w), day) for w, _, day, _ in rows])),
        "until": dates(np.concatenate([np.full(len(w), day) for w, _, _, day in rows])),
    }


def _contacts(
    people: People,
    dispositions: Dispositions,
    acts: Acts,
    course: Course,
    p: Parameters,
    rng: np.random.Generator,
) -> dict[str, pa.Array]:
    """Contacts with psychiatry and social services, which the police tables do not hold."""
    n = len(people.born)
    violent = dispositions.intensity > 0
    lethal = np.zeros(n, bool)
    lethal[acts.actor[course.happened & (acts.kind == acts.kind.max(initial=0))]] = True
    first, last = int(acts.day.min(initial=0)), int(acts.day.max(initial=1))
    parts = []
    psychiatry = np.where(
        violent, p["contacts.psychiatry_if_violent"], p["contacts.psychiatry_otherwise"]
    )
    psychiatry = np.where(lethal, p["contacts.psychiatry_if_lethal"], psychiatry)
    social = np.where(
        violent, p["contacts.social_services_if_violent"], p["contacts.social_services_otherwise"]
    )
    for authority, chance in (("psychiatry", psychiatry), ("social_services", social)):
        grown = people.born < last - 16 * 365
        who = np.flatnonzero(grown & (rng.random(n) < chance))
        parts.append((who, np.full(len(who), authority), rng.integers(first, last, len(who))))
    return {
        "person": _numbers(np.concatenate([who for who, _, _ in parts])),
        "authority": pa.array(np.concatenate([name for _, name, _ in parts])),
        "first_on": dates(np.concatenate([day for _, _, day in parts])),
    }
