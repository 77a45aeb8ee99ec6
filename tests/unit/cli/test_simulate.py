"""`hejda simulate --until`: the records end on that day, and a broken date is a sentence."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq


def simulated(until: str, out: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hejda.cli", "simulate", "--persons", "5000", "--years", "3",
         "--until", until, "--out", str(out)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip


def test_nothing_is_registered_after_the_last_day(tmp_path: Path) -> None:
    assert simulated("2024-05-17", tmp_path / "country").returncode == 0
    day = pq.read_table(tmp_path / "country" / "incident.parquet")["registered_on"]
    last = pc.max(day).as_py()
    assert dt.date(2024, 5, 1) < last <= dt.date(2024, 5, 17)
    assert dt.date(2021, 5, 1) < pc.min(day).as_py() < dt.date(2021, 6, 30)


def test_a_broken_date_is_a_sentence_and_writes_nothing(tmp_path: Path) -> None:
    done = simulated("2024-02-30", tmp_path / "country")
    assert done.returncode == 2
    assert "--until" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())
