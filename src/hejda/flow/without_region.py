"""Does the scorecard carry over to a police region it was not fitted on: each left out in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hejda.base.errors import InputError
from hejda.evaluate.discrimination import Ordered, auc
from hejda.evaluate.groups import enough, within
from hejda.evaluate.intervals import clustered
from hejda.flow.landmarks import Landmark
from hejda.flow.models import fitted
from hejda.flow.seen import MODEL, Seen, ValidateOrder, seen
from hejda.knowledge.scorecard import Scorecard

MOST_REGIONS = 12
"""Each region costs a fit; with more of them, those with most outcomes."""


def without_regions(
    model: Scorecard, training: Sequence[Landmark], test: Landmark, order: ValidateOrder
) -> list[dict[str, Any]]:
    """AUC in each region of a scorecard fitted on the others, beside that fitted on all.

    Only regions with enough outcomes on the test day; nothing where fewer than two have. `away` is
    None where the other regions had too few outcomes to fit anything.
    """
    now = seen(model, test, order.treated)
    regions = now.groups["region"]
    inside = {str(name): (regions == name).astype(np.int64) for name in np.unique(regions)}
    sure = [name for name, rows in inside.items() if enough(now.outcome, rows)]
    if len(sure) < 2:
        return []
    sure.sort(key=lambda name: -int((inside[name] * now.outcome).sum()))
    found = []
    for name in sorted(sure[:MOST_REGIONS]):
        away = _fitted_elsewhere(model, training, name, order)
        row: dict[str, Any] = {
            "region": name,
            "people": int(inside[name].sum()),
            "outcomes": int((inside[name] * now.outcome).sum()),
            "home": _auc_in(now, inside[name], order),
            "away": None,
        }
        if away is not None:
            row["away"] = _auc_in(seen(away, test, order.treated), inside[name], order)
        found.append(row)
    return found


def _fitted_elsewhere(
    model: Scorecard, training: Sequence[Landmark], region: str, order: ValidateOrder
) -> Scorecard | None:
    others = [of_people(one, np.array(one.region) != region) for one in training]
    try:
        return fitted(
            others,
            source=model.training.source,
            material=model.training.material,
            outcome=order.outcome,
            rules=model.training.rules,
            now=order.now,
        )
    except InputError:
        return None


def of_people(one: Landmark, keep: NDArray[np.bool_]) -> Landmark:
    """The landmark with only some of its people."""
    changes: dict[str, Any] = {}
    for field in fields(one):
        value = getattr(one, field.name)
        if isinstance(value, dict):
            changes[field.name] = {name: array[keep] for name, array in value.items()}
        elif isinstance(value, list):
            changes[field.name] = [item for item, kept in zip(value, keep, strict=True) if kept]
        elif isinstance(value, np.ndarray):
            changes[field.name] = value[keep]
    return replace(one, **changes)


def _auc_in(now: Seen, rows: NDArray[np.int64], order: ValidateOrder) -> dict[str, float | None]:
    score = Ordered(now.scores[MODEL])
    told = clustered(
        lambda weight: auc(score, now.outcome, within(rows, weight)),
        now.people,
        max(40, order.draws // 5),
        order.seed,
    )
    ends = {"value": told.value, "low": told.low, "high": told.high}
    return {name: float(v) if np.isfinite(v) else None for name, v in ends.items()}
