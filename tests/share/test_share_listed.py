"""For how many listed people a ground could be used: worked by hand, and read from a run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hejda.flow.share_listed import listed_people, uses_on
from hejda.share.listed import GroundUse, ListedPerson, RecordedOffence, uses_of
from tests.support.share_pages import rules_of

DAY = dt.date(2026, 2, 1)
MURDER, ASSAULT = "brb-3-1-mord", "brb-3-5-misshandel"


def use_of(uses: tuple[GroundUse, ...], ground: str) -> GroundUse:
    """How one ground stands."""
    return next(each for each in uses if each.ground == ground)


def test_three_people_are_counted_by_hand() -> None:
    grave, plain = (RecordedOffence(id=each, on=DAY) for each in (MURDER, ASSAULT))
    people = [
        ListedPerson(facts={"named_relative": "yes", "suspicion": "yes"}, offences=(plain, grave)),
        ListedPerson(facts={"suspicion": "yes", "under_21": "no"}, offences=(grave,)),
        ListedPerson(facts={"named_relative": "yes"}, offences=(plain,)),
    ]
    uses = uses_of(rules_of(DAY), people)
    close = use_of(uses, "osl-10-18c")
    # One has both; one has no relative recorded; one no offence that qualifies.
    assert (close.people, close.could_use, close.ruled_out) == (3, 1, 0)
    assert close.missing == {"named_relative": 1, "offence": 1}
    assert close.to_judge == ("concrete_circumstances", "inappropriate")
    young = use_of(uses, "osl-10-18a")
    assert (young.could_use, young.ruled_out, young.missing) == (0, 1, {"under_21": 2})
    past = use_of(uses, "osl-10-23")
    assert (past.could_use, past.missing) == (2, {"offence": 1, "suspicion": 1})


def write(path: Path, rows: list[dict[str, object]]) -> None:
    """A table of a run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path)


def a_run(out: Path) -> None:
    """Two people listed, one of them with a partner, a grave act, a child and a weapon licence."""
    write(out / "candidate.parquet", [
        {"list": "harm", "person": "a"}, {"list": "serial", "person": "a"},
        {"list": "harm", "person": "b"}, {"list": "release", "person": "c"},
    ])  # fmt: skip
    write(out / "person.parquet", [{"person": p, "record_ids": [f"r{p}"]} for p in "abc"])
    write(out / "dyad.parquet", [
        {"suspect": "a", "partner": "yes"}, {"suspect": "b", "partner": "unknown"},
    ])  # fmt: skip
    dossier = out / "dossier"
    write(dossier / "licence.parquet", [{"record_id": "ra"}])
    write(dossier / "incident.parquet", [{"incident_id": "i1", "occurred_on": dt.date(2025, 5, 1)}])
    write(dossier / "offence.parquet", [
        {"offence_id": "o1", "incident_id": "i1", "code": MURDER, "attempt": "yes",
         "superseded_on": None, "absorbed_into": None},
        {"offence_id": "o2", "incident_id": "i1", "code": ASSAULT, "attempt": None,
         "superseded_on": dt.date(2025, 6, 1), "absorbed_into": None},
    ])  # fmt: skip
    write(dossier / "involvement.parquet", [
        {"record_id": "ra", "role": "suspect", "incident_id": "i1", "offence_id": "o1",
         "child_present": "yes", "superseded_on": None},
        {"record_id": "rx", "role": "victim", "incident_id": "i1", "offence_id": "o1",
         "child_present": None, "superseded_on": None},
    ])  # fmt: skip
    write(dossier / "person_record.parquet", [
        {"record_id": "ra", "birth_date": dt.date(2005, 2, 2)},
        {"record_id": "rb", "birth_date": dt.date(1980, 1, 1)},
    ])  # fmt: skip


def test_a_run_tells_of_its_listed_people_what_was_recorded_and_nothing_more(
    tmp_path: Path,
) -> None:
    a_run(tmp_path)
    first, second = listed_people(tmp_path, DAY)
    assert first.facts == {
        "named_relative": "yes",
        "suspicion": "yes",
        "holds_weapon": "yes",
        "under_21": "yes",
        "child_may_fare_ill": "yes",
    }
    assert first.offences == (RecordedOffence(id=MURDER, on=dt.date(2025, 5, 1), attempted=True),)
    assert second == ListedPerson(facts={"under_21": "no"})


def test_a_birthday_is_the_day_somebody_is_no_longer_under_age(tmp_path: Path) -> None:
    a_run(tmp_path)
    before, on = (
        listed_people(tmp_path, dt.date(2026, 2, day))[0].facts["under_21"] for day in (1, 2)
    )
    assert (before, on) == ("yes", "no")


def test_the_grounds_are_counted_over_a_run(tmp_path: Path) -> None:
    a_run(tmp_path)
    uses = uses_on(tmp_path, rules_of(DAY))
    assert use_of(uses, "osl-10-18c").could_use == 1
    assert use_of(uses, "osl-10-18c").missing == {"named_relative": 1, "offence": 1}
    assert use_of(uses, "vapenlagen-6").could_use == 1
