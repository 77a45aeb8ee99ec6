"""Evidence: what `validate` and `replay` wrote stands on the page, figure by figure, once."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.conf import settings

from hejda.report.replay_words import REASONS
from hejda.report.validation_read import MODEL
from hejda_web.evidence.jobs import bring_in_reports
from hejda_web.evidence.models import Figure, Intake, Report
from tests.support.validation_run import made, written
from tests.support.web_people import logged_in
from tests.web.conftest import World

CURVE = [
    (365, 0.11, 0.05, 0.19),
    (180, 0.2, 0.1, 0.31),
    (90, 0.27, 0.16, 0.4),
    (30, 0.33, 0.2, 0.46),
]


def replay_folder(folder: Path, material: str) -> None:
    """What `hejda replay` writes, made by hand."""
    told = {"value": None, "low": None, "high": None}
    counts = dict.fromkeys(REASONS, dict.fromkeys(("365", "180", "90", "30")))
    counts["never_reported"] = {"365": 65, "180": 60, "90": 55, "30": 55}
    facts = {
        "title": "Prov", "source": "prov", "material": material, "outcome": "serious", "lists": 30,
        "from": "2023-01-01", "to": "2024-12-31", "now": "2026-01-01", "rules": "a" * 64, "cases": 103,
        "curve": [
            {"days_before": days, "harm": {"value": v, "low": lo, "high": hi}, "of_cases": told}
            for days, v, lo, hi in CURVE
        ],
        "publishable": {"cases": None, "why": counts},
    }  # fmt: skip
    folder.mkdir()
    (folder / "replay.json").write_text(json.dumps(facts), "utf-8")


@pytest.fixture(scope="module")
def reports(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The administrator's folder: an invented validation, a replay, something broken, something else."""
    home = tmp_path_factory.mktemp("reports")
    written(home / "one", made(people=500, material="invented"))
    replay_folder(home / "two", "public")
    (home / "broken").mkdir()
    (home / "broken" / "validation.json").write_text("{}", "utf-8")
    (home / "something-else").mkdir()
    settings.INSTALLATION.reports = home
    bring_in_reports.func()
    yield home
    settings.INSTALLATION.reports = None


def page(username: str = "nils", path: str = "/evidence/") -> str:
    """The page as its reader gets it."""
    answer = logged_in(username, work=None).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_order_stands_with_the_value_and_interval_its_folder_holds(reports: Path) -> None:
    rows = pq.read_table(reports / "one" / "metrics.parquet").to_pylist()
    setting = json.loads((reports / "one" / "validation.json").read_text())["setting"]
    auc = {
        (round(row["value"], 9), round(row["low"], 9), round(row["high"], 9))
        for row in rows
        if row["metric"] == "auc" and row["setting"] == setting and row["group"] == "all"
    }
    here = {
        (round(f.value or 0, 9), round(f.low or 0, 9), round(f.high or 0, 9))
        for f in Figure.objects.filter(report__kind="validation", part="orders")
    }
    assert len(here) >= 5
    assert here <= auc


def test_every_figure_shown_has_an_interval_a_unit_and_its_data(reports: Path) -> None:
    for each in Figure.objects.exclude(value=None):
        assert each.unit_sv
        if each.low is None or each.high is None:
            assert "inget intervall" in each.told_sv
        else:
            assert each.low <= (each.value or 0) <= each.high
            assert " till " in each.told_sv
    assert Figure.objects.exclude(low=None).count() > 10
    report = Report.objects.get(kind="validation")
    told = page()
    assert report.title_sv in told
    assert f'datetime="{report.since.isoformat()}"' in told
    assert f'datetime="{report.until.isoformat()}"' in told


def test_on_invented_data_each_figure_says_so_and_on_other_data_none(reports: Path) -> None:
    one, other = (Report.objects.get(kind=kind) for kind in ("validation", "replay"))
    for report, each in ((one, True), (other, False)):
        told = page(path=f"/evidence/{report.pk}/")
        rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", told, re.DOTALL)
        assert len(rows) >= 4
        assert {"påhittat" in row for row in rows} == {each}
        cards = re.findall(r"<li class=\"card\">.*?</li>", told, re.DOTALL)
        figures = [card for card in cards if "risk-level" in card]
        assert all(("påhittat" in card) is each for card in figures)


def test_a_replay_says_how_much_was_listed_before_and_why_not(reports: Path) -> None:
    rows = Figure.objects.filter(report__kind="replay", part="listed").order_by("place")
    assert [(f.value, f.low, f.high) for f in rows] == [row[1:] for row in CURVE]
    (why,) = Figure.objects.filter(report__kind="replay", part="why")
    assert "omkring 65" in why.told_sv
    assert REASONS["never_reported"][0][0] == why.words_sv


def test_the_same_reports_again_are_brought_in_once_and_a_new_one_by_itself(reports: Path) -> None:
    before = Report.objects.count(), Figure.objects.count()
    bring_in_reports.func()
    assert (Report.objects.count(), Figure.objects.count()) == before
    newest = Intake.objects.latest("at")
    assert (newest.found, newest.brought, newest.faulty) == (2, 0, "broken: no_validation")
    replay_folder(reports / "three", "invented")
    bring_in_reports.func()
    assert (Report.objects.count(), Intake.objects.latest("at").brought) == (before[0] + 1, 1)
    shutil.rmtree(reports / "three")


def test_a_small_group_is_left_out(reports: Path) -> None:
    """A group like another in all but that three people with the outcome stand behind it."""
    told = {
        each.words_sv for each in Figure.objects.filter(report__kind="validation", part="group")
    }
    assert told
    folder = reports / "planted"
    shutil.copytree(reports / "one", folder)
    facts = json.loads((folder / "validation.json").read_text("utf-8"))
    (folder / "validation.json").write_text(json.dumps(facts | {"title": "Planterad"}), "utf-8")
    table = pq.read_table(folder / "metrics.parquet")
    rows = table.to_pylist()
    like = next(
        row for row in rows
        if (row["setting"], row["ranker"], row["metric"]) == (facts["setting"], MODEL, "auc")
        and row["group"] != "all" and row["outcomes"] >= 10 and row["value"] is not None
    )  # fmt: skip
    column = like["group"].partition("=")[0]
    planted = [like | {"group": f"{column}=Trefalden", "outcomes": 3},
               like | {"group": f"{column}=Mångfalden"}]  # fmt: skip
    pq.write_table(pa.Table.from_pylist([*rows, *planted], schema=table.schema),
                   folder / "metrics.parquet")  # fmt: skip
    bring_in_reports.func()
    report = Report.objects.get(title_sv="Planterad")
    words = " ".join(report.figures.values_list("words_sv", flat=True)).lower()
    shown = (page() + page(path=f"/evidence/{report.pk}/")).lower()
    assert "mångfalden" in words
    assert "mångfalden" in shown
    assert "trefalden" not in words
    assert "trefalden" not in shown
    shutil.rmtree(folder)
    report.figures.all().delete()
    report.delete()


def test_what_cannot_be_told_is_said_and_so_is_what_could_not_be_read(reports: Path) -> None:
    told = page()
    assert "Hjälpte det att göra något?" in told
    assert "uppgifter om åtgärder" in told
    assert "broken: no_validation" in told


def test_an_order_to_read_the_folder_is_a_job_and_only_for_those_who_may(reports: Path) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    def waiting() -> int:
        return ProcrastinateJob.objects.filter(task_name=bring_in_reports.name).count()

    assert logged_in("anna").post("/evidence/bring/").status_code == 404
    assert waiting() == 0
    answer: Any = logged_in("nils").post("/evidence/bring/")
    assert (answer.status_code, waiting()) == (302, 1)
    for username in ("hugo", "bo", "dag", "siv", "adam"):
        assert logged_in(username).get("/evidence/").status_code == 404


def test_without_a_report_the_page_says_that_nothing_is_shown(reports: Path) -> None:
    Report.objects.all().delete()
    assert page("anna").count("Ingen mätning är inläst") == 2
