"""Several independent towns in one delivery, one after the other, never two in memory."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hejda.synthetic.calibration import Fact
from hejda.synthetic.simulate import Country, Progress, simulate
from hejda.tables import REGISTERS


def simulate_towns(country: Country, towns: int, out: Path, progress: Progress) -> list[Fact]:
    """Writes `towns` countries of `country.persons` people each; the calibration of the first.

    With one town its files are the delivery. With several, each table becomes a folder's worth of
    files (`incident-01.parquet` …) whose ids begin with the town, and `truth-01` … lie beside.
    """
    if towns == 1:
        return simulate(country, out, progress)
    first: list[Fact] = []
    for number in range(1, towns + 1):
        folder = out / f"town-{number:02d}"
        folder.mkdir()
        facts = simulate(replace(country, seed=country.seed * 1000 + number), folder, progress)
        for path in sorted(folder.glob("*.parquet")):
            _renamed(path, out / f"{path.stem}-{number:02d}.parquet", f"{number:02d}")
        (folder / "truth").rename(out / f"truth-{number:02d}")
        (folder / "present_list.csv").rename(out / f"present_list-{number:02d}.csv")
        if number == 1:
            first = facts
            (folder / "calibration.json").rename(out / "calibration.json")
            text = (folder / "source.yaml").read_text(encoding="utf-8")
            (out / "source.yaml").write_text(text, encoding="utf-8")
        shutil.rmtree(folder)
    return first


def _renamed(path: Path, target: Path, town: str) -> None:
    """The table again, every id with the town before it, so that no two towns share one."""
    contract = REGISTERS[path.stem]
    own = {c.name for c in contract.columns if c.refers_to} | {contract.id_column, "household"}
    source = pq.ParquetFile(path)
    with pq.ParquetWriter(target, source.schema_arrow, compression="zstd") as writer:
        for batch in source.iter_batches(200_000):
            columns = [
                pc.binary_join_element_wise(pa.scalar(town), batch.column(name), "")
                if name in own
                else batch.column(name)
                for name in batch.schema.names
            ]
            writer.write_batch(pa.record_batch(columns, schema=batch.schema))
