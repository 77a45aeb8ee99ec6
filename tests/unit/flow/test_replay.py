"""`hejda replay` on a small hand-made register: one person for each reason, and what is told of it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from hejda.base.errors import HejdaError
from hejda.flow.persons import key_without_store
from hejda.flow.replay import ReplayOrder, first_of_month, replay
from hejda.persons.identity import person_id
from tests.support.hand_made import ASSAULT, OTHER, THREAT, HandMade, day

ACT = "2025-06-15"
NOW = dt.date(2026, 7, 1)
LOOKS = {365: "2024-06-01", 180: "2024-12-01", 90: "2025-03-01", 30: "2025-05-01"}
JUDGEMENTS = """\
judgement_id,kind,a,b,decided_on,decided_by,reason,withdrawn_on
j1,same,SPLIT,SPLIT2,2025-09-01,a person,shown to be one person,
j2,same,JOINED,JOINED2,2024-01-01,a person,shown to be one person,
"""


def silent(_stage: str) -> None:
    """Progress that nobody watches."""


def a_register() -> HandMade:
    """One person a reason; each has a serious act on the same day."""
    made = HandMade()
    people = (
        "LISTED", "PLACES", "FLOOR", "NEVER", "STRANGER", "VICTIM", "WITNESS", "CODE", "UNKNOWN",
        "ENDED", "OLD", "DEGREE", "INSIDE", "LATE", "SPLIT", "JOINED", "TWIN",
    )  # fmt: skip
    for record in (*people, "SPLIT2", "JOINED2", "TWIN2", "SOMEBODY"):
        made.person(record)
        made.person(f"V-{record}")
    made.person("YOUNG", born="2009-01-01")
    made.person("V-YOUNG")
    made.report("SOMEBODY", "V-SOMEBODY", "2018-01-01", THREAT, "no")
    made.report("SOMEBODY", "V-SOMEBODY", "2026-06-30", THREAT, "no")
    for on in ("2024-05-01", "2024-05-10", "2025-02-01", "2025-04-20"):
        made.report("LISTED", "V-LISTED", on)
    made.report("PLACES", "V-PLACES", "2024-05-20", ASSAULT)
    made.report("PLACES", "V-PLACES", "2024-05-22", ASSAULT)
    made.report("FLOOR", "V-FLOOR", "2020-06-20", OTHER)
    made.report("STRANGER", "V-LISTED", "2024-02-01", ASSAULT, "no")
    made.report("V-VICTIM", "VICTIM", "2024-02-01", ASSAULT)
    made.add("involvement", "2024-02-01", incident_id=made.report(
        "SOMEBODY", "V-WITNESS", "2024-02-01", THREAT, "no"
    ), record_id="WITNESS", role="witness")  # fmt: skip
    made.report("CODE", "V-CODE", "2024-02-01", ASSAULT, "no")
    made.report("UNKNOWN", "V-LISTED", "2024-02-01", ASSAULT, "unknown")
    made.report("ENDED", "V-ENDED", "2024-02-01", ended="2024-04-01")
    made.report("OLD", "V-OLD", "2019-05-01", THREAT)
    made.report("DEGREE", "V-DEGREE", "2024-02-01", ASSAULT, suspicion="named")
    made.report("YOUNG", "V-YOUNG", "2024-02-01", ASSAULT)
    for on in ("2024-05-01", "2024-05-02", "2024-05-03", "2024-05-04", "2024-05-05", "2024-05-06"):
        made.report("INSIDE", "V-INSIDE", on)
    made.add(
        "custody", "2024-05-10", record_id="INSIDE", kind="prison", valid_from=day("2024-05-10")
    )
    made.report("LATE", "V-LATE", "2024-02-01", ASSAULT, registered="2025-04-10")
    for on in ("2024-05-12", "2025-02-02", "2025-04-21"):
        for record in ("SPLIT", "JOINED", "TWIN"):
            made.report(record, f"V-{record}", on)
            made.report(f"{record}2", f"V-{record}", on)
    for record in (*people, "YOUNG"):
        made.report(record, f"V-{record}", ACT)
    return made


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_register().written(tmp_path_factory.mktemp("delivery") / "delivery")


def replayed(source: Path, out: Path, **changes: Any) -> Path:
    asked: dict[str, Any] = {
        "source": source, "data": source.parent, "out": out, "now": NOW, "lists": 2, "draws": 40,
        "first": day("2025-06-01"), "last": day("2025-06-30"),
    }  # fmt: skip
    (source.parent.parent / "judgements.csv").write_text(JUDGEMENTS, encoding="utf-8")
    asked["judgements"] = source.parent.parent / "judgements.csv"
    replay(ReplayOrder(**{**asked, **changes}), silent)
    return out


@pytest.fixture(scope="module")
def out(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return replayed(source, tmp_path_factory.mktemp("out") / "replay")


def told(out: Path, record: str) -> dict[int, dict[str, Any]]:
    """The rows of a person, by days before."""
    person = person_id(key_without_store("handmade"), record)
    rows = pq.read_table(out / "replay.parquet").to_pylist()
    return {row["days_before"]: row for row in rows if row["person"] == person}


@pytest.mark.parametrize(
    ("record", "why", "threshold"),
    [
        ("LISTED", "listed", None),
        ("PLACES", "below_capacity", "places"),
        ("FLOOR", "below_floor", "floor"),
        ("NEVER", "never_reported", "registered"),
        ("STRANGER", "never_reported", "registered"),
        ("WITNESS", "never_reported", "registered"),
        ("VICTIM", "role", "suspect"),
        ("CODE", "wrong_code", "partner"),
        ("UNKNOWN", "wrong_code", "partner"),
        ("ENDED", "ended", "in_force"),
        ("OLD", "aged_out", "look_back"),
        ("DEGREE", "degree", "degree"),
        ("YOUNG", "excluded", "population"),
        ("INSIDE", "inside", "at_liberty"),
        ("SPLIT", "identity_split", "one_person"),
    ],
)
def test_each_reason_is_told_of_whom_it_fits(
    out: Path, record: str, why: str, threshold: str | None
) -> None:
    row = told(out, record)[30]
    assert (row["why"], row["threshold_missed"]) == (why, threshold)


def test_what_was_registered_late_was_not_known_before(out: Path) -> None:
    rows = told(out, "LATE")
    assert [rows[days]["incidents"] for days in LOOKS] == [0, 0, 0, 1]
    assert [rows[days]["why"] == "never_reported" for days in LOOKS] == [True, True, True, False]


def test_each_case_is_looked_at_on_four_days_and_all_of_a_month_on_the_same(out: Path) -> None:
    rows = told(out, "NEVER")
    assert {days: row["looked_on"].isoformat() for days, row in rows.items()} == LOOKS
    facts = json.loads((out / "replay.json").read_text("utf-8"))
    assert (facts["cases"], facts["looks"]) == (18, 4)


def test_two_records_of_one_person_make_one_case_with_the_counts_of_both(out: Path) -> None:
    row = told(out, "SPLIT")[30]
    assert (row["records"], row["incidents"], row["partner_incidents"]) == (2, 6, 6)
    assert not told(out, "SPLIT2")


def test_records_that_nobody_says_are_one_person_are_told_apart(out: Path) -> None:
    row = told(out, "TWIN")[30]
    assert (row["records"], row["incidents"], row["why"]) == (1, 3, "below_capacity")


def test_a_judgement_decided_by_the_day_puts_the_records_together_that_day(out: Path) -> None:
    row = told(out, "JOINED")[30]
    assert (row["records"], row["why"]) == (2, "listed")


def test_everybody_who_looked_the_same_is_counted_with_and_without_an_outcome(out: Path) -> None:
    ended = told(out, "ENDED")[30]
    assert (ended["alike"], ended["alike_without"]) == (4, 0)  # OLD, DEGREE and YOUNG beside
    code = told(out, "CODE")[30]
    assert (code["alike"], code["alike_without"]) == (3, 0)
    assert told(out, "NEVER")[30]["alike"] is None
    ranked = told(out, "LISTED")[30]
    assert ranked["alike"] >= 1


def test_the_page_shows_limits_first_in_both_languages_and_no_person_or_record(out: Path) -> None:
    page = (out / "report.html").read_text("utf-8")
    assert page.index('id="limits"') < page.index('class="figures"') < page.index('id="cases"')
    for words in (
        "ungefär hälften",
        "about half",
        "säger inget om dödligt",
        "nothing about killing",
    ):
        assert words in page
    rows = pq.read_table(out / "replay.parquet").to_pylist()
    assert not [row["person"] for row in rows if row["person"] in page]
    assert "V-CODE" not in page
    assert page.count('aria-labelledby="h-case-') == 2 * 18


def test_small_numbers_are_hidden_in_what_may_be_published(out: Path) -> None:
    facts = json.loads((out / "replay.json").read_text("utf-8"))
    assert facts["why"]["ended"]["30"] == 1
    counts = [n for row in facts["publishable"]["why"].values() for n in row.values()]
    assert set(counts) == {None}
    assert facts["publishable"]["cases"] is None


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Operational material, replayed soon after the acts."""
    folder = tmp_path_factory.mktemp("operational")
    source = a_register().written(folder / "signed", "operational")
    return replayed(source, folder / "out", now=dt.date(2025, 8, 1))


def test_operational_material_shows_no_month_and_no_harm(signed: Path) -> None:
    page = (signed / "report.html").read_text("utf-8")
    cases = page.split('id="cases"', 1)[1].split('id="computed"', 1)[0]
    assert "2025" in cases
    assert "2025-06" not in cases
    assert "skadedagar" not in cases


def test_a_year_that_is_not_over_is_not_told_as_without_an_outcome(signed: Path) -> None:
    row = told(signed, "ENDED")[30]
    assert (row["alike"], row["alike_without"]) == (4, None)


def test_operational_material_without_an_order_is_refused(tmp_path: Path) -> None:
    source = a_register().written(tmp_path / "unsigned", "operational")
    source.write_text(source.read_text("utf-8").replace("purpose: a test\n", ""), encoding="utf-8")
    with pytest.raises(HejdaError, match="without purpose"):
        replayed(source, tmp_path / "out")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outcome": "lethal"}, "unknown_outcome"),
        ({"lists": 0}, "no_places"),
        ({"first": dt.date(2018, 6, 1)}, "before_the_records"),
        ({"last": dt.date(2026, 7, 2)}, "to_ahead"),
        ({"first": dt.date(2025, 2, 1), "last": dt.date(2025, 1, 1)}, "window_empty"),
    ],
)
def test_what_cannot_be_replayed_is_refused_in_a_sentence(
    source: Path, tmp_path: Path, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(HejdaError) as refused:
        replayed(source, tmp_path / "out", **changes)
    assert refused.value.code == code
    assert not (tmp_path / "out").exists()


def test_a_period_without_outcomes_gives_a_page_that_does_not_call_it_safe(
    source: Path, tmp_path: Path
) -> None:
    out = replayed(source, tmp_path / "none", first=day("2021-01-01"), last=day("2021-12-31"))
    assert pq.read_table(out / "replay.parquet").num_rows == 0
    assert "says nothing about safety" in (out / "report.html").read_text("utf-8")


def test_months_are_counted_back_over_the_turn_of_a_year() -> None:
    assert first_of_month(dt.date(2025, 3, 31), 6) == dt.date(2024, 9, 1)
    assert first_of_month(dt.date(2025, 1, 1), 1) == dt.date(2024, 12, 1)
    assert first_of_month(dt.date(2025, 12, 9), -1) == dt.date(2026, 1, 1)
