"""Do the intervals of `hejda validate` cover the truth? Issue 5, line 4.

The truth is what one country of 1,000,000 invented people gives; then so many small countries are made,
each with its own seed, and their 95 % intervals are held against it. Prints the share covered per figure.
The people are invented: this is about the intervals, not about how well anything ranks.

    python bench/coverage.py [--runs 200] [--persons 75000] [--whole 1000000] [--keep FOLDER]

--keep: a folder where what was seen of each country is kept, and read again the next time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from hejda.evaluate.intervals import clustered, no_narrower
from hejda.evaluate.measures import Figure, of_ranking
from hejda.evaluate.rows import Numbers
from hejda.flow.seen import ValidateOrder
from hejda.flow.validate import looked_at

TEST = dt.date(2024, 12, 31)
RANKERS = ("repeat_risk", "expected_harm", "count_12m")
SHOWN = (("auc", ""), ("average_precision", ""), ("precision", "10%"), ("recall", "10%"),
         ("capped_harm_captured", "10%"))  # fmt: skip
DRAWS = 200
Seen = Mapping[str, Numbers]
"""Of the people of one landmark: `outcome`, `capped` harm, and the score of each ranker by its name."""


def seen_of(persons: int, seed: int, keep: Path | None) -> Seen:
    """The test landmark of an invented country, from the folder where it is kept or made anew."""
    file = keep / f"{persons}-{seed}.npz" if keep else None
    if file is not None and file.exists():
        with np.load(file) as kept:
            return dict(kept)
    seen = made(persons, seed)
    if file is not None:
        np.savez(file, **seen)  # type: ignore[arg-type]
    return seen


def made(persons: int, seed: int) -> Seen:
    """Simulates a country and looks at it as `hejda validate` does."""
    with tempfile.TemporaryDirectory() as folder:
        country, work = Path(folder) / "country", Path(folder) / "work"
        work.mkdir()
        command = [str(Path(sys.executable).with_name("hejda")), "simulate", "--persons", str(persons),
                   "--years", "10", "--seed", str(seed), "--out", str(country)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)
        order = ValidateOrder(
            source=country / "source.yaml", data=country, out=Path(folder) / "out", train=(),
            test=TEST, now=dt.date(2026, 1, 1),
        )  # fmt: skip
        one = looked_at(order, work, lambda text: None)[-1]
    scores = {ranker: one.scores[ranker] for ranker in RANKERS}
    return {"outcome": one.outcome, "capped": one.capped} | scores


def figures(seen: Seen) -> dict[str, Figure]:
    """Name → figure of the landmark, as `hejda validate` measures it."""
    outcome, capped = seen["outcome"], seen["capped"]
    return {
        f"{figure.metric} {figure.at} {ranker}".replace("  ", " "): figure
        for ranker in RANKERS
        for figure in of_ranking(seen[ranker], outcome, capped, capped)
        if (figure.metric, figure.at) in SHOWN
    }


def main() -> None:
    """One large country, many small ones."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--runs", type=int, default=200)
    ask.add_argument("--persons", type=int, default=75_000)
    ask.add_argument("--whole", type=int, default=1_000_000)
    ask.add_argument("--keep", type=Path)
    given = ask.parse_args()
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    whole = seen_of(given.whole, 1_000_000, given.keep)
    truth = {name: figure.measure(None) for name, figure in figures(whole).items()}
    covered: Counter[str] = Counter()
    defined: Counter[str] = Counter()
    for seed in range(1, given.runs + 1):
        seen = seen_of(given.persons, seed, given.keep)
        people = np.arange(len(seen["outcome"]))
        for name, figure in figures(seen).items():
            found = clustered(figure.measure, people, DRAWS, seed)
            if figure.share is not None:
                found = no_narrower(found, figure.share)
            if np.isfinite(found.low):
                defined[name] += 1
                covered[name] += found.low <= truth[name] <= found.high
        if seed % 10 == 0 or seed == given.runs:
            tell(truth, covered, defined, seed)


def tell(truth: dict[str, float], covered: Counter[str], defined: Counter[str], runs: int) -> None:
    """What has been covered so far; a long run may be stopped."""
    print(f"after {runs} small countries")
    for name, value in truth.items():
        share = covered[name] / defined[name] if defined[name] else float("nan")
        print(f"  {name:34} truth {value:.3f}  covered {share:.1%} of {defined[name]}", flush=True)


if __name__ == "__main__":
    main()
