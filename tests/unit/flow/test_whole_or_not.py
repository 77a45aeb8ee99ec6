"""OUT is written whole or not at all, private, and the same bytes each time."""

from __future__ import annotations

import csv
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from hejda.base.errors import HejdaError
from hejda.flow.output import whole_folder
from hejda.flow.run import Order, map_registers
from hejda.knowledge.rules import LIST_RANKER
from tests.unit.flow.conftest import AS_OF, DATA, NOW, SOURCE, silent


def order(out: Path, **changes: Any) -> Order:
    asked: dict[str, Any] = {"source": SOURCE, "data": DATA, "as_of": AS_OF, "now": NOW}
    return Order(out=out, rankers=(LIST_RANKER,), **{**asked, **changes})


def stopped_at(stage: str, error: BaseException) -> Callable[[str], None]:
    def progress(name: str) -> None:
        if name == stage:
            raise error

    return progress


@pytest.mark.parametrize(
    ("stage", "error"),
    [
        ("registers", RuntimeError("a stage failed")),
        ("rank and nominate", KeyboardInterrupt()),
        ("report", MemoryError()),
    ],
)
def test_nothing_is_left_when_a_run_stops_half_way(
    stage: str, error: BaseException, tmp_path: Path
) -> None:
    with pytest.raises(type(error)):
        map_registers(order(tmp_path / "out"), stopped_at(stage, error))
    assert list(tmp_path.iterdir()) == []


def test_an_unreadable_mapping_leaves_nothing(tmp_path: Path) -> None:
    mapping = tmp_path / "in" / "source.yaml"
    mapping.parent.mkdir()
    mapping.write_text("version: 1\nfiles: [", encoding="utf-8")
    with pytest.raises(HejdaError):
        map_registers(order(tmp_path / "out", source=mapping), silent)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_delivery_that_holds_nothing_leaves_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "in"
    empty.mkdir()
    with pytest.raises(HejdaError):
        map_registers(order(tmp_path / "out", data=empty), silent)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_an_out_whose_parent_is_missing_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(HejdaError):
        map_registers(order(tmp_path / "missing" / "out"), silent)
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_run_stays_when_its_replacement_fails(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "run.json").write_text("{}")

    def replace() -> None:
        with whole_folder(out, force=True) as folder:
            (folder / "run.json").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (out / "run.json").read_text() == "{}"


def test_an_earlier_run_is_put_back_when_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "run.json").write_text("{}")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if target == out and self.suffix != ".old":
            raise OSError("the disk is full")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)

    def replace() -> None:
        with whole_folder(out, force=True):
            pass

    with pytest.raises(OSError, match="disk"):
        replace()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (out / "run.json").read_text() == "{}"


def test_out_is_private(mapped: Path) -> None:
    assert stat.S_IMODE(mapped.stat().st_mode) == 0o700
    assert stat.S_IMODE((mapped / "dossier").stat().st_mode) == 0o700
    assert not (mapped / "work").exists()
    assert [path.name for path in mapped.parent.iterdir()] == [mapped.name]


def test_two_runs_give_byte_identical_tables(mapped: Path, mapped_to: Any) -> None:
    again = mapped_to("again", rankers=Order.rankers)
    tables = sorted(path.relative_to(mapped) for path in mapped.rglob("*.parquet"))
    assert tables == sorted(path.relative_to(again) for path in again.rglob("*.parquet"))
    assert [t for t in tables if (mapped / t).read_bytes() != (again / t).read_bytes()] == []


def test_runs_without_victims_can_be_compared(mapped_to: Any, tmp_path: Path) -> None:
    data = tmp_path / "in"
    data.mkdir()
    for name in ("incident", "offence"):
        shutil.copyfile(DATA / f"{name}.csv", data / f"{name}.csv")
    with (DATA / "involvement.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (data / "involvement.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row for row in rows if row["role"] not in ("victim", "child"))
    then = mapped_to("then_without_victims", data=data)
    later = mapped_to("without_victims", data=data, lists=3, compare=then)
    moved = pq.read_table(later / "moved.parquet").to_pylist()
    assert {row["why"] for row in moved} == {"capacity"}
