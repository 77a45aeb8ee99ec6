"""Every address has an entry, pages about people are behind the gate, and each role gets what it says."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hejda_web.accounts.models import Appointment, User
from tests.support.counts import counted
from tests.support.web_people import in_region, logged_in
from tests.web.access_referee import Paper, Somebody, opens, rows
from tests.web.addresses import address, patterns
from tests.web.conftest import World
from tests.web.expected_addresses import (
    ADDRESSES,
    API,
    LOGIN,
    OPEN,
    TAKES_NOMINATION,
    TAKES_OTHER,
    TAKES_PERSON,
)

ROLES = {
    "anna": "analyst", "hugo": "case_officer", "rut": "regional_lead", "nils": "national_lead",
    "bo": "safety_officer", "lena": "lawyer", "dag": "duty_desk", "siv": "authority",
    "adam": "administrator",
}  # fmt: skip
UNKNOWN = uuid.UUID("00000000-0000-4000-8000-000000000007")
FORMS_ONLY = ("candidate_judge", "candidate_decide", "candidate_second")
REFUSED = {400, 403, 404, 405}


def test_every_pattern_has_a_name_and_an_entry() -> None:
    assert {pattern.name for pattern, _ in patterns()} == set(ADDRESSES)


def test_each_page_of_an_act_is_behind_the_gate_and_marked_with_it() -> None:
    for pattern, _ in patterns():
        act = getattr(getattr(pattern.callback, "action", None), "code", None)
        entry = ADDRESSES[str(pattern.name)]
        assert act == (None if entry in (OPEN, LOGIN, API) else entry), pattern.name


def test_every_id_is_drawn_by_lot_and_every_address_that_takes_one_is_listed() -> None:
    takes = {str(p.name): taken for p, taken in patterns()}
    ours = {
        name for name, taken in takes.items()
        if "pk" not in taken and "provider_id" not in taken and ADDRESSES[name] != API
    }  # fmt: skip
    with_id = {name for name in ours if takes[name]} - {"rule"}
    assert with_id == {*TAKES_PERSON, *TAKES_NOMINATION, *TAKES_OTHER}
    for name in with_id:
        assert {type(each).__name__ for each in takes[name].values()} == {"UUIDConverter"}, name


def test_without_login_only_the_open_pages_answer(world: World) -> None:
    somebody = Client(SERVER_NAME="127.0.0.1")
    for name, entry in ADDRESSES.items():
        for method in ("get", "post"):
            answer = getattr(somebody, method)(address(name, UNKNOWN))
            if entry == API:
                wrong = method == ("get" if name == "api_events" else "post")
                assert answer.status_code == (405 if wrong else 401), (name, method)
                assert answer["Content-Type"] == "application/problem+json"
            elif entry != OPEN:
                assert answer.status_code == 302, (name, method)
                assert answer["Location"].startswith("/login/"), (name, method)


@pytest.mark.parametrize("username", ROLES)
def test_each_role_gets_what_its_entry_says(world: World, username: str) -> None:
    client = logged_in(username)
    user = User.objects.get(username=username)
    anna = User.objects.get(username="anna")
    who = Somebody(frozenset({ROLES[username]}), _papers(user), independent=user.unit.independent)
    table = rows()
    hidden = {True: in_region(_papers(anna)[0].of, inside=False)[0], False: UNKNOWN}
    seen = 0
    for name, entry in ADDRESSES.items():
        if entry in (OPEN, LOGIN, API):
            continue  # for the API a login is nobody: tests/web/api
        for method in ("get", "post"):
            seen += 1
            asked = address(name, hidden[name in TAKES_NOMINATION])
            answer = getattr(client, method)(asked, {"alert": str(UNKNOWN)})
            if name in TAKES_PERSON or name in TAKES_NOMINATION:
                # Nobody of a region they have no appointment for. What only takes a form sends
                # whoever looks at it to the page that has the form, and that page says no.
                sent_back = method == "get" and name in FORMS_ONLY
                assert answer.status_code == (302 if sent_back else 404), (name, method)
            elif opens(table[entry], who, timezone.localdate()):
                assert answer.status_code not in REFUSED or name in TAKES_OTHER, (name, method)
            else:
                assert answer.status_code == 404, (name, method, answer.status_code)
    counted(f"addresses × methods as {ROLES[username]}: {seen}")


def _papers(user: User) -> tuple[Any, ...]:
    kinds = {"screening": "region", "duty": "duty"}
    return tuple(
        Paper(kinds[each.scope], each.region, each.valid_from, each.valid_until)
        for each in Appointment.objects.filter(user=user, scope__in=kinds).order_by("-scope")
    )
