"""Signs where the log stands every few minutes and gives it to the witnesses, until told to stop."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import psycopg

from hejda.base.errors import HejdaError
from hejda_web.config.installation import VARIABLE
from hejda_web.config.serving import checkpoint

MINUTES = 5


def main() -> None:
    """Begins at once. A fault is told by its code and tried again; an alarm goes on being told."""
    path = Path(os.environ[VARIABLE])
    while True:
        try:
            checkpoint(path, os.environ.get("HEJDA_DATABASE_NAME"))
        except HejdaError as error:
            _tell(error.code)
        except psycopg.Error as error:
            _tell(error.sqlstate or type(error).__name__)
        time.sleep(MINUTES * 60)


def _tell(code: str) -> None:
    line = {"at": int(time.time()), "level": "ERROR", "logger": "checkpoint", "code": code}
    sys.stderr.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
