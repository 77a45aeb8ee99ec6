"""A real PostgreSQL for one test module: started in a temporary folder, on a free port, and stopped."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.ports import free_port

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _binary(name: str) -> str:
    found = shutil.which(name) or next((str(b / name) for b in BINARIES if (b / name).exists()), "")
    if not found:
        raise RuntimeError(
            f"{name} was not found; install PostgreSQL (Debian, Ubuntu: apt-get install postgresql), "
            "which this test starts for itself"
        )
    return found


def _owner() -> dict[str, int]:
    """PostgreSQL refuses to run as root; then it runs as postgres or nobody."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid}


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a running, empty database."""
    owner, port = _owner(), free_port()
    with tempfile.TemporaryDirectory(prefix="hejda-pg-") as name:
        if owner:
            os.chown(name, owner["user"], owner["group"])
        files = f"{name}/database"
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": name, **owner}
        told = ["-D", files, "-U", "hejda", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run([_binary("initdb"), *told], **quiet)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={name}"
        control = [_binary("pg_ctl"), "-D", files, "-w", "-t", "60"]
        subprocess.run([*control, "-l", f"{name}/log", "-o", options, "start"], **quiet)
        try:
            yield f"postgresql://hejda@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
