"""`hejda validate` on Suffolk, landmark 2015-12-13, beside models and sums made here.

Trained on earlier landmarks only. The yardsticks: a plain penalised logistic regression and LightGBM
on the same features and people, and the best untrained two-decay sum of shared/data/README.md, read
from the file itself by this test.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from lightgbm import LGBMClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from hejda.evaluate.discrimination import Ordered, auc
from hejda.evaluate.intervals import paired
from hejda.flow.landmarks import Landmark
from hejda.flow.models import values_of
from hejda.flow.seen import ValidateOrder
from hejda.flow.validate import looked_at, validate

HERE = Path(__file__).resolve().parents[2]
SHARED = HERE.parent / "shared" / "data" / "suffolk"
pytestmark = pytest.mark.real_data
TEST = dt.date(2015, 12, 13)
TRAIN = (dt.date(2013, 12, 13), dt.date(2014, 12, 13))
DRAWS = 1_000


def _order(out: Path) -> ValidateOrder:
    assert SHARED.is_dir(), f"this test needs {SHARED}; put shared/data beside the project"
    return ValidateOrder(
        source=HERE / "examples" / "suffolk" / "source.yaml",
        data=SHARED,
        out=out,
        train=TRAIN,
        test=TEST,
        now=dt.date(2026, 11, 22),
        draws=200,
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, list[Landmark], Path]:
    """The facts of the run, its landmarks, and its folder."""
    folder = tmp_path_factory.mktemp("validate")
    facts = validate(_order(folder / "out"), lambda text: None)
    work = folder / "work"
    work.mkdir()
    return facts, looked_at(_order(folder / "other"), work, lambda text: None), folder / "out"


def two_decay_sums() -> dict[str, float]:
    """Person → the sum over all incidents (person and day of the offence) filed by the landmark."""
    days: dict[str, set[dt.date]] = defaultdict(set)
    with gzip.open(SHARED / "charges_2013_2016.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            filed = dt.date.fromisoformat(row["Filed"])
            if filed <= TEST:
                told = row["Offense Date"]
                day = min(dt.date.fromisoformat(told), filed) if told else filed
                days[row["Person ID"]].add(day)
    return {
        person: sum(
            0.5 ** ((TEST - day).days / 90) + 0.5 ** ((TEST - day).days / 540) for day in found
        )
        for person, found in days.items()
    }


def _scores(landmarks: list[Landmark], out: Path) -> dict[str, np.ndarray]:
    *training, test = landmarks
    x = np.vstack([values_of(one) for one in training])
    y = np.concatenate([one.outcome for one in training])
    logistic = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=5_000)).fit(x, y)
    boosted = LGBMClassifier(
        n_estimators=200, num_leaves=7, learning_rate=0.03, min_child_samples=40, verbose=-1,
        random_state=1, deterministic=True, n_jobs=1,
    ).fit(x, y)  # fmt: skip
    rows = pq.read_table(out / "predictions.parquet").to_pylist()
    ours = {r["person"].split(":", 1)[-1]: r["score"] for r in rows if r["ranker"] == "scorecard"}
    sums = two_decay_sums()
    return {
        "scorecard": np.array([ours[person] for person in test.people], float),
        "logistic": logistic.predict_proba(values_of(test))[:, 1],
        "lightgbm": boosted.predict_proba(values_of(test))[:, 1],
        "sum": np.array([sums[person] for person in test.people]),
    }


def test_people_and_outcomes_are_those_of_the_first_measurement(run: tuple) -> None:
    facts, _, _ = run
    assert (facts["people"], facts["outcomes"]) == (3_378, 285)


def test_the_scorecard_is_not_below_what_others_would_have_made(
    run: tuple, record_property: Callable[[str, object], None]
) -> None:
    _, landmarks, out = run
    test = landmarks[-1]
    scores = _scores(landmarks, out)
    outcome, people = test.outcome, np.arange(len(test.people))
    orders = {name: Ordered(score) for name, score in scores.items()}
    for name, order in orders.items():
        record_property(f"AUC of {name}", round(auc(order, outcome), 4))
    for other in ("logistic", "lightgbm", "sum"):
        found = paired(
            lambda w: auc(orders["scorecard"], outcome, w),
            lambda w, other=other: auc(orders[other], outcome, w),
            people,
            DRAWS,
            1,
        )
        told = f"{found.value:+.4f} ({found.low:+.4f} to {found.high:+.4f})"
        record_property(f"AUC of the scorecard minus {other}", told)
        assert found.high >= 0


def test_precision_and_slope_have_their_intervals_and_drift_is_named(
    run: tuple, record_property: Callable[[str, object], None]
) -> None:
    facts, _, _ = run
    for name in ("precision_100", "calibration_slope"):
        found = facts[name]
        record_property(name, str(found))
        assert found["low"] <= found["value"] <= found["high"]
    slope = facts["calibration_slope"]
    assert facts["drift"] == (not slope["low"] <= 1 <= slope["high"])


def test_every_ranker_stands_in_one_table(run: tuple) -> None:
    _, _, out = run
    rows = pq.read_table(out / "metrics.parquet").to_pylist()
    with_auc = {r["ranker"] for r in rows if r["metric"] == "auc" and r["group"] == "all"}
    assert {
        "scorecard",
        "repeat_risk",
        "expected_harm",
        "v100",
        "rfgv",
        "two_decay_sum",
    } <= with_auc
