"""Figures of a ranking against outcomes; ties at a cut are counted by their average."""

from __future__ import annotations

import numpy as np


def auc(score: np.ndarray, outcome: np.ndarray) -> float:
    """Chance that somebody with the outcome stands above somebody without; ties count half."""
    order = np.sort(score)
    below = np.searchsorted(order, score, "left")
    upto = np.searchsorted(order, score, "right")
    ranks = (below + upto + 1) / 2
    positives = int(outcome.sum())
    negatives = len(outcome) - positives
    return float((ranks[outcome].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def in_top(score: np.ndarray, value: np.ndarray, places: int) -> float:
    """Sum of `value` over the first `places`; those tied at the cut count by their average."""
    cut = np.sort(score)[::-1][places - 1]
    above, tied = score > cut, score == cut
    return float(value[above].sum() + (places - above.sum()) * value[tied].mean())
