"""Settling those alone whom a delivery has touched gives what settling everybody gives, table by table.

Without an engine: records, weighed pairs and judgements come, change and go between runs, and every
run is settled twice, once upon the tables of the run before and once anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pyarrow as pa
from hypothesis import given, settings

from hejda.flow.identities import PEOPLE_SCHEMAS, People, Store, starting_model
from hejda.flow.linking import PAIR_SCHEMA, feature_schema
from hejda.flow.settling import settled
from hejda.flow.touched import Mask, touched
from hejda.persons.features import feature_row
from hejda.persons.judgements import decided
from tests.support.persons_run import EPOCH, FORM, KEY, Row, invented, person_record
from tests.support.size import SIZE

NAMES = ("Alva Berg", "Bo Berg", "Cim Dahl", "Dana Fors", "Eli Holm", None)
PERSONAL = tuple(invented("19800101", serial) for serial in (11, 12, 13))
COORDINATION = tuple(invented("19800101", serial, coordination=True) for serial in (21, 22))
WEIGHTS = (-2_500, 0, 999, 1_000, 2_999, 3_000, 6_999, 7_000, 9_000)
GUARDS = ("open", "open", "open", "loose", "harder", "birth", "relative")
KINDS = ("same", "not_same", "wrong_record")
IDS = tuple(f"r{(7 * at) % 20:02d}" for at in range(20))
DAY = dt.date(2020, 1, 1)


@dataclass
class Register:
    """What is known at a run, and how likely two records are weighed as a pair."""

    seed: int
    dense: float
    records: dict[str, Row] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    judgements: list[Row] = field(default_factory=list)
    day: dt.date = DAY

    def pair(self, a: str, b: str) -> tuple[int, str] | None:
        """Weight and guard of two records: by the two and the seed alone, as from a model."""
        told = f"{self.seed} {a} {self.versions[a]} {b} {self.versions[b]}"
        digest = hashlib.sha256(told.encode()).digest()
        if int.from_bytes(digest[:4]) > self.dense * 2**32:
            return None
        return WEIGHTS[digest[4] % len(WEIGHTS)], GUARDS[digest[5] % len(GUARDS)]


@st.composite
def records(draw: st.DrawFn, name: str) -> Row:
    """A record with or without names and numbers."""
    return person_record(
        name,
        names=draw(st.sampled_from(NAMES)),
        personal_number=draw(st.sampled_from((None,) * 5 + PERSONAL)),
        other_number=draw(st.sampled_from((None,) * 5 + COORDINATION)),
        first_registered_on=EPOCH + dt.timedelta(draw(st.integers(0, 3))),
    )


def delivered(draw: st.DrawFn, register: Register) -> None:
    """Records come, are corrected and go; people decide, and take it back."""
    for name in draw(st.lists(st.sampled_from(IDS), max_size=4, unique=True)):
        if name in register.records and draw(st.booleans()):
            del register.records[name]
        else:
            register.records[name] = draw(records(name))
            register.versions[name] = register.versions.get(name, 0) + 1
    register.day += dt.timedelta(1)
    for row in register.judgements:
        if row["withdrawn_on"] is None and draw(st.integers(0, 3)) == 0:
            row["withdrawn_on"] = register.day
    for _ in range(draw(st.integers(0, 2))):
        kind, a, b = (draw(st.sampled_from(each)) for each in (KINDS, IDS, IDS))
        register.judgements.append(
            {"judgement_id": f"j{len(register.judgements):03d}", "kind": kind, "a": a,
             "b": None if kind == "wrong_record" else b,
             "decided_on": register.day, "withdrawn_on": None}
        )  # fmt: skip


def features_of(register: Register, store: Store | None) -> tuple[pa.Table, Mask]:
    """Feature rows of now, those that are as they were first, and which of the store's those are."""
    rows = {name: feature_row(row, FORM) for name, row in register.records.items()}
    old = store.features.to_pylist() if store else []
    prints = {name: register.versions[name] for name in rows}
    same = [each["fingerprint"] == prints.get(each["record_id"]) for each in old]
    found = [each for each, still in zip(old, same, strict=True) if still]
    next_unit = max((each["unit"] for each in old), default=-1) + 1
    fresh = sorted(rows.keys() - {each["record_id"] for each in found})
    found += [
        {**rows[name], "unit": next_unit + at, "fingerprint": prints[name]}
        for at, name in enumerate(fresh)
    ]
    schema = feature_schema().append(pa.field("fingerprint", pa.int64()))
    return pa.Table.from_pylist(found, schema), np.array(same, dtype=np.bool_)


def pairs_of(register: Register, features: pa.Table) -> pa.Table:
    """Every weighed pair of now."""
    units = dict(zip(features["record_id"].to_pylist(), features["unit"].to_pylist(), strict=True))
    found = []
    for a, b in combinations(sorted(units), 2):
        if weighed := register.pair(a, b):
            left, right = sorted((units[a], units[b]))
            found.append({"unit_l": left, "unit_r": right, "weight": weighed[0],
                          "guard": weighed[1], "signs": []})  # fmt: skip
    table = pa.Table.from_pylist(found, PAIR_SCHEMA)
    return table.sort_by([("unit_l", "ascending"), ("unit_r", "ascending")])


def tables(people: People) -> dict[str, list[dict[str, Any]]]:
    """Every table as rows."""
    return {name: getattr(people, name).to_pylist() for name in PEOPLE_SCHEMAS}


def upon(register: Register, store: Store | None) -> tuple[Store, People]:
    """What a run upon the store leaves, and the people when everybody is settled anew."""
    features, kept = features_of(register, store)
    pairs = pairs_of(register, features)
    said = decided(register.judgements, register.day)
    people = settled(features, pairs, said, store, kept, KEY)
    other = replace(store, version=None) if store else None
    anew = settled(features, pairs, said, other, kept, KEY)
    model = starting_model()
    return Store(KEY, FORM, features, pairs, model, people, frozenset()), anew


@settings(max_examples=300 * SIZE, deadline=None)
@given(
    draw=st.data(),
    seed=st.integers(0, 2**16),
    dense=st.sampled_from((0.02, 0.05, 0.1, 0.2)),
    runs=st.integers(2, 5),
)
def test_settling_the_touched_is_settling_everybody(
    draw: st.DataObject, seed: int, dense: float, runs: int
) -> None:
    register = Register(seed, dense)
    for name in IDS[: draw.draw(st.integers(2, 16))]:
        register.records[name] = draw.draw(records(name))
        register.versions[name] = 1
    store, _ = upon(register, None)
    for _ in range(runs - 1):
        delivered(draw.draw, register)
        assert store.whole
        store, anew = upon(register, store)
        assert tables(store.people) == tables(anew)


def register_with(names: Iterable[str], **numbers: str) -> Register:
    """Records of nobody in particular, some with a number; no pair is weighed."""
    register = Register(0, 0.0)
    for name in names:
        register.records[name] = person_record(name, personal_number=numbers.get(name))
        register.versions[name] = 1
    return register


def test_only_those_are_touched_who_hang_together_with_what_is_new() -> None:
    """A new record with the number of one of two people: the other is left alone."""
    register = register_with(("r00", "r07", "r14"), r00=PERSONAL[0], r07=PERSONAL[1])
    store, _ = upon(register, None)
    register.records["r01"] = person_record("r01", personal_number=PERSONAL[1])
    register.versions["r01"] = 1
    features, kept = features_of(register, store)
    found = touched(features, kept, pairs_of(register, features), pa.array([], pa.string()), store)
    ids = np.array(features["record_id"].to_pylist())
    assert sorted(ids[found].tolist()) == ["r01", "r07"]


def test_a_store_without_what_is_needed_is_settled_anew() -> None:
    """A store of another hejda, or one whose tables do not fit together, carries nobody over."""
    store, _ = upon(register_with(("r00", "r07")), None)
    assert store.whole
    assert not replace(store, version="0.0.1").whole
    assert not replace(store, features=store.features.slice(1)).whole
