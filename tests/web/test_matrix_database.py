"""The matrix, second wall: row security lets through exactly what the table says, asked as role app."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace

import psycopg
import pytest

from tests.support.counts import counted
from tests.support.size import SIZE
from tests.web.access_referee import EVERY_ROLE, Paper, Row, Somebody, allows, opens, rows
from tests.web.conftest import World
from tests.web.matrix_rows import (
    EVENTS,
    REGIONS,
    Colleague,
    Planted,
    Planting,
    plant_colleagues,
    plant_people,
)
from tests.web.signing import acting

TABLE = rows()
PARTS = 8 if SIZE >= 10 else 1
"""In a campaign the cells are dealt out to several tests, so that two processes share them."""
EACH_PART = pytest.mark.parametrize("part", range(PARTS))
WORKS = ("analyst", "case_officer", "regional_lead", "safety_officer")
READS = {act for act, row in TABLE.items() if row.about != "nobody"} - {"list.import"}
"""Acts that read people. An import only adds."""
NOMINATES = {"nominate", "list.import"}
OPEN = (
    "people_person", "runs_candidate", "runs_around", "runs_standing", "nominations_nomination",
    "nominations_listing", "nominations_judgement",
)  # fmt: skip
"""Read by whoever may do the act with the person."""
SCORES = ("runs_placement", "runs_reason", "runs_moved")
"""Only after an own judgement."""
WRITES = {
    "candidate.judge": "insert into nominations_ownjudgement (id, nomination_id, person_id, by_id, at,"
    " level, text) values (gen_random_uuid(), p.nomination, p.person, p.who, now(), 'high', 'x')",
    "candidate.decide": "insert into nominations_decision (id, nomination_id, person_id, round, by_id,"
    " at, outcome, reason, text, own_judgement_id, list, fingerprint, ground, threshold_names,"
    " threshold_answers) values (gen_random_uuid(), p.nomination, p.person, 1, p.who, now(), 'not_list',"
    " 'x', 'x', p.own, '', '', '', '{}', '{}')",
    "listing.start": "update nominations_listing set start_on = now()::date where person_id = p.person",
}
WRITES["sharing.keep"] = (
    "insert into sharing_note (id, person_id, by_id, at, circumstances, answer, told, lines)"
    " values (gen_random_uuid(), p.person, p.who, now(), 'x', 'refused', '{}', '{}')"
)
WRITES["candidate.second"] = WRITES["candidate.decide"]
WRITES["listing.end"] = WRITES["listing.start"]
TRY_EACH = """
do $$ declare p record; got text[] := '{}'; n int; begin
  for p in select * from jsonb_to_recordset(current_setting('matrix.wanted')::jsonb)
    as given (person uuid, nomination uuid, own uuid, who uuid, region text)
  loop begin
    %s;
    get diagnostics n = row_count;
    if n > 0 then got := got || coalesce(p.region, p.person::text); end if;
  exception when insufficient_privilege or check_violation or unique_violation or not_null_violation
    then null; end;
  end loop;
  perform set_config('matrix.got', array_to_json(got)::text, true);
end $$"""
PUT_FORWARD = """
    insert into people_person (id, stable_id, label, region, secrecy)
      values (p.person, 'mx', 'M', p.region, 'none');
    insert into people_identity (id, person_id, names, personal_number, sex, known_from)
      values (gen_random_uuid(), p.person, 'x', '', '', '');
    insert into people_party (id, person_id, number_hash, role)
      values (gen_random_uuid(), p.person, 'x', 'subject');
    insert into nominations_nomination (id, person_id, origin, nominated_by_id, reason, acts, made_at,
      state, round, version)
      values (gen_random_uuid(), p.person, 'own_list', p.who, 'x', 'x', now(), 'open', 1, 1)"""


def everybody(today: dt.date) -> list[Somebody]:
    """Nine roles and none × no appointment, each single one and some pairs; and closed accounts."""
    day = dt.timedelta(days=1)
    periods = ((today - day, today), (today - day, today - day), (today + day, None))
    single = [
        Paper(kind, of, first, last, limited, protected)
        for (kind, of), (first, last), limited, protected in itertools.product(
            (("region", "mx_home"), ("person", "each"), ("duty", "mx_home")),
            periods,
            (False, True),
            (False, True),
        )
    ]
    now = [each for each in single if each.first <= today and each.last == today]
    pairs = [(a, b) for a in now[:4] for b in now[4:8]]
    papers: list[tuple[Paper, ...]] = [(), *((each,) for each in single), *pairs]
    roles = [frozenset(), *(frozenset({each}) for each in EVERY_ROLE)]
    made = [Somebody(role, held) for role, held in itertools.product(roles, papers)]
    made += [Somebody(role, tuple(now[:1]), open_account=False) for role in roles]
    made += [Somebody(role, (), independent=True) for role in roles]
    return made


def may_most(who: Somebody) -> bool:
    """A role that works with people, and a pair of appointments in force that together say everything."""
    flags = [(each.limited, each.protected) for each in who.papers]
    return bool(who.roles & set(WORKS)) and flags in (
        [(True, True), (False, False)],
        [(False, False), (True, True)],
    )


@dataclass(frozen=True)
class Matrix:
    """The planted database and how to act in it."""

    app: psycopg.Connection
    key: str
    today: dt.date
    people: list[Planted]
    colleagues: list[Colleague]

    def expected(
        self, row: Row, who: Somebody, *, without: frozenset[str] = frozenset()
    ) -> set[uuid.UUID]:
        """People with whom the referee lets somebody do the act, some of what it needs set aside."""
        asked = replace(row, needs=row.needs - without)
        return {p.key for p in self.people if self._allowed(asked, who, p)}

    def _allowed(self, row: Row, who: Somebody, planted: Planted) -> bool:
        papers = tuple(
            replace(each, of=planted.subject.name) if each.kind == "person" else each
            for each in who.papers
        )
        return allows(row, replace(who, papers=papers), planted.subject, self.today)


@pytest.fixture(scope="module")
def matrix(world: World) -> Iterator[Matrix]:
    """Every person; every colleague in a campaign, and at a push a seeded few of each role."""
    with world.connect("postgres") as superuser:
        planting = Planting(superuser)
        people = plant_people(planting)
        chosen = everybody(planting.today)
        if SIZE < 10:
            chance = random.Random(11)
            # Those who may do most are always there; of the rest as many as a push has time for.
            strong = [w for w in chosen if w.independent or may_most(w)]
            chosen = strong + chance.sample(chosen, 30 * SIZE)
        colleagues = plant_colleagues(planting, chosen, people)
        planting.add("oversight_alert", user=uuid.UUID(int=3), person=people[0].key)
        planting.plant()
        with world.connect("app") as app:
            yield Matrix(app, world.installation.context_key, planting.today, people, colleagues)


def cells_of(matrix: Matrix, part: int) -> list[tuple[Colleague, Row]]:
    """Colleague × act; the acts that read or write by an appointment always, others by turns."""
    every = [(c, row) for c in matrix.colleagues for row in TABLE.values()]
    if SIZE >= 10:
        random.Random(7).shuffle(every)
        return every[part::PARTS]
    chance = random.Random(5)
    meant = [each for each in every if may_most(each[0].who) and each[1].about != "nobody"]
    return meant + chance.sample(every, 200 * SIZE)


def readable(matrix: Matrix, colleague: Colleague, row: Row) -> dict[str, set[uuid.UUID]]:
    """Table → people of whom somebody in the act may read a row there, as the referee says."""
    state = {p.key: p.state for p in matrix.people}
    waived = frozenset({"limited", "judged", "not voted"})
    seen = matrix.expected(row, colleague.who, without=waived) if row.act in READS else set()
    also = {key for key in seen if state[key] != "unjudged"}
    expected = dict.fromkeys(OPEN, seen) | dict.fromkeys(SCORES, also)
    expected["people_identity"] = seen if row.act == "identity.see" else set()
    expected["people_party"] = set()
    expected["nominations_ownjudgement"] = also
    expected["nominations_decision"] = {key for key in also if state[key] != "judged"}
    expected |= dict.fromkeys(EVENTS, seen if row.act == "history.see" else set())
    expected["sharing_note"] = (
        seen if row.act.startswith("sharing.") or row.act == "actor.see" else set()
    )
    expected["plain evidence"] = seen
    limited = row.act == "suspicions.see"
    expected["limited evidence"] = matrix.expected(row, colleague.who) if limited else set()
    return expected


def looks() -> str:
    """One statement that reads everything the role app can: (table, person)."""
    parts = [
        f"select '{name}', {EVENTS.get(name, 'id' if name == 'people_person' else 'person_id')} from {name}"
        for name in (*OPEN, *SCORES, *EVENTS, "people_identity", "people_party",
                     "nominations_ownjudgement", "nominations_decision", "sharing_note")
    ]  # fmt: skip
    parts += [
        f"select '{name} evidence', person_id from runs_evidence where {what} limited"
        for name, what in (("limited", ""), ("plain", "not"))
    ]
    return " union ".join(parts)


@EACH_PART
def test_app_reads_exactly_what_the_table_says(matrix: Matrix, part: int) -> None:
    cells = leaks = differ = 0
    read: set[str] = set()
    faults: list[str] = []
    statement = looks()
    for colleague, row in cells_of(matrix, part):
        got: dict[str, set[uuid.UUID]] = {}
        with acting(matrix.app, matrix.key, colleague.key, row.act) as app:
            for name, person in app.execute(statement):
                got.setdefault(name, set()).add(person)
        for name, expected in readable(matrix, colleague, row).items():
            found = got.get(name, set())
            read |= {name} if found else set()
            cells += len(matrix.people)
            leaks += len(found - expected)
            differ += len(found ^ expected)
            if found != expected:
                faults.append(
                    f"{row.act} {name} +{len(found - expected)} -{len(expected - found)} {colleague.who}"
                )
    counted(f"matrix, database, reading: {cells} cells, {leaks} leaks, {differ} disagreements")
    assert not faults, "\n".join(faults[:10])
    # Somebody read something everywhere but where nobody may.
    assert {*readable(matrix, matrix.colleagues[0], TABLE["actor.see"])} - read == {"people_party"}


def attempts(matrix: Matrix, colleague: Colleague, row: Row) -> list[Planted]:
    """People with whom the act has a meaning in the database, in the state they are in."""
    states = {
        "candidate.judge": ("unjudged",), "candidate.decide": ("unjudged", "judged"),
        "candidate.second": ("unjudged", "judged", "voted"),
    }.get(row.act, ("unjudged", "judged"))  # fmt: skip
    return [p for p in matrix.people if p.state in states]


def tried(
    matrix: Matrix, colleague: Colleague, act: str, statement: str, wanted: list[dict[str, str]]
) -> set[str]:
    """What of the wanted the database let somebody write in the act; all of it is undone."""
    with acting(matrix.app, matrix.key, colleague.key, act) as app:
        app.execute("select set_config('matrix.wanted', %s, true)", [json.dumps(wanted)])
        app.execute(TRY_EACH % statement)
        got = app.execute("select current_setting('matrix.got')").fetchone()
    assert got is not None
    return set(json.loads(got[0]))


@EACH_PART
def test_app_writes_exactly_what_the_table_says(matrix: Matrix, world: World, part: int) -> None:
    with world.connect("postgres") as superuser:
        own = {
            (nomination, by): str(key)
            for key, nomination, by in superuser.execute(
                "select id, nomination_id, by_id from nominations_ownjudgement"
            )
        }
        anybody = {nomination: key for (nomination, _), key in own.items()}
    cells = leaks = differ = 0
    faults: list[str] = []
    written: set[str] = set()
    chance = random.Random(3)
    for colleague, row in cells_of(matrix, part):
        for act, statement in WRITES.items():
            if act != row.act and chance.random() > 0.1:
                continue  # the same write in the course of another act, now and then
            about = attempts(matrix, colleague, TABLE[act])
            # Whoever has not judged tries with a colleague's judgement.
            wanted = [
                {
                    "person": str(p.key), "nomination": str(p.nomination), "who": str(colleague.key),
                    "own": own.get((p.nomination, colleague.key), anybody[p.nomination]),
                }
                for p in about
            ]  # fmt: skip
            got = tried(matrix, colleague, row.act, statement, wanted)
            same = act == row.act or WRITES[act] == WRITES.get(row.act)
            may = matrix.expected(TABLE[row.act], colleague.who) if same else set()
            expected = {str(p.key) for p in about if p.key in may}
            if row.act == "candidate.decide":
                expected -= {str(p.key) for p in about if p.state == "voted"}
            cells += len(wanted)
            leaks += len(got - expected)
            differ += len(got ^ expected)
            written |= {row.act} if got else set()
            if got != expected:
                faults.append(
                    f"{row.act}: {act} +{len(got - expected)} -{len(expected - got)} {colleague.who}"
                )
    counted(f"matrix, database, writing: {cells} cells, {leaks} leaks, {differ} disagreements")
    assert not faults, "\n".join(faults[:10])
    assert written == set(WRITES)  # each was done by somebody who may


@EACH_PART
def test_a_nomination_moves_on_by_a_vote_only_and_stays_with_its_person(
    matrix: Matrix, part: int
) -> None:
    """Votes move the state; no act of anybody gives a nomination or a listing to somebody else."""
    moves = "update nominations_nomination set state = 'differing' where id = p.nomination"
    away = "update nominations_nomination set person_id = gen_random_uuid() where id = p.nomination"
    cells, faults = 0, []
    people = matrix.people if SIZE >= 10 else matrix.people[::5]
    wanted = [{"person": str(p.key), "nomination": str(p.nomination)} for p in people]
    for colleague, row in cells_of(matrix, part):
        votes = row.act in ("candidate.decide", "candidate.second")
        waived = frozenset({"judged", "not voted"})
        may = matrix.expected(row, colleague.who, without=waived) if votes else set()
        got = tried(matrix, colleague, row.act, moves, wanted)
        cells += len(wanted)
        if got != {each["person"] for each in wanted} & set(map(str, may)):
            faults.append(f"{row.act}: {len(got)} moved, {len(may)} expected {colleague.who}")
        if votes:
            assert tried(matrix, colleague, row.act, away, wanted[:8]) == set()
    counted(f"matrix, database, moving on: {cells} cells, {len(faults)} disagreements")
    assert not faults, "\n".join(faults[:10])


@EACH_PART
def test_people_are_put_forward_where_one_works_or_screens(matrix: Matrix, part: int) -> None:
    faults, cells = [], 0
    for colleague, row in cells_of(matrix, part):
        who = colleague.who
        wanted = [
            {"person": str(uuid.UUID(int=n + 10**9)), "region": region, "who": str(colleague.key)}
            for n, region in enumerate(REGIONS)
        ]
        got = tried(matrix, colleague, row.act, PUT_FORWARD, wanted)
        expected = set()
        if row.act in NOMINATES and opens(row, who, matrix.today):
            screens = replace(TABLE["lists.see"], needs=frozenset())
            expected = {"mx_home"} if opens(screens, who, matrix.today) else set()
            if row.act == "nominate":
                expected.add("national" if who.independent else "mx_home")
        cells += len(wanted)
        if got != expected:
            faults.append(f"{row.act}: {got} for {expected} {who}")
    counted(f"matrix, database, putting forward: {cells} cells, {len(faults)} disagreements")
    assert not faults, "\n".join(faults[:10])


def test_alerts_are_read_and_marked_by_independent_lawyers_only(matrix: Matrix) -> None:
    for colleague, row in [
        (c, TABLE[act]) for c in matrix.colleagues for act in ("alerts.see", "log.see")
    ]:
        expected = int(row.act == "alerts.see" and opens(row, colleague.who, matrix.today))
        with acting(matrix.app, matrix.key, colleague.key, row.act) as app:
            shown = app.execute("select id from oversight_alert").fetchall()
            marked = app.execute(
                "update oversight_alert set seen_by = %s, seen_at = now()", [colleague.key]
            )
            assert (len(shown), marked.rowcount) == (expected, expected), (row.act, colleague.who)


def test_no_act_of_a_person_passes_for_a_job_nor_a_job_for_a_person(matrix: Matrix) -> None:
    lead = next(c for c in matrix.colleagues if c.who.open_account)
    for act, kind in (("run.load", "user"), ("run.erase", "user"), ("identity.see", "job")):
        with acting(matrix.app, matrix.key, lead.key, act, kind) as app:
            assert app.execute(looks()).fetchall() == []


def test_both_walls_stand_on_the_same_day_in_any_time_zone(matrix: Matrix) -> None:
    """A connection's time zone moves `current_date`, and must not move an appointment's last day."""
    days = set()
    for zone in ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Stockholm"):
        with matrix.app.transaction(force_rollback=True):
            matrix.app.execute("select set_config('timezone', %s, true)", [zone])
            found = matrix.app.execute("select hejda.today(), current_date").fetchone()
            assert found is not None
            days.add(found[0])
    assert days == {matrix.today}
