"""replay.json: the curve, the reasons, what may be published, and the limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from hejda.evaluate.intervals import Estimate
from hejda.evaluate.missed import LISTED, listed_curve
from hejda.evaluate.small_numbers import shown
from hejda.report.replay_words import LIMITS
from hejda.tables.evaluation import DAYS_BEFORE, WHY

Row = dict[str, Any]


def replay_facts(rows: Sequence[Row], told: Row, draws: int, seed: int) -> Row:
    """The content of replay.json. `rows` of the table replay, `told` what is said of the run."""
    counts = Counter((row["why"], row["days_before"]) for row in rows)
    cases = len({row["case_id"] for row in rows})
    table = {why: {str(days): counts[why, days] for days in DAYS_BEFORE} for why in WHY}
    return {
        **told,
        "cases": cases,
        "draws": draws,
        "curve": curve(rows, draws, seed) if cases else [],
        "why": table,
        "publishable": publishable(cases, table),
        "limits": {language: list(texts) for language, texts in LIMITS.items()},
    }


def curve(rows: Sequence[Row], draws: int, seed: int) -> list[Row]:
    """Per days before: the share of harm, and of cases, that was listed, with intervals."""
    names = sorted({row["case_id"] for row in rows})
    place = {name: at for at, name in enumerate(names)}
    listed = np.zeros((len(names), len(DAYS_BEFORE)), np.int64)
    harm = np.zeros(len(names), np.int64)
    for row in rows:
        harm[place[row["case_id"]]] = row["harm"]
        listed[place[row["case_id"]], DAYS_BEFORE.index(row["days_before"])] = row["why"] == LISTED
    of_harm = listed_curve(harm, listed, draws, seed)
    of_cases = listed_curve(np.ones_like(harm), listed, draws, seed)
    return [
        {
            "days_before": days,
            "cases": len(names),
            "listed": int(listed[:, at].sum()),
            "harm": _told(of_harm[at]),
            "of_cases": _told(of_cases[at]),
        }
        for at, days in enumerate(DAYS_BEFORE)
    ]


def _told(found: Estimate) -> dict[str, float | None]:
    return {
        name: float(value) if np.isfinite(value) else None
        for name, value in (("value", found.value), ("low", found.low), ("high", found.high))
    }


def publishable(cases: int, table: dict[str, dict[str, int]]) -> Row:
    """The counts that may leave: small ones hidden, the others rounded.

    Where any count is hidden the number of cases is too: the hidden one could be worked out from it.
    """
    counts = {why: {days: shown(n) for days, n in row.items()} for why, row in table.items()}
    hidden = any(n is None for row in counts.values() for n in row.values())
    return {"cases": None if hidden else shown(cases), "why": counts}
