"""The application as it is really served, on a test's own database; and plain HTTP to it."""

from __future__ import annotations

import http.client
import subprocess
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from hejda_web.config.installation import FILE_NAME
from hejda_web.config.serving import environment, server_command, wait_until_ready
from tests.support.ports import free_port

AT_ONCE = "tests.support.settings_at_once"


@dataclass
class Answered:
    """What came over the wire."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class Wire:
    """One connection to the server that is kept open, as a browser's or a system's."""

    port: int
    line: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self.line.close()

    def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        form: Mapping[str, str] | None = None,
    ) -> Answered:
        """The answer to one request; a connection the server closed is opened anew."""
        body = urllib.parse.urlencode(form).encode() if form is not None else None
        sent = dict(headers) | (
            {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        )
        for attempt in (0, 1):
            try:
                self.line.request(method, path, body=body, headers=sent)
                answer = self.line.getresponse()
                return Answered(answer.status, answer.getheaders(), answer.read())
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.line.close()
                if attempt:
                    raise
        raise AssertionError("unreachable")


@contextmanager
def server(world: Any, *, settings: str = "hejda_web.config.settings") -> Iterator[int]:
    """gunicorn on the world's database, as an installation runs it; its port."""
    port = free_port()
    home = world.installation.home
    with (home / "server.log").open("ab") as log:
        process = subprocess.Popen(
            server_command("127.0.0.1", port),
            env=environment(home / FILE_NAME, "app", world.name) | {"DJANGO_SETTINGS_MODULE": settings},
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        wait_until_ready(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)
