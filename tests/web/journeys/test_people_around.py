"""Journeys through a long timeline and many people around: chosen from, remembered, and kept to oneself."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.support.browsing import Look, Visitor
from tests.support.keyboard import tab_to
from tests.web.journeys.conftest import Enter, Site

SHOWN = """() => [...document.querySelectorAll("[data-entry]")]
  .filter(e => !e.closest("[hidden]")).map(e => e.dataset.entry)"""
KEPT = "() => [localStorage.length, sessionStorage.length, document.cookie]"
BESIDE = 80
"""From so many rem the drawing stands beside the table."""


def shown(who: Visitor) -> list[str]:
    """Kinds of the lines that are not hidden."""
    found: list[str] = who.page.evaluate(SHOWN)
    return found


def test_the_timeline_is_chosen_from_by_keyboard_and_the_choice_survives_a_reload(
    enter: Enter, crowded: str
) -> None:
    anna = enter("anna")
    anna.go(f"/people/{crowded}/")
    keys = anna.page.keyboard
    everything = shown(anna)
    assert len(everything) > 300
    tab_to(anna, "#line-kind")
    keys.type(anna.say("Frihets", "Custody"))
    expect(anna.page.locator("#line-kind")).to_have_value("custody")
    chosen = shown(anna)
    assert set(chosen) == {"custody"}
    status = anna.page.locator("[data-timeline] [role='status']")
    expect(status).to_have_text(
        anna.say(f"Visar {len(chosen)} av {len(everything)} rader.",
                 f"Shows {len(chosen)} of {len(everything)} lines.")
    )  # fmt: skip
    tab_to(anna, "[data-filter='counts']")
    keys.press("Space")
    fewer = shown(anna)
    assert 0 < len(fewer) < len(chosen)
    assert anna.path == f"/people/{crowded}/"
    assert anna.page.evaluate(KEPT)[:2] == [0, 0]
    assert "custody" not in anna.page.evaluate(KEPT)[2]
    anna.page.reload()
    expect(anna.page.locator("#line-kind")).to_have_value("custody")
    expect(anna.page.locator("[data-filter='counts']")).to_be_checked()
    assert shown(anna) == fewer
    tab_to(anna, "[data-clear]")
    keys.press("Enter")
    expect(anna.page.locator("#line-kind")).to_be_focused()
    assert shown(anna) == everything


def test_a_period_that_holds_nothing_of_a_kind_says_so(enter: Enter, crowded: str) -> None:
    anna = enter("anna")
    anna.go(f"/people/{crowded}/")
    anna.page.select_option("#line-kind", "machine")
    anna.page.select_option("#line-span", label="2018")
    status = anna.page.locator("[data-timeline] [role='status']")
    expect(status).to_contain_text(anna.say("Ingen rad passar", "No line fits"))
    assert shown(anna) == []


def test_a_year_is_opened_without_script(site: Site, crowded: str, look: Look) -> None:
    plain = Look(look.language, look.width, script=False)
    who = site.visitor("anna", Look(look.language, look.width))
    state = who.context.storage_state()
    who.close()
    anna = site.stranger(plain, state=state)
    anna.go(f"/people/{crowded}/")
    expect(anna.page.locator("#line-kind")).not_to_be_visible()
    folded = anna.page.locator("details.year:not([open])").first.get_attribute("data-year")
    year = anna.page.locator(f"details[data-year='{folded}']")
    expect(year.locator("li").first).not_to_be_visible()
    year.locator("summary").focus()
    anna.page.keyboard.press("Enter")
    expect(year.locator("li").first).to_be_visible()


def test_forty_people_stand_in_table_and_drawing_alike_and_protected_ones_as_protected(
    enter: Enter, crowded: str
) -> None:
    anna = enter("anna")
    anna.go(f"/people/{crowded}/")
    island = anna.page.locator("[data-island]")
    rows, drawing = island.locator("tbody tr[data-around]"), island.locator("svg:visible")
    expect(rows).to_have_count(40)
    expect(drawing).to_have_count(1)
    expect(drawing.locator("g[data-around]")).to_have_count(40)
    for at in (12, 25, 38):
        expect(rows.nth(at).locator("td")).to_have_text(anna.say("Skyddad", "Protected"))
        said = drawing.locator("g[data-around]").nth(at).text_content() or ""
        assert not re.search(r"\d{4}", said), said
        assert anna.say("skyddad", "protected") in said
    table, figure = island.locator("table").bounding_box(), drawing.bounding_box()
    assert table is not None
    assert figure is not None
    beside = anna.look.width >= BESIDE * 16
    assert (figure["y"] < table["y"] + table["height"]) == beside, (
        "the table comes first where narrow"
    )
    assert figure["width"] <= anna.look.width
    island.locator("#around-partner").select_option("yes")
    expect(island.locator("tbody tr[data-around]:visible")).to_have_count(
        sum(n % 3 == 0 and n % 13 != 0 for n in range(1, 41))
    )
    expect(island.locator("[role='status']")).to_contain_text(
        anna.say("av 40 personer", "of 40 people")
    )
