"""A validation of invented landmarks: people who exist only as rows of numbers, and its OUT folder."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from hejda.flow.landmarks import NEVER, Landmark
from hejda.flow.models import fitted, write_model
from hejda.flow.months import RANKED_MONTHLY, Month, month_days
from hejda.flow.output import write_small
from hejda.flow.own_list import OwnList, marked
from hejda.flow.scales import READING_HARM, Weighed, as_weighed
from hejda.flow.seen import ValidateOrder
from hejda.flow.validate import beside, measured_rows
from hejda.flow.validation_facts import Looked, facts_of, predictions
from hejda.flow.validation_figures import figures
from hejda.knowledge.rules import Text
from hejda.knowledge.scorecard import Scorecard
from hejda.rank.features import FEATURES
from hejda.report.validation import write_validation_report

DAYS = (dt.date(2021, 1, 1), dt.date(2022, 1, 1), dt.date(2023, 1, 1))
HORIZON = 365


def landmark_of(day: dt.date, people: int, seed: int, drift: float = 1.0) -> Landmark:
    """A landmark of so many people, in two regions; `drift` steepens or flattens what follows."""
    chance = np.random.default_rng(seed)  # noqa: TID251 (a test, and seeded)
    risk = chance.gamma(0.7, 1.2, people)
    features = {
        f.name: np.minimum(
            (risk * f.unit_size * chance.uniform(0.3, 1.2, people)).astype(int), f.cap
        )
        for f in FEATURES
    }
    odds = np.exp(-2.6 + drift * 0.7 * risk)
    has = chance.random(people) < odds / (1 + odds)
    when = chance.integers(1, HORIZON + 1, people)
    headline = np.where(has, when, NEVER)
    harm = np.where(has, chance.integers(10, 800, people), 0)
    inside = np.where(chance.random(people) < 0.1, chance.integers(1, HORIZON, people), NEVER)
    ended = np.where(chance.random(people) < 0.03, chance.integers(1, HORIZON, people), NEVER)
    treated = np.where(chance.random(people) < 0.05, chance.integers(1, HORIZON, people), NEVER)
    counted = chance.poisson(risk)
    return Landmark(
        day=day, horizon=HORIZON, people=[f"person-{day.year}-{i:05}" for i in range(people)],
        scores={
            "random": chance.integers(0, 10**6, people), "count_12m": counted,
            "v100": counted // 2, "repeat_risk": np.minimum(50_000 + counted * 40_000, 900_000),
            "expected_harm": counted * 1_000_000,
        },
        features=features, headline=headline, harm=harm,
        capped=np.minimum(harm, 365), liberty=np.full((people, 4), 91),
        ended=ended, inside_after=inside, treated=treated,
        treated_before=chance.random(people) < 0.02,
        region=["north" if i % 3 else "south" for i in range(people)],
        sex=["unknown" if i < 5 else "male" if i % 9 else "female" for i in range(people)],
        age=chance.integers(18, 70, people),
    )  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A validation before it is written."""

    order: ValidateOrder
    model: Scorecard
    training: list[Landmark]
    test: Landmark


def made(
    people: int = 900, drift: float = 1.0, material: str = "public", treated: str = "censor"
) -> Made:
    """Two training days and a test day, and a scorecard fitted on the former."""
    training = [landmark_of(day, people, seed) for seed, day in enumerate(DAYS[:2])]
    test = landmark_of(DAYS[2], people, 7, drift)
    order = ValidateOrder(
        source=Path("source.yaml"), data=Path(), out=Path(), train=DAYS[:2], test=DAYS[2],
        now=dt.date(2025, 1, 1), treated=treated, draws=60,
    )  # fmt: skip
    model = fitted(
        training, source="invented", material=material, outcome=order.outcome, rules="f" * 64,
        now=order.now,
    )  # fmt: skip
    return Made(order, model, training, test)


def months_of(test: Landmark) -> list[Month]:
    """Three months before the test day, on which everybody scored about as on it."""
    chance = np.random.default_rng(11)  # noqa: TID251 (a test, and seeded)
    found = []
    for day in month_days(test.day, 3):
        scores = {
            name: test.scores[name] + chance.integers(0, 2, len(test.people)) * 1_000_000
            for name in RANKED_MONTHLY
        }
        features = {
            name: np.maximum(values - chance.integers(0, 3, len(values)) * (values > 20) * 9, 0)
            for name, values in test.features.items()
        }
        found.append(Month(day, test.people, scores, features))
    return found


def scales_of(test: Landmark) -> list[Weighed]:
    """Two scales: that in use, and one by which every second person's harm weighs nothing."""
    other = np.where(np.arange(len(test.people)) % 2, test.harm, 0)
    scores = {name: test.scores[name] // 2 for name in READING_HARM if name in test.scores}
    half = Weighed("half", Text(sv="Hälften", en="Half"), scores, other, np.minimum(other, 365))
    return [as_weighed(test, "whole", Text(sv="Hela", en="Whole")), half]


def written(folder: Path, one: Made, **changes: Any) -> Path:
    """The OUT folder of a validation, with its report; `changes` to what was read."""
    folder.mkdir()
    listed = OwnList(141, 132, frozenset(one.test.people[: changes.pop("own", 131)]))
    test = replace(one.test, scores=dict(one.test.scores))
    marked(listed, test)
    one = replace(one, test=test)
    rows = measured_rows(one.order, one.model, one.training, one.test, lambda _: None)
    has = frozenset({"custody", "measure_taken", "person_status", *changes.pop("has", ())})
    has -= frozenset(changes.pop("lacks", ()))
    looked = Looked(
        [*one.training, test], "f" * 64, lambda person: person, 12_345, has,
        months_of(test), scales_of(test), listed,
    )  # fmt: skip
    facts = facts_of(one.order, one.model, one.training, one.test, rows, "Prov", looked)
    facts["figures"] = figures(one.model, one.training, one.test, one.order)
    facts["figures"] |= beside(one.model, test, looked.months, looked.scales, one.order)
    write_small(rows, "metrics", folder)
    write_small(predictions(one.model, one.test, looked.named), "predictions", folder)
    write_model(one.model, folder / "model.yaml")
    (folder / "validation.json").write_text(json.dumps(facts | changes), "utf-8")
    write_validation_report(folder)
    return folder
