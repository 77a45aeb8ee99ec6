"""A finished run comes in whole and once, or not at all; it brings its candidates and nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from hejda.base.errors import Refusal
from hejda.flow.identities_of_run import identities, in_records
from hejda.flow.reading import Reading
from hejda.flow.run import Order, map_registers
from hejda_web.accounts.models import User
from hejda_web.nominations import jobs
from hejda_web.nominations.nominate import nominate_candidates
from hejda_web.runs.loading import Brought, bring_in
from hejda_web.runs.models import Run
from hejda_web.runs.read_run import read_run
from hejda_web.runs.rooms import rooms
from tests.support.endpoints import set_scene
from tests.support.rows import state_of
from tests.support.web_people import everything, logged_in

PLACES = 60


@pytest.fixture(scope="module")
def folder(world: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of the invented country."""
    source = settings.INSTALLATION.sources["invented"]
    first = Run.objects.get(state="loaded")
    out = tmp_path_factory.mktemp("run") / "out"
    map_registers(
        Order(
            source=source, data=source.parent, as_of=first.as_of,
            now=max(first.as_of, timezone.localdate()), out=out, lists=PLACES, references=False,
            rankers=jobs.SHOWN_RANKERS,
        ),
        lambda text: None,
    )  # fmt: skip
    return out


@pytest.fixture(scope="module")
def brought(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Brought:
    """The same, read, with who stands in its records."""
    source = settings.INSTALLATION.sources["invented"]
    room = tmp_path_factory.mktemp("who")
    parties = in_records(folder)
    wanted = {record for each in parties.values() for record in each.own | each.others}
    known = identities(
        Reading(source=source, data=source.parent, out=room / "out", now=dt.date(2027, 1, 1)),
        wanted, lambda text: None, room,
    )  # fmt: skip
    return Brought(read_run(folder), known, parties)


def ordered(places: int = PLACES, source: str = "invented") -> Run:
    """A run that somebody ordered."""
    first = Run.objects.filter(state="loaded").earliest("loaded_at")
    return Run.objects.create(
        source=source, as_of=first.as_of, places=places, ordered_at=timezone.now(),
        ordered_by=User.objects.get(username="anna"),
    )  # fmt: skip


def known_as(brought: Brought, checksum: str) -> Brought:
    """The same result as if `hejda map` had been run another time."""
    return replace(brought, run=replace(brought.run, checksum=checksum))


def counts(world: Any, run: Run) -> dict[str, int]:
    """Rows of the run by table."""
    with world.connect("postgres") as superuser:
        asked = {
            "runs_placement": "runs_placement p join runs_candidate c on c.id = p.candidate_id"
        }
        return {
            table: superuser.execute(
                f"select count(*) from {asked.get(table, table)} where run_id = %s", [run.pk]
            ).fetchone()[0]
            for table in (
                "runs_candidate",
                "runs_placement",
                "runs_reason",
                "runs_evidence",
                "runs_around",
            )
        }


def expected(folder: Path) -> dict[str, int]:
    """The same counts, by plain SQL over the folder."""
    sql = f"""
        with listed as (select distinct person from '{folder}/candidate.parquet'),
        told as (
          select person, unnest(evidence) as reference from '{folder}/reason.parquet'
          union select person, unnest(evidence) from '{folder}/contrary.parquet'
          union select person, unnest(evidence) from '{folder}/finding.parquet')
        select
          (select count(*) from '{folder}/candidate.parquet'),
          (select count(*) from '{folder}/candidate.parquet'),
          (select count(*) from '{folder}/reason.parquet' semi join listed using (person)
             where ranker in ('expected_harm', 'repeat_risk', 'red_flags', 'several_victims'))
          + (select count(*) from '{folder}/contrary.parquet' semi join listed using (person))
          + (select count(*) from '{folder}/finding.parquet' semi join listed using (person)),
          (select count(*) from (select distinct person, reference from told semi join listed using (person))
             semi join '{folder}/evidence.parquet' using (reference)),
          (select count(*) from '{folder}/dyad.parquet' d semi join listed on d.suspect = listed.person)"""
    row = duckdb.connect().execute(sql).fetchone()
    assert row is not None
    names = ("runs_candidate", "runs_placement", "runs_reason", "runs_evidence", "runs_around")
    return dict(zip(names, row, strict=True))


def test_every_row_of_the_candidates_comes_in_and_nobody_else(
    world: Any, folder: Path, brought: Brought
) -> None:
    run = ordered()
    people = bring_in(run, known_as(brought, "1" * 64), timezone.now(), nominate_candidates)
    assert counts(world, run) == expected(folder)
    found = duckdb.connect().execute(f"select person from '{folder}/candidate.parquet'").fetchall()
    listed = {row[0] for row in found}
    records = settings.INSTALLATION.sources["invented"].parent / "person_record.parquet"
    everybody = duckdb.connect().execute(f"select count(*) from '{records}'").fetchone()
    assert everybody is not None
    assert 0 < len(listed) < everybody[0]
    assert set(people) == listed
    with world.connect("postgres") as superuser:
        for table in ("runs_reason", "runs_evidence", "runs_around", "runs_moved"):
            held = superuser.execute(
                f"select distinct person_id from {table} where run_id = %s", [run.pk]
            ).fetchall()
            assert {key for (key,) in held} <= set(people.values())
        regions = superuser.execute(
            "select c.police_region, p.region from runs_candidate c join people_person p"
            " on p.id = c.person_id where c.run_id = %s and c.list = 'relation_unknown'", [run.pk],
        ).fetchall()  # fmt: skip
        assert regions
        assert all(places == own for places, own in regions)
        stable = superuser.execute("select stable_id from people_person").fetchall()
        assert len(stable) == len({each for (each,) in stable})
        seen = superuser.execute(
            "select distinct stable_id from runs_candidate c"
            " join people_person p on p.id = c.person_id"
        ).fetchall()
        assert {each for (each,) in stable} == {each for (each,) in seen}


def test_whoever_takes_a_place_is_screened_also_where_a_relation_is_to_be_found_out(
    world: Any, brought: Brought
) -> None:
    rows = brought.run.tables["candidate"]
    placed = {row["person"] for row in rows if row["list"] in ("harm", "serial")}
    beside = sorted({row["person"] for row in rows if row["list"] == "relation_unknown"} - placed)
    moved = beside[0]
    changed = [
        row | {"list": "serial_unknown"}
        if row["person"] == moved and row["list"] == "relation_unknown"
        else row
        for row in rows
    ]
    tables = brought.run.tables | {"candidate": changed}
    run = ordered()
    other = replace(brought, run=replace(brought.run, checksum="9" * 64, tables=tables))
    people = bring_in(run, other, timezone.now(), nominate_candidates)
    with world.connect("postgres") as superuser:
        nominated = superuser.execute("select person_id from nominations_nomination").fetchall()
    assert people[moved] in {key for (key,) in nominated}
    assert not {people[each] for each in beside[1:]} & {key for (key,) in nominated}
    assert {people[each] for each in placed} <= {key for (key,) in nominated}


def test_the_same_result_comes_in_once(world: Any, brought: Brought) -> None:
    run, other = ordered(), ordered()
    same = known_as(brought, "2" * 64)
    assert bring_in(run, same, timezone.now(), nominate_candidates)
    with world.connect("postgres") as superuser:
        before = state_of(superuser)
        assert bring_in(run, same, timezone.now(), nominate_candidates) == {}
        with pytest.raises(Refusal, match="already brought in"):
            bring_in(other, same, timezone.now(), nominate_candidates)
        assert state_of(superuser) == before


@contextmanager
def refusing(world: Any, table: str) -> Iterator[None]:
    """The table takes no row, as where the disk is full."""
    with world.connect("postgres") as superuser:
        superuser.execute(f"""
            create or replace function public.refused() returns trigger language plpgsql as $$
            begin raise exception 'full' using errcode = '53100'; end $$;
            create trigger refused before insert on {table}
              for each statement execute function public.refused()""")
        try:
            yield
        finally:
            superuser.execute(f"drop trigger refused on {table}")


def stopped(run: Run, now: dt.datetime) -> None:
    """What follows from a run fails, after everything else of it was written."""
    nominate_candidates(run, now)
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("table", "then", "error"),
    [
        ("people_identity", nominate_candidates, DatabaseError),
        ("runs_reason", nominate_candidates, DatabaseError),
        ("runs_around", nominate_candidates, DatabaseError),
        ("nominations_nomination", nominate_candidates, DatabaseError),
        ("audit.entry", nominate_candidates, DatabaseError),
        ("", stopped, KeyboardInterrupt),
    ],
)
def test_a_fault_midway_leaves_nothing(
    table: str, then: Callable[[Run, dt.datetime], None], error: type[BaseException],
    world: Any, brought: Brought,
) -> None:  # fmt: skip
    run = ordered()
    fault: AbstractContextManager[None] = refusing(world, table) if table else nullcontext()
    with world.connect("postgres") as superuser:
        # Somebody in another place than before, so that every table would be written.
        superuser.execute("update people_person set region = 'national' where secrecy = 'none'")
        superuser.execute(
            "update nominations_nomination set made_at = '2020-01-01', state = 'decided'"
        )
        before = state_of(superuser)
        with fault, pytest.raises(error):
            bring_in(run, known_as(brought, "3" * 64), timezone.now(), then)
        assert state_of(superuser) == before
    run.refresh_from_db()
    assert (run.state, run.checksum) == ("ordered", "")


def test_a_decision_stays_with_its_person_and_a_listing_outlives_the_list(
    world: Any, brought: Brought
) -> None:
    from hejda_web.nominations.models import Listing, Nomination
    from hejda_web.people.models import Person

    with world.connect("postgres") as superuser:
        superuser.execute("update nominations_nomination set state = 'open', made_at = now()")
    all_in_annas_region(world)
    scene = set_scene()
    person = scene.people[scene.listed]
    with everything():
        stable = Person.objects.get(pk=person).stable_id
        listing = Listing.objects.get(person=person)
    again = bring_in(ordered(), known_as(brought, "4" * 64), timezone.now(), nominate_candidates)
    assert again[stable] == person
    with everything():
        assert Nomination.objects.filter(person=person).count() == 1
    left = without(known_as(brought, "5" * 64), stable)
    assert stable not in bring_in(ordered(), left, timezone.now(), nominate_candidates)
    with everything():
        after = Listing.objects.get(person=person)
    assert (after.pk, after.ended_on, after.version) == (listing.pk, None, listing.version)
    with world.connect("postgres") as superuser:
        votes = superuser.execute(
            "select count(*) from nominations_decision d join people_person p on p.id = d.person_id"
            " where p.stable_id = %s and d.nomination_id = %s", [stable, scene.listed],
        ).fetchone()  # fmt: skip
    assert votes == (2,)
    all_in_annas_region(world)
    assert logged_in("anna").get(f"/people/{person}/").status_code == 200


def all_in_annas_region(world: Any) -> None:
    """Moves everybody to where the analyst is appointed."""
    with world.connect("postgres") as superuser:
        superuser.execute(
            "update people_person set region = (select region from accounts_appointment"
            " where scope = 'screening' limit 1)"
        )


def without(brought: Brought, stable: str) -> Brought:
    """The same result had the person not been a candidate."""
    tables = dict(brought.run.tables)
    tables["candidate"] = [row for row in tables["candidate"] if row["person"] != stable]
    return replace(brought, run=replace(brought.run, tables=tables))


def test_a_job_erases_what_it_mapped(world: Any) -> None:
    run = ordered()
    with world.connect("postgres") as superuser:
        superuser.execute(
            "update people_person set secrecy = 'marked' where id = (select id from people_person limit 1)"
        )
    jobs.map_source.func(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.percent) == ("loaded", 100)
    assert run.erased_at is not None
    assert list(rooms().iterdir()) == []
    with world.connect("postgres") as superuser:
        kept = superuser.execute("select count(*) from people_person where secrecy = 'marked'")
        assert kept.fetchone() == (1,)  # a warning about somebody outlives a run that has none


def test_a_room_of_a_killed_job_is_cleared_and_that_of_a_living_one_is_not(world: Any) -> None:
    from hejda_web.runs.rooms import clear_rooms, room

    dead = rooms() / "run-dead"
    dead.mkdir()
    (dead / "held").touch()
    (dead / "person.parquet").write_text("Nova Nomén")
    with room("run-") as living:
        (living / "kept").touch()
        clear_rooms()
        assert not dead.exists()
        assert (living / "kept").exists()
    assert list(rooms().iterdir()) == []
