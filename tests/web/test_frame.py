"""The frame shows each reader the pages that open to them and no other, and faults tell nobody apart."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from hejda_web.config.demo_content import USERS
from hejda_web.people.frame import PAGES
from tests.support.web_people import in_region, logged_in

ADDRESSES = {reverse(page.name) for page in PAGES}
USERNAMES = [username for username, _, _ in USERS]


def menu(client: Client) -> set[str]:
    """The addresses in the main menu of the reader's start page."""
    page = client.get("/").content.decode()
    nav = page.split('<nav class="main-nav"', 1)[1].split("</nav>", 1)[0]
    return set(re.findall(r'href="([^"]+)"', nav))


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("username", USERNAMES)
def test_the_menu_holds_the_pages_that_open_and_none_that_does_not(username: str) -> None:
    client = logged_in(username)
    shown = menu(client)
    opened = {address for address in ADDRESSES if client.get(address).status_code == 200}
    assert shown == opened
    assert {client.get(address).status_code for address in ADDRESSES - shown} <= {404}


@pytest.mark.usefixtures("world")
def test_nothing_there_and_nothing_for_you_are_the_same_bytes_for_everybody() -> None:
    anna, adam = logged_in("anna"), logged_in("adam")
    elsewhere = in_region(menu_region(), inside=False)[0]
    answers = {
        client.get(address).content
        for client in (anna, adam)
        for address in ("/no/such/page/", f"/screening/{elsewhere}/", "/rules/no-such-rule/")
    }
    assert len(answers) == 1
    assert b"Anna" not in answers.pop()


def menu_region() -> str:
    """The region that anna is appointed to screen."""
    from hejda_web.accounts.models import Appointment

    return str(Appointment.objects.get(user__username="anna", scope="screening").region)


@pytest.mark.usefixtures("world")
def test_the_switch_changes_the_language_of_the_next_page_and_stays_inside_the_house() -> None:
    client = logged_in("hugo")
    answer = client.post("/language/", {"language": "en", "here": "/rules/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/rules/")
    assert b'<html lang="en">' in client.get("/rules/").content
    away = client.post("/language/", {"language": "sv", "here": "https://elsewhere.example/"})
    assert away.headers["Location"] == "/"
    assert b'<html lang="sv">' in client.get("/rules/").content


@pytest.mark.usefixtures("world")
def test_the_work_going_on_is_named_on_every_page_until_it_is_ended() -> None:
    client = logged_in("anna")
    assert b"K100/26" in client.get("/rules/").content
    client.post("/purpose/", {"end": "1"})
    assert b"K100/26" not in client.get("/rules/").content


@pytest.mark.usefixtures("world")
def test_a_form_from_elsewhere_gets_our_page_and_changes_nothing() -> None:
    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    answer = client.post("/language/", {"language": "en", "here": "/"})
    assert answer.status_code == 403
    assert b'class="brand"' in answer.content
    assert b"Django" not in answer.content
