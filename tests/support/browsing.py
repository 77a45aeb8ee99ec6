"""A person at a browser: goes to pages, reads them, presses what they say, in either language.

Everything a browser complains of while it is used, or asks of another machine, is kept in `Heard`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # No name but this machine's is found: there is no route to anywhere else.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]  # fmt: skip
WAIT_MS = 20_000
LOCAL = re.compile(r"^(https?://(127\.0\.0\.1|localhost)(:\d+)?/|data:|blob:|about:)")
ANSWERED_SO = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
"""What Chromium says of a page that answers 404, 409 or 422: the page itself is the answer."""
ON_VIOLATION = """document.addEventListener("securitypolicyviolation",
  (event) => console.error("csp: " + event.violatedDirective + " " + event.blockedURI));"""


def chromium() -> str:
    """Where the system's Chromium is; one clear sentence where there is none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError(
            "The journeys need Chromium and this machine has none: "
            "install it (Debian, Ubuntu: apt-get install chromium) and run the tests again."
        )
    return found


@dataclass(frozen=True)
class Look:
    """How pages are seen. width: pixels; scheme: `light` or `dark`."""

    language: str = "sv"
    width: int = 1440
    scheme: str = "light"
    script: bool = True

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{self.scheme}{'' if self.script else '-noscript'}"


@dataclass
class Heard:
    """What browsers said or asked for that they should not. Each line: what, and on which page."""

    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    requests: int = 0

    def listen(self, context: BrowserContext) -> None:
        """Hears every page the context opens."""
        context.add_init_script(ON_VIOLATION)
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))

    def _asked(self, request: Any) -> None:
        self.requests += 1
        if not LOCAL.match(request.url):
            self.outside.append(f"{request.method} {request.url}")
        if request.url.endswith("/csp/"):
            self.complaints.append(f"csp report: {request.post_data}")

    def _said(self, message: Any) -> None:
        if message.type == "error" and not ANSWERED_SO.search(message.text):
            where = message.page.url if message.page else ""
            self.complaints.append(f"{message.text} ({where})")


class Visitor:
    """Somebody with a browser window open."""

    def __init__(self, context: BrowserContext, base: str, look: Look) -> None:
        self.context = context
        self.base = base
        self.look = look
        self.page: Page = context.new_page()
        self.page.set_default_timeout(WAIT_MS)

    def go(self, path: str) -> int:
        """Opens a page by its address; its status."""
        answer: Response | None = self.page.goto(self.base + path)
        assert answer is not None
        return answer.status

    def say(self, sv: str, en: str) -> str:
        """What the page says in the language it is read in."""
        return en if self.look.language == "en" else sv

    def press(self, sv: str, en: str, *, within: str = "body") -> int:
        """Presses a button that sends a form; the status of the page that comes."""
        button = self.page.locator(within).get_by_role("button", name=self.say(sv, en), exact=True)
        with self.page.expect_navigation() as coming:
            button.first.click()
        return coming.value.status if coming.value else 0

    def follow(self, sv: str, en: str, *, within: str = "main") -> None:
        """Follows a link by its words."""
        link = self.page.locator(within).get_by_role("link", name=self.say(sv, en), exact=True)
        with self.page.expect_navigation():
            link.first.click()

    def fill(self, fields: Mapping[str, str]) -> None:
        """Answers fields by their names in the form."""
        for name, value in fields.items():
            at = self.page.locator(f"main [name='{name}']")
            kind = at.first.evaluate("e => e.type || e.tagName")
            if kind == "radio":
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif kind.startswith("select"):
                at.select_option(value)
            elif kind == "checkbox":
                at.set_checked(value == "on")
            else:
                at.fill(value)

    def sees(self, sv: str, en: str) -> None:
        """Waits until the page says it; fails where it never does."""
        expect(self.page.locator("body")).to_contain_text(
            self.say(sv, en), timeout=WAIT_MS, ignore_case=False
        )

    def heading(self, sv: str, en: str) -> None:
        """Waits for the page with that heading."""
        expect(self.page.locator("h1")).to_have_text(self.say(sv, en), timeout=WAIT_MS)

    def text(self) -> str:
        """All the page says, opened or not."""
        return self.page.locator("main").text_content() or ""

    def main(self) -> Locator:
        """The part of the page below the frame."""
        return self.page.locator("main")

    @property
    def path(self) -> str:
        """The address of the page, without the machine."""
        return self.page.url.removeprefix(self.base)

    def open_menu(self) -> None:
        """Opens the menu where it is folded together."""
        menu = self.page.locator("details[data-menu]")
        if menu.count() and menu.get_attribute("open") is None:
            menu.locator("summary").click()

    def speak(self) -> None:
        """Sees to it that pages are in the language of the look, as the button in the frame does."""
        if self.page.locator("html").get_attribute("lang") != self.look.language:
            self.open_menu()
            with self.page.expect_navigation():
                self.page.locator(f"button[name='language'][value='{self.look.language}']").click()
        expect(self.page.locator("html")).to_have_attribute("lang", self.look.language)

    def close(self) -> None:
        """Closes the window and forgets the login kept in it."""
        self.context.close()
