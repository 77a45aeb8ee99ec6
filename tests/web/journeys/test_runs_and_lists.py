"""Journeys of the mapping: a run ordered and followed, its lists, and the police's own list beside them."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.support.browsing import Look, Visitor
from tests.web.journeys.conftest import LOOKS, Enter, Site

RUN_MS = 300_000
"""How long a run of the small source may take on a busy machine."""
HEADER = "personal_number;names;acts;reason\n"


def send_list(who: Visitor, content: str) -> None:
    """Brings in a list of the police's own."""
    who.page.set_input_files(
        "input[name='file']",
        {"name": "lista.csv", "mimeType": "text/csv", "buffer": content.encode()},
    )
    who.press("Läs in", "Bring in")


def test_an_analyst_orders_a_run_and_its_progress_survives_a_reload(
    site: Site, enter: Enter, look: Look
) -> None:
    day = 30 - LOOKS.index(look)  # the same run brought in twice would be brought in once
    anna = enter("anna")
    anna.go("/mapping/")
    anna.follow("Beställ en körning", "Order a run")
    anna.fill({"source": "small", "as_of": f"2025-06-{day}", "places": "20"})
    anna.press("Beställ", "Order")
    anna.sees("Körningen är beställd.", "The run is ordered.")
    address = anna.path
    expect(anna.page.locator("progress")).to_be_visible()
    anna.page.reload()
    assert anna.path == address
    expect(anna.page.locator("progress")).to_be_visible()
    lists = anna.main().get_by_role("link", name=anna.say("Listorna", "The lists"), exact=True)
    expect(lists).to_be_visible(timeout=RUN_MS)  # the page refreshes itself until the run is done
    state = site.rows("select state, places from runs_run where id = %s", address.split("/")[2])
    assert state == [("loaded", 20)]
    lists.click()
    anna.heading("Listorna", "The lists")
    anna.go(address)
    anna.follow("Vad som flyttat sig", "What moved")
    anna.heading("Vad som flyttat sig, och varför", "What moved, and why")


def test_a_list_shows_place_and_score_of_nobody_the_reader_has_not_judged(
    site: Site, enter: Enter, mapped: list[str]
) -> None:
    run = site.rows(
        "select r.id::text from runs_run r where r.source = 'invented' and r.state = 'loaded'"
    )[0][0]
    label = site.rows(
        "select p.label from people_person p join nominations_nomination n on n.person_id = p.id"
        " where n.id = %s", mapped[0],
    )[0][0]  # fmt: skip
    anna = enter("anna")
    anna.go(f"/mapping/{run}/lists/")
    row = anna.page.locator("tr", has=anna.page.get_by_text(label, exact=True))
    expect(row).to_contain_text(anna.say("Bedöm först", "Judge first"))
    expect(row.locator("td.points")).to_have_count(0)


def test_an_own_list_with_faults_brings_nobody_in_and_says_which_rows(
    site: Site, enter: Enter
) -> None:
    rut = enter("rut")
    before = site.rows("select count(*) from nominations_nomination")
    rut.go("/mapping/import/")
    send_list(rut, HEADER + ";Påhittad Ett;Hot 2026-02-01, K1-26;Följs\n;;Hot;\n")
    rut.sees("Rad 3: names är tom.", "Row 3: names is empty.")
    rut.sees("Rad 3: reason är tom.", "Row 3: reason is empty.")
    send_list(rut, "namn;skäl\nPåhittad;Följs\n")
    rut.sees("Kolumner saknas:", "Columns are missing:")
    assert site.rows("select count(*) from nominations_nomination") == before
    send_list(
        rut,
        HEADER + ";Påhittad Ett;Hot 2026-02-01, K1-26;Följs\n;Påhittad Två;Hot 2026-02-02;Följs\n",
    )
    rut.sees("2 personer är inlästa", "2 people are brought in")
    after = site.rows("select count(*) from nominations_nomination")
    assert after[0][0] == before[0][0] + 2


def test_the_own_list_stands_beside_the_mapping(
    site: Site, enter: Enter, own_list: list[str]
) -> None:
    label = site.rows(
        "select p.label from people_person p join nominations_nomination n on n.person_id = p.id"
        " where n.id = %s", own_list[0],
    )[0][0]  # fmt: skip
    anna = enter("anna")
    anna.go("/mapping/compare/")
    only_ours = anna.page.locator("section", has=anna.page.locator("h2#theirs"))
    expect(only_ours).to_contain_text(label)
    assert "Påhittad Person" not in anna.text()


def test_an_officer_nominates_somebody_and_sees_no_more_of_them(site: Site, enter: Enter) -> None:
    hugo = enter("hugo")
    hugo.go("/nominate/")
    hugo.fill(
        {
            "origin": "officer", "names": "Påhittad Nominerad", "number": "19850412-1234",
            "acts": "", "reason": "Grannar är rädda.",
        }
    )  # fmt: skip
    hugo.page.locator("form [name='acts']").evaluate("e => e.removeAttribute('required')")
    hugo.press("Lämna förslaget", "Hand in the nomination")
    expect(hugo.page.locator(".faults")).to_be_visible()
    hugo.fill({"acts": "Misshandel 2026-03-01, K9-26.", "number": ""})
    hugo.press("Lämna förslaget", "Hand in the nomination")
    hugo.sees("Förslaget är sparat.", "The nomination is saved.")
    made = site.rows(
        "select n.id::text, p.id::text from nominations_nomination n"
        " join people_person p on p.id = n.person_id where n.origin = 'officer'"
        " order by n.made_at desc limit 1"
    )[0]
    assert hugo.go(f"/screening/{made[0]}/") == 404
    assert hugo.go(f"/people/{made[1]}/who/") == 404
    anna = enter("anna")
    assert anna.go(f"/screening/{made[0]}/") == 200
    anna.sees("Misshandel 2026-03-01, K9-26.", "Misshandel 2026-03-01, K9-26.")
