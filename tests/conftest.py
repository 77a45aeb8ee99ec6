"""What holds for every test: one size, seeded chance, no network, and a skipped test is no pass."""

from __future__ import annotations

import gc
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support.counts import FIGURES
from tests.support.size import SIZE

EXAMPLES = 50
"""Generated examples of one property at a push; a campaign takes SIZE times as many."""

settings.register_profile(
    "hejda",
    max_examples=EXAMPLES * SIZE,
    derandomize=True,  # the same examples every time: a red run can be repeated
    deadline=None,  # how long one example takes says more about the machine than about the code
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("hejda")

gc.set_threshold(100_000, 20, 20)  # as the command line does; planning is most of what the tests do


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Connections leave this machine in no test; Spark talks to itself on the loopback."""
    connect = socket.socket.connect

    def connect_here_only(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and not str(host).startswith(("127.", "::1", "localhost")):
            raise OSError(f"a test may not connect to {host}")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", connect_here_only)
    yield
    patch.undo()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run in which a test was skipped has failed: nobody knows whether it would have passed."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None and terminal.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["figures"] = FIGURES


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Brings home what one of several processes counted."""
    FIGURES.extend(getattr(node, "workeroutput", {}).get("figures", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints what the tests counted."""
    for line in FIGURES:
        terminalreporter.write_line(line)
