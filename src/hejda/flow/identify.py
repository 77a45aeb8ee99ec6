"""`hejda persons`: who is who in a delivery, in one folder, whole or not at all."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from ibis.expr import types as ir

from hejda import __version__
from hejda.base.errors import InputError
from hejda.engine.base import Engine, arrow_schema, write_rows
from hejda.engine.duckdb import DuckDB, version
from hejda.engine.link import steps_of
from hejda.engine.read import Limits, delivered_tables, load_mapping, read_delivery
from hejda.flow.identities import FOLDER, Store, read_store, write_store
from hejda.flow.judgements import judgements_in
from hejda.flow.memory import rare_collections
from hejda.flow.output import whole_folder
from hejda.flow.persons import Linked, linked, strongest
from hejda.flow.settling import links_of
from hejda.flow.touched import codes, rows_of
from hejda.persons.clusters import Link, Refused
from hejda.persons.judgements import Decided, Pair, decided, pair_of
from hejda.persons.quality import Quality, Share, quality
from hejda.persons.review import matters, open_pairs, queue
from hejda.report.identity import write_identity_report
from hejda.tables.identity import IDENTITY
from hejda.tables.known import known_on

Progress = Callable[[str], None]
MARK = "quality.json"
"""By this file a folder is known to hold an earlier run of `hejda persons`."""


@dataclass(frozen=True)
class PersonsOrder:
    """What `hejda persons` was asked to do. `new_key`: the secret of a store that is begun."""

    source: Path
    data: Path
    out: Path
    now: dt.date
    new_key: bytes
    identities: Path | None = None
    judgements: Path | None = None
    truth: Path | None = None
    memory_mib: int = 4096
    force: bool = False


def identify(order: PersonsOrder, progress: Progress) -> dict[str, Any]:
    """Runs stage 2 and writes OUT; the content of quality.json."""
    mapping = load_mapping(order.source)
    store = read_store(order.identities) if order.identities else None
    rows = judgements_in(order.judgements) if order.judgements else []
    said = decided(rows, order.now)
    truth = _truth(order.truth) if order.truth else None
    started = time.perf_counter()
    with rare_collections(), whole_folder(order.out, order.force, MARK) as folder:
        work = folder / "work"
        work.mkdir(mode=0o700)
        delivery = read_delivery(
            order.source,
            order.data,
            work,
            now=order.now,
            limits=Limits(memory_mib=order.memory_mib),
            references=False,
            required=("person_record",),
            progress=progress,
        )
        engine = DuckDB(work, [order.data, order.out.parent], order.memory_mib)
        try:
            tables = delivered_tables(engine, delivery)
            records = engine.view(
                "known_person_record", known_on(tables["person_record"], order.now)
            )
            key = store.key if store else order.new_key
            found = linked(engine, records, mapping.personal_number, said, store, key, progress)
            progress("writing")
            review = _review(engine, tables.get("involvement"), found, said, order.now)
        finally:
            engine.close()
        _write(found, review, Store(
            key, mapping.personal_number, found.features, found.pairs, found.model,
            found.people, found.large,
        ), folder)  # fmt: skip
        shutil.rmtree(work)
        facts = _facts(found, review, store is not None, order, len(rows))
        facts["source"], facts["title"] = mapping.source, mapping.title
        facts["rows"] = {"in": delivery.rows, "quarantined": delivery.quarantined}
        facts["quality"] = _measured(found.person_of(), truth) if truth else None
        facts["seconds"] = round(time.perf_counter() - started, 1)
        text = json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        (folder / MARK).write_text(text, encoding="utf-8")
        write_identity_report(facts, folder / "quality.html")
    return facts


def _truth(path: Path) -> dict[str, str]:
    """Record → person from a Parquet file (record_id, person)."""
    try:
        table = pq.read_table(path, columns=["record_id", "person"])
    except (OSError, KeyError, pa.ArrowException):
        raise InputError(
            "truth", "The file of truth cannot be read.", "",
            "Name a Parquet file with the columns record_id and person.",
        ) from None  # fmt: skip
    return dict(
        zip(table["record_id"].to_pylist(), map(str, table["person"].to_pylist()), strict=True)
    )


def _review(
    engine: Engine, involvement: ir.Table | None, found: Linked, said: Decided, day: dt.date
) -> list[dict[str, Any]]:
    """Rows of the review queue."""
    links, signs = _between_people(found)
    refused = [Refused(*row) for row in _rows_of(found.people.refused)]
    doubtful = _rows_of(found.people.doubtful)
    met = [*((e.a, e.b) for e in links), *((e.a, e.b) for e in refused), *doubtful]
    asked = {record for pair in met for record in pair}
    person = found.person_of(pa.array(sorted(asked), pa.string()))
    pairs = open_pairs(links, refused, doubtful, person, said)
    people = {pair: pair_of(person[pair[0]], person[pair[1]]) for pair in pairs}
    answers: dict[Pair, int] = {}
    if involvement is not None and pairs:
        link = found.people.link
        wanted = pa.array(sorted({each for pair in people.values() for each in pair}), pa.string())
        members = link["record_id"].filter(pc.is_in(link["person"], value_set=wanted))
        rows = _incidents(engine, known_on(involvement, day), members.to_pylist())
        named = sorted({row["record_id"] for row in rows if row["record_id"] is not None})
        person = found.person_of(pa.array(named, pa.string()))
        for row in rows:
            row["person"] = person.get(row.pop("record_id"), "")
        answers = matters(set(people.values()), rows)
    return queue(pairs, {pair: answers.get(two, 0) for pair, two in people.items()}, signs)


def _rows_of(table: pa.Table) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _between_people(found: Linked) -> tuple[list[Link], dict[Pair, list[str]]]:
    """(weighed pairs of two different people, what agrees in each)."""
    person = codes(found.people.link["person"])
    left, right = (rows_of(found.features, found.pairs[side]) for side in ("unit_l", "unit_r"))
    pairs = found.pairs.filter(pa.array(person[left] != person[right]))
    links = links_of(pairs, found.features)
    signs = zip(links, pairs["signs"].to_pylist(), strict=True)
    return links, {pair_of(link.a, link.b): own for link, own in signs}


def _incidents(engine: Engine, involvement: ir.Table, members: list[str]) -> list[dict[str, Any]]:
    """Everybody's part in the incidents of `members` (records)."""
    asked = engine.keep("review_record", ibis.memtable(pa.table({"record_id": sorted(members)})))
    own = involvement.semi_join(asked, "record_id").select("incident_id").distinct()
    rows = involvement.semi_join(own, "incident_id").select("incident_id", "record_id", "role")
    found: list[dict[str, Any]] = engine.arrow(rows.distinct()).to_pylist()
    return found


def _write(found: Linked, review: list[dict[str, Any]], store: Store, folder: Path) -> None:
    link, best = found.people.link, strongest(found)
    weighed = pc.is_in(link["how"], value_set=pa.array(["names", "hysteresis"]))
    weight = pc.if_else(weighed, best, pa.scalar(None, pa.int64()))
    rows = link.append_column("match_weight", weight)
    write_rows(rows, folder / "person_link.parquet", IDENTITY["person_link"])
    table = pa.Table.from_pylist(review, arrow_schema(IDENTITY["identity_review"]))
    write_rows(table, folder / "identity_review.parquet", IDENTITY["identity_review"])
    write_store(store, folder / FOLDER)


def _facts(
    found: Linked, review: list[dict[str, Any]], earlier: bool, order: PersonsOrder, judged: int
) -> dict[str, Any]:
    link = found.people.link
    sizes = Counter(np.bincount(codes(link["person"])).tolist())
    return {
        "hejda_version": __version__,
        "engine": version(),
        "now": order.now.isoformat(),
        "records": found.features.num_rows,
        "people": sizes.total(),
        "sizes": {str(size): n for size, n in sorted(sizes.items())},
        "how": {"alone": 0, **Counter(link["how"].to_pylist())},
        "compared_anew": found.changed,
        "earlier_store": earlier,
        "judgements": judged,
        "keys_left_out": len(found.large),
        "learnt_from": found.model.learnt_from,
        "beforehand": found.model.beforehand,
        "steps": steps_of(found.model.splink),
        "review": dict(Counter(row["why"] for row in review)),
    }


def _measured(person_of: dict[str, str], truth: dict[str, str]) -> dict[str, Any]:
    """The quality of a linkage over the records of which the truth is known."""
    if not truth.keys() & person_of.keys():
        raise InputError(
            "truth", "The file of truth knows none of these records.", "",
            "Name the truth that belongs to this delivery.",
        )  # fmt: skip
    return _quality_facts(quality(person_of, truth))


def _quality_facts(measured: Quality) -> dict[str, Any]:
    def told(share: Share) -> dict[str, Any]:
        return {**asdict(share), "value": share.value}

    return {
        "pair_precision": told(measured.pair_precision),
        "pair_recall": told(measured.pair_recall),
        "pair_f1": measured.pair_f1,
        "cluster_precision": told(measured.cluster_precision),
        "cluster_recall": told(measured.cluster_recall),
    }
