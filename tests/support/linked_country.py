"""An invented country linked: its person records, who they truly are, and who stage 2 says they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from hejda.engine.duckdb import DuckDB
from hejda.flow.identities import Store
from hejda.flow.persons import Linked, linked
from hejda.persons.judgements import Decided
from hejda.synthetic.simulate import Country, simulate

FORM = "se_invented"
KEY = b"a secret of this test"


def country_in(folder: Path, persons: int, years: int, seed: int) -> Path:
    """Makes an invented country in `folder`, where there is none yet."""
    folder.mkdir(parents=True)
    simulate(Country(persons=persons, years=years, seed=seed), folder, lambda step: None)
    return folder


def person_records(folder: Path) -> pa.Table:
    """The rows of `person_record` of a country, each its own first version."""
    rows = pq.read_table(folder / "person_record.parquet")
    return rows.append_column("first_registered_on", rows["registered_on"])


def true_people(folder: Path) -> dict[str, str]:
    """Record → person as it is."""
    table = pq.read_table(folder / "truth" / "record.parquet")
    return dict(
        zip(table["record_id"].to_pylist(), map(str, table["person"].to_pylist()), strict=True)
    )


@contextmanager
def duckdb_in(folder: Path) -> Iterator[DuckDB]:
    """An engine that works in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = DuckDB(folder)
    try:
        yield engine
    finally:
        engine.close()


def linked_records(
    work: Path, rows: pa.Table, store: Store | None = None, said: Decided | None = None
) -> Linked:
    """Stage 2 on the rows of `person_record`."""
    with duckdb_in(work) as engine:
        return linked(
            engine, ibis.memtable(rows), FORM, said or Decided(), store, KEY, lambda text: None
        )


def store_of(found: Linked) -> Store:
    """What the next run is given, as flow.identify leaves it."""
    return Store(KEY, FORM, found.features, found.pairs, found.model, found.people, found.large)
