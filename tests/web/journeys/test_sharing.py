"""A journey of issue 8: may psychiatry tell us whether he is a patient? Asked, answered, kept, on paper."""

from __future__ import annotations

from tests.support.browsing import Look
from tests.web.journeys.conftest import Enter, Site


def test_an_officer_gets_the_answer_and_keeps_it_beside_the_person(
    site: Site, enter: Enter, focus_person: str
) -> None:
    anna = enter("anna")
    anna.go(f"/people/{focus_person}/")
    anna.follow("Vad som får delas", "What may be shared")
    anna.fill({"circumstances": "Hot mot henne den 3 mars, hon har flyttat ut."})
    anna.press("Fråga lagen", "Ask the law")
    answer = anna.page.locator("#answer").inner_text()
    # Danger first; that being a patient is itself secret; what decides; what is owed whatever they judge.
    danger, *grounds = (
        ("Är någon i fara nu?", "25 kap. 1 § OSL", "10 kap. 18 c § OSL", "4 § lag (2025:170)")
        if anna.look.language == "sv"
        else (
            "Is someone in danger now?",
            "ch. 25, s. 1, OSL",
            "ch. 10, s. 18 c, OSL",
            "s. 4, Act (2025:170)",
        )
    )
    assert all(answer.index(danger) < answer.index(each) for each in grounds), answer
    anna.press("Spara prövningen", "Keep the test")
    anna.heading("Prövning av vad som får delas", "Test of what may be shared")
    kept = anna.path
    assert kept.startswith(f"/people/{focus_person}/sharing/")
    anna.sees("Hot mot henne den 3 mars", "Hot mot henne den 3 mars")
    paper = anna.page.pdf()
    assert len(paper) > 10_000
    anna.go(f"/people/{focus_person}/history/")
    anna.sees("spara en prövning", "keep a test of what may be shared")
    other = site.visitor("nils", Look())
    assert other.go(kept) == 404
    other.close()
