"""How much a generated test does: one variable for all of them, read here and nowhere else."""

from __future__ import annotations

import os

SIZE = int(os.environ.get("HEJDA_SIZE", "1"))  # noqa: TID251  (the one place)
"""1 at a push (`make test`), 10 in a campaign (`make campaign`); cases scale with it."""
