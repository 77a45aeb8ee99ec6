"""DuckDB, the embedded default engine, locked to the folders it was given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.expr import types as ir

from hejda.engine.base import ROWS_PER_GROUP, ordered
from hejda.tables.columns import Table


class DuckDB:
    """An embedded DuckDB on two threads, in a private folder where it may also spill."""

    name = "duckdb"

    def __init__(
        self, work: Path, allowed: Sequence[Path] = (), memory_mib: int = 4096, threads: int = 2
    ) -> None:
        self._folder = work / "duckdb"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._connection = ibis.duckdb.connect(self._folder / "hejda.duckdb")
        self._lock([work, *allowed], memory_mib, threads)

    def _lock(self, folders: Sequence[Path], memory_mib: int, threads: int) -> None:
        listed = ", ".join(_quoted(f"{folder.resolve()}/") for folder in folders)
        for statement in (
            f"SET memory_limit = '{memory_mib}MiB'",
            f"SET threads = {threads}",
            f"SET temp_directory = {_quoted(str(self._folder / 'spill'))}",
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET enable_progress_bar = false",
            "SET preserve_insertion_order = false",
            # Nothing here outlives the run: a checkpoint would only rewrite tables soon dropped.
            "SET checkpoint_threshold = '1TB'",
            f"SET allowed_directories = [{listed}]",
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        ):
            self._connection.raw_sql(statement)

    @property
    def raw(self) -> duckdb.DuckDBPyConnection:
        """The connection itself, for libraries that bring their own SQL."""
        raw: duckdb.DuckDBPyConnection = self._connection.con
        return raw

    def named(self, name: str) -> ir.Table:
        """The table of that name in the database."""
        return self._connection.table(name)

    def parquet(self, paths: Sequence[Path]) -> ir.Table:
        """The rows of Parquet files as one table."""
        names = [str(path.resolve()) for path in paths]
        return self._connection.read_parquet(names)

    def view(self, name: str, expression: ir.Table) -> ir.Table:
        """Gives `expression` a name, so that each use of it is planned by itself."""
        return self._connection.create_view(name, expression, overwrite=True)

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """Computes `expression` into a table called `name`."""
        # Ibis would create the table first and insert into it, which takes a third longer.
        self._connection._run_pre_execute_hooks(expression)
        compiler = self._connection.compiler
        columns = [
            sge.Cast(
                this=sg.column(column, quoted=True), to=compiler.type_mapper.from_ibis(kind)
            ).as_(column, quoted=True)
            for column, kind in expression.schema().items()
        ]
        query = sg.select(*columns).from_(compiler.to_sqlglot(expression).subquery("asked"))
        create = sge.Create(
            this=sge.Table(this=sge.to_identifier(name, quoted=True)),
            kind="TABLE",
            replace=True,
            properties=sge.Properties(expressions=[sge.TemporaryProperty()]),
            expression=query,
        )
        self._connection.raw_sql(create.sql("duckdb"))
        return self._connection.table(name, database="temp.main")

    def arrow(self, expression: ir.Table) -> pa.Table:
        """The rows of `expression` in memory."""
        return self._connection.to_pyarrow(expression)

    def count(self, expression: ir.Table) -> int:
        """How many rows `expression` has."""
        return int(self._connection.to_pyarrow(expression.count()).as_py())

    def write(self, expression: ir.Table, path: Path, contract: Table) -> int:
        """Writes rows in the order of the contract's key, the same bytes each time; their number."""
        query = ibis.to_sql(ordered(expression, contract), dialect="duckdb")
        options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_PER_GROUP}"
        self._connection._run_pre_execute_hooks(expression)
        result = self._connection.raw_sql(f"COPY ({query}) TO {_quoted(str(path))} ({options})")
        return int(result.fetchone()[0])

    def close(self) -> None:
        """Closes the database; the folder goes with the work folder."""
        self._connection.disconnect()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def version() -> str:
    """The engine's version, for run.json."""
    return f"duckdb {duckdb.__version__}"
