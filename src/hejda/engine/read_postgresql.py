"""The answer to a query, as Arrow through ADBC, into Parquet. Runs in the reading child.

The transaction is read only. Neither the address nor what the server says ever enters a message:
both may hold a password or a value.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hejda.base.errors import DeliveryError, InputError
from hejda.engine.read_parquet import schema_of


def _driver() -> Any:
    try:
        from adbc_driver_postgresql import dbapi
    except ImportError:
        raise InputError(
            "driver_missing",
            "A delivery that is a PostgreSQL database needs the package adbc-driver-postgresql.",
            "It is not installed here.",
            "Install it (pip install adbc-driver-postgresql) and try again.",
        ) from None
    return dbapi


def _failed(code: str, what: str, todo: str) -> DeliveryError:
    return DeliveryError(code, what, "", todo)


def stage_query(address: str, query: str, out: Path, seen: Callable[[int], None]) -> dict[str, Any]:
    """Run `query` read only and write its rows to `out` with `_row` and columns c0, c1, …"""
    dbapi = _driver()
    try:
        connection = dbapi.connect(address)
    except dbapi.Error:
        raise _failed(
            "database_unreachable",
            "The database does not let hejda in.",
            "Check that it runs, and the address in the variable that dsn_env names.",
        ) from None
    with connection, connection.cursor() as cursor:
        try:
            cursor.execute("SET TRANSACTION READ ONLY")
            cursor.execute(query)
            return _stage(cursor.fetch_record_batch(), out, seen)
        except dbapi.Error as fault:
            raise _failed(
                "query_failed",
                f"The database refused the query ({getattr(fault, 'sqlstate', None) or 'no code'}).",
                "Try the query in psql with the same address; it may only read.",
            ) from None


def _stage(reader: pa.RecordBatchReader, out: Path, seen: Callable[[int], None]) -> dict[str, Any]:
    columns = schema_of(reader.schema)
    names = ["_row"] + [f"c{n}" for n in range(len(columns))]
    digest, rows, writer = hashlib.sha256(), 0, None
    try:
        for batch in reader:
            digest.update(batch.serialize())
            numbers = pa.array(range(rows + 1, rows + len(batch) + 1), pa.int64())
            plain = [getattr(column, "storage", column) for column in batch.columns]
            numbered = pa.RecordBatch.from_arrays([numbers, *plain], names)
            writer = writer or pq.ParquetWriter(out, numbered.schema, compression="lz4")
            writer.write_batch(numbered)
            rows += len(batch)
            seen(rows)
    finally:
        if writer is not None:
            writer.close()
    return {"rows": rows, "columns": columns, "fault": None, "sha256": digest.hexdigest()}
