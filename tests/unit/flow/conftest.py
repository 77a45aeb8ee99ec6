"""Real runs of examples/xx for the tests of the flow; each is made once per session."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hejda.engine.duckdb import DuckDB
from hejda.flow.run import Order, map_registers
from hejda.knowledge.rules import LIST_RANKER

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "examples" / "xx" / "source.yaml"
DATA = ROOT / "examples" / "xx" / "data"
AS_OF, NOW = dt.date(2026, 6, 30), dt.date(2026, 11, 22)

Map = Callable[..., Path]


@pytest.fixture
def engine() -> Iterator[DuckDB]:
    """An engine of its own."""
    with tempfile.TemporaryDirectory() as folder:
        made_here = DuckDB(Path(folder))
        yield made_here
        made_here.close()


def silent(_stage: str) -> None:
    """Progress that nobody watches."""


@pytest.fixture(scope="session")
def mapped_to(tmp_path_factory: pytest.TempPathFactory) -> Map:
    """Maps the example by the list's ranker alone, with what is changed; the folder written."""

    def run(name: str, **changes: Any) -> Path:
        out = tmp_path_factory.mktemp("runs") / name
        asked: dict[str, Any] = {
            "source": SOURCE,
            "data": DATA,
            "as_of": AS_OF,
            "now": NOW,
            "rankers": (LIST_RANKER,),
        }
        map_registers(Order(out=out, **{**asked, **changes}), silent)
        return out

    return run


@pytest.fixture(scope="session")
def mapped(mapped_to: Map) -> Path:
    """The run of `make demo`: every ranker, 300 national places."""
    return mapped_to("mapped", rankers=Order.rankers)
