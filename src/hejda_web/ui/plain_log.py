"""Logs that say what happened in the code and nothing about anybody: no path, no value, no message."""

from __future__ import annotations

import json
import logging
import sys
import traceback


class PlainHandler(logging.Handler):
    """One JSON line per event: time, level, logger, kind of fault, and where in the code."""

    def emit(self, record: logging.LogRecord) -> None:
        """Writes the line. The message itself is left out: it may hold what a user typed."""
        line = {
            "at": int(record.created),
            "level": record.levelname,
            "logger": record.name,
            "status": getattr(record, "status_code", None),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["fault"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["where"] = [f"{_module(f.filename)}:{f.lineno}" for f in frames[-6:]]
        sys.stderr.write(json.dumps(line) + "\n")


def _module(path: str) -> str:
    parts = path.replace("\\", "/").split("/")
    return "/".join(parts[-2:])
