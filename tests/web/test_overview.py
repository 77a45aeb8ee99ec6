"""The overview counts what an independent query counts, hides what is small, and names nobody."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import hejda_web
from hejda_web.accounts.models import Appointment
from hejda_web.desk.overview import NEEDED, STANDING
from hejda_web.desk.region_map import SHAPES, areas
from hejda_web.desk.small_numbers import Count, Shown, rounded
from hejda_web.people.models import Person
from hejda_web.runs.models import Run
from tests.support.web_people import everything, logged_in
from tests.web.conftest import World

LISTED = {"working": 14, "waiting": 9}
NATION = {"syd": 30, "mitt": 2, "nord": 8}
PROTECTED = 5


@pytest.fixture(scope="module")
def region(world: World) -> str:
    """The region of the demonstration's colleagues."""
    return Appointment.objects.get(user__username="anna", scope="screening").region


@pytest.fixture(scope="module")
def counted_rows(world: World, region: str) -> World:
    """Listings of invented people, planted past every wall: so many of each state and region."""
    with world.connect("postgres") as superuser:
        superuser.execute("set session_replication_role = replica")
        run = superuser.execute("select id from runs_run where state = 'loaded'").fetchone()
        assert run is not None
        wanted = [(region, state) for state, n in LISTED.items() for _ in range(n)]
        wanted += [(place, "working") for place, n in NATION.items() for _ in range(n)]
        wanted += [("syd", "hidden")] * PROTECTED
        for place, state in wanted:
            superuser.execute(
                "with p as (insert into people_person (id, stable_id, label, region, secrecy) values"
                " (gen_random_uuid(), 'ov', 'OV', %(place)s,"
                " case when %(state)s = 'hidden' then 'protected' else 'none' end) returning id),"
                " s as (insert into runs_standing (id, run_id, person_id, kind, since, until)"
                "  select gen_random_uuid(), %(run)s, id, k, current_date - 100, current_date + 10"
                "  from p, unnest(array['open_case', 'order']) k)"
                " insert into nominations_listing (id, person_id, nomination_id, first_id, second_id,"
                " ground, rules, threshold_names, threshold_answers, listed_on, near_cut, urgent,"
                " urgent_reason, lot, start_on, ended_why, version) select gen_random_uuid(), id,"
                " gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'g', 'r', '{t}', '{a}',"
                " current_date - 3, false, false, '', 0,"
                " case when %(state)s <> 'waiting' then current_date end, '', 1 from p",
                {"place": place, "run": run[0], "state": state},
            )
    return world


def lines(username: str) -> dict[str, Any]:
    """Lines of the page by their Swedish words."""
    answer = logged_in(username, work=None).get("/overview/")
    assert answer.status_code == 200
    return {line.words.sv: line for line in answer.context["lines"]}


def test_a_regional_lead_sees_the_counts_of_the_region_and_of_no_other(
    counted_rows: World, region: str
) -> None:
    found = lines("rut")
    assert [each.value for each in found["Arbete pågår"].parts] == [15]
    assert [each.value for each in found["Väntar på att börja"].parts] == [10]
    assert [each.value for each in found["Ingen utsedd"].parts] == [25]
    assert found["Arbete pågår"].total is found["Arbete pågår"].parts[0]


def test_the_national_lead_sees_every_region_with_small_ones_covered(
    counted_rows: World, region: str
) -> None:
    answer = logged_in("nils", work=None).get("/overview/")
    codes = [str(each.sv) for each in answer.context["regions"]]
    line = lines("nils")["Arbete pågår"]
    shown = dict(zip(codes, line.parts, strict=True))
    # mitt has 2, and the regions without anybody 0: several are small, so the sum may stand. Five more of
    # syd have protected data and are counted for nobody.
    assert shown["Mitt"].small
    assert shown["Syd"].value == NATION["syd"]
    with counted_rows.connect("postgres") as superuser:
        every = superuser.execute(
            "select count(*) from nominations_listing where start_on is not null and ended_on is null"
        ).fetchone()
    assert every is not None
    assert line.total == rounded(Count(every[0] - PROTECTED, every[0] - PROTECTED))
    card = {words.sv: each for words, each in answer.context["status"]}
    assert card["Arbete pågår"] == line.total
    said = [
        each.value for row in answer.context["lines"] for each in (*row.parts, row.total) if each
    ]
    said += [each.value for group in ("status", "funnel", "turnover", "ages")
             for _, each in answer.context[group]]  # fmt: skip
    assert not [value for value in said if value is not None and (value < 5 or value % 5)]


def test_what_the_run_did_not_bring_is_named_with_what_it_would_take(
    counted_rows: World, region: str
) -> None:
    run = Run.objects.get(state="loaded")
    for kind, words in STANDING.items():
        line = lines("rut")[words.sv]
        assert (line.needed is None) == (kind in run.tells)
    page = logged_in("rut", work=None).get("/overview/").content.decode()
    for kind in set(STANDING) - set(run.tells):
        assert NEEDED[kind].sv in page
    Run.objects.filter(pk=run.pk).update(tells=["order", "open_case"])
    found = lines("rut")
    whole = 25
    assert [each.value for each in found["Kontaktförbud löper ut inom 30 dagar"].parts] == [whole]
    assert [each.value for each in found["Öppna utredningar"].parts] == [whole]
    assert found["Friges inom 30 dagar"].needed is not None
    # Many records of two people are no count that may be told, nor may a sum tell it.
    with counted_rows.connect("postgres") as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute(
            "insert into runs_standing (id, run_id, person_id, kind, since, until)"
            " select gen_random_uuid(), run_id, person_id, kind, since, until from runs_standing"
            " cross join generate_series(1, 4) where kind = 'open_case' and person_id in"
            " (select id from people_person where region = 'mitt' and label = 'OV')"
        )
    answer = logged_in("nils", work=None).get("/overview/")
    codes = [str(each.sv) for each in answer.context["regions"]]
    line = next(each for each in answer.context["lines"] if each.words.sv == "Öppna utredningar")
    assert dict(zip(codes, line.parts, strict=True))["Mitt"] == Shown(None, "covered")
    assert line.total == Shown(None, "covered")
    Run.objects.filter(pk=run.pk).update(tells=run.tells)


def test_nobody_is_named_and_no_row_leaves_the_database(counted_rows: World) -> None:
    with everything():
        people = list(Person.objects.values_list("label", "stable_id", "pk"))
    for username in ("nils", "rut"):
        answer = logged_in(username, work=None).get("/overview/")
        page = answer.content.decode()
        told = {str(each) for row in people for each in row if str(each) not in ("OV", "ov")}
        assert not [
            each for each in told if re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", page)
        ]
        kept = [value for context in answer.context for each in context for value in each.values()]
        assert not [each for each in kept if isinstance(each, Person)]


def test_others_get_no_figures(counted_rows: World) -> None:
    for username in ("anna", "hugo", "bo", "lena", "dag", "siv", "adam"):
        assert logged_in(username).get("/overview/").status_code == 404
    with counted_rows.connect("app") as app:
        assert app.execute("select * from hejda.figures()").fetchall() == []


def test_every_county_belongs_to_one_region_on_the_map() -> None:
    drawn = [path for area in areas({}) for path in area.paths]
    assert len(areas({})) == 7
    assert (len(drawn), max(Counter(drawn).values())) == (21, 1)
    shaded = areas({"syd": Shown(31, "shown"), "mitt": Shown(None, "small")})
    assert {each.region: each.shade for each in shaded if each.shade} == {"syd": 3}


def test_the_shapes_are_the_file_their_readme_tells_of() -> None:
    told = (Path(hejda_web.__file__).parent / "desk/shapes/README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(SHAPES.read_bytes()).hexdigest() in told
