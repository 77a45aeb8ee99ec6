"""Stage 2 put together: who is who among the records known on a day, with or without earlier ids."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr import types as ir

from hejda.engine.base import Engine
from hejda.flow.identities import People, Store, starting_model
from hejda.flow.linking import (
    PAIR_SCHEMA,
    Model,
    Progress,
    Weighed,
    feature_schema,
    learnt,
    weighed,
    weighed_new,
)
from hejda.flow.settling import settled
from hejda.flow.touched import Mask, among, codes, rows_of
from hejda.persons.features import feature_rows
from hejda.persons.identity import oldest
from hejda.persons.judgements import Decided
from hejda.persons.model import LEARNT_FROM

READ = (
    "record_id", "personal_number", "other_number", "names", "birth_date", "sex", "street",
    "postcode", "municipality", "phone", "e_mail", "protected", "first_registered_on",
)  # fmt: skip
"""What linkage reads of `person_record`."""
FINGERPRINT = pa.field("fingerprint", pa.int64())


@dataclass(frozen=True)
class Linked:
    """Who is who.

    features: a row per record, in order of unit, with what it was made from (fingerprint). pairs:
    weighed pairs. people: who is who, as tables. changed: records compared anew. large: blocking keys
    that too many share.
    """

    features: pa.Table
    pairs: pa.Table
    people: People
    model: Model
    changed: int
    large: frozenset[str]

    @cached_property
    def groups(self) -> list[list[str]]:
        """Records of each person in order of id, the people in order of their first."""
        of_person: dict[str, list[str]] = defaultdict(list)
        for record, person in self.person_of().items():
            of_person[person].append(record)
        return sorted(sorted(members) for members in of_person.values())

    @cached_property
    def ids(self) -> dict[int, str]:
        """Index of each group → the person's id."""
        person = self.person_of()
        return {at: person[members[0]] for at, members in enumerate(self.groups)}

    def person_of(self, records: pa.Array | None = None) -> dict[str, str]:
        """Record → person id: of `records`, or of all."""
        link = self.people.link
        if records is not None:
            link = link.filter(pc.is_in(link["record_id"], value_set=records))
        return dict(zip(link["record_id"].to_pylist(), link["person"].to_pylist(), strict=True))

    def moved(self) -> dict[str, str]:
        """Record → the oldest record of its person, of the records that are not that one."""
        registered = self.registered()
        found: dict[str, str] = {}
        for members in self.groups:
            if len(members) > 1:
                first = oldest(members, registered)
                found |= {record: first for record in members if record != first}
        return found

    def registered(self) -> dict[str, int]:
        """Record → day number it was first registered."""
        ids, days = self.features["record_id"], self.features["registered"]
        return dict(zip(ids.to_pylist(), days.to_pylist(), strict=True))


@dataclass(frozen=True)
class Features:
    """`table`: features of every record, in order of unit; first of those that are as they were, then
    of the new and changed. `kept`: which rows of the store's features the first are."""

    table: pa.Table
    kept: Mask

    @property
    def changed(self) -> pa.Table:
        """The rows of the records that are new or have changed."""
        return self.table.slice(int(self.kept.sum()))


def key_without_store(source: str) -> bytes:
    """A key for runs without an identity store: ids are then stable, but no secret."""
    return hashlib.sha256(f"hejda identity {source}".encode()).digest()


def linked(
    engine: Engine,
    person_record: ir.Table,
    form: str | None,
    said: Decided,
    store: Store | None,
    key: bytes,
    progress: Progress,
) -> Linked:
    """Who is who among `person_record`, its rows as known on one day.

    `form`: form of personal numbers. `said`: what people decided. `store`: what an earlier run
    knew; only what differs from it is compared anew. `key`: the secret of the ids.
    """
    features = _features(engine, person_record, form, store)
    found, model = _pairs(engine, features, store, progress)
    progress("settling who is who")
    kept = None if found.everything else features.kept
    people = settled(features.table, found.pairs, said, store, kept, key)
    changed = features.changed.num_rows
    return Linked(features.table, found.pairs, people, model, changed, found.large)


# ── Features ─────────────────────────────────────────────────────────────────────────────────────


def _features(
    engine: Engine, person_record: ir.Table, form: str | None, store: Store | None
) -> Features:
    """Features of every record; those of records that are as they were come from the store."""
    raw = _with_fingerprint(person_record)
    if store is None or store.form != form:
        rows = engine.arrow(raw).to_pylist()
        return Features(_made(rows, form, 0), np.zeros(_rows_in(store), dtype=np.bool_))
    old = store.features
    now = engine.arrow(raw.select("record_id", "fingerprint"))
    at = pc.index_in(now["record_id"], value_set=old["record_id"])
    before = old["fingerprint"].combine_chunks().take(at.combine_chunks())
    same = pc.fill_null(pc.equal(before, now["fingerprint"].combine_chunks()), False)
    kept = np.zeros(old.num_rows, dtype=np.bool_)
    kept[at.filter(same).to_numpy()] = True
    table = old if kept.all() else old.filter(pa.array(kept))
    if len(fresh := now["record_id"].filter(pc.invert(same))):
        asked = engine.keep("link_fresh", ibis.memtable(pa.table({"record_id": fresh})))
        rows = engine.arrow(raw.semi_join(asked, "record_id")).to_pylist()
        last = pc.max(old["unit"]).as_py() if old.num_rows else -1
        table = pa.concat_tables([table, _made(rows, form, last + 1)])
    return Features(table, kept)


def _rows_in(store: Store | None) -> int:
    return store.features.num_rows if store else 0


def _with_fingerprint(person_record: ir.Table) -> ir.Table:
    text = ibis.literal("")
    for name in READ:
        text = text + person_record[name].cast("string").fill_null("") + "\x1f"
    return person_record.select(*READ, fingerprint=text.hash().cast("int64"))


def _made(rows: list[dict[str, Any]], form: str | None, first: int) -> pa.Table:
    rows.sort(key=lambda row: row["record_id"])
    made = [
        {**row, "unit": row["unit"] + first, "fingerprint": raw["fingerprint"]}
        for row, raw in zip(feature_rows(rows, form), rows, strict=True)
    ]
    return pa.Table.from_pylist(made, feature_schema().append(FINGERPRINT))


# ── Pairs ────────────────────────────────────────────────────────────────────────────────────────


def _pairs(
    engine: Engine, features: Features, store: Store | None, progress: Progress
) -> tuple[Weighed, Model]:
    """Weighed pairs, and the model they were weighed by."""
    table = features.table.drop_columns(["fingerprint"])
    if store is None:
        rows = engine.keep("link_feature", ibis.memtable(table))
        if table.num_rows < LEARNT_FROM:
            return weighed(engine, rows, starting_model(), progress), starting_model()
        model, ready = learnt(engine, rows, progress)
        return weighed(engine, rows, model, progress, ready), model
    if not features.kept.any():
        rows = engine.keep("link_feature", ibis.memtable(table))
        return weighed(engine, rows, store.model, progress), store.model
    gone = store.features.filter(pa.array(~features.kept))
    new = features.changed.drop_columns(["fingerprint"])
    found = weighed_new(engine, table, new, gone, store.model, store.large, progress)
    if found.everything:
        return found, store.model
    pairs = pa.concat_tables([_still_there(store, features.kept), found.pairs])
    pairs = pairs.sort_by([("unit_l", "ascending"), ("unit_r", "ascending")])
    return replace(found, pairs=pairs), store.model


def _still_there(store: Store, kept: Mask) -> pa.Table:
    """The store's pairs of which both records are as they were."""
    units = store.features["unit"].filter(pa.array(kept))
    both = among(store.pairs["unit_l"], units) & among(store.pairs["unit_r"], units)
    return store.pairs.filter(pa.array(both)).cast(PAIR_SCHEMA)


def strongest(found: Linked) -> pa.Array:
    """For each record, the weight of its strongest link to another record of its person."""
    person = codes(found.people.link["person"])
    left, right = (rows_of(found.features, found.pairs[side]) for side in ("unit_l", "unit_r"))
    own = person[left] == person[right]
    weights = found.pairs["weight"].to_numpy()[own]
    best = np.full(len(person), np.iinfo(np.int64).min)
    for side in (left, right):
        np.maximum.at(best, side[own], weights)
    return pa.array(best, mask=best == np.iinfo(np.int64).min)
