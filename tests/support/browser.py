"""A browser without a screen: real HTTP to a real server, with its cookies and the mark of its forms."""

from __future__ import annotations

import http.client
import re
import uuid
from http.cookies import SimpleCookie
from urllib.parse import urlencode

WAIT_SECONDS = 30
FORM = "application/x-www-form-urlencoded"


class Browser:
    """One colleague's browser. Errors: OSError or HTTPException where the server went away."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str, bytes]:
        """(status, where it leads, body)."""
        return self._asked("GET", path, None, {})

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str, bytes]:
        """(status, where it leads, body) of a form sent."""
        token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        return self._asked("POST", path, urlencode(form | token).encode(), {"Content-Type": FORM})

    def post_file(self, path: str, name: str, content: bytes) -> tuple[int, str, bytes]:
        """(status, where it leads, body) of a form with one file."""
        mark = uuid.uuid4().hex
        token = self.cookies.get("csrftoken", "")
        body = (
            (
                f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
                f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="a.csv"\r\n'
                "Content-Type: text/csv\r\n\r\n"
            ).encode()
            + content
            + f"\r\n--{mark}--\r\n".encode()
        )
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self._asked("POST", path, body, kind)

    def log_in(self, username: str, password: str) -> bool:
        """Whether the login was taken."""
        self.cookies.clear()
        self.get("/login/")
        status, where, _ = self.post("/login/", {"login": username, "password": password})
        return status == http.client.FOUND and not where.startswith("/login")

    def _asked(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, str, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_SECONDS)
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            line.request(method, path, body, headers | {"Cookie": sent})
            answer = line.getresponse()
            content = answer.read()
        finally:
            line.close()
        for each in answer.headers.get_all("Set-Cookie") or ():
            for name, value in SimpleCookie(each).items():
                self.cookies[name] = value.value
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', content)
        if found and "csrftoken" not in self.cookies:
            self.cookies["csrftoken"] = found.group(1).decode()
        return answer.status, answer.headers.get("Location", ""), content
