"""Journeys of those who run and watch the system: its state, tokens, evidence, everybody's first day."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from hejda_web.config.demo_content import USERS
from tests.support.size import SIZE
from tests.web.journeys.conftest import Enter, Site
from tests.web.journeys.test_every_page import bring_in_a_report

NEW = [username for username, _, _ in USERS] if SIZE > 1 else ["siv", "lena"]
"""Whose first day is gone through: at a push two, in a campaign every role."""


def test_the_administrator_sees_how_the_system_is_and_nobody_in_it(
    site: Site, enter: Enter
) -> None:
    adam = enter("adam")
    adam.go("/operation/")
    adam.heading("Drift", "Operation")
    worker = adam.page.locator("tr", has_text=adam.say("Arbetaren", "The worker")).first
    expect(worker).to_contain_text(adam.say("livstecken", "sign of life"))
    labels = [row[0] for row in site.rows("select label from people_person")]
    said = adam.text()
    assert not any(each in said for each in labels)
    anna = enter("anna")
    assert anna.go("/operation/") == 404


def test_a_token_opens_nothing_until_somebody_else_confirms_it(
    site: Site, enter: Enter, region: str
) -> None:
    adam, rut = enter("adam"), enter("rut")
    name = f"Lägesbild {len(site.rows('select 1 from services_token'))}"
    adam.go("/tokens/new/")
    unit = site.rows("select id::text from accounts_unit where name = 'IT-drift'")[0][0]
    today = dt.date.fromisoformat(str(site.rows("select current_date")[0][0]))
    adam.page.locator("[name='scopes'][value='actors:read']").check()
    adam.fill(
        {
            "name": name, "unit": unit, "reach": "regions", "regions": region, "purpose": "Prov.",
            "case_reference": "A1/26", "valid_until": (today + dt.timedelta(days=30)).isoformat(),
        }
    )  # fmt: skip
    adam.press("Lägg upp nyckeln", "Make the token", within="main")
    secret = adam.page.locator("code.secret").inner_text()
    assert _asks(adam, secret) == 403
    assert adam.go("/tokens/confirm/") == 404
    rut.go("/tokens/confirm/")
    rut.follow(name, name)
    rut.press("Bekräfta: systemet behöver detta", "Confirm: the system needs this")
    by = site.rows(
        "select m.username, c.username from services_token t join accounts_user m on m.id = t.made_by_id"
        " join accounts_user c on c.id = t.confirmed_by_id where t.name = %s", name,
    )  # fmt: skip
    assert by == [("adam", "rut")]
    assert _asks(adam, secret) == 200


def _asks(who: object, secret: str) -> int:
    """What the API answers whoever shows the token."""
    from tests.support.browsing import Visitor

    assert isinstance(who, Visitor)
    answer = who.context.request.get(
        f"{who.base}/api/1/actors", headers={"Authorization": f"Bearer {secret}"}
    )
    return answer.status


def test_every_figure_of_the_evidence_has_its_interval_and_says_it_is_invented(
    site: Site, enter: Enter
) -> None:
    report = bring_in_a_report(site)
    lena = enter("lena")
    lena.go("/evidence/")
    lena.sees("0,612 (0,541 till 0,688)", "0.612 (0.541 to 0.688)")
    lena.sees("Underlaget är påhittat.", "The data are invented.")
    lena.go(f"/evidence/{report}/")
    lena.heading("Exempellandet", "The example country")
    hugo = enter("hugo")
    assert hugo.go(f"/evidence/{report}/") == 404


@pytest.mark.parametrize("username", NEW)
def test_a_first_day_is_gone_through_step_by_step(enter: Enter, username: str) -> None:
    who = enter(username)
    who.go("/")
    who.follow("Din första dag, steg för steg", "Your first day, step by step")
    who.heading("Din första dag", "Your first day")
    steps = who.page.locator(".first-steps > li")
    expect(steps).to_have_count(5)
    addresses = [str(each.get_attribute("href")) for each in steps.locator("a").all()]
    own = steps.filter(has=who.page.get_by_role("button"))
    if own.count():
        tick = own.first
        before = tick.get_attribute("class") or ""
        with who.page.expect_navigation():
            tick.get_by_role("button").click()
        assert (own.first.get_attribute("class") or "") != before
        with who.page.expect_navigation():
            own.first.get_by_role("button").click()  # as it was, for whoever comes next
    for address in addresses:
        assert who.go(address) == 200, address
