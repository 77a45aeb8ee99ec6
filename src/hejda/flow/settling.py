"""Settles who is who from weighed pairs: everybody, or those alone whom a delivery has touched.

People whom nothing has touched keep the rows that the earlier run wrote, which are what settling
them again would give; their rows pass through as columns and are never looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hejda.flow.identities import PEOPLE_SCHEMAS, People, Store
from hejda.flow.touched import Mask, among, rows_of, touched
from hejda.persons.clusters import Clusters, Link, Numbers, clusters
from hejda.persons.guards import Guard
from hejda.persons.identity import Identity, assigned
from hejda.persons.judgements import Decided
from hejda.persons.judgements import among as decided_among
from hejda.persons.same_number import COLUMNS, joined_by_number


def settled(
    features: pa.Table,
    pairs: pa.Table,
    said: Decided,
    store: Store | None,
    kept: Mask | None,
    key: bytes,
) -> People:
    """Who is who among the records of `features`, which is in order of unit, by their weighed `pairs`.

    `said`: what people decided. `store`: what an earlier run left. `kept`: which rows of its features
    the first of `features` are, where its pairs still hold; None where all pairs were weighed anew.
    `key`: the secret of the ids.
    """
    said = _said_of(features, said)
    judged = pa.table(
        {"record_id": sorted({*_both(said.same), *_both(said.apart), *said.alone})},
        PEOPLE_SCHEMAS["judged"],
    )
    if store is None or kept is None or not store.whole:
        return _settled_anew(features, pairs, said, store.people if store else None, judged, key)
    mine = touched(features, kept, pairs, judged["record_id"], store)
    met = pa.array(mine[rows_of(features, pairs["unit_l"])])
    asked = features.filter(pa.array(mine))
    earlier = _concerned(store, asked, kept)
    own = _settled_anew(
        asked, pairs.filter(met), said, earlier, judged, key, store.people.identity["person"]
    )
    return _merged(store.people, own, features, mine, kept, earlier)


def _both(pairs: Iterable[tuple[str, str]]) -> set[str]:
    return {record for pair in pairs for record in pair}


def _said_of(features: pa.Table, said: Decided) -> Decided:
    """What is decided of the records that are there."""
    named = pa.array(sorted({*_both(said.same), *_both(said.apart), *said.alone}), pa.string())
    there = features["record_id"].filter(pa.array(among(features["record_id"], named)))
    return decided_among(said, frozenset(there.to_pylist()))


# ── Settling ─────────────────────────────────────────────────────────────────────────────────────


def _settled_anew(
    features: pa.Table,
    pairs: pa.Table,
    said: Decided,
    before: People | None,
    judged: pa.Table,
    key: bytes,
    taken: pa.ChunkedArray | None = None,
) -> People:
    """Who is who among all records of `features`. `before`: what is known of them from an earlier run.
    `taken`: ids given already to people not asked about."""
    numbered = features.filter(
        pc.or_(pc.is_valid(features["number"]), pc.is_valid(features["coordination"]))
    )
    rows = numbered.select(list(COLUMNS)).to_pylist()
    by_number, doubtful = joined_by_number(rows)
    numbers = {row["record_id"]: Numbers(row["number"], row["coordination"]) for row in rows}
    together = frozenset(_pairs_in(before.joining)) if before else frozenset()
    found = clusters(numbers, by_number, links_of(pairs, features), said, together)
    records = features["record_id"].to_pylist()
    groups = _groups(found, records)
    registered = dict(zip(records, features["registered"].to_pylist(), strict=True))
    bore = _person_of(before.link) if before else {}
    earlier = identities_of(before.identity) if before else []
    used = frozenset(taken.to_pylist()) if taken is not None else frozenset()
    ids, identities = assigned(groups, registered, earlier, bore, key, used)
    person = {record: ids[at] for at, members in enumerate(groups) for record in members}
    joined = {record for members in found.members for record in members}
    how = [found.how.get(r, "names") if r in joined else "alone" for r in records]
    link = {"record_id": features["record_id"], "person": [person[r] for r in records], "how": how}
    return People(
        pa.table(link, PEOPLE_SCHEMAS["link"]),
        _columns("identity", ((i.person, i.founder, i.founded, i.merged_into) for i in identities)),
        _columns("joining", found.joining),
        _columns("refused", ((r.a, r.b, r.why, r.weight) for r in found.refused)),
        _columns("doubtful", doubtful),
        judged,
    )


def _columns(name: str, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    schema = PEOPLE_SCHEMAS[name]
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table([pa.array(c, t) for c, t in zip(columns, schema.types, strict=True)], schema)


def _groups(found: Clusters, records: Iterable[str]) -> list[list[str]]:
    joined = {record for members in found.members for record in members}
    alone = [[record] for record in records if record not in joined]
    return sorted([*found.members, *alone])


def links_of(pairs: pa.Table, features: pa.Table) -> list[Link]:
    """Weighed pairs by the ids of their records, in the same order."""
    ids = features["record_id"]
    names = (ids.take(pa.array(rows_of(features, pairs[side]))) for side in ("unit_l", "unit_r"))
    columns = (column.to_pylist() for column in (*names, pairs["weight"], pairs["guard"]))
    return [Link(a, b, weight, Guard(guard)) for a, b, weight, guard in zip(*columns, strict=True)]


def identities_of(table: pa.Table) -> list[Identity]:
    """Rows of the table `identity`."""
    columns = (table[name].to_pylist() for name in PEOPLE_SCHEMAS["identity"].names)
    return [Identity(*row) for row in zip(*columns, strict=True)]


def _pairs_in(table: pa.Table) -> Iterable[tuple[str, str]]:
    return zip(table["a"].to_pylist(), table["b"].to_pylist(), strict=True)


def _person_of(link: pa.Table) -> dict[str, str]:
    return dict(zip(link["record_id"].to_pylist(), link["person"].to_pylist(), strict=True))


# ── What passes through ──────────────────────────────────────────────────────────────────────────


def _concerned(store: Store, asked: pa.Table, kept: Mask) -> People:
    """What an earlier run left of the records `asked`, and of the records that are gone or changed.

    An id belongs where its founder is, else to those who bore it (`hejda.persons.identity`). After a
    run the bearers of an id and its founder are in one group, or the founder is gone; and groups are
    touched whole. So these are all ids that the answer depends on, or that change.
    """
    people = store.people
    ids = pa.chunked_array([*asked["record_id"].chunks, *_gone(store, kept).chunks], pa.string())
    link = people.link.filter(pa.array(among(people.link["record_id"], ids)))
    identity = people.identity
    mine = among(identity["person"], link["person"]) | among(identity["founder"], ids)
    return People(
        link,
        identity.filter(pa.array(mine)),
        _of(people.joining, ids),
        _of(people.refused, ids),
        _of(people.doubtful, ids),
        people.judged,
    )


def _gone(store: Store, kept: Mask) -> pa.ChunkedArray:
    """Records of the store that are gone, or changed."""
    return store.features["record_id"].filter(pa.array(~kept))


def _of(table: pa.Table, ids: pa.ChunkedArray, mine: bool = True) -> pa.Table:
    """Pairs of which a record is one of `ids`, or (not `mine`) none is."""
    either = among(table["a"], ids) | among(table["b"], ids)
    return table.filter(pa.array(either == mine))


def _merged(
    before: People, own: People, features: pa.Table, mine: Mask, kept: Mask, earlier: People
) -> People:
    """`own`, settled anew, in place of the rows of the same records `before`."""
    ids = pa.chunked_array(
        [*earlier.link["record_id"].chunks, *own.link["record_id"].chunks], pa.string()
    )
    others = among(before.identity["person"], earlier.identity["person"])
    identity = pa.concat_tables([before.identity.filter(pa.array(~others)), own.identity])
    pair_order = [("a", "ascending"), ("b", "ascending")]
    return People(
        _link(before.link, own.link, features, mine, kept),
        identity.sort_by("person"),
        pa.concat_tables([_of(before.joining, ids, False), own.joining]).sort_by(pair_order),
        pa.concat_tables([_of(before.refused, ids, False), own.refused]).sort_by(
            [*pair_order, ("why", "ascending")]
        ),
        pa.concat_tables([_of(before.doubtful, ids, False), own.doubtful]).sort_by(pair_order),
        own.judged,
    )


def _link(before: pa.Table, own: pa.Table, features: pa.Table, mine: Mask, kept: Mask) -> pa.Table:
    there = before.filter(pa.array(kept))
    new = features.num_rows - there.num_rows
    columns = {"record_id": features["record_id"]}
    for name in ("person", "how"):
        old = pa.concat_arrays([*there[name].chunks, pa.nulls(new, pa.string())])
        replaced = own[name].combine_chunks()
        columns[name] = pc.replace_with_mask(old, pa.array(mine), replaced)
    return pa.table(columns, PEOPLE_SCHEMAS["link"])
