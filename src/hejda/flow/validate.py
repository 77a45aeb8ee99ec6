"""`hejda validate`: does the ranking work, for whom, and how would we know?

Landmarks in the past, scores from what was known then, outcomes from what came after. The model is
fitted on the training days and looked at once, on the test day.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hejda.base.errors import InputError
from hejda.engine.ebm import MARGIN, ebm_chances
from hejda.engine.read import load_mapping
from hejda.evaluate.calibration import calibration_slope
from hejda.evaluate.discrimination import auc
from hejda.evaluate.groups import members, within
from hejda.evaluate.intervals import Measure, clustered, no_narrower, paired
from hejda.evaluate.measures import Figure, of_chances, of_ranking, of_rule
from hejda.evaluate.outcomes import OUTCOMES
from hejda.flow.landmarks import Landmark
from hejda.flow.memory import rare_collections
from hejda.flow.models import fitted, followed, values_of, write_model
from hejda.flow.months import Month, comings_and_goings
from hejda.flow.output import whole_folder, write_small
from hejda.flow.own_list import against_own_list, own_size
from hejda.flow.run import refuse_unsigned
from hejda.flow.scales import Weighed, by_scale
from hejda.flow.seen import MODEL, OWN_LIST, RULES, SETTINGS, UNTRAINED, Seen, ValidateOrder, seen
from hejda.flow.validation_facts import facts_of, predictions
from hejda.flow.validation_figures import figures
from hejda.flow.validation_reading import read_for
from hejda.knowledge.scorecard import Scorecard
from hejda.report.validation import write_validation_report

Progress = Callable[[str], None]
Row = dict[str, Any]
MARK, EBM = "validation.json", "ebm"


def validate(order: ValidateOrder, progress: Progress) -> Row:
    """Runs the whole and writes OUT; the content of validation.json."""
    _refuse(order)
    mapping = load_mapping(order.source)
    refuse_unsigned(mapping)
    with rare_collections(), whole_folder(order.out, order.force, MARK) as folder:
        work = folder / "work"
        work.mkdir(mode=0o700)
        looked = read_for(order, work, progress)
        *training, test = looked.landmarks
        progress("fitting the scorecard")
        model = fitted(
            training,
            source=mapping.source,
            material=mapping.material,
            outcome=order.outcome,
            rules=looked.fingerprint,
            now=order.now,
        )
        if order.ebm:
            progress("fitting the check")
            *earlier, last = training
            sides = followed(earlier, "censor"), followed([last], "censor")
            test.scores[EBM] = ebm_chances(*sides, values_of(test))
        progress("measuring")
        rows = measured_rows(order, model, training, test, progress)
        facts = facts_of(order, model, training, test, rows, mapping.title, looked)
        progress("drawing the figures")
        facts["ebm"] = _check(facts["difference"].get(EBM))
        facts["figures"] = figures(model, training, test, order)
        facts["figures"] |= beside(model, test, looked.months, looked.scales, order)
        write_small(rows, "metrics", folder)
        write_small(predictions(model, test, looked.named), "predictions", folder)
        write_model(model, folder / "model.yaml")
        shutil.rmtree(work)
        (folder / MARK).write_text(json.dumps(facts, ensure_ascii=False, indent=1), "utf-8")
        write_validation_report(folder)
    return facts


def _check(difference: Row | None) -> Row | None:
    """Whether the boosting machine beats the scorecard by the margin set beforehand."""
    if difference is None:
        return None
    wins = difference["high"] is not None and difference["high"] < 0
    return {"margin": MARGIN, "wins": wins and difference["value"] <= -MARGIN}


def _refuse(order: ValidateOrder) -> None:
    if order.outcome not in OUTCOMES:
        raise InputError(
            "unknown_outcome", "There is no such outcome.", "", f"Known: {', '.join(OUTCOMES)}."
        )
    horizon = dt.timedelta(days=order.horizon)
    late = [day for day in order.train if day + horizon > order.test]
    if late:
        raise InputError(
            "training_not_over",
            f"What followed {max(late)} was not known on the test day.",
            "A model may only be fitted on outcomes registered before the day it is tested on; "
            "random splits, which break this, are not offered.",
            f"Choose training days no later than {order.test - horizon}.",
        )
    if order.test + horizon > order.now:
        raise InputError(
            "test_not_over",
            "The horizon after the test day is not over.",
            "An outcome that has not had time to come is not an outcome that did not come.",
            f"Choose a test day no later than {order.now - horizon}.",
        )


def looked_at(order: ValidateOrder, work: Path, progress: Progress) -> list[Landmark]:
    """The landmarks of an order, training days first, for those who want to measure otherwise."""
    return read_for(order, work, progress, beside=False).landmarks


def beside(
    model: Scorecard,
    test: Landmark,
    months: Sequence[Month],
    scales: Sequence[Weighed],
    order: ValidateOrder,
) -> Row:
    """Figures of what was read beside the landmarks: who comes and goes, and the scales of harm."""
    now = seen(model, test, order.treated)
    return {
        "turnover": comings_and_goings(model, months, test, order),
        "scales": by_scale(now, scales, order) if scales else None,
    }


def measured_rows(
    order: ValidateOrder,
    model: Scorecard,
    training: Sequence[Landmark],
    test: Landmark,
    progress: Progress,
) -> list[Row]:
    """Every figure of metrics.parquet: all rankers in all settings, then the model's by group and day."""
    rows: list[Row] = []
    for setting in SETTINGS:
        rows += _of_setting(order, model, test, setting, progress)
    now = seen(model, test, order.treated)
    return [*rows, *_against(order, now), *_by_group(order, now), *_by_day(order, model, training)]


def _of_setting(
    order: ValidateOrder, model: Scorecard, test: Landmark, setting: str, progress: Progress
) -> Iterator[Row]:
    now = seen(model, test, setting)
    more = {OWN_LIST: size} if (size := own_size(now)) else None
    whole = order.draws if setting == order.treated else max(100, order.draws // 5)
    for ranker, score in now.scores.items():
        progress(f"measuring {ranker} ({setting})")
        every = list(of_ranking(score, now.outcome, now.harm, now.capped, more))
        if ranker in now.chances:
            every += of_chances(now.chances[ranker], now.outcome)
        elif ranker in RULES:
            every += of_rule((score >= RULES[ranker]).astype(np.int64), now.outcome)
        for figure in every:
            yield _row(setting, ranker, figure, now, whole, order.seed)
    yield from against_own_list(order, now, setting)


def _row(setting: str, ranker: str, figure: Figure, now: Seen, times: int, seed: int) -> Row:
    estimate = clustered(figure.measure, now.people, times, seed)
    if figure.share is not None:
        estimate = no_narrower(estimate, figure.share)
    return {
        "setting": setting,
        "ranker": ranker,
        "metric": figure.metric,
        "at": figure.at,
        "group": "all",
        "value": _number(estimate.value),
        "low": _number(estimate.low),
        "high": _number(estimate.high),
        "n": len(now.people),
        "outcomes": int(now.outcome.sum()),
    }


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _against(order: ValidateOrder, now: Seen) -> Iterator[Row]:
    """How much better the model orders people than every other ranker, on the same draws."""
    best = _auc(now, MODEL)
    for other in now.scores:
        if other == MODEL:
            continue
        found = paired(best, _auc(now, other), now.people, order.draws, order.seed)
        yield {
            "setting": order.treated, "ranker": MODEL, "metric": "auc_difference", "at": other,
            "group": "all", "value": _number(found.value), "low": _number(found.low),
            "high": _number(found.high), "n": len(now.people), "outcomes": int(now.outcome.sum()),
        }  # fmt: skip


def _auc(now: Seen, ranker: str) -> Measure:
    score = now.scores[ranker]
    return lambda weight: auc(score, now.outcome, weight)


def _by_group(order: ValidateOrder, now: Seen) -> Iterator[Row]:
    """AUC and slope of the model by group; missing where the evidence is insufficient."""
    for column in order.by:
        groups = now.groups[column]
        if len(set(groups.tolist())) < 2:
            continue
        for name, inside in members(groups, now.outcome).items():
            of_group = groups == name
            sizes = {"n": int(of_group.sum()), "outcomes": int(now.outcome[of_group].sum())}
            for metric, measure in (
                ("auc", _auc(now, MODEL)),
                ("calibration_slope", _slope(now)),
            ):
                row: Row = {
                    "setting": order.treated, "ranker": MODEL, "metric": metric, "at": "",
                    "group": f"{column}={name}", "value": None, "low": None, "high": None, **sizes,
                }  # fmt: skip
                if inside is not None:
                    measured = _inside(measure, inside)
                    found = clustered(measured, now.people, order.draws // 2, order.seed)
                    row |= {
                        "value": _number(found.value),
                        "low": _number(found.low),
                        "high": _number(found.high),
                    }
                yield row


def _slope(now: Seen) -> Measure:
    return lambda weight: calibration_slope(now.chances[MODEL], now.outcome, weight)


def _inside(measure: Measure, inside: NDArray[np.int64]) -> Measure:
    return lambda weight: measure(within(inside, weight))


def _by_day(order: ValidateOrder, model: Scorecard, training: Sequence[Landmark]) -> Iterator[Row]:
    """The same figures on the training days, to see how they change with time."""
    for one in training:
        then = seen(model, one, order.treated)
        for ranker in (MODEL, UNTRAINED, "repeat_risk", "count_12m"):
            figure = Figure("auc_on_training_day", one.day.isoformat(), _auc(then, ranker))
            times = max(100, order.draws // 5)
            yield _row(order.treated, ranker, figure, then, times, order.seed)
