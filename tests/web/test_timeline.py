"""A person's timeline and the people around: everything dated, folded, and no more than may be seen."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from hejda_web.accounts.models import Appointment
from hejda_web.cases.network import network_of
from hejda_web.cases.timeline import ALL_UNFOLDED, UNFOLDED, Entry, folded
from hejda_web.runs.models import Around
from hejda_web.runs.record import Record
from hejda_web.ui.words import Words
from tests.support.crowded import crowd
from tests.support.web_people import everything, in_region, logged_in, vote_to_list

TODAY = dt.date(2026, 11, 23)
ENTRY = re.compile(r'<p data-entry="(\w+)"( data-counts)?>(.*?)</p>', re.S)
YEAR = re.compile(r'<details class="details year"( open)? data-year="(\d+)">(.*?)</details>', re.S)


def entry(on: dt.date, kind: str = "incident") -> Entry:
    return Entry(on, kind, Words("x", "x"))


def test_a_short_line_stands_open_and_of_a_long_one_the_newest_years() -> None:
    short = folded([entry(TODAY - dt.timedelta(days=100 * n)) for n in range(ALL_UNFOLDED)], TODAY)
    assert all(each.unfolded for each in short.years)
    long = folded([entry(TODAY - dt.timedelta(days=30 * n)) for n in range(120)], TODAY)
    shown = [each.count for each in long.years if each.unfolded]
    assert UNFOLDED <= sum(shown) < 120
    assert [each.year for each in long.years] == sorted({e.year for e in long.years}, reverse=True)
    assert sum(each.count for each in long.years) == long.count == 120


def test_the_choices_are_those_that_find_something() -> None:
    line = folded([entry(TODAY), entry(TODAY, "custody"), entry(TODAY, "custody")], TODAY)
    assert [(code, n) for code, _, n in line.kinds] == [("incident", 1), ("custody", 2)]
    assert line.spans[-1][0] == "2026-01-01/2026-12-31"
    assert folded([], TODAY).years == []


@pytest.mark.parametrize("count", [1, 12, 13, 40])
def test_nobody_in_the_drawing_stands_on_anybody_else(count: int) -> None:
    rows = [
        Around(number=n, partner="yes", confidence="sure", kinds=[], incidents=1)
        for n in range(1, count + 1)
    ]
    network = network_of(Record(None, [], rows, [], 2))
    assert network is not None
    assert (network.wide is not None) == (count + 1 > 12)
    for drawing in (network.narrow, network.wide):
        if drawing is None:
            continue
        places = [(node.x, node.y) for node in drawing.nodes]
        assert len(places) == count + 1
        for at, one in enumerate(places):
            assert 0 < one[0] < drawing.width
            assert 0 < one[1] < drawing.height
            for two in places[at + 1 :]:
                assert abs(one[0] - two[0]) >= 40 or abs(one[1] - two[1]) >= 40


def listed(world: Any) -> tuple[Any, str]:
    """Rut's client and somebody she and Anna made a focus person."""
    from hejda_web.nominations.models import Nomination

    region = Appointment.objects.get(user__username="anna", scope="screening").region
    key = in_region(region)[5]
    anna, rut = logged_in("anna"), logged_in("rut")
    for who, version, last in ((anna, 1, "decide"), (rut, 2, "second")):
        who.post(f"/screening/{key}/judge/", {"level": "high", "text": "Händelserna."})
        who.post(f"/screening/{key}/{last}/", vote_to_list(version))
    with everything():
        return rut, str(Nomination.objects.get(pk=key).person_id)


def test_everything_dated_stands_there_and_what_the_machine_did_names_its_rules(
    world: Any,
) -> None:
    from hejda_web.runs.models import Evidence, Run

    rut, person = listed(world)
    rut.post(
        f"/people/{person}/sharing/keep/",
        {"danger": "unknown", "holder": "health_care", "receiver": "police", "item": "health_note",
         "purpose": "prevent", "offence": "brb-3-1-mord", "initiative": "request",
         "circumstances": "Hot den 3 mars.", "on": "2026-11-23"},
    )  # fmt: skip
    text = rut.get(f"/people/{person}/").content.decode()
    found = ENTRY.findall(text)
    with everything():
        records = Evidence.objects.filter(person=person, limited=False).count()
        fingerprint = Run.objects.get(state="loaded").fingerprint
    kinds = [kind for kind, _, _ in found]
    of_people = {"assessment", "measure", "sharing", "machine", "news"}
    assert sum(kind not in of_people for kind in kinds) == records > 0
    machine = [said for kind, _, said in found if kind == "machine"]
    assert machine
    assert all(fingerprint[:12] in said for said in machine)
    assessed = " ".join(said for kind, _, said in found if kind == "assessment")
    for words in ("Eget ställningstagande", "Beslut: Bli fokusperson", "Blev fokusperson", "Anna"):
        assert words in assessed
    assert kinds.count("sharing") == 1
    assert "Hot den 3 mars." not in text
    assert any(counts for _, counts, _ in found)


def test_before_the_own_judgement_nothing_says_what_counts(world: Any) -> None:
    from hejda_web.nominations.models import Nomination

    region = Appointment.objects.get(user__username="anna", scope="screening").region
    key = in_region(region)[7]
    with everything():
        person = Nomination.objects.get(pk=key).person_id
    anna = logged_in("anna")
    text = anna.get(f"/people/{person}/").content.decode()
    assert ENTRY.findall(text)
    assert "data-counts" not in text
    assert 'data-filter="counts"' not in text
    anna.post(f"/screening/{key}/judge/", {"level": "high", "text": "Händelserna."})
    assert "data-counts" in anna.get(f"/people/{person}/").content.decode()


def test_three_hundred_records_and_forty_people_are_whole_without_script(world: Any) -> None:
    rut, person = listed(world)
    with world.connect("postgres") as superuser:
        crowd(superuser, person)
    text = rut.get(f"/people/{person}/").content.decode()
    records = [each for each in ENTRY.findall(text) if "Påhittad uppgift" in each[2]]
    assert len(records) == 300
    assert sum(bool(counts) for _, counts, _ in records) == 60
    assert sum(bool(is_open) for is_open, _, _ in YEAR.findall(text)) < len(YEAR.findall(text))
    rows = re.findall(r'<tr data-around="(\d+)"(.*?)</tr>', text, re.S)
    assert [int(number) for number, _ in rows] == list(range(1, 41))
    for number, row in rows:
        protected = int(number) % 13 == 0
        assert ("Skyddad" in row) == protected
        assert bool(re.search(r"\d{4}|partner<", row)) != protected
    assert text.count("barn under 18 år") == 3  # the table and two drawings
    assert "none, invented" not in text


def test_the_filters_wait_for_the_script_and_the_address_holds_no_choice(world: Any) -> None:
    rut, person = listed(world)
    text = rut.get(f"/people/{person}/").content.decode()
    assert re.search(r'class="filters"[^>]* hidden', text)
    assert not re.search(r"<select[^>]*name=", text[text.index("data-timeline") :])
    assert re.search(r'role="status" aria-live="polite" data-count', text)
