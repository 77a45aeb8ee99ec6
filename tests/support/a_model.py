"""A scorecard made by hand, in which every feature is worth something."""

from __future__ import annotations

import datetime as dt

from hejda.knowledge.scorecard import Scorecard, Training, Worth
from hejda.rank.features import FEATURES


def a_model(**worth: int) -> Scorecard:
    """A model with `worth` thousandths of a point per unit; without any, every feature has some."""
    chosen = worth or {f.name: 1_000 * (i + 1) for i, f in enumerate(FEATURES)}
    caps = {f.name: f.cap // f.unit_size for f in FEATURES}
    day = dt.date(2000, 1, 1)
    return Scorecard(
        name="scorecard",
        outcome="any_partner",
        horizon_days=365,
        worth=tuple(
            Worth(feature=name, points_thousandths=points, cap=min(caps[name], 400))
            for name, points in chosen.items()
        ),
        period_logits=(-4_000_000, -4_500_000, -4_500_000, -5_000_000),
        intercept=100_000,
        slope=900_000,
        training=Training(
            source="xx",
            material="invented",
            landmarks=(day,),
            people=1,
            outcomes=1,
            calibrated_on=day,
            calibration_people=1,
            calibration_outcomes=1,
            penalty=100,
            rules="none",
        ),
        made_on=day,
        fingerprint="by hand",
    )
