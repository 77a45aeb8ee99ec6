"""Names for the arrays a country is made of: one row per person, couple, act or report."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.signedinteger[Any]]
"""Whole numbers: days since 1970-01-01, or indices of people, couples, acts, reports, records."""
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
