"""The explainable boosting machine: a check on the scorecard, adopted nowhere by itself.

If a model that may bend and jump orders people much better on the same features, the scorecard's
straight points have missed something. How much better is said beforehand: `MARGIN`.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit

from hejda.base.errors import InputError
from hejda.engine.fit import Floats, Followed, Whole, recalibrated
from hejda.knowledge.scorecard import MILLION

MARGIN = 0.01
"""The boosting machine wins when its AUC is higher by at least this, and the whole interval above 0.

Set before it was run on anything (decision 0011).
"""


def ebm_chances(earlier: Followed, later: Followed, values: Floats) -> Whole:
    """Chances in millionths for the rows of `values`: fitted on `earlier`, calibrated on `later`.

    Without interactions, seeded, one process. Raises InputError where interpret is not installed.
    """
    try:
        from interpret.glassbox import ExplainableBoostingClassifier
    except ImportError:
        raise InputError(
            "no_interpret",
            "The explainable boosting machine is not installed.",
            "It is an optional check.",
            "Install hejda[ebm], or leave out --ebm.",
        ) from None
    machine = ExplainableBoostingClassifier(
        interactions=0, max_bins=64, outer_bags=4, random_state=1, n_jobs=1
    )
    machine.fit(earlier.values, earlier.outcome)
    intercept, slope = recalibrated(machine.predict_proba(later.values)[:, 1], later.outcome)
    raw = np.clip(machine.predict_proba(values)[:, 1], 1e-6, 1 - 1e-6)
    chances: Whole = np.round(MILLION * expit(intercept + slope * logit(raw))).astype(np.int64)
    return chances
