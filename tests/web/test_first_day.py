"""The first day of each role: its steps lead somewhere it may go, and are ticked by what the work wrote."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hejda_web.accounts.models import User
from hejda_web.config.demo_content import USERS
from hejda_web.desk.first_day_steps import STEPS
from tests.support.web_people import in_region, logged_in

ROWS = re.compile(r'<li( class="done")?><div class="first-step"><p><a href="([^"]+)">')


def steps_of(who: Any) -> list[tuple[bool, str]]:
    """(done, where it leads) for each step on the reader's page."""
    text = who.get("/first-day/").content.decode()
    return [(bool(done), link) for done, link in ROWS.findall(text)]


@pytest.mark.parametrize(("username", "role"), [(u, r) for u, _, r in USERS])
def test_each_step_of_a_role_leads_to_a_page_it_may_open(
    world: object, username: str, role: str
) -> None:
    who = logged_in(username)
    rows = steps_of(who)
    assert len(rows) == len(STEPS[role]) == 5
    for _, link in rows:
        assert who.get(link).status_code == 200, link
    assert "/first-day/" in who.get("/").content.decode()


def test_a_step_is_done_when_the_work_is_and_not_before(world: object) -> None:
    from hejda_web.accounts.models import Appointment

    anna = logged_in("anna")
    done = {link: done for done, link in steps_of(anna)}
    assert done["/purpose/"]
    judged = [step.code for step in STEPS["analyst"]].index("judge")
    assert not steps_of(anna)[judged][0]
    region = Appointment.objects.get(user__username="anna", scope="screening").region
    key = in_region(region)[0]
    anna.post(f"/screening/{key}/judge/", {"level": "raised", "text": "Två händelser."})
    assert steps_of(anna)[judged][0]
    assert not steps_of(anna)[judged + 1][0]
    rut = logged_in("rut")
    assert not steps_of(rut)[3][0]  # a colleague's vote is not one's own


def test_what_is_only_read_is_ticked_by_the_reader_and_the_link_goes_when_told(
    world: object,
) -> None:
    siv = logged_in("siv", work=None)
    before = [done for done, _ in steps_of(siv)]
    assert before == [False] * 5
    siv.post("/first-day/", {"step": "rules"})
    siv.post("/first-day/", {"step": "judge"})  # not one to tick by hand
    assert [done for done, _ in steps_of(siv)].count(True) == 1
    siv.post("/first-day/", {"step": "rules"})
    assert not any(done for done, _ in steps_of(siv))
    assert "/first-day/" in siv.get("/").content.decode()
    siv.post("/first-day/", {"away": "1"})
    assert "/first-day/" not in siv.get("/").content.decode()
    assert siv.get("/first-day/").status_code == 200
    siv.post("/first-day/", {"back": "1"})
    assert "/first-day/" in siv.get("/").content.decode()


def test_the_link_goes_by_itself_after_a_month(world: object) -> None:
    import datetime as dt

    from django.utils import timezone

    dag = logged_in("dag")
    assert "/first-day/" in dag.get("/").content.decode()
    User.objects.filter(username="dag").update(
        joined_on=timezone.localdate() - dt.timedelta(days=31)
    )
    assert "/first-day/" not in dag.get("/").content.decode()
