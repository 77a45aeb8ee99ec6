"""What the figures would be had some outcomes never been reported: a sensitivity analysis, seeded.

Nobody knows what went unreported. Each row says which assumption it makes: which part of the people
with the outcome was recorded at all, for whom, and whether the others are spread as the score says
or independently of it. Source: science.md §4.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hejda.evaluate.discrimination import Ordered, auc, precision_at
from hejda.evaluate.groups import enough
from hejda.flow.seen import MODEL, UNTRAINED, Seen

RATES = (0.05, 0.25, 0.60)
TIMES = 20
FACTOR = 2
SPREAD = ("as_scored", "independent")
KNOWN = "records"
"""The split that can always be made: people with more records than most, and the others."""

Whole = NDArray[np.int64]


def unreported(now: Seen, k: int, by: Sequence[str], seed: int) -> list[dict[str, Any]]:
    """AUC and precision of the scorecard if only a part of the people with the outcome was recorded.

    Rows: rate, split ('' where the rate is the same for all; else the part whose rate is twice the
    other's), spread, and the lowest and highest figure of the draws; None for both where so many
    would not fit among the people ranked.
    """
    order = Ordered(now.scores[MODEL])
    found = []
    for name, more in _splits(now, by):
        for rate in RATES:
            missing = missing_outcomes(now.outcome, more, rate)
            for spread in SPREAD:
                row: dict[str, Any] = {
                    "rate": rate, "split": name, "spread": spread,
                    "outcomes": int(now.outcome.sum() + sum(m for m, _ in missing)),
                    "auc": None, "precision": None,
                }  # fmt: skip
                told = [
                    (auc(order, whole), precision_at(order, whole, k))
                    for whole in _drawn(now, missing, spread, seed)
                ]
                if told:
                    aucs, precisions = zip(*told, strict=True)
                    row["auc"] = [round(min(aucs), 4), round(max(aucs), 4)]
                    row["precision"] = [round(min(precisions), 4), round(max(precisions), 4)]
                found.append(row)
    return found


def _splits(now: Seen, by: Sequence[str]) -> Iterator[tuple[str, Whole]]:
    everybody = np.ones(len(now.people), np.int64)
    yield "", everybody
    records = now.scores[UNTRAINED]
    yield KNOWN, (records > np.median(records)).astype(np.int64)
    for column in by:
        groups = now.groups[column]
        sure = [g for g in np.unique(groups) if enough(now.outcome, (groups == g).astype(np.int64))]
        if len(sure) > 1:
            most = max(sure, key=lambda g: int((now.outcome * (groups == g)).sum()))
            yield f"{column}={most}", (groups == most).astype(np.int64)
            return


def missing_outcomes(outcome: Whole, more: Whole, rate: float) -> list[tuple[int, Whole]]:
    """How many outcomes went unrecorded, for each part of the people (1 for those in it).

    `rate`: recorded people with the outcome, of all with it. Where `more` parts the people, its
    rate is twice that of the others, and the whole comes to `rate`, as far as no rate passes 1.
    """
    parts = [part for part in (more, 1 - more) if part.any()]
    recorded = [int((outcome * part).sum()) for part in parts]
    if len(parts) == 1 or not sum(recorded):
        return [(round(n * (1 / rate - 1)), part) for n, part in zip(recorded, parts, strict=True)]
    lower = rate * (recorded[0] / FACTOR + recorded[1]) / sum(recorded)
    of_part = (min(1.0, FACTOR * lower), min(1.0, lower))
    return [
        (round(n * (1 / r - 1)), part) for n, r, part in zip(recorded, of_part, parts, strict=True)
    ]


def _drawn(now: Seen, missing: list[tuple[int, Whole]], spread: str, seed: int) -> Iterator[Whole]:
    """Recorded and unrecorded outcomes together, drawn again and again; nothing where they do not fit."""
    free = now.outcome == 0
    if any(count > int((free & (part == 1)).sum()) for count, part in missing):
        return
    chance = np.random.default_rng(seed)  # noqa: TID251  (seeded, and the seed is an argument)
    odds = now.chances[MODEL] if spread == "as_scored" else np.ones(len(free))
    for _ in range(TIMES):
        waits = chance.exponential(size=len(free)) / np.maximum(odds, 1e-9)
        whole = now.outcome.copy()
        for count, part in missing:
            open_to = np.flatnonzero(free & (part == 1))
            whole[open_to[np.argsort(waits[open_to], kind="stable")[:count]]] = 1
        yield whole
