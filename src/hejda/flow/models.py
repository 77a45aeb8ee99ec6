"""Fitted models: made of landmarks, kept as a file a lawyer can read, and read back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import ValidationError

from hejda.base.errors import InputError
from hejda.engine.fit import Floats, Followed, fit_scorecard
from hejda.flow.landmarks import NEVER, PERIODS, Landmark
from hejda.knowledge.rules import Knowledge
from hejda.knowledge.scorecard import Scorecard, Training, points_of
from hejda.rank.features import FEATURES, Feature, refused

Whole = NDArray[np.int64]

MODEL = "scorecard"
NAMES = tuple(feature.name for feature in FEATURES)
UNIT_SIZES = {feature.name: feature.unit_size for feature in FEATURES}

HEAD = """\
# A fitted scorecard. Points are added: a feature's value, up to its cap, times its points. 100 points
# double the odds of the outcome within the horizon at liberty. It orders people for a look by a
# person; it says nothing about killing, and nothing is decided by it.
"""


def declared(features: Sequence[Feature] = FEATURES) -> tuple[Feature, ...]:
    """The features, if every one of them may be used. Raises InputError naming what may not."""
    for feature in features:
        why = refused(feature)
        if why is not None:
            raise InputError(
                "feature_refused",
                why,
                "A ranking reads recorded acts, never who somebody is or what became known later.",
                "Leave the feature out.",
            )
    return tuple(features)


def values_of(landmark: Landmark) -> Floats:
    """People × features, in units."""
    columns = [landmark.features[f.name] / f.unit_size for f in FEATURES]
    return np.column_stack(columns)


def followed(landmarks: Sequence[Landmark], setting: str = "include") -> Followed:
    """People of `landmarks` as a fit reads them.

    setting: people to whom something was done are counted as others (include), left out
    (exclude), or followed only until the first measure within the horizon (censor; those with one
    before the landmark are left out).
    """
    parts = [_followed(one, setting) for one in landmarks]
    return Followed(
        np.vstack([part.values for part in parts]),
        np.concatenate([part.event for part in parts]),
        np.vstack([part.liberty for part in parts]),
    )


def _followed(one: Landmark, setting: str) -> Followed:
    edges = np.linspace(0, one.horizon, PERIODS + 1).round()
    event = np.searchsorted(edges, one.headline, side="left") - 1
    event = np.where(one.headline == NEVER, -1, np.clip(event, 0, PERIODS - 1))
    liberty = one.liberty / np.diff(edges)
    keep = kept(one, setting)
    if setting == "censor":
        until = np.where(one.treated == NEVER, one.horizon, one.treated)
        seen = np.clip((until[:, None] - edges[None, :-1]) / np.diff(edges), 0, 1)
        liberty = liberty * seen
        event = np.where((one.headline != NEVER) & (one.headline <= until), event, -1)
    return Followed(values_of(one)[keep], event[keep].astype(np.int64), liberty[keep])


def kept(one: Landmark, setting: str) -> NDArray[np.bool_]:
    """Which people of a landmark are looked at in a setting."""
    if setting == "include":
        return np.ones(len(one.people), np.bool_)
    never: NDArray[np.bool_] = ~one.treated_before
    return never & (one.treated == NEVER) if setting == "exclude" else never


def fitted(
    landmarks: Sequence[Landmark],
    *,
    source: str,
    material: str,
    outcome: str,
    rules: str,
    now: dt.date,
    setting: str = "censor",
) -> Scorecard:
    """A scorecard: fitted on all landmarks but the last, calibrated on the last.

    Follow-up is censored at the first measure: a model of what happens when nothing is done.
    """
    declared()
    ordered = sorted(landmarks, key=lambda one: one.day)
    if len(ordered) < 2:
        raise InputError(
            "one_landmark",
            "A model needs at least two training days.",
            "It is calibrated on later data than it was fitted on.",
            "Give --train-as-of twice or more.",
        )
    earlier, later = followed(ordered[:-1], setting), followed(ordered[-1:], setting)
    caps = [feature.cap // feature.unit_size for feature in FEATURES]
    found = fit_scorecard(NAMES, caps, earlier, later)
    training = Training(
        source=source,
        material=material,
        landmarks=tuple(one.day for one in ordered[:-1]),
        people=len(earlier.event),
        outcomes=int(earlier.outcome.sum()),
        calibrated_on=ordered[-1].day,
        calibration_people=len(later.event),
        calibration_outcomes=int(later.outcome.sum()),
        penalty=found.penalty,
        rules=rules,
    )
    content: dict[str, Any] = {
        "name": MODEL,
        "outcome": outcome,
        "horizon_days": ordered[-1].horizon,
        "worth": [worth.model_dump() for worth in found.worth],
        "period_logits": list(found.period_logits),
        "intercept": found.intercept,
        "slope": found.slope,
        "training": training.model_dump(mode="json"),
        "made_on": now.isoformat(),
    }
    return Scorecard.model_validate({**content, "fingerprint": fingerprint(content)})


def fingerprint(content: dict[str, Any]) -> str:
    """Of everything a model file holds but the fingerprint itself."""
    rest = {name: value for name, value in content.items() if name != "fingerprint"}
    text = json.dumps(rest, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def write_model(model: Scorecard, path: Path) -> None:
    """Writes a model file."""
    content = model.model_dump(mode="json")
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
    path.write_text(HEAD + text, encoding="utf-8")


def read_model(path: Path) -> Scorecard:
    """Reads a model file. Raises InputError where it is none, or was changed by hand."""
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
        model = Scorecard.model_validate(content)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise InputError(
            "no_model",
            "The model file cannot be read as a fitted scorecard.",
            type(error).__name__,
            "Give a file that hejda validate wrote (model.yaml).",
        ) from None
    if fingerprint(model.model_dump(mode="json")) != model.fingerprint:
        raise InputError(
            "model_changed",
            "The model file is not as it was when it was fitted: its fingerprint differs.",
            "Points changed by hand are no longer what the validation measured.",
            "Fit it anew with hejda validate.",
        )
    unknown = [w.feature for w in model.worth if w.feature not in NAMES]
    if unknown:
        raise InputError(
            "model_unknown_feature",
            f"The model uses features this version does not have: {', '.join(unknown)}.",
            "",
            "Fit it anew with this version.",
        )
    return model


def with_model(knowledge: Knowledge, model: Scorecard) -> Knowledge:
    """The rules with a model among them, and in their fingerprint.

    Raises InputError where the model was made for later than the day the rules are read for.
    """
    last = model.training.calibrated_on + dt.timedelta(days=model.horizon_days)
    if last > knowledge.on:
        raise InputError(
            "model_from_later",
            f"The model was calibrated on what came in until {last}.",
            f"On {knowledge.on} nobody could have known that.",
            "Use a model of an earlier day, or a later --as-of.",
        )
    both = hashlib.sha256(f"{knowledge.fingerprint}{model.fingerprint}".encode()).hexdigest()
    return knowledge.model_copy(update={"model": model, "fingerprint": both})


def points(model: Scorecard, features: dict[str, Whole]) -> Whole:
    """Points of everybody, from the values of their features."""
    rates = model.rates(UNIT_SIZES)
    total = np.zeros(len(next(iter(features.values()))), np.int64)
    for worth in model.worth:
        cap = worth.cap * UNIT_SIZES[worth.feature]
        value = np.minimum(features[worth.feature], cap)
        total += points_of(value, rates[worth.feature])
    return total


def chances(model: Scorecard, total: Whole) -> Whole:
    """Chances in millionths, by points."""
    found: Whole = np.array(model.chances, np.int64)[total]
    return found
