"""Starts and stops the processes of an installation: the server, the worker, the checker of the log."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from rich.console import Console

from hejda.base.errors import InputError, Refusal
from hejda_web.audit.checkpoints import Recorded, record
from hejda_web.audit.witnesses import named_witnesses
from hejda_web.config.installation import VARIABLE, Installation, read_installation

OUT = Console()
WAIT_SECONDS = 60
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def run_server(path: Path, bind: str, port: int, prepare: bool) -> None:
    """Serves until it is told to stop."""
    installation = read_installation(path)
    if installation.mode == "embedded" and bind not in LOOPBACK:
        raise Refusal(
            "loopback_only", "The demonstration is served on this machine only.",
            "It has no operator and no encryption.", "Leave --bind out, or use a server installation.",
        )  # fmt: skip
    stop_when_asked()
    if prepare:
        prepare_database(path)
    with serving(path, port, bind=bind):
        OUT.print(f"http://{bind}:{port}/  (Ctrl+C to stop)")
        wait()


def prepare_database(path: Path, database: str | None = None, *, static: bool = True) -> None:
    """Migrates and raises the walls in a process of its own, which alone connects as the owner."""
    extra = [] if static else ["--no-static"]
    done = subprocess.run(
        [sys.executable, "-m", "hejda_web.config.prepare", *extra],
        env=environment(path, "owner", database), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise InputError(
            "not_prepared", "The database could not be brought up to this version.",
            _ended_by(done.stderr),
            "See that the role owner owns the database and may create in it.",
        )  # fmt: skip


def _ended_by(said: str) -> str:
    """Which fault ended a process that tells of its end plainly, and where; nothing of the row it met."""
    try:
        told = json.loads(said.strip().splitlines()[-1])
        return str(told.get("said") or f"{told['fault']} at {told['where'][-1]}.")
    except (IndexError, KeyError, ValueError, AttributeError):
        return ""


def environment(path: Path, role: str, database: str | None = None) -> dict[str, str]:
    """What a process of this installation needs told."""
    return os.environ | {
        VARIABLE: str(path),
        "HEJDA_DATABASE_ROLE": role,
        "DJANGO_SETTINGS_MODULE": "hejda_web.config.settings",
        "PYTHONWARNINGS": "ignore",
        **({"HEJDA_DATABASE_NAME": database} if database else {}),
    }


def server_command(bind: str, port: int) -> list[str]:
    """gunicorn, without the control socket it would open in somebody's home.

    The application is loaded once, before the processes part: eight of one thread, since each answer of the
    database waits for the interpreter's lock and threads make every page late. Everybody waits in one
    queue, the kernel's: a process takes a connection when it is free and answers it once. A connection
    kept would tie whoever holds it to one process while the others rest (bench/README.md).
    """
    return [
        sys.executable, "-m", "gunicorn", "hejda_web.config.wsgi:application",
        "--bind", f"{bind}:{port}", "--workers", "8", "--threads", "1", "--worker-class", "gthread",
        "--worker-connections", "1", "--keep-alive", "0", "--preload", "--no-control-socket",
        "--log-level", "warning", "--logger-class", "hejda_web.config.server_log.ServerLog",
        "--graceful-timeout", "5", "--limit-request-line", "2048",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """The worker, which maps and brings runs in."""
    return [sys.executable, "-m", "hejda_web.config.worker"]


def checkpointer_command() -> list[str]:
    """Signs the log every few minutes; alone it may read the log, and alone it holds the key."""
    return [sys.executable, "-m", "hejda_web.config.checkpointer"]


@contextmanager
def serving(
    path: Path, port: int, *, bind: str = "127.0.0.1", database: str | None = None
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The processes while the block runs: server, worker, checkpointer."""
    home = read_installation(path).home
    told = environment(path, "app", database)
    with (home / "server.log").open("ab") as log:
        processes = [
            subprocess.Popen(command, env=told, stdout=log, stderr=log, start_new_session=True)
            for command in (server_command(bind, port), worker_command(), checkpointer_command())
        ]
    try:
        wait_until_ready(port, processes[0])
        yield processes
    finally:
        for process in processes:
            if process.poll() is None:
                process.terminate()
        for process in processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def wait_until_ready(port: int, server: subprocess.Popen[bytes]) -> None:
    """Returns when /healthz says so; refuses where the server stopped or takes too long."""
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                if json.load(answer)["ready"]:
                    return
        except (urllib.error.URLError, OSError, ValueError):
            pass
        time.sleep(0.2)
    raise InputError(
        "not_serving",
        f"The server did not start on port {port}.",
        "Another program may have the port.",
        "Try another with --port, or read server.log in the home folder.",
    )


def stop_when_asked() -> None:
    """A request to stop (SIGTERM) is treated as Ctrl+C, so that what was started is stopped too."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)


def wait() -> None:
    """Waits for Ctrl+C or a request to stop."""
    while True:
        time.sleep(3600)


def verify(path: Path, language: str) -> int:
    """Runs the stand-alone checker on the log and its witnesses; its exit code."""
    installation = read_installation(path)
    return checker(installation, language, installation.witness_files).returncode


def checker(
    installation: Installation,
    language: str,
    files: Sequence[Path],
    *,
    databases: bool = True,
    heard: bool = False,
) -> subprocess.CompletedProcess[str]:
    """The stand-alone checker, run on the log and the witnesses. heard: what it says is kept, not shown.

    Passwords go to it in a file of its own, never on a command line that others can read.
    """
    asked = installation.witness_databases if databases else []
    command = [
        sys.executable, "-m", "hejda_audit", "verify", "--lang", language,
        "--dsn", without_password(installation.database.dsn("auditor")),
        "--public-key", public_key(installation),
    ]  # fmt: skip
    for file in files:
        command += ["--witness", str(file)]
    for dsn in asked:
        command += ["--witness-dsn", without_password(dsn)]
    dsns = [installation.database.dsn("auditor"), *asked]
    with tempfile.TemporaryDirectory() as folder:
        passwords = Path(folder) / "pgpass"
        passwords.touch(mode=0o600)
        passwords.write_text("".join(map(password_line, dsns)), encoding="utf-8")
        told = os.environ | {"PGPASSFILE": str(passwords)}
        return subprocess.run(command, check=False, env=told, capture_output=heard, text=True)


def without_password(dsn: str) -> str:
    """The connection string without its password."""
    parts = conninfo_to_dict(dsn)
    parts.pop("password", None)
    return make_conninfo("", **parts)


def password_line(dsn: str) -> str:
    """The line of a libpq password file for the connection."""
    parts = conninfo_to_dict(dsn)
    fields = ("*", "*", parts.get("dbname", "*"), parts.get("user", "*"), parts.get("password", ""))
    escaped = (str(each).replace("\\", "\\\\").replace(":", "\\:") for each in fields)
    return ":".join(escaped) + "\n"


def signing_key(installation: Installation) -> Ed25519PrivateKey:
    """The key that signs checkpoints."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(installation.checkpoint_key))


def public_key(installation: Installation) -> str:
    """The public half of the key that signs checkpoints, in hexadecimal."""
    return signing_key(installation).public_key().public_bytes_raw().hex()


def checkpoint(path: Path, database: str | None = None) -> Recorded:
    """Signs where the log stands, and gives it to every witness."""
    installation = read_installation(path)
    witnesses = named_witnesses(installation.witness_files, installation.witness_databases)
    for file in installation.witness_files:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with psycopg.connect(installation.database.dsn("auditor", database)) as log:
        return record(
            log, key=signing_key(installation), now=dt.datetime.now(dt.UTC), witnesses=witnesses
        )
