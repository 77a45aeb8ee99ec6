"""Journeys on a focus person's pages: what is known and why, who they are, who looked."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.journeys.conftest import Enter, Site


def test_each_reason_opens_to_the_dated_records_behind_it(
    site: Site, enter: Enter, focus_person: str
) -> None:
    anna = enter("anna")
    anna.go("/people/")
    label = site.rows("select label from people_person where id = %s", focus_person)[0][0]
    anna.follow(label, label)
    anna.heading("Översikt", "Overview")
    assert anna.path == f"/people/{focus_person}/"
    why = anna.page.locator("section", has=anna.page.locator("h2#why"))
    reason = why.locator("details").first
    record = reason.locator("li").first
    expect(record).not_to_be_visible()
    reason.locator("summary").click()
    expect(record).to_be_visible()
    dated = site.rows(
        "select sentence_sv, sentence_en from runs_evidence where person_id = %s", focus_person
    )
    shown = record.inner_text()
    assert any((en if anna.look.language == "en" else sv) in shown for sv, en in dated)
    for part in ("timeline", "around", "decisions", "ground"):
        expect(anna.page.locator(f"h2#{part}")).to_be_visible()
    happened = site.rows(
        "select count(*) from runs_evidence where person_id = %s and not limited", focus_person
    )[0][0]
    assert happened > 0
    assert anna.page.locator("section:has(#timeline) ol.timeline > li").count() > 0


def test_who_it_is_stands_on_a_page_of_its_own_and_each_look_is_in_the_history(
    site: Site, enter: Enter, focus_person: str
) -> None:
    names, number = site.rows(
        "select names, personal_number from people_identity where person_id = %s", focus_person
    )[0]
    anna = enter("anna")
    anna.go(f"/people/{focus_person}/")
    assert names not in anna.page.content()
    assert number not in anna.page.content()
    looks = "select count(*) from audit.entry where body::text like '%%identity.see%%'"
    before = site.rows(looks)[0][0]
    anna.follow("Vem det är", "Who it is")
    anna.sees(names, names)
    assert names not in anna.page.title()
    assert site.rows(looks)[0][0] == before + 1
    anna.follow("Vem som sett och gjort vad", "Who saw and did what")
    first = anna.page.locator("tbody tr").first
    expect(first).to_contain_text("Anna Analytiker")
    expect(first).to_contain_text("K100/26")
    expect(anna.page.locator("tbody")).to_contain_text(
        anna.say("se vem personen är", "see who the person is")
    )


def test_earlier_suspicions_open_only_to_those_appointed_to_see_them(
    enter: Enter, focus_person: str
) -> None:
    anna, rut = enter("anna"), enter("rut")
    anna.go(f"/people/{focus_person}/")
    expect(anna.page.locator("nav.tabs a[href$='/earlier/']")).to_have_count(0)
    assert anna.go(f"/people/{focus_person}/earlier/") == 404
    rut.go(f"/people/{focus_person}/")
    rut.follow("Tidigare misstankar", "Earlier suspicions")
    rut.heading("Tidigare misstankar", "Earlier suspicions")


def test_work_is_begun_with_a_focus_person_and_the_order_of_beginning_is_shown(
    site: Site, enter: Enter, focus_person: str
) -> None:
    rut = enter("rut")
    rut.go("/people/start-order/")
    rut.fill({"free_starts": "7"})
    rut.page.locator("form[action$='/capacity/'] button").click()
    expect(rut.page.locator("[name='free_starts']")).to_have_value("7")
    rut.go(f"/people/{focus_person}/")
    begin = rut.page.get_by_role(
        "button", name=rut.say("Börja arbetet i dag", "Begin the work today")
    )
    if begin.count():
        rut.press("Börja arbetet i dag", "Begin the work today")
    expect(begin).to_have_count(0)
    started = site.rows(
        "select start_on is not null from nominations_listing where person_id = %s", focus_person
    )
    assert started == [(True,)]


def test_what_is_somebody_elses_looks_like_what_does_not_exist(
    site: Site, enter: Enter, region: str, focus_person: str
) -> None:
    elsewhere = site.rows("select id::text from people_person where region <> %s limit 1", region)
    anna, nils = enter("anna"), enter("nils")
    told = []
    for who, person in (
        (anna, elsewhere[0][0]), (nils, focus_person), (nils, "00000000-0000-4000-8000-000000000000")
    ):  # fmt: skip
        assert who.go(f"/people/{person}/") == 404
        told.append(who.text())
    assert told[0] == told[1] == told[2]
