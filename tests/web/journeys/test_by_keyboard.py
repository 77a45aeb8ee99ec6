"""Every task with the keyboard alone. Not bringing in a list: choosing a file is the machine's window.

Screening has a journey of its own (test_screening), and so has choosing in a timeline (test_people_around).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from tests.support.at_the_door import NUMBER, at_the_door
from tests.support.browsing import Look, Visitor
from tests.support.journey_acts import own_password
from tests.support.keyboard import answer, press, tab_to
from tests.support.service_tokens import put_token
from tests.support.size import SIZE
from tests.web.journeys.conftest import Site, focus_person_of

Before = Callable[[Visitor, "Ground"], None]
FEW = ("nominate", "end the work", "take a colleague on")
"""Tasks done at a push; a campaign does all."""


@dataclass(frozen=True)
class Ground:
    """What tasks stand on: a focus person of their own, the one at the door, what the database holds."""

    site: Site
    person: str
    at_door: str
    region: str

    def one(self, statement: str, *values: object) -> str:
        """The first value of the first row."""
        return str(self.site.rows(statement, *values)[0][0])


@dataclass(frozen=True)
class Task:
    """Who does it, where, what is answered in which order, which button, and what the page then says.

    A value of an answer that begins with a colon is a statement; its answer is the value.
    """

    name: str
    who: str
    address: str
    button: tuple[str, str]
    sees: tuple[str, str]
    answers: Mapping[str, str] = field(default_factory=dict)
    before: Before | None = None
    within: str = "main"


def _open_ending(who: Visitor, ground: Ground) -> None:
    tab_to(who, "section:has(#next) summary")
    who.page.keyboard.press("Enter")


def _door(who: Visitor, ground: Ground) -> None:
    at_the_door(ground.site, ground.at_door)


def _asked(who: Visitor, ground: Ground) -> None:
    answer(who, {"circumstances": "Hot den 3 mars."})
    press(who, "Fråga lagen", "Ask the law")


def _review_due(who: Visitor, ground: Ground) -> None:
    with ground.site.world.connect("postgres") as superuser:
        superuser.execute(
            "insert into oversight_needreview (id, region, year, due_on, finding, version)"
            " values (gen_random_uuid(), %s, 2099, current_date, '', 1)", [ground.region],
        )  # fmt: skip
    who.page.reload()


def _alert(who: Visitor, ground: Ground) -> None:
    with ground.site.world.connect("postgres") as superuser:
        superuser.execute(
            'insert into oversight_alert (id, at, "user", person, action)'
            " select gen_random_uuid(), now(), u.id, %s, 'actor.see' from accounts_user u"
            " where u.username = 'nils'", [ground.person],
        )  # fmt: skip
    who.page.reload()


SAVED = ("Sparat.", "Saved.")
TASKS = [
    Task("nominate", "hugo", "/nominate/", ("Lämna förslaget", "Hand in the nomination"),
         ("Förslaget är sparat.", "The nomination is saved."),
         {"origin": "officer", "names": "Påhittad Tangent", "acts": "Hot 2026-03-02, K8-26.",
          "reason": "Ringde i natt."}),
    Task("take a colleague on", "adam", "/accounts/new/", ("Lägg upp kontot", "Make the account"),
         ("Kontot är upplagt", "The account is made"),
         {"username": "tangent", "name": "Tage Tangent", "unit": ":select id from accounts_unit limit 1",
          "role": "duty_desk"}),
    Task("begin work with somebody", "rut", "/people/{person}/",
         ("Börja arbetet i dag", "Begin the work today"), ("Arbete pågår", "Work going on")),
    Task("begin a piece of work", "rut", "/purpose/", ("Börja", "Begin"), ("K9/26", "K9/26"),
         {"purpose": "screening", "case_reference": "K9/26"}),
    Task("search", "anna", "/search/", ("Sök", "Search"), ("Hittad", "Found"), {"number": NUMBER}, _door),
    Task("look up", "dag", "/duty/", ("Sök", "Look up"), ("Bevakas", "Monitored"), {"number": NUMBER}, _door),
    Task("order a run", "anna", "/mapping/new/", ("Beställ", "Order"),
         ("Körningen är beställd.", "The run is ordered."), {"source": "small", "places": "10"}),
    Task("ask the law", "hugo", "/sharing/", ("Fråga", "Ask"), ("OSL", "OSL")),
    Task("compare two days of law", "hugo", "/sharing/changed/", ("Jämför", "Compare"), ("lag", "Act")),
    Task("keep a test", "anna", "/people/{person}/sharing/", ("Spara prövningen", "Keep the test"),
         ("Prövning av vad som får delas", "Test of what may be shared"), {}, _asked),
    Task("appoint", "rut", "/appointments/?person={person}", ("Utse", "Appoint"),
         ("Uppdraget är sparat.", "The appointment is saved."),
         {"user": ":select id from accounts_user where username = 'bo'", "reason": "Med tangenter."}),
    Task("end an appointment", "rut", "/appointments/{appointment}/", ("Spara", "Save"), SAVED,
         {"reason": "Ändrat med tangenter."}),
    Task("set the room there is", "rut", "/people/start-order/", ("Spara", "Save"),
         ("Regionen kan arbeta med", "The region can work with"), {"free_starts": "9"}),
    Task("change an account", "adam", "/accounts/{user}/", ("Spara", "Save"), SAVED,
         {"email": "tangent@exempel.test"}),
    Task("make a token", "adam", "/tokens/new/", ("Lägg upp nyckeln", "Make the token"),
         ("Nyckeln är upplagd", "The token is made"),
         {"name": "Tangentsystem", "unit": ":select id from accounts_unit limit 1",
          "scopes": "actors:read", "reach": "regions", "regions": ":region", "purpose": "Prov.",
          "case_reference": "A2/26", "valid_until": ":month"}),
    Task("confirm a token", "rut", "/tokens/confirm/{token}/",
         ("Bekräfta: systemet behöver detta", "Confirm: the system needs this"), ("gäller", "in force")),
    Task("revoke a token", "adam", "/tokens/{token}/revoke/", ("Återkalla", "Revoke"),
         ("återkallad", "revoked")),
    Task("answer the yearly review", "lena", "/oversight/reviews/", ("Spara prövningen", "Save the review"),
         ("Uppgifterna behövs än.", "Uppgifterna behövs än."), {"finding": "Uppgifterna behövs än."},
         _review_due),
    Task("mark an alert as seen", "lena", "/oversight/alerts/", ("Markera som sett", "Mark as seen"),
         ("sett", "seen"), {}, _alert),
    Task("tick a step of the first day", "siv", "/first-day/", ("Bocka av: Läs en regel, med källa och datum",
         "Tick off: Read a rule, with its source and date"), ("1 av 5", "1 of 5")),
    Task("change the language", "nils", "/powers/", ("English", "Svenska"), ("Who may do what", "Vem som"),
         within="header"),
    Task("end the work", "rut", "/people/{person}/", ("Avsluta i dag", "End it today"),
         ("Avslutad", "Ended"), {"why": "work_done"}, _open_ending),
]  # fmt: skip


@pytest.fixture(scope="package")
def ground(site: Site, own_list: list[str], region: str, focus_person: str) -> Ground:
    """A focus person of its own, from the police's own list."""
    return Ground(site, focus_person_of(site, own_list.pop()), focus_person, region)


@pytest.mark.parametrize(
    "task", [t for t in TASKS if SIZE > 1 or t.name in FEW], ids=lambda t: t.name
)
def test_a_task_is_done_with_the_keyboard_alone(ground: Ground, task: Task) -> None:
    who = ground.site.visitor(task.who, Look())
    who.go(_address(ground, task))
    if task.before is not None:
        task.before(who, ground)
    answer(who, {name: _value(ground, value) for name, value in task.answers.items()})
    press(who, *task.button, within=task.within)
    expect(who.page.locator("body")).to_contain_text(task.sees[0])
    assert who.page.locator(".faults").count() == 0
    if task.name == "change the language":
        who.speak()


def test_one_logs_in_and_out_with_the_keyboard_alone(site: Site) -> None:
    site.visitor("nils", Look()).close()
    who = site.stranger(Look())
    who.go("/login/")
    who.speak()
    answer(who, {"login": "nils", "password": own_password("nils")})
    press(who, "Logga in", "Log in")
    who.speak()
    who.heading("Vad du kan göra här", "What you can do here")
    press(who, "Logga ut", "Log out", within="header")
    if who.path.startswith("/logout/"):
        press(who, "Logga ut", "Log out")
    who.go("/me/")
    who.heading("Logga in", "Log in")


def _address(ground: Ground, task: Task) -> str:
    ids = {"person": ground.person}
    if "{token}" in task.address:
        waits = (
            {}
            if task.name.startswith("revoke")
            else {"confirmed_by_id": None, "confirmed_at": None}
        )
        with ground.site.world.connect("postgres") as superuser:
            made = put_token(superuser, regions=[ground.region], name="Tangent", **waits)
        ids["token"] = str(made.key)
    if "{user}" in task.address:
        ids["user"] = ground.one("select id from accounts_user where username = 'bo'")
    if "{appointment}" in task.address:
        ids["appointment"] = ground.one(
            "select a.id from accounts_appointment a join accounts_user u on u.id = a.user_id"
            " where u.username = 'anna' and a.scope = 'screening'"
        )
    return task.address.format(**ids)


def _value(ground: Ground, value: str) -> str:
    if value == ":region":
        return ground.region
    if value == ":month":
        today = dt.date.fromisoformat(ground.one("select current_date"))
        return (today + dt.timedelta(days=30)).isoformat()
    return ground.one(value[1:]) if value.startswith(":") else value
