"""Logs that say what happened in the code and nothing about anybody: no path, no value, no message.

One JSON object a line. What may stand in it is listed here; everything else a record carries is left out.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from hejda.base.errors import HejdaError

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,79}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""What a text in a line looks like: a code of the program's own, or an id drawn for this request."""
OWN_FIELDS = ("request", "method", "view", "status", "ms", "witness")
"""Fields that the application's own lines may carry besides the event."""


class PlainHandler(logging.Handler):
    """One JSON line per event: time, level, logger, event, figures, kind of fault, where in the code."""

    def emit(self, record: logging.LogRecord) -> None:
        """Writes the line. The message itself is left out: it may hold what a user typed."""
        line: dict[str, Any] = {
            "at": f"{dt.datetime.fromtimestamp(record.created, dt.UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
            "level": record.levelname,
            "logger": record.name,
            "event": _code(getattr(record, "event", None) or getattr(record, "action", None)),
        }
        line |= {name: _plain(getattr(record, name, None)) for name in OWN_FIELDS}
        line["status"] = line["status"] or getattr(record, "status_code", None)
        line |= _of_job(record)
        if record.exc_info and record.exc_info[0] is not None:
            line |= _of_fault(*record.exc_info)
        sys.stderr.write(json.dumps({k: v for k, v in line.items() if v is not None}) + "\n")


def _plain(value: object) -> int | str | None:
    return value if isinstance(value, int) else _code(value)


def _code(value: object) -> str | None:
    return value if isinstance(value, str) and CODE.fullmatch(value) else None


def _of_job(record: logging.LogRecord) -> dict[str, Any]:
    """Of the worker's own records: number, kind, tries and time; never the arguments or the result."""
    job = getattr(record, "job", None)
    if not isinstance(job, dict):
        return {}
    seconds = getattr(record, "duration", None)
    return {
        "job": _plain(job.get("id")), "kind": _code(job.get("task_name")),
        "tries": _plain(job.get("attempts")),
        "ms": round(seconds * 1000) if isinstance(seconds, float) else None,
    }  # fmt: skip


def _of_fault(
    kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
) -> dict[str, Any]:
    """Kind and place of a fault; its words only where they are the house's own, which hold no value."""
    frames = [f"{_module(f.filename)}:{f.lineno}" for f in traceback.extract_tb(trace)[-6:]]
    told = {"fault": kind.__name__ if kind else None, "where": frames}
    return told | (
        {"code": fault.code, "said": str(fault)} if isinstance(fault, HejdaError) else {}
    )


def _module(path: str) -> str:
    parts = path.replace("\\", "/").split("/")
    return "/".join(parts[-2:])


def told_plainly(run: Callable[[], None]) -> None:
    """Runs a process of the installation; what ends it, here or in a thread, is told by a plain line.

    Python's own words about it would hold the value that was wrong.
    """
    log = logging.getLogger("hejda_web.process")
    if not log.handlers:
        log.addHandler(PlainHandler())
        log.propagate = False

    def ended(
        kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        told = fault if fault is not None else kind()
        log.error("", exc_info=(kind, told, trace), extra={"event": "process_ended"})

    sys.excepthook = ended
    threading.excepthook = lambda args: ended(args.exc_type, args.exc_value, args.exc_traceback)
    run()
