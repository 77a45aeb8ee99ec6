"""What a validation writes beside its figures: what was predicted of whom, and the facts of the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hejda.flow.landmarks import NEVER, Landmark
from hejda.flow.months import Month
from hejda.flow.own_list import OwnList, own_size
from hejda.flow.scales import Weighed
from hejda.flow.seen import MODEL, SETTINGS, UNTRAINED, ValidateOrder, seen
from hejda.knowledge.scorecard import Scorecard

Row = dict[str, Any]


@dataclass(frozen=True)
class Looked:
    """What was read for a validation: its landmarks, and what was delivered.

    months: before the test day. scales: the test day by each harm scale, the one in use first. own:
    the police's own list, where one was given.
    """

    landmarks: list[Landmark]
    fingerprint: str
    named: Callable[[str], str]
    rows: int
    has: frozenset[str]
    months: list[Month] = field(default_factory=list)
    scales: list[Weighed] = field(default_factory=list)
    own: OwnList | None = None


def predictions(model: Scorecard, test: Landmark, named: Callable[[str], str]) -> Iterator[Row]:
    """What every ranker said of everybody on the test day, and what came after."""
    now = seen(model, test, "include")
    liberty = test.liberty.sum(axis=1)
    for ranker, score in now.scores.items():
        told = now.chances.get(ranker)
        for index, person in enumerate(test.people):
            yield {
                "person": named(person),
                "ranker": ranker,
                "score": int(score[index]),
                "chance": None if told is None else round(float(told[index]) * 1e6),
                "outcome": bool(now.outcome[index]),
                "harm": int(now.capped[index]),
                "liberty_days": int(liberty[index]),
            }


def facts_of(
    order: ValidateOrder,
    model: Scorecard,
    training: Sequence[Landmark],
    test: Landmark,
    rows: Sequence[Row],
    title: Any,
    looked: Looked,
) -> Row:
    """The content of validation.json but its figures."""

    def told(metric: str, ranker: str = MODEL, at: str = "") -> Row | None:
        for row in rows:
            key = (row["setting"], row["ranker"], row["metric"], row["at"], row["group"])
            if key == (order.treated, ranker, metric, at, "all"):
                return {name: row[name] for name in ("value", "low", "high")}
        return None

    slope = told("calibration_slope")
    drift = bool(slope and slope["low"] is not None and not slope["low"] <= 1 <= slope["high"])
    return {
        "title": title,
        "source": model.training.source,
        "material": model.training.material,
        "outcome": order.outcome,
        "horizon": order.horizon,
        "train": [one.day.isoformat() for one in training],
        "test": order.test.isoformat(),
        "now": order.now.isoformat(),
        "setting": order.treated,
        "draws": order.draws,
        "people": len(test.people),
        "outcomes": int(test.outcome.sum()),
        "training": [
            {
                "day": one.day.isoformat(),
                "people": len(one.people),
                "outcomes": int(one.outcome.sum()),
            }
            for one in training
        ],
        "treated": int((test.treated_before | (test.treated != NEVER)).sum()),
        "measures_known": "measure_taken" in looked.has,
        "liberty_known": "custody" in looked.has,
        "endings_known": "person_status" in looked.has,
        "seed": order.seed,
        "rows_in": looked.rows,
        "rules": looked.fingerprint,
        "model": model.model_dump(mode="json"),
        "auc": {name: told("auc", name) for name in (*test.scores, UNTRAINED, MODEL)},
        "difference": {
            row["at"]: {k: row[k] for k in ("value", "low", "high")}
            for row in rows
            if row["metric"] == "auc_difference"
        },
        "precision_100": told("precision", at="100"),
        "calibration_slope": slope,
        "drift": drift,
        "own_list": _own(looked.own, model, test),
    }


def _own(own: OwnList | None, model: Scorecard, test: Landmark) -> Row | None:
    """Rows of the police's own list, and how many of its people are found, and ranked by setting."""
    if own is None:
        return None
    sizes = {setting: own_size(seen(model, test, setting)) for setting in SETTINGS}
    people = len(own.people)
    return {"rows": own.given, "found": own.found, "people": people, "ranked": sizes}
