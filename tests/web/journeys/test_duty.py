"""Somebody at the door: a new duty officer on a telephone finds out whom to call."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.at_the_door import NUMBER, at_the_door
from tests.support.browsing import Look
from tests.support.journey_acts import own_password, try_to_log_in
from tests.web.journeys.conftest import Site

TALL, WIDE = 640, 360
"""Pixels of a small telephone."""
LARGE = 32
"""Pixels of the number's letters, at least."""


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_login_to_the_number_to_call_in_two_pages(
    site: Site, focus_person: str, language: str, script: bool
) -> None:
    at_the_door(site, focus_person)
    site.visitor("dag", Look()).close()  # has chosen a password of his own before
    who = site.stranger(Look(language=language, width=WIDE, script=script))
    who.page.set_viewport_size({"width": WIDE, "height": TALL})
    try_to_log_in(who, "dag", own_password("dag"))
    who.speak()
    # The page he lands on is the one he needs, and the field is there.
    who.heading("Vem ska jag ringa?", "Whom do I call?")
    who.page.locator("main input[name='number']").fill(NUMBER)
    who.page.keyboard.press("Enter")
    call = who.page.locator("main .call a").first
    expect(call).to_have_text("031-390 06 01")
    expect(call).to_have_attribute("href", "tel:0313900601")
    box = call.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= TALL, "the number to call is below the screen"
    assert box["x"] + box["width"] <= WIDE
    assert box["height"] >= LARGE
    assert who.page.evaluate("window.scrollY") == 0
    who.sees("Hugo", "Hugo")
    who.sees("Håll isär dem som är på plats", "Keep those present apart")
    assert NUMBER not in who.page.content()


def test_nobody_known_is_said_calmly_and_the_next_can_be_looked_up(site: Site) -> None:
    who = site.visitor("dag", Look(width=WIDE))
    who.go("/duty/")
    who.page.locator("main input[name='number']").fill("19120202-0000")
    who.page.keyboard.press("Enter")
    who.heading("Ingen att ringa", "Nobody to call")
    who.sees("Läs numret en gång till", "Read the number once more")
    who.sees("Det betyder inte att personen är ofarlig", "That does not mean")
    expect(who.page.locator("main input[name='number']")).to_have_value("")
