"""What a delivered Parquet file holds, told from its footer. Runs in the reading child."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

COLUMNS_AT_MOST = 2_000


def _kind(type_: pa.DataType) -> str | None:
    """The type as Ibis writes it, or None where hejda cannot use it."""
    type_ = _plain(type_)
    simple = {
        "string": (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
        "date": (pa.types.is_date,),
        "timestamp": (pa.types.is_timestamp,),
        "boolean": (pa.types.is_boolean,),
        "int64": (pa.types.is_signed_integer, pa.types.is_uint8, pa.types.is_uint16),
        "float64": (pa.types.is_floating, pa.types.is_decimal, pa.types.is_unsigned_integer),
    }
    return next((kind for kind, tests in simple.items() if any(t(type_) for t in tests)), None)


def schema_of(schema: pa.Schema) -> list[tuple[str, str | None, bool]]:
    """(name, kind, whether it is that kind without a cast) of each column."""
    exact = (pa.string(), pa.large_string(), pa.date32(), pa.int64(), pa.bool_())
    return [(field.name[:200], _kind(field.type), _plain(field.type) in exact) for field in schema]


def _plain(type_: pa.DataType) -> pa.DataType:
    """The type without a dictionary or an extension (PostgreSQL's numeric is a text) around it."""
    if isinstance(type_, pa.BaseExtensionType):
        return type_.storage_type
    return type_.value_type if pa.types.is_dictionary(type_) else type_


def look_at_parquet(path: Path) -> dict[str, Any]:
    """Rows and columns by the footer; `fault` where there is no whole Parquet file."""
    try:
        footer = pq.ParquetFile(path)
        schema, rows = footer.schema_arrow, footer.metadata.num_rows
    except (pa.ArrowException, OSError, ValueError):
        return {"rows": 0, "columns": [], "fault": "damaged_parquet"}
    if len(schema) > COLUMNS_AT_MOST:
        return {"rows": rows, "columns": [], "fault": "too_many_columns"}
    return {"rows": rows, "columns": schema_of(schema), "fault": None}
