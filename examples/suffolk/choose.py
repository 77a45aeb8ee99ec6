"""Chooses the Suffolk pack's numbers on one landmark, 2014-12-13, with outcomes to 2015-12-13 only.

    python examples/suffolk/choose.py ../shared/data/suffolk

Prints what decision 0005 rests on. Nothing after 2015-12-13 is read as an outcome.
"""

from __future__ import annotations

import datetime as dt
import itertools
import sys
from pathlib import Path

import numpy as np
from figures import auc, in_top
from landmark import Landmark, landmark

DAY = dt.date(2014, 12, 13)


def decayed(found: Landmark, fast: float, slow: float, share: float, other: float) -> np.ndarray:
    """Sum of the two-decay weights per person."""
    episodes = found.episodes
    weight = share * 2.0 ** (-episodes["d"] / fast) + (1 - share) * 2.0 ** (-episodes["d"] / slow)
    weight = np.where(episodes["partner"], weight, other * weight)
    return np.bincount(episodes["person"], weight, len(found.people))


def half_lives(found: Landmark) -> None:
    """AUC and precision at 100 by each number, averaged over the others."""
    grid = {
        "fast": (30, 60, 90, 120),
        "slow": (360, 540, 730, 1095),
        "share": (0.2, 0.4, 0.5, 0.6, 0.8),
        "other": (0.0, 0.25, 0.5, 0.75, 1.0),
    }
    rows = []
    for choice in itertools.product(*grid.values()):
        score = decayed(found, *choice)
        precision = in_top(score, found.outcome.astype(float), 100) / 100
        rows.append((*choice, auc(score, found.outcome), precision))
    table = np.array(rows)
    for place, (name, values) in enumerate(grid.items()):
        for value in values:
            chosen = table[table[:, place] == value]
            print(
                f"{name:6} {value:7} AUC {chosen[:, 4].mean():.3f} at 100 {chosen[:, 5].mean():.3f}"
            )


def shape_and_rate(found: Landmark, score: np.ndarray) -> tuple[float, float]:
    """The gamma prior with the highest likelihood of who was charged again."""
    outcome = found.outcome
    best = (-np.inf, 0.0, 0.0)
    for shape in np.arange(0.02, 1.5, 0.02):
        for rate in np.arange(1, 25, 0.25):
            chance = np.clip(1 - (rate / (rate + 1)) ** (shape + score), 1e-6, 1 - 1e-6)
            fit = np.log(chance)[outcome].sum() + np.log(1 - chance)[~outcome].sum()
            best = max(best, (fit, shape, rate))
    print(f"shape {best[1]:.2f} rate {best[2]:.2f} log-likelihood {best[0]:.1f}")
    return best[1], best[2]


def harm(found: Landmark, chance: np.ndarray) -> None:
    """Capped harm captured, averaged over caps 365 and 1825 and 100 and 300 places."""
    episodes, people = found.episodes, len(found.people)
    partner = episodes["partner"]
    for cap, half_life, prior in itertools.product((365, 730, 1825), (365, 730), (1, 2, 5, 10, 20)):
        capped = np.minimum(episodes["harm"], cap)
        mean = capped[partner].mean()
        weight = 2.0 ** (-episodes["d"] / half_life) * partner
        held = np.bincount(episodes["person"], weight, people)
        summed = np.bincount(episodes["person"], weight * capped, people)
        score = chance * (prior * mean + summed) / (prior + held)
        parts = []
        for outcome_cap in (365, 1825):
            captured = found.captured(outcome_cap)
            parts += [in_top(score, captured, n) / captured.sum() for n in (100, 300)]
        print(
            f"cap {cap:5} half-life {half_life:4} prior {prior:3} group mean {mean:5.0f} "
            f"captured {np.mean(parts):.3f}"
        )


def main() -> None:
    """Everything decision 0005 rests on."""
    found = landmark(Path(sys.argv[1]), DAY, ("expected_harm",))
    print(f"{len(found.people)} people, {int(found.outcome.sum())} with the outcome")
    half_lives(found)
    score = decayed(found, 90, 540, 0.6, 0.75)
    shape, rate = shape_and_rate(found, score)
    harm(found, 1 - (rate / (rate + 1)) ** (shape + score))


if __name__ == "__main__":
    main()
