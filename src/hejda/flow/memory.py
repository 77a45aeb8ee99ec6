"""How often Python looks for garbage while a run makes many small values."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def rare_collections() -> Iterator[None]:
    """Has Python look for garbage in cycles a hundred times more seldom than by default.

    A run makes millions of small values that are all in use; looking through them again and again
    took a twentieth of the time.
    """
    usual = gc.get_threshold()
    gc.set_threshold(100 * usual[0], *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
