"""Each page says what it is for, what comes then and who sees it, in both languages and in plain words."""

from __future__ import annotations

import re

import pytest

from hejda_web.ui.help import HELP, TELLS_ITSELF
from tests.support.web_people import logged_in
from tests.web.expected_addresses import ADDRESSES, API, OPEN
from tests.web.journeys.pages import NOT_SHOWN

OF_LOGIN = re.compile(r"^(account_|mfa_|openid_|socialaccount_)")
"""Pages of the login, whose lead says it."""
OUR_ACCOUNTS = ("account_new",)


def test_every_page_of_ours_tells_it() -> None:
    pages = {
        name
        for name, act in ADDRESSES.items()
        if act not in (OPEN, API)
        and (name not in NOT_SHOWN or name == "sharing_note")
        and (not OF_LOGIN.match(name) or name in OUR_ACCOUNTS)
    }
    assert pages - set(HELP) - TELLS_ITSELF == set()
    assert set(HELP) <= set(ADDRESSES)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_stands_on_the_page(world: object, language: str) -> None:
    rut = logged_in("rut")
    rut.post("/language/", {"language": language})
    for address, name in (("/me/", "me"), ("/people/", "actors"), ("/powers/", "powers")):
        text = rut.get(address).content.decode()
        assert getattr(HELP[name].purpose, language) in text
        assert getattr(HELP[name].then, language) in text
        assert getattr(HELP[name].seen_by, language) in text


def test_a_page_that_is_not_there_has_none(world: object) -> None:
    rut = logged_in("rut")
    text = rut.get("/people/00000000-0000-4000-8000-000000000000/").content.decode()
    assert "Om sidan" not in text
