"""A delivery read, and an engine that holds it, for commands that look at many days of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ibis.expr import types as ir

from hejda.engine.base import Engine
from hejda.engine.duckdb import DuckDB
from hejda.engine.read import Limits, delivered_tables, read_delivery
from hejda.flow.run import vocabulary
from hejda.knowledge.rules import Knowledge


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What every such command is told of its delivery. memory_mib: for reading, then the engine."""

    source: Path
    data: Path
    out: Path
    now: dt.date
    memory_mib: int = 4096


@contextmanager
def opened(
    order: Reading, work: Path, knowledge: Knowledge, progress: Callable[[str], None]
) -> Iterator[tuple[Engine, dict[str, ir.Table], int]]:
    """(engine, register tables by name, rows delivered); the engine is closed afterwards."""
    delivery = read_delivery(
        order.source, order.data, work, now=order.now, rules=vocabulary(knowledge),
        limits=Limits(memory_mib=order.memory_mib), references=False, progress=progress,
    )  # fmt: skip
    engine = DuckDB(work, [order.data, order.out.parent], order.memory_mib)
    try:
        yield engine, delivered_tables(engine, delivery), delivery.rows
    finally:
        engine.close()
