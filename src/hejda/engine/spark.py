"""Apache Spark, for a country group on its own cluster; here also a local session for the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import ibis
import pyarrow as pa
from ibis.expr import types as ir
from pyspark.sql import SparkSession

from hejda.engine.base import ordered, write_rows
from hejda.tables.columns import Table

ALWAYS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


class Spark:
    """A Spark session; `remote` is a Spark Connect address, else a local session of two threads.

    `settings`: further Spark settings, by name.
    """

    name = "spark"

    def __init__(
        self, work: Path, remote: str | None = None, settings: Mapping[str, str] | None = None
    ) -> None:
        self._folder = work / "spark"
        self._folder.mkdir(parents=True, exist_ok=True)
        builder = SparkSession.builder.appName("hejda")
        if remote:
            builder = builder.remote(remote)
        else:
            builder = (
                builder.master("local[2]")
                .config("spark.driver.memory", "4g")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.ui.retainedExecutions", "1")
                .config("spark.ui.retainedJobs", "1")
                .config("spark.ui.retainedStages", "1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.warehouse.dir", str(self._folder / "warehouse"))
            )
        for name, value in {**ALWAYS, **(settings or {})}.items():
            builder = builder.config(name, value)
        self.session = builder.getOrCreate()
        if not remote:
            self.session.sparkContext.setLogLevel("ERROR")
        self._connection = ibis.pyspark.connect(self.session)

    @property
    def raw(self) -> SparkSession:
        """The session itself, for libraries that bring their own SQL."""
        return self.session

    def named(self, name: str) -> ir.Table:
        """The table or view of that name."""
        return self._connection.table(name)

    def parquet(self, paths: Sequence[Path]) -> ir.Table:
        """The rows of Parquet files as one table."""
        tables = [self._connection.read_parquet(str(path.resolve())) for path in paths]
        return ibis.union(*tables) if len(tables) > 1 else tables[0]

    def view(self, name: str, expression: ir.Table) -> ir.Table:
        """Gives `expression` a name, so that each use of it is planned by itself."""
        return self._connection.create_view(name, expression, overwrite=True)

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """Computes `expression` into Parquet files of the work folder and reads those back."""
        self._connection.create_view(f"{name}_asked", expression, overwrite=True)
        target = str(self._folder / name)
        asked = self.session.table(f"{name}_asked")
        asked.write.mode("overwrite").parquet(target)
        self.session.read.schema(asked.schema).parquet(target).createOrReplaceTempView(name)
        return self._connection.table(name)

    def arrow(self, expression: ir.Table) -> pa.Table:
        """The rows of `expression` in memory."""
        return self._connection.to_pyarrow(expression)

    def count(self, expression: ir.Table) -> int:
        """How many rows `expression` has."""
        return int(self._connection.to_pyarrow(expression.count()).as_py())

    def write(self, expression: ir.Table, path: Path, contract: Table) -> int:
        """Writes rows in the order of the contract's key; their number."""
        return write_rows(self.arrow(ordered(expression, contract)), path, contract)

    def close(self) -> None:
        """Ends the session."""
        self.session.stop()
