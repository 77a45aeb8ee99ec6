"""What every measure is handed: arrays with one element per row, and how often each row counts."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hejda.base.errors import InputError

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Numbers = NDArray[Any]
"""Whole numbers, floats or flags."""
Weight = Counts | None
"""How often each row was drawn, whole numbers from 0; None is once each."""


def counts_of(weight: Weight, rows: int) -> Counts:
    """How often each of `rows` rows counts.

    Errors: `rows_differ` where lengths differ, `weight_unusable` below 0 or for a fraction.
    """
    if weight is None:
        return np.ones(rows, dtype=np.int64)
    if len(weight) != rows:
        raise rows_differ()
    if not np.issubdtype(weight.dtype, np.integer) or (rows and weight.min() < 0):
        raise InputError(
            "weight_unusable",
            "A weight is no whole number from 0.",
            "A weight says how often a row was drawn; other weights have other measures.",
            "Hand over counts, or None.",
        )
    return weight.astype(np.int64, copy=False)


def flags_of(outcome: Numbers, rows: int) -> Counts:
    """The outcome as 0 and 1.

    Errors: `rows_differ`; `outcome_unusable` where something else than 0 and 1 stands.
    """
    if len(outcome) != rows:
        raise rows_differ()
    if outcome.dtype != np.bool_ and not bool(((outcome == 0) | (outcome == 1)).all()):
        raise InputError(
            "outcome_unusable",
            "An outcome is neither 0 nor 1.",
            "What is missing is not an outcome that stayed away.",
            "Leave the row out, and count what was left out.",
        )
    flags: Counts = outcome.astype(np.int64)
    return flags


def amounts_of(amount: Numbers, rows: int) -> Numbers:
    """Amounts such as harm days, whole numbers kept whole so that their sums are exact.

    Errors: `rows_differ`; `amount_unusable` where one is missing or below 0.
    """
    if len(amount) != rows:
        raise rows_differ()
    whole = amount.dtype == np.bool_ or np.issubdtype(amount.dtype, np.integer)
    amounts: Numbers = amount.astype(np.int64 if whole else np.float64, copy=False)
    if not bool((np.isfinite(amounts) & (amounts >= 0)).all()):
        raise InputError(
            "amount_unusable",
            "An amount is missing or below 0.",
            "A share of a sum has no meaning then.",
            "Leave the row out, and count what was left out.",
        )
    return amounts


def chances_of(p: Numbers) -> Floats:
    """Probabilities as floats. Errors: `chance_unusable` where one is missing or not from 0 to 1."""
    chances: Floats = p.astype(np.float64, copy=False)
    if not bool(((chances >= 0) & (chances <= 1)).all()):
        raise InputError(
            "chance_unusable",
            "A probability is missing or not from 0 to 1.",
            "",
            "Hand over probabilities; a score that is none has no calibration.",
        )
    return chances


def quotient(part: float, whole: float) -> float:
    """`part` / `whole`; nan where the whole is 0, since the share of nothing is not defined."""
    return float(part) / float(whole) if whole else float("nan")


def rows_differ() -> InputError:
    """The error for arrays that are not of one length."""
    return InputError(
        "rows_differ",
        "Arrays of different length were handed to a measure.",
        "Each element stands for the same row in all of them.",
        "Hand over one element per row in every array.",
    )
