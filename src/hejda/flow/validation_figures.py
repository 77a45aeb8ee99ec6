"""Figures of a validation beside its measures: curves, frequencies, competing events, what went unseen.

Counts are as they are; whoever shows them hides the small ones. Sources: science.md §4.1 to §4.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hejda.evaluate.calibration import flexible_curve
from hejda.evaluate.discrimination import Ordered, auc, held_by_first, places_of
from hejda.evaluate.groups import enough, rates, within
from hejda.evaluate.intervals import Measure as Measured
from hejda.evaluate.intervals import clustered, clustered_curve, paired
from hejda.evaluate.measures import TOP_SHARE
from hejda.evaluate.survival import OUTCOME, cumulative_incidence
from hejda.flow.landmarks import NEVER, Landmark
from hejda.flow.models import kept
from hejda.flow.seen import (
    MODEL,
    RULES,
    UNTRAINED,
    Seen,
    ValidateOrder,
    first_of,
    list_size,
    seen,
)
from hejda.flow.unreported import unreported
from hejda.flow.without_region import without_regions
from hejda.knowledge.scorecard import Scorecard

Figures = dict[str, Any]
Flags = NDArray[np.bool_]

CURVES = (MODEL, "repeat_risk", "count_12m", "v100", UNTRAINED)
CURVE_POINTS = 40
GRID = 25
THRESHOLDS = np.round(np.arange(0.01, 0.405, 0.01), 2)
STEP_DAYS = 7
CUSTODY, LEFT = 2, 3


def figures(
    model: Scorecard, training: Sequence[Landmark], test: Landmark, order: ValidateOrder
) -> Figures:
    """All of them, ready for JSON, of the test day as the setting of the order looks at it."""
    now = seen(model, test, order.treated)
    k = list_size(len(now.people))
    return {
        "list": k,
        "lists": _lists(now),
        "calibration": _calibration(now, order),
        "decision": _decision(now),
        "frequencies": _frequencies(now, k),
        "competing": _competing(now, test, order.treated),
        "groups": _groups(now, order, k),
        "unreported": unreported(now, k, order.by, order.seed),
        "regions": without_regions(model, training, test, order),
    }


def _lists(now: Seen) -> Figures:
    """By list size: people with the outcome on the list, and the share of capped harm it holds."""
    people = len(now.people)
    near = np.unique(np.geomspace(min(20, people), people, CURVE_POINTS).round().astype(int))
    whole = np.unique(np.linspace(1, people, CURVE_POINTS).round().astype(int))
    sizes = np.unique(np.concatenate([near, whole, [list_size(people)]]))
    all_harm = int(now.capped.sum())

    def held(order: Ordered, amount: NDArray[np.int64]) -> list[float]:
        return [round(held_by_first(order, amount, int(k)), 3) for k in sizes]

    found: Figures = {"sizes": [int(k) for k in sizes], "with": {}, "harm": {}}
    orders = {name: (Ordered(now.scores[name]),) * 2 for name in CURVES if name in now.scores}
    orders["perfect"] = (Ordered(now.outcome), Ordered(now.capped))
    for name, (by_outcome, by_harm) in orders.items():
        found["with"][name] = held(by_outcome, now.outcome)
        shares = [h / all_harm for h in held(by_harm, now.capped)] if all_harm else []
        found["harm"][name] = [round(share, 4) for share in shares]
    return found


def _calibration(now: Seen, order: ValidateOrder) -> Figures:
    """The observed share at each chance with its band, and ten groups of equally many people."""
    p = now.chances[MODEL]
    low, high = np.quantile(p, [0.005, 0.995])
    grid = np.unique(np.linspace(low, high, GRID))
    curve = clustered_curve(
        lambda w: flexible_curve(p, now.outcome, grid, w),
        now.people,
        max(40, order.draws // 2),
        order.seed,
    )
    tenths = np.array_split(np.argsort(p, kind="stable"), 10)
    return {
        "grid": [round(float(x), 6) for x in grid],
        "value": [_number(e.value) for e in curve],
        "low": [_number(e.low) for e in curve],
        "high": [_number(e.high) for e in curve],
        "tenths": [
            {"people": len(rows), "chance": round(float(p[rows].mean()), 6),
             "outcomes": int(now.outcome[rows].sum())}
            for rows in tenths if len(rows)
        ],
    }  # fmt: skip


def _decision(now: Seen) -> Figures:
    """By threshold: how many each way of choosing points out, and how many of them have it."""
    found: Figures = {"thresholds": [float(t) for t in THRESHOLDS], "chosen": {}}
    for name, p in now.chances.items():
        found["chosen"][name] = [_chosen(p >= t, now.outcome) for t in THRESHOLDS]
    for name, least in RULES.items():
        if name in now.scores:
            one = _chosen(now.scores[name] >= least, now.outcome)
            found["chosen"][name] = [one] * len(THRESHOLDS)
    everybody = _chosen(np.ones(len(now.people), np.bool_), now.outcome)
    found["chosen"]["all"] = [everybody] * len(THRESHOLDS)
    return found


def _chosen(flagged: Flags, outcome: NDArray[np.int64]) -> list[int]:
    return [int(flagged.sum()), int(outcome[flagged].sum())]


def _frequencies(now: Seen, k: int) -> Figures:
    """People on the list and off it, with the outcome and without."""
    listed = round(held_by_first(now.scores[MODEL], now.outcome, k))
    return {
        "list": k, "people": len(now.people), "outcomes": int(now.outcome.sum()),
        "listed_outcomes": int(listed),
    }  # fmt: skip


def _competing(now: Seen, test: Landmark, setting: str) -> Figures:
    """What comes first: the outcome, custody, or death or leaving; everybody and the first places."""
    keep = kept(test, setting)
    days, event = first_event(test, setting)
    days, event = days[keep], event[keep]
    top = 100 if len(days) > 100 else places_of(TOP_SHARE, len(days))
    steps = [*range(0, test.horizon, STEP_DAYS), test.horizon]
    found: Figures = {"days": steps, "top": top}
    for name, weight in (
        ("everybody", np.ones(len(days), np.int64)),
        ("first", first_of(now.scores[MODEL], top)),
    ):
        found[name] = {"people": int(weight.sum())} | {
            cause: _incidence(days, event, weight, code, steps)
            for cause, code in (("outcome", OUTCOME), ("custody", CUSTODY), ("left", LEFT))
        }
    return found


def _incidence(
    days: NDArray[np.int64],
    event: NDArray[np.int64],
    weight: NDArray[np.int64],
    code: int,
    steps: list[int],
) -> list[float | None]:
    curve = cumulative_incidence(days, event, weight, code)
    return [_number(curve.at(day)) for day in steps]


def first_event(test: Landmark, setting: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Days to what came first, and what it was: 0 nothing, 1 outcome, 2 custody, 3 death or leaving.

    On the same day the outcome goes before the others. In the setting censor nobody is followed
    beyond the first measure.
    """
    until = np.full(len(test.people), test.horizon, np.int64)
    if setting == "censor":
        until = np.where(test.treated == NEVER, until, np.minimum(test.treated, until))
    days, event = until.copy(), np.zeros(len(until), np.int64)
    for code, found in ((LEFT, test.ended), (CUSTODY, test.inside_after), (OUTCOME, test.headline)):
        earlier = (found != NEVER) & (found <= days)
        days, event = np.where(earlier, found, days), np.where(earlier, code, event)
    return days, event


def _groups(now: Seen, order: ValidateOrder, k: int) -> list[Figures]:
    """Each group on the list, and whether the ranking orders it worse than it orders the others."""
    listed = first_of(now.scores[MODEL], k)
    found = []
    for column in order.by:
        groups = now.groups[column]
        if len(set(groups.tolist())) < 2:
            continue
        for name in np.unique(groups):
            inside = (groups == name).astype(np.int64)
            told = rates(listed, now.outcome, inside)
            sure = enough(now.outcome, inside)
            row: Figures = {
                "column": column, "group": str(name), "people": told.rows,
                "outcomes": told.outcomes, "listed": int((listed * inside).sum()),
                "listed_outcomes": int((listed * inside * now.outcome).sum()),
                "enough": sure, "others": None, "difference": None,
            }  # fmt: skip
            if sure and enough(now.outcome, 1 - inside):
                row |= _against_others(now, inside, order)
            found.append(row)
    return found


def _against_others(now: Seen, inside: NDArray[np.int64], order: ValidateOrder) -> Figures:
    """AUC among the others, and AUC of the group minus theirs, on the same draws."""
    from_group, from_others = _auc_within(now, inside), _auc_within(now, 1 - inside)
    times = max(40, order.draws // 2)
    others = clustered(from_others, now.people, times, order.seed)
    gap = paired(from_group, from_others, now.people, times, order.seed)
    return {
        name: {end: _number(getattr(told, end)) for end in ("value", "low", "high")}
        for name, told in (("others", others), ("difference", gap))
    }


def _auc_within(now: Seen, inside: NDArray[np.int64]) -> Measured:
    order = Ordered(now.scores[MODEL])
    return lambda weight: auc(order, now.outcome, within(inside, weight))


def _number(value: float) -> float | None:
    return round(float(value), 6) if np.isfinite(value) else None
