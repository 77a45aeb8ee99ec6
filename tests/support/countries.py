"""Invented countries, made by the command as its users would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def simulate(out: Path, *, persons: int | str, years: int = 10, seed: int) -> Path:
    """The folder, filled by `hejda simulate`."""
    subprocess.run(
        [
            sys.executable, "-m", "hejda.cli", "simulate", "--persons", str(persons),
            "--years", str(years), "--seed", str(seed), "--out", str(out),
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    return out
