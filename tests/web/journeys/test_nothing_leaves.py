"""No page asks another machine for anything, and no page does what its own policy forbids."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error

from tests.support.browsing import Heard, Look
from tests.web.journeys.conftest import Site

WALK = ("/", "/mapping/", "/screening/", "/people/", "/rules/", "/powers/", "/nominate/", "/me/")


def test_without_a_route_to_the_internet_every_page_comes_and_none_asks_for_one(
    site: Site, look: Look
) -> None:
    who = site.visitor("anna", look)
    before = site.heard.requests
    for path in WALK:
        assert who.go(path) == 200
        who.page.wait_for_load_state("networkidle")
    assert site.heard.requests > before + len(WALK)
    assert site.heard.outside == []
    who.close()


def test_what_asks_another_machine_is_heard(site: Site) -> None:
    who = site.stranger(Look())
    with pytest.raises(Error):
        who.page.goto("http://elsewhere.example/")
    assert site.heard.outside == ["GET http://elsewhere.example/"]
    site.heard.outside.clear()


def test_what_the_policy_refuses_is_heard(site: Site) -> None:
    who = site.stranger(Look())
    who.go("/login/")
    with who.page.expect_request("**/csp/"):
        who.page.evaluate(
            "const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
            "document.body.append(s)"
        )
    assert who.page.evaluate("window.ran") is None
    assert any("csp" in each for each in site.heard.complaints)
    site.heard.complaints.clear()


def test_heard_knows_this_machine_from_others() -> None:
    heard = Heard()

    class Asked:
        method = "GET"
        post_data = None

        def __init__(self, url: str) -> None:
            self.url = url

    for url in ("http://127.0.0.1:8000/", "http://localhost:1/x", "http://127.0.0.1.example.com/"):
        heard._asked(Asked(url))
    assert heard.outside == ["GET http://127.0.0.1.example.com/"]
