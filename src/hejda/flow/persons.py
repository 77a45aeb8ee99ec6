"""Stage 2 put together: who is who among the records known on a day, with or without earlier ids."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr import types as ir

from hejda.engine.base import Engine
from hejda.flow.identities import Store, starting_model
from hejda.flow.linking import PAIR_SCHEMA, Model, Progress, feature_schema, learnt, weighed
from hejda.persons.clusters import Clusters, Link, Numbers, clusters
from hejda.persons.features import feature_rows
from hejda.persons.guards import Guard
from hejda.persons.identity import Identity, assigned, oldest
from hejda.persons.judgements import Decided, Pair, among
from hejda.persons.model import LEARNT_FROM
from hejda.persons.same_number import COLUMNS, joined_by_number

READ = (
    "record_id", "personal_number", "other_number", "names", "birth_date", "sex", "street",
    "postcode", "municipality", "phone", "e_mail", "protected", "first_registered_on",
)  # fmt: skip
"""What linkage reads of `person_record`."""
FINGERPRINT = pa.field("fingerprint", pa.int64())


@dataclass(frozen=True)
class Linked:
    """Who is who.

    features: a row per record, with what it was made from (fingerprint). pairs: weighed pairs; links:
    the same, in the same order, by the ids of their records.
    groups: records of each person, the oldest group first by its first record. ids: the person of
    each group. found: how records were joined and what was refused. doubtful: pairs that share a
    number but no name. changed: records compared anew. large: blocking keys that too many share.
    """

    features: pa.Table
    pairs: pa.Table
    links: list[Link]
    groups: list[list[str]]
    ids: dict[int, str]
    identities: list[Identity]
    found: Clusters
    doubtful: list[Pair]
    model: Model
    changed: int
    large: frozenset[str]

    def person_of(self) -> dict[str, str]:
        """Record → person id."""
        return {r: self.ids[at] for at, members in enumerate(self.groups) for r in members}

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
    features, changed = _features(engine, person_record, form, store)
    table = engine.keep("link_feature", ibis.memtable(features.drop_columns(["fingerprint"])))
    pairs, model, large = _pairs(engine, table, features, changed, store, progress)
    progress("settling who is who")
    numbered = features.filter(
        pc.or_(pc.is_valid(features["number"]), pc.is_valid(features["coordination"]))
    )
    rows = numbered.select(list(COLUMNS)).to_pylist()
    by_number, doubtful = joined_by_number(rows)
    numbers = {row["record_id"]: Numbers(row["number"], row["coordination"]) for row in rows}
    links = _links(pairs, features)
    before = store.joining if store else frozenset()
    records = features["record_id"].to_pylist()
    said = among(said, frozenset(records))
    found = clusters(numbers, by_number, links, said, before)
    groups = _groups(found, records)
    registered = dict(zip(records, features["registered"].to_pylist(), strict=True))
    earlier = store.identities if store else []
    ids, identities = assigned(groups, registered, earlier, store.links if store else {}, key)
    return Linked(
        features,
        pairs,
        links,
        groups,
        ids,
        identities,
        found,
        doubtful,
        model,
        len(changed),
        large,
    )


def _groups(found: Clusters, records: Iterable[str]) -> list[list[str]]:
    joined = {record for members in found.members for record in members}
    alone = [[record] for record in records if record not in joined]
    return sorted([*found.members, *alone])


def _links(pairs: pa.Table, features: pa.Table) -> list[Link]:
    names = dict(zip(features["unit"].to_pylist(), features["record_id"].to_pylist(), strict=True))
    columns = (pairs[name].to_pylist() for name in ("unit_l", "unit_r", "weight", "guard"))
    return [
        Link(names[a], names[b], weight, Guard(guard))
        for a, b, weight, guard in zip(*columns, strict=True)
    ]


# ── Features ─────────────────────────────────────────────────────────────────────────────────────


def _features(
    engine: Engine, person_record: ir.Table, form: str | None, store: Store | None
) -> tuple[pa.Table, set[int]]:
    """Features of every record, and the units of those that are new or have changed."""
    raw = _with_fingerprint(person_record)
    if store is None or store.form != form:
        rows = engine.arrow(raw).to_pylist()
        features = _made(rows, form, 0)
        return features, set(features["unit"].to_pylist())
    old = engine.keep(
        "link_old", ibis.memtable(store.features.select(["record_id", "fingerprint"]))
    )
    now = engine.keep("link_now", raw.select("record_id", "fingerprint"))
    same = engine.arrow(now.semi_join(old, ["record_id", "fingerprint"]).select("record_id"))
    kept = store.features.filter(pc.is_in(store.features["record_id"], same["record_id"]))
    fresh = raw.anti_join(old, ["record_id", "fingerprint"])
    last = pc.max(store.features["unit"]).as_py() if store.features.num_rows else -1
    made = _made(engine.arrow(fresh).to_pylist(), form, last + 1)
    features = pa.concat_tables([kept, made]) if made.num_rows else kept
    return features.sort_by("unit"), set(made["unit"].to_pylist())


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
    engine: Engine,
    table: ir.Table,
    features: pa.Table,
    changed: set[int],
    store: Store | None,
    progress: Progress,
) -> tuple[pa.Table, Model, frozenset[str]]:
    """Weighed pairs, the model they were weighed by, and the keys that too many records share."""
    if store is None:
        model, ready = (
            learnt(engine, table, progress)
            if features.num_rows >= LEARNT_FROM
            else (starting_model(), None)
        )
        found = weighed(engine, table, model, None, progress, ready)
        return found.pairs, model, found.large
    gone = store.features.num_rows > features.num_rows - len(changed)
    if not changed and not (gone and store.large):
        return _still_there(store.pairs, features, changed), store.model, store.large
    units = pa.table({"unit": sorted(changed)}, pa.schema([("unit", pa.int64())]))
    new = engine.keep("link_new", ibis.memtable(units))
    found = weighed(engine, table, store.model, new, progress, None, store.large)
    if found.everything:
        return found.pairs, store.model, found.large
    pairs = pa.concat_tables([_still_there(store.pairs, features, changed), found.pairs])
    pairs = pairs.sort_by([("unit_l", "ascending"), ("unit_r", "ascending")])
    return pairs, store.model, found.large


def _still_there(pairs: pa.Table, features: pa.Table, changed: set[int]) -> pa.Table:
    units = pc.filter(
        features["unit"],
        pc.invert(pc.is_in(features["unit"], pa.array(sorted(changed), pa.int64()))),
    )
    both = pc.and_(pc.is_in(pairs["unit_l"], units), pc.is_in(pairs["unit_r"], units))
    return pairs.filter(both).cast(PAIR_SCHEMA)


def strongest(found: Linked) -> dict[str, int]:
    """Record → weight of its strongest link to another record of its person."""
    person = found.person_of()
    best: dict[str, int] = {}
    for link in found.links:
        if person[link.a] == person[link.b]:
            for record in (link.a, link.b):
                best[record] = max(best.get(record, link.weight), link.weight)
    return best
