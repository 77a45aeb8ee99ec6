"""Journeys through screening: own judgement, place and score, two votes apart, and what follows."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.support.browsing import Look
from tests.support.journey_acts import CASE, TO_LIST, begin_work, judge, vote, vote_not
from tests.web.journeys.conftest import Enter, Site


def test_purpose_and_case_are_asked_once_and_then_named_by_every_look(
    site: Site, look: Look, own_list: list[str]
) -> None:
    who = site.newly_logged_in("rut", look)
    who.go(f"/screening/{own_list[0]}/")
    who.heading("Vad ska du göra nu?", "What are you about to do?")
    who.fill({"purpose": "screening", "case_reference": "19850412-1234"})
    who.press("Börja", "Begin", within="main")
    expect(who.page.locator(".faults")).to_be_visible()
    who.fill({"purpose": "screening", "case_reference": "K777/26"})
    who.press("Börja", "Begin", within="main")
    assert who.path == f"/screening/{own_list[0]}/"
    for key in own_list[1:4]:
        assert who.go(f"/screening/{key}/") == 200
        who.heading("Vad tänker du själv?", "What do you think yourself?")
        who.sees("K777/26", "K777/26")
    cases = site.rows(
        "select count(*) from audit.entry where body::text like '%%candidate.see%%'"
        " and body::text like '%%K777/26%%'"
    )
    assert cases[0][0] >= 4
    who.press("Avsluta arbetsmomentet", "End this piece of work")
    who.go("/screening/")
    who.heading("Vad ska du göra nu?", "What are you about to do?")
    who.close()


def test_place_and_score_come_after_the_own_judgement_and_two_votes_make_a_focus_person(
    site: Site, enter: Enter, mapped: list[str]
) -> None:
    key = mapped.pop()
    place, score = site.rows(
        "select x.place, x.score from runs_placement x join runs_candidate c on c.id = x.candidate_id"
        " join nominations_nomination n on n.person_id = c.person_id"
        " where n.id = %s and c.list = 'harm'", key,
    )[0]  # fmt: skip
    anna = enter("anna")
    anna.go("/screening/")
    anna.heading("Granskning", "Screening")
    assert anna.go(f"/screening/{key}/score/") == 404
    anna.go(f"/screening/{key}/")
    assert anna.say(f"Plats {place} ", f"Place {place} ") not in anna.text()
    judge(anna, key, text="Hot och våld mot två.")
    anna.heading("Skälen, och ditt beslut", "The reasons, and your decision")
    anna.sees(f"Plats {place} ", f"Place {place} ")
    anna.sees("Hot och våld mot två.", "Hot och våld mot två.")
    assert vote(anna, vote_not("list", "recent_serious", "Annas skäl.")) == 422
    expect(anna.page.locator(".faults")).to_contain_text(anna.say("Rättslig grund", "Legal ground"))
    vote(anna, TO_LIST | {"text": "Annas skäl."})
    anna.sees("En kollega måste besluta samma sak", "A colleague must decide the same")
    assert score is not None

    rut = enter("rut")
    judge(rut, key, text="Ruts egen tanke.")
    assert "Annas skäl." not in rut.page.content()
    assert "Anna Analytiker" not in rut.text()
    vote(rut, TO_LIST | {"text": "Ruts skäl."})
    rut.sees("Personen är nu fokusperson.", "The person is now a focus person.")
    assert rut.path.startswith("/people/")
    rut.sees("Annas skäl.", "Annas skäl.")
    frozen = site.rows(
        "select d.place, d.score from nominations_decision d where d.nomination_id = %s", key
    )
    assert frozen == [(place, score)] * 2


def test_two_who_differ_both_see_both_votes(enter: Enter, own_list: list[str]) -> None:
    key = own_list.pop()
    anna, rut = enter("anna"), enter("rut")
    judge(anna, key)
    vote(anna, TO_LIST | {"text": "Annas skäl att lista."})
    judge(rut, key, "not_raised")
    vote(rut, vote_not("not_list", "old_or_ended", "Ruts skäl emot."))
    rut.sees("Ni två har kommit fram till olika saker", "You two differ")
    for who in (anna, rut):
        who.go(f"/screening/{key}/score/")
        who.sees("Annas skäl att lista.", "Annas skäl att lista.")
        who.sees("Ruts skäl emot.", "Ruts skäl emot.")
        who.sees("Ni kom fram till olika saker", "You differ")


def test_that_it_may_be_the_wrong_person_flows_back_to_the_next_mapping(
    site: Site, enter: Enter, own_list: list[str]
) -> None:
    key = own_list.pop()
    anna = enter("anna")
    judge(anna, key, "cannot_say")
    vote(anna, vote_not("wrong_person", "records_mixed", "Två med samma namn."))
    anna.sees("Beslutet är sparat.", "The decision is saved.")
    assert _flowed_back(site, key) == [("wrong_record", "Två med samma namn.")]


def test_that_it_may_be_the_victim_flows_back_to_the_next_mapping(
    site: Site, enter: Enter, own_list: list[str]
) -> None:
    key = own_list.pop()
    anna = enter("anna")
    judge(anna, key, "cannot_say")
    vote(anna, vote_not("may_be_victim", "roles_reversed", "Hon ringde själv varje gång."))
    anna.sees("Beslutet är sparat.", "The decision is saved.")
    assert _flowed_back(site, key) == [("may_be_the_victim", "Hon ringde själv varje gång.")]


def _flowed_back(site: Site, key: str) -> list[tuple[object, ...]]:
    return site.rows(
        "select j.kind, j.reason from nominations_judgement j"
        " join nominations_decision d on d.id = j.decision_id where d.nomination_id = %s", key,
    )  # fmt: skip


def test_a_vote_overtaken_by_a_colleague_shows_both_and_loses_nothing(
    site: Site, enter: Enter, own_list: list[str]
) -> None:
    key = own_list.pop()
    anna, rut = enter("anna"), enter("rut")
    judge(rut, key)
    rut.heading("Skälen, och ditt beslut", "The reasons, and your decision")
    judge(anna, key)
    vote(anna, TO_LIST | {"text": "Anna hann först."})
    status = vote(rut, TO_LIST | {"text": "Ruts långa text."})
    assert status == 409
    rut.sees("Någon annan hann före", "Somebody else was first")
    assert rut.page.locator("[name='text']").input_value() == "Ruts långa text."
    assert "Anna hann först." not in rut.page.content()
    assert site.rows("select count(*) from nominations_decision where nomination_id = %s", key) == [
        (1,)
    ]
    rut.press("Spara beslutet", "Save the decision")
    rut.sees("Personen är nu fokusperson.", "The person is now a focus person.")
    rut.sees("Anna hann först.", "Anna hann först.")
    rut.sees("Ruts långa text.", "Ruts långa text.")


def test_screening_is_done_by_keyboard_alone(site: Site, look: Look, own_list: list[str]) -> None:
    key = own_list.pop()
    who = site.visitor("anna", look)
    who.go(f"/screening/{key}/")
    keys = who.page.keyboard

    def tab_to(selector: str) -> None:
        for _ in range(120):
            keys.press("Tab")
            if who.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"Tab never comes to {selector}")

    tab_to("main [name='level']")
    keys.press("Space")
    tab_to("main [name='text']")
    keys.type("Läst med tangentbordet.")
    tab_to("main form button")
    with who.page.expect_navigation():
        keys.press("Enter")
    who.heading("Skälen, och ditt beslut", "The reasons, and your decision")
    tab_to("main [name='outcome']")
    keys.press("Space")
    who.page.locator("[name='outcome'][value='list']:checked").wait_for(state="attached")
    keys.press("ArrowDown")
    who.page.locator("[name='outcome'][value='not_list']:checked").wait_for(state="attached")
    tab_to("main [name='reason']")
    keys.type(who.say("Gammalt", "Old"))
    tab_to("main [name='text']")
    keys.type("Beslutat med tangentbordet.")
    tab_to("main form button")
    with who.page.expect_navigation():
        keys.press("Enter")
    who.sees("Beslutet är sparat.", "The decision is saved.")
    made = site.rows(
        "select outcome, reason, text from nominations_decision where nomination_id = %s", key
    )
    assert made == [("not_list", "old_or_ended", "Beslutat med tangentbordet.")]
    who.close()


def test_the_main_path_works_with_script_off(site: Site, look: Look, own_list: list[str]) -> None:
    key = own_list.pop()
    plain = Look(look.language, look.width, look.scheme, script=False)
    for username, words in (("anna", "Annas skäl utan skript."), ("rut", "Ruts utan skript.")):
        who = site.newly_logged_in(username, plain)
        who.speak()
        who.heading("Vad du kan göra här", "What you can do here")
        begin_work(who, case=CASE)
        judge(who, key)
        vote(who, TO_LIST | {"text": words})
        who.close()
    listed = site.rows("select count(*) from nominations_listing where nomination_id = %s", key)
    assert listed == [(1,)]
