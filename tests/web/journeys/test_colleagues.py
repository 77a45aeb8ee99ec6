"""Journeys about colleagues: accounts, appointments, alerts, the log."""

from __future__ import annotations

import datetime as dt

from playwright.sync_api import expect

from tests.support.journey_acts import begin_work
from tests.web.journeys.conftest import Enter, Site, focus_person_of


def test_an_administrator_makes_accounts_and_sees_nobody(
    site: Site, enter: Enter, focus_person: str, own_list: list[str]
) -> None:
    adam = enter("adam")
    adam.go("/")
    menu = adam.page.locator("nav.main-nav a").all_text_contents()
    assert adam.say("Konton", "Accounts") in menu
    assert adam.say("Granskning", "Screening") not in menu
    begin_work(adam, "oversight")
    for path in (
        "/screening/", "/people/", "/mapping/compare/", f"/people/{focus_person}/",
        f"/people/{focus_person}/who/", f"/screening/{own_list[0]}/", "/oversight/alerts/",
        "/appointments/",
    ):  # fmt: skip
        assert adam.go(path) == 404, path
    adam.go("/accounts/")
    adam.follow("Nytt konto", "New account")
    adam.heading("Nytt konto", "New account")


def test_a_stale_change_of_an_account_shows_both_versions_and_loses_nothing(
    site: Site, enter: Enter
) -> None:
    user = site.rows("select id::text from accounts_user where username = 'siv'")[0][0]
    one, two = enter("adam"), enter("adam")
    for who in (one, two):
        who.go(f"/accounts/{user}/")
    one.fill({"email": "ett@exempel.test"})
    one.press("Spara", "Save")
    one.sees("Sparat.", "Saved.")
    two.fill({"name": "Siv Samverkan-Nyss", "email": "tva@exempel.test"})
    assert two.press("Spara", "Save") == 409
    two.heading("Någon annan ändrade medan du skrev", "Somebody else changed this while you wrote")
    two.sees("ett@exempel.test", "ett@exempel.test")
    assert "object (" not in two.text()
    two.sees("Psykiatrin i Lå (påhittad)", "Psykiatrin i Lå (påhittad)")
    expect(two.page.locator("tbody tr", has_text=two.say("Kontot är öppet", "The account is open"))
           ).to_contain_text(two.say("ja", "yes"))  # fmt: skip
    expect(two.page.locator("[name='email']")).to_have_value("tva@exempel.test")
    two.press("Spara det jag skrev", "Save what I wrote")
    kept = site.rows("select name, email from accounts_user where id = %s", user)
    assert kept == [("Siv Samverkan-Nyss", "tva@exempel.test")]


def test_a_regional_lead_appoints_and_revokes_with_effect_in_the_other_open_window(
    site: Site, enter: Enter, own_list: list[str]
) -> None:
    person = focus_person_of(site, own_list.pop())
    rut, hugo = enter("rut"), enter("hugo")
    assert hugo.go(f"/people/{person}/") == 404
    today = dt.date.fromisoformat(str(site.rows("select current_date")[0][0]))
    first, last = today - dt.timedelta(days=2), today - dt.timedelta(days=1)
    user = site.rows("select id::text from accounts_user where username = 'hugo'")[0][0]
    rut.go(f"/people/{person}/")
    rut.follow("Utse någon för personen", "Appoint somebody for the person")
    rut.fill(
        {
            "user": user, "reason": "Ansvarig handläggare.",
            "valid_from": first.isoformat(), "valid_until": "",
        }
    )  # fmt: skip
    rut.press("Utse", "Appoint")
    rut.sees("Uppdraget är sparat.", "The appointment is saved.")
    assert hugo.go(f"/people/{person}/") == 200
    hugo.heading("Översikt", "Overview")
    hugo.go("/me/")
    hugo.sees("Ansvarig handläggare.", "Ansvarig handläggare.")
    made = site.rows(
        "select id::text from accounts_appointment where person = %s and user_id = %s"
        " order by valid_until nulls first limit 1", person, user,
    )[0][0]  # fmt: skip
    hugo.go(f"/people/{person}/")
    rut.go(f"/appointments/{made}/")
    rut.fill({"valid_until": last.isoformat()})
    rut.press("Spara", "Save")
    rut.sees("Sparat.", "Saved.")
    answer = hugo.page.reload()
    assert answer is not None
    assert answer.status == 404


def test_a_conflict_is_hidden_from_the_colleague_and_told_to_the_lawyer(
    site: Site, enter: Enter, region: str
) -> None:
    hugo, lena = enter("hugo"), enter("lena")
    for person in _tied_to_hugo(site, region):
        assert hugo.go(f"/people/{person}/") == 404
        lena.go("/oversight/alerts/")
        row = lena.page.locator("tbody tr").first  # what nobody has seen comes first
        expect(row).to_contain_text("Hugo Handläggare")
        expect(row).to_contain_text(lena.say("se en fokusperson", "see a focus person"))
        expect(row).to_contain_text(lena.say("inte sett", "not seen"))
        with lena.page.expect_navigation():
            row.get_by_role("button").click()
        seen = site.rows(
            "select seen_at is not null from oversight_alert where person = %s", person
        )
        assert seen == [(True,)]


def _tied_to_hugo(site: Site, region: str) -> list[str]:
    """Two people elsewhere who from now on are relatives of Hugo."""
    people = site.rows(
        "select y.person_id::text, y.number_hash from people_party y"
        " join people_person p on p.id = y.person_id where p.region <> %s and y.role = 'subject'"
        " and not exists (select 1 from accounts_tie t where t.number_hash = y.number_hash)"
        " order by y.id limit 2", region,
    )  # fmt: skip
    assert len({person for person, _ in people}) == 2
    with site.world.connect("postgres") as connection:
        for _, number in people:
            connection.execute(
                "insert into accounts_tie (id, user_id, number_hash, kind, declared_on)"
                " select gen_random_uuid(), id, %s, 'relative', current_date from accounts_user"
                " where username = 'hugo'", [number],
            )  # fmt: skip
    return [person for person, _ in people]


def test_the_lawyer_sees_how_long_the_log_is_and_answers_the_yearly_review(
    site: Site, enter: Enter
) -> None:
    lena = enter("lena")
    lena.go("/oversight/")
    lena.heading("Loggen", "The log")
    entries = site.rows("select count(*) from audit.entry")[0][0]
    shown = "".join(c for c in lena.page.locator("main .number").first.inner_text() if c.isdigit())
    assert int(shown) <= entries
    assert int(shown) >= entries - 1
    lena.go("/oversight/reviews/")
    open_one = lena.page.locator("main form:has([name='finding'])")
    if open_one.count():
        open_one.first.locator("[name='finding']").fill("Uppgifterna behövs.")
        with lena.page.expect_navigation():
            open_one.first.get_by_role("button").click()
    lena.sees("Uppgifterna behövs.", "Uppgifterna behövs.")
