"""Signs where the log stands every few minutes and gives it to the witnesses, until told to stop."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

import psycopg

from hejda.base.errors import HejdaError
from hejda_web.config.installation import VARIABLE
from hejda_web.config.serving import checkpoint
from hejda_web.ui.plain_log import PlainHandler, told_plainly

MINUTES = 5
LOG = logging.getLogger("hejda_web.checkpoint")


def main() -> None:
    """Begins at once. A fault is told by its code and tried again; an alarm goes on being told."""
    path = Path(os.environ[VARIABLE])
    while True:
        try:
            made = checkpoint(path, os.environ.get("HEJDA_DATABASE_NAME"))
            for _, code in made.silent:
                _tell(code)
        except HejdaError as error:
            _tell(error.code)
        except psycopg.Error as error:
            _tell(error.sqlstate or type(error).__name__)
        time.sleep(MINUTES * 60)


def _tell(event: str) -> None:
    LOG.error("", extra={"event": event})


if __name__ == "__main__":
    LOG.addHandler(PlainHandler())
    told_plainly(main)
