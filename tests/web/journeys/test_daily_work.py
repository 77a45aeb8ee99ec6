"""Journeys of an ordinary day: from what waits to the person, a colleague named, the work ended."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.support.at_the_door import NUMBER, at_the_door
from tests.support.browsing import Look, Visitor
from tests.web.journeys.conftest import Enter, Site, focus_person_of


def label_of(site: Site, person: str) -> str:
    """What colleagues call the person."""
    return str(site.rows("select label from people_person where id = %s", person)[0][0])


def test_a_line_of_my_day_leads_to_the_person_it_is_about(
    site: Site, enter: Enter, crowded: str
) -> None:
    rut, label = enter("rut"), label_of(site, crowded)
    rut.go("/day/")
    line = rut.page.locator("li.task", has_text=label).first
    expect(line).to_contain_text(rut.say("Ingen är utsedd", "Nobody is named"))
    with rut.page.expect_navigation():
        line.get_by_role("link").click()
    rut.heading("Översikt", "Overview")
    assert rut.path == f"/people/{crowded}/"


def test_somebody_is_found_by_number_and_the_number_stands_nowhere(
    site: Site, enter: Enter, focus_person: str
) -> None:
    at_the_door(site, focus_person)
    anna = enter("anna")
    anna.go("/search/")
    anna.page.locator("main input[name='number']").fill(NUMBER)
    with anna.page.expect_navigation():
        anna.page.keyboard.press("Enter")
    assert NUMBER not in anna.page.content()
    assert NUMBER not in anna.page.url
    label = label_of(site, focus_person)
    anna.follow(label, label)
    anna.heading("Översikt", "Overview")
    assert label not in anna.page.title()


def test_a_colleague_elsewhere_finds_nobody_by_the_same_number(
    site: Site, enter: Enter, focus_person: str
) -> None:
    at_the_door(site, focus_person)
    bo = enter("bo")
    with site.world.connect("postgres") as superuser:
        superuser.execute(
            "update accounts_appointment set valid_until = current_date - 1 where person = %s and user_id ="
            " (select id from accounts_user where username = 'bo')", [focus_person],
        )  # fmt: skip
    bo.go("/search/")
    bo.fill({"number": NUMBER})
    bo.press("Sök", "Search", within="main")
    bo.sees("Ingen hittad", "Nobody found")
    with site.world.connect("postgres") as superuser:
        superuser.execute(
            "update accounts_appointment set valid_until = null where person = %s and user_id ="
            " (select id from accounts_user where username = 'bo')", [focus_person],
        )  # fmt: skip


def test_the_overview_tells_figures_hides_small_ones_and_names_nobody(
    site: Site, enter: Enter, focus_person: str
) -> None:
    rut, nils = enter("rut"), enter("nils")
    labels = [row[0] for row in site.rows("select label from people_person")]
    for who in (rut, nils):
        who.go("/overview/")
        who.sees("färre än 5", "fewer than 5")
        said = who.text()
        assert not any(each in said for each in labels)
    nils.sees("Landet", "The country")


def test_a_case_officer_who_is_appointed_finds_the_person_among_their_own(
    site: Site, enter: Enter, own_list: list[str]
) -> None:
    person = focus_person_of(site, own_list.pop())
    label = label_of(site, person)
    rut, hugo = enter("rut"), enter("hugo")
    for page in ("/people/", "/day/"):
        hugo.go(page)
        assert label not in hugo.text()
    rut.go(f"/people/{person}/")
    rut.follow("Utse någon för personen", "Appoint somebody for the person")
    user = site.rows("select id::text from accounts_user where username = 'hugo'")[0][0]
    rut.fill({"user": user, "reason": "Ansvarig handläggare."})
    rut.press("Utse", "Appoint")
    rut.sees("Uppdraget är sparat.", "The appointment is saved.")
    hugo.go("/day/")
    expect(hugo.page.locator("li.task", has_text=label)).to_contain_text(
        hugo.say("Arbetet har inte börjat", "Work has not begun")
    )
    hugo.go("/people/")
    hugo.follow(label, label)
    hugo.heading("Översikt", "Overview")
    hugo.sees("Hugo Handläggare", "Hugo Handläggare")


def test_ending_stops_one_first_and_asks_why(site: Site, enter: Enter, own_list: list[str]) -> None:
    person = focus_person_of(site, own_list.pop())
    rut = enter("rut")
    rut.go(f"/people/{person}/")
    card = rut.page.locator("details", has=rut.page.locator("[name='why']"))
    expect(card.locator(".notice")).not_to_be_visible()
    card.locator("summary").click()
    expect(card.locator(".notice")).to_contain_text(
        rut.say("Har Bops sagt vad det betyder", "Has the victim-safety unit said")
    )
    card.get_by_role("button").click()  # without a reason: the browser stops it
    assert site.rows("select ended_on from nominations_listing where person_id = %s", person) == [
        (None,)
    ]
    rut.fill({"why": "work_done"})
    rut.press("Avsluta i dag", "End it today")
    rut.sees("Tidigare fokusperson", "Former focus person")
    line = rut.page.locator("[data-entry='measure']")
    expect(line.first).to_contain_text(rut.say("Arbetet är klart", "The work is done"))
    rut.go("/people/")
    assert label_of(site, person) not in rut.text()


def test_an_edit_that_somebody_else_overtook_is_told_and_not_lost_silently(
    site: Site, enter: Enter
) -> None:
    one, two = enter("rut"), enter("rut")
    for who in (one, two):
        who.go("/people/start-order/")
    for who, number in ((one, "11"), (two, "12")):
        who.fill({"free_starts": number})
        who.page.locator("form[action$='/capacity/'] button").click()
        who.page.wait_for_load_state()
    two.sees("Någon annan ändrade nyss.", "Somebody else changed it.")
    assert ("11",) in site.rows("select free_starts::text from nominations_regionsetting")


def test_the_language_is_changed_in_the_middle_of_a_task(
    site: Site, enter: Enter, own_list: list[str], look: Look
) -> None:
    anna, key = enter("anna"), own_list.pop()
    anna.go(f"/screening/{key}/")
    anna.heading("Vad tänker du själv?", "What do you think yourself?")
    other = Visitor.__new__(Visitor)
    other.__dict__ = anna.__dict__ | {
        "look": Look("en" if look.language == "sv" else "sv", look.width)
    }
    other.speak()
    assert other.path == f"/screening/{key}/"
    other.heading("Vad tänker du själv?", "What do you think yourself?")
    other.fill({"level": "raised", "text": "Skrivet på det andra språket."})
    other.press("Spara och visa plats och poäng", "Save and show place and score")
    other.heading("Skälen, och ditt beslut", "The reasons, and your decision")
    anna.speak()
    anna.sees("Skrivet på det andra språket.", "Skrivet på det andra språket.")
    kept = site.rows("select text from nominations_ownjudgement where nomination_id = %s", key)
    assert kept == [("Skrivet på det andra språket.",)]
