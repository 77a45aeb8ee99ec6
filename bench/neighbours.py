"""How long it takes to find the neighbours of a few people in a country's edge table.

Makes 8 million invented edges among 3 million people (each edge stands twice, once for each end),
writes them in the order of person and shuffled, and asks for the edges of 1 and of 300 people at 1,
2 and 3 steps, on DuckDB with two threads. Prints seconds; nothing is published.

    python bench/neighbours.py [--people 3000000] [--edges 8000000] [--folder DIR]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from ibis.expr import types as ir

from hejda.engine.base import ROWS_PER_GROUP
from hejda.engine.duckdb import DuckDB
from hejda.relations.network import neighbours

KINDS = ("household", "suspicion", "parent_child", "spouse", "sibling", "order")
ROUNDS = 5


def main() -> None:
    """Makes the edges, asks, prints."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--people", type=int, default=3_000_000)
    ask.add_argument("--edges", type=int, default=8_000_000)
    ask.add_argument("--folder", type=Path, default=None)
    given = ask.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        rows, people = invented(given.people, given.edges)
        print(f"{given.edges:,} edges ({len(rows):,} rows) among {given.people:,} people")
        chosen = [str(people[i]) for i in np.random.default_rng(2).integers(0, len(people), 300)]
        for order, table in (("by person", by_person(rows)), ("shuffled", rows)):
            path = folder / f"{order.replace(' ', '_')}.parquet"
            pq.write_table(table, path, row_group_size=ROWS_PER_GROUP, compression="zstd")
            measure(order, path, folder / order, chosen)


def invented(people: int, edges: int) -> tuple[pa.Table, pa.Array]:
    """Edges both ways in no order, and everybody's id: opaque, so that no two neighbours are near."""
    rng = np.random.default_rng(1)
    mixed = rng.permutation(people) * 2_654_435_761 % 2**32
    named = np.char.add("p", np.char.mod("%010d", mixed))
    one = rng.integers(0, people, edges)
    near = one + rng.integers(1, 2_000, edges)
    other = np.where(rng.random(edges) < 0.9, near % people, rng.integers(0, people, edges))
    kind = pa.DictionaryArray.from_arrays(
        pa.array(rng.integers(0, len(KINDS), edges), pa.int8()), pa.array(KINDS)
    ).cast(pa.string())
    day = pa.array(rng.integers(10_000, 20_000, edges))
    reference = pc.binary_join_element_wise(
        "relation:", pa.array(np.arange(edges)).cast("string"), ""
    )
    ids = pa.array(named)
    ends = [ids.take(pa.array(side)) for side in (one, other)]
    both = [
        pa.table(
            {
                "person": person,
                "other": met,
                "kind": kind,
                "from_day": day,
                "until_day": pa.nulls(edges, pa.int64()),
                "harm": pa.array(np.zeros(edges, np.int64)),
                "reference": reference,
            }
        )
        for person, met in (ends, ends[::-1])
    ]
    shuffled = pa.concat_tables(both).take(pa.array(rng.permutation(2 * edges)))
    return shuffled.combine_chunks(), ids


def by_person(rows: pa.Table) -> pa.Table:
    """The rows in the order in which `edges` gives them."""
    return rows.sort_by([("person", "ascending"), ("other", "ascending"), ("kind", "ascending")])


def measure(order: str, path: Path, work: Path, chosen: list[str]) -> None:
    """Seconds per question, from the file and from a kept table."""
    work.mkdir()
    engine = DuckDB(work, [path.parent])
    file = engine.parquet([path])
    kept = engine.keep("edge", file)
    for where, table in (("file", file), ("kept table", kept)):
        for many in (1, len(chosen)):
            for steps in (1, 2, 3):
                seconds, found = timed(engine, table, chosen[:many], steps)
                print(
                    f"{order:10} {where:11} {many:4} people {steps} steps "
                    f"{found:9,} rows {seconds:7.3f} s",
                    flush=True,
                )
    engine.close()


def timed(engine: DuckDB, table: ir.Table, chosen: list[str], steps: int) -> tuple[float, int]:
    """Median seconds of several rounds, and how many edges were found."""
    people = ibis.memtable(pa.table({"person": chosen}))
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        found = engine.arrow(neighbours(table, people, steps)).num_rows
        seconds.append(time.perf_counter() - began)
    return median(seconds), found


if __name__ == "__main__":
    main()
