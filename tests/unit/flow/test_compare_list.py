"""`hejda compare-list` on real runs of the example; its README says what became of whom."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from hejda.base.errors import HejdaError, InputError
from hejda.cli.compare_list import WORDS, compare_list_command
from hejda.evaluate.their_list import WHY
from hejda.flow.compare_list import ListCompared, ListOrder, compare_list
from tests.support.people import person
from tests.unit.flow.conftest import DATA, SOURCE, Map, silent

STORIES = {
    "P10": "",
    "P27": "inside",
    "P29": "no_suspicion",
    "P45": "excluded",
    "P49": "excluded",
    "P52": "relation_unknown",
    "P60": "below_capacity",
    "P62": "no_partner_suspicion",
    "P77": "no_record",
}
"""Records of the example → why they are not on a list of five places, by the stories of its README.

P29 was acquitted, which is not told; P45 is seventeen, P49 has died; P77 is nobody.
"""


@pytest.fixture(scope="module")
def five(mapped_to: Map) -> Path:
    return mapped_to("compare_list", lists=5)


def listed(folder: Path, *rows: str, heading: str = "record_id") -> Path:
    """A list with these rows."""
    file = folder / "list.csv"
    file.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return file


def searched(out: Path, file: Path, **changes: Any) -> ListCompared:
    """The comparison with the delivery searched."""
    asked = {"source": SOURCE, "data": DATA, **changes}
    return compare_list(ListOrder(out=out, list=file, **asked), silent)


NUMBERS = ("19790828-9879", "790828-9879", "197908289879", "790828+9879")
"""P10's number, as people write it."""


@pytest.fixture(scope="module")
def all_searched(five: Path, tmp_path_factory: pytest.TempPathFactory) -> ListCompared:
    """One search of the delivery for everybody these tests ask about."""
    rows = [
        *(f"{record}," for record in STORIES),
        *(f",{number}" for number in (*NUMBERS, "19990101-0000")),
        *("P58,", "P59,", "P10,19830417-9813"),
    ]
    folder = tmp_path_factory.mktemp("their_list")
    return searched(five, listed(folder, *rows, heading="record_id,personal_number"))


def lines_of(found: ListCompared, first: int, count: int) -> list[tuple[str | None, str]]:
    """(person, why) of some lines, the first being 0."""
    rows = [row for row in found.rows if row.line]
    return [(row.person, row.why) for row in rows[first : first + count]]


def by_line(found: ListCompared) -> dict[int | None, str]:
    return {row.line: row.why for row in found.rows if row.line}


def test_what_the_registers_lack_is_told_of_each(all_searched: ListCompared) -> None:
    told = [why for _, why in lines_of(all_searched, 0, len(STORIES))]
    assert told == list(STORIES.values())
    assert all_searched.searched
    assert all_searched.unsearchable == ()


def test_the_run_alone_knows_those_it_ranked_and_says_so_of_the_others(
    five: Path, tmp_path: Path
) -> None:
    found = compare_list(ListOrder(out=five, list=listed(tmp_path, *STORIES)), silent)
    ranked = {"P10": "", "P27": "inside", "P60": "below_capacity"}
    told = [ranked.get(record, "not_in_out") for record in STORIES]
    assert by_line(found) == dict(enumerate(told, start=2))
    assert not found.searched


def test_somebody_cleared_since_is_held_back_where_places_are_left(
    mapped: Path, tmp_path: Path
) -> None:
    found = compare_list(ListOrder(out=mapped, list=listed(tmp_path, "P60")), silent)
    assert by_line(found) == {2: "held_back"}


def test_a_number_finds_its_person_however_it_is_written(all_searched: ListCompared) -> None:
    found = lines_of(all_searched, len(STORIES), len(NUMBERS) + 1)
    assert found == [(person("P10"), "")] * len(NUMBERS) + [(None, "no_record")]


def test_the_run_alone_holds_no_numbers_and_counts_the_lines_it_could_not_search(
    five: Path, tmp_path: Path
) -> None:
    file = listed(tmp_path, "19790828-9879", heading="personal_number")
    found = compare_list(ListOrder(out=five, list=file), silent)
    assert (by_line(found), found.unsearchable) == ({2: "not_in_out"}, (2,))


def test_two_records_of_one_person_are_one_person(all_searched: ListCompared) -> None:
    at = len(STORIES) + len(NUMBERS) + 1
    assert {told for told, _ in lines_of(all_searched, at, 2)} == {person("P58")}


def test_a_line_that_fits_two_people_is_told_and_not_guessed(all_searched: ListCompared) -> None:
    assert lines_of(all_searched, len(STORIES) + len(NUMBERS) + 3, 1) == [(None, "ambiguous")]


def test_whoever_is_only_on_the_maps_lists_has_places_and_reasons(
    five: Path, tmp_path: Path
) -> None:
    found = compare_list(ListOrder(out=five, list=listed(tmp_path, "P10")), silent)
    only = [row for row in found.rows if row.where == "ours"]
    assert len(only) == 6  # five and four places, of which P01 and P15 have two, and P10 is theirs
    assert all(row.places and row.reasons and row.line is None for row in only)


def test_a_delivery_that_is_not_the_runs_is_refused(five: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "pack.yaml").write_text(
        "id: other\ntitle: {sv: a, en: b}\ncountry: xx\nextends: xx\n"
        "harm_scale: statutory_minimum\nharm_reference_date: 2026-01-01\n"
    )
    with pytest.raises(InputError, match="rules given is not that of the run"):
        searched(five, listed(tmp_path, "P10"), rules=str(pack))
    with pytest.raises(InputError, match="go together"):
        searched(five, listed(tmp_path, "P10"), data=None)


def told(*arguments: str) -> str:
    """What the command prints, each run of blanks one; its error, where it ends with one."""
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(compare_list_command)
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, list(arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return " ".join(result.output.split())


def test_counts_come_first_and_bad_lines_are_told_together(five: Path, tmp_path: Path) -> None:
    file = listed(tmp_path, "P10,Anna Berg", "P27,", "P60", ",x", heading="record_id,name")
    said = told(str(five), str(file), "--lang", "en")
    assert said.startswith("On both lists 1 Only on your list 1 Only on the map's lists 6")
    assert "Lines set aside 2" in said
    assert "Lines set aside: 1 (the wrong number of fields): 4" in said
    assert "Lines set aside: 1 (no number and no record id): 5" in said
    assert "inside; in the group Prepare for release" in said
    assert "Give --source and --data to search the delivery." in said
    assert "says nothing about risk" in said


def test_no_name_and_no_number_of_the_list_comes_out(five: Path, tmp_path: Path) -> None:
    rows = ("19790828-9879,Anna Berg,a secret", "830417-9813,Åsa Öberg,a secret", "12,Bo Ek,x")
    file = listed(tmp_path, *rows, heading="personal_number,name,note")
    to = tmp_path / "compared.json"
    arguments = (str(five), str(file), "--source", str(SOURCE), "--data", str(DATA))
    said = told(*arguments, "--out", str(to)) + to.read_text(encoding="utf-8")
    said += told(str(five), str(file), "--lang", "en")
    for secret in ("Anna", "Berg", "Åsa", "Bo Ek", "secret", "9879", "9813"):
        assert secret not in said


def test_the_rows_are_written_as_csv_or_json_for_the_owner_only(five: Path, tmp_path: Path) -> None:
    file = listed(tmp_path, "P10", "P27")
    as_json, as_csv = tmp_path / "rows.json", tmp_path / "rows.csv"
    told(str(five), str(file), "--out", str(as_json))
    told(str(five), str(file), "--out", str(as_csv))
    found = json.loads(as_json.read_text(encoding="utf-8"))
    assert (found["counts"]["both"], found["counts"]["theirs"]) == (1, 1)
    rows = list(csv.DictReader(as_csv.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == len(found["rows"])
    assert rows[1]["why"] == found["rows"][1]["why"] == "inside"
    assert [file.stat().st_mode & 0o777 for file in (as_json, as_csv)] == [0o600, 0o600]


@pytest.mark.parametrize("to", ["rows.txt", "there.csv", "nowhere/rows.csv"])
def test_a_file_that_cannot_be_written_is_refused_before_anything_is_read(
    tmp_path: Path, to: str
) -> None:
    (tmp_path / "there.csv").touch()
    with pytest.raises(InputError) as refused:
        told("no_run", "no_list.csv", "--out", str(tmp_path / to))
    assert refused.value.code in ("out_form", "out_exists", "out_parent")


@pytest.mark.parametrize("arguments", [("no_run", "x.csv"), ("no_run", "x.csv", "--lang", "fi")])
def test_what_cannot_be_answered_is_refused_in_words(arguments: tuple[str, ...]) -> None:
    with pytest.raises(HejdaError) as refused:
        told(*arguments)
    assert refused.value.what


def test_every_reason_has_its_words_in_both_languages() -> None:
    assert set(WHY) <= set(WORDS)
    assert all(sv and en and sv != en for sv, en in WORDS.values() if sv != "Person")
