"""The only clock of the core: read once, at the edge, and passed in everywhere else."""

from __future__ import annotations

import datetime as dt


def today() -> dt.date:
    """The day it is where the command runs."""
    return dt.date.today()  # noqa: DTZ011  the day where the command runs is what is meant
