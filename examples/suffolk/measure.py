"""Suffolk at 2015-12-13, by the numbers of decision 0005: every ranker against what came after.

    python examples/suffolk/measure.py ../shared/data/suffolk

Paired person-bootstrap, 2,000 draws, seed 1: the same people are drawn for both rankers.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import numpy as np
from figures import auc, in_top
from landmark import landmark

DAY = dt.date(2015, 12, 13)
RANKERS = (
    "random", "count_12m", "harm_12m", "days_since", "v100", "rfgv", "red_flags",
    "repeat_risk", "expected_harm",
)  # fmt: skip
DRAWS = 2_000


def main() -> None:
    """The table of issue 2, line 3."""
    found = landmark(Path(sys.argv[1]), DAY, RANKERS)
    outcome, scores = found.outcome, found.scores
    harms = {cap: found.captured(cap) for cap in (365, 1825)}
    print(f"{len(found.people)} people, {int(outcome.sum())} with the outcome, as of {DAY}")
    draws = np.random.default_rng(1).integers(0, len(outcome), (DRAWS, len(outcome)))
    areas = {name: np.array([auc(s[d], outcome[d]) for d in draws]) for name, s in scores.items()}
    for name, score in scores.items():
        low, high = np.percentile(areas[name], [2.5, 97.5])
        at_100 = [in_top(score[d], outcome[d].astype(float), 100) / 100 for d in draws[:500]]
        l100, h100 = np.percentile(at_100, [2.5, 97.5])
        captured = " ".join(
            f"cap {cap} at {places}: {in_top(score, harm, places) / harm.sum():.3f}"
            for cap, harm in harms.items()
            for places in (100, 300)
        )
        precision = in_top(score, outcome.astype(float), 100) / 100
        print(
            f"{name:14} AUC {auc(score, outcome):.3f} ({low:.3f} to {high:.3f})  precision at 100 "
            f"{precision:.3f} ({l100:.3f} to {h100:.3f})  harm captured {captured}"
        )
    for other in ("count_12m", "harm_12m", "v100", "days_since"):
        low, high = np.percentile(areas["repeat_risk"] - areas[other], [2.5, 97.5])
        gain = auc(scores["repeat_risk"], outcome) - auc(scores[other], outcome)
        print(f"AUC of repeat_risk minus {other}: {gain:+.3f} ({low:+.3f} to {high:+.3f})")
    for cap, harm in harms.items():
        for places in (100, 300):
            told = {n: in_top(s, harm, places) / harm.sum() for n, s in scores.items()}
            for other in ("repeat_risk", "count_12m"):
                if told[other] > told["expected_harm"]:
                    print(
                        f"{other} captures more than expected_harm with cap {cap} at {places}: "
                        f"{told[other]:.3f} against {told['expected_harm']:.3f}"
                    )


if __name__ == "__main__":
    main()
