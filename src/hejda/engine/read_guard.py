"""The parent's side of the reading child: starts it, asks it, watches it, ends it.

The child may use a stated amount of memory and time. Past either it is killed and the delivery is
refused with a sentence; a child that dies by itself is told the same way. Nothing it says on its
error channel is shown: it goes to a log in the private folder.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Any

import psutil

import hejda
from hejda.base import errors
from hejda.base.errors import DeliveryError

WATCH_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading a delivery may cost.

    A field longer than `field_bytes` ends its file; a packed file may unpack to `unpacked_bytes` and
    to `unpacked_ratio` times its size.
    """

    memory_mib: int = 6 * 1024
    seconds: int = 30 * 60
    field_bytes: int = 16 << 20
    unpacked_bytes: int = 256 << 30
    unpacked_ratio: int = 250

    @property
    def engine_mib(self) -> int:
        """What the engine may plan with; the rest is for what it does not count."""
        return max(256, self.memory_mib // 2)


Progress = Callable[[str], None]
"""Told, in a few words, what is being done."""

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from hejda.engine.read_child import serve; serve()"
)


class ReadingChild:
    """The reading child, as something that can be asked. Use it in a `with`."""

    def __init__(self, work: Path, limits: Limits, seen: Callable[[str, int], None]) -> None:
        self._work, self._limits, self._seen = work, limits, seen
        self._said: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def __enter__(self) -> ReadingChild:
        self._until = perf_counter() + self._limits.seconds
        package = str(Path(hejda.__file__).parent.parent)
        with (self._work / "reading.log").open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-X", "utf8", "-c", _START, package],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=self._work,
                text=True,
                encoding="utf-8",
            )
        self._watched = psutil.Process(self._process.pid)
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # it may be gone already
                self._process.stdin.close()
        if kind is not None:
            self._process.kill()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _listen(self) -> None:
        if self._process.stdout is not None:
            try:
                for line in self._process.stdout:
                    self._said.put(json.loads(line))
            except ValueError:
                pass  # closed while being read, or half a line of a killed child
        self._said.put(None)

    def ask(self, verb: str, **told: Any) -> Any:
        """What the child answers to `verb`; raises the error it tells, or that it was stopped."""
        if self._process.stdin is not None:
            try:
                self._process.stdin.write(json.dumps({"verb": verb, **told}) + "\n")
                self._process.stdin.flush()
            except BrokenPipeError:
                raise self._died() from None
        while True:
            said = self._next()
            if "seen" in said:
                self._seen(*said["seen"])
            elif "answer" in said:
                if said["answer"] != "ready":
                    return said["answer"]
            elif "error" in said:
                kind = getattr(errors, said["kind"], DeliveryError)
                raise kind(*said["error"])
            else:
                raise self._out_of_memory() if said["failed"] == "memory" else self._died()

    def _next(self) -> dict[str, Any]:
        while True:
            self._watch()
            try:
                said = self._said.get(timeout=WATCH_SECONDS)
            except queue.Empty:
                continue
            if said is None:
                raise self._died()
            return said

    def _watch(self) -> None:
        try:
            used = self._watched.memory_info().rss
        except psutil.NoSuchProcess:
            return
        if used > self._limits.memory_mib << 20:
            self._process.kill()
            raise self._out_of_memory()
        if perf_counter() > self._until:
            self._process.kill()
            raise DeliveryError(
                "time_limit",
                f"Reading the delivery took more than {self._limits.seconds} seconds and was stopped.",
                "Nothing was written.",
                "Give it more time (--read-minutes), or look for a file that is not what it should be.",
            )

    def _out_of_memory(self) -> DeliveryError:
        return DeliveryError(
            "memory_limit",
            f"Reading the delivery needs more than {self._limits.memory_mib} MiB of memory "
            "and was stopped.",
            "Nothing was written.",
            "Give it more (--read-memory), or deliver large files as Parquet.",
        )

    def _died(self) -> DeliveryError:
        return DeliveryError(
            "reading_failed",
            "The process that reads the delivery ended without an answer.",
            "Nothing was written. A file may be damaged in a way that nobody foresaw.",
            "Deliver the files one at a time to find which; please report it to the makers of hejda.",
        )
