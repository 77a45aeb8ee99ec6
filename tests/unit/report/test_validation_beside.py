"""What stands beside the measures on the page of a validation, with small numbers hidden."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

from hejda.report.published import HIDDEN, figure
from hejda.report.validation import validation_page
from hejda.report.validation_answers import best_of
from hejda.report.validation_beside import own_list, scales, steady_points, turnover
from hejda.report.validation_read import OWN_LIST, Run, run_of
from hejda.report.validation_rows import cut_of, ranker_rows
from tests.support.validation_run import made, written


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A validation of 913 invented people, 131 of them on the police's own list."""
    return run_of(written(tmp_path_factory.mktemp("validation") / "out", made(913)))


def section(run: Run, name: str) -> str:
    """The text of a section of the page."""
    page = html.unescape(validation_page(run))
    found = re.search(rf'<section id="{name}".*?</section>', page, re.DOTALL)
    assert found is not None
    return re.sub(r"<[^>]+>", " ", found.group())


def with_figures(run: Run, **changes: object) -> Run:
    """The run, had some of its further figures been others."""
    return replace(run, facts=run.facts | {"figures": run.figures | changes})


def test_shares_of_a_month_are_made_of_rounded_counts(run: Run) -> None:
    told = turnover(run)
    assert told is not None
    main = run.figures["turnover"]["rankers"]["expected_harm"]
    assert len(told["months"]) == told["changes"] == 3
    for month, new in zip(told["months"], main["new"], strict=True):
        shown = round(new / 5) * 5
        if 7 < new < 293:
            assert month["share"][0].startswith(f"{100 * shown / 300:.0f} %")


def test_few_who_came_are_said_to_be_few_and_give_no_share(run: Run) -> None:
    one = run.figures["turnover"]
    main = one["rankers"]["expected_harm"] | {
        "new": [6, 40, 40], "back": [0, 36, 20], "gone": [6, 40, 40],
        "share": [{"value": n / 300, "low": n / 400, "high": n / 200} for n in (6, 40, 40)],
    }  # fmt: skip
    changed = with_figures(
        run, turnover=one | {"rankers": one["rankers"] | {"expected_harm": main}}
    )
    told = turnover(changed)
    assert told is not None
    first, second, third = told["months"]
    assert "fewer than 8" in first["new"]
    assert first["share"] == HIDDEN
    assert second["back"] == HIDDEN, "36 of 40 back: the other four would be told"
    assert third["back"] == ("20", "20")
    assert third["share"][1].startswith("13 %")


def test_the_curve_begins_with_everybody_and_leaves_out_what_may_not_be_shown(run: Run) -> None:
    points = steady_points(run, "expected_harm")
    assert points[0] == {"x": 0, "y": 100}
    one = run.figures["turnover"]
    rows = [{"value": share, "low": share, "high": share} for share in (1, 0.5, 0.01, 0.99)]
    main = one["rankers"]["expected_harm"] | {"still": rows}
    changed = with_figures(
        run, turnover=one | {"rankers": one["rankers"] | {"expected_harm": main}}
    )
    assert steady_points(changed, "expected_harm") == [{"x": 0, "y": 100}, {"x": 1, "y": 50}]


def test_every_ranker_stands_beside_the_own_list_at_its_size(run: Run) -> None:
    told = own_list(run)
    assert told is not None
    sizes = run.facts["own_list"]["ranked"]
    assert sizes["include"] == 131 > sizes["censor"]
    assert [len(table["rankers"]) for table in told["tables"]] == [len(run.rankers)] * 2
    first = told["tables"][0]["rankers"][0]
    assert first["own"]
    assert first["precision_gap"] == first["shared"] == ("–", "–")
    words = section(run, "own-list")
    assert "Skillnaden visar inte vem som väljer bäst." in words
    assert "The difference does not show who chooses best." in words


def test_an_own_list_of_few_is_not_compared(tmp_path: Path) -> None:
    few = run_of(written(tmp_path / "out", made(), own=6))
    told = own_list(few)
    assert told is not None
    assert all(table["few"] and not table["rankers"] for table in told["tables"])
    assert "too few of the list are ranked to be shown" in section(few, "own-list")
    row = next(row for row in ranker_rows(few) if row["name"][1] == "The police's own list")
    assert row["auc"] == row["gap"] == row["average_precision"] == HIDDEN
    told_auc = few.told("auc", OWN_LIST)
    assert told_auc is not None
    page = validation_page(few)
    assert f">{figure(told_auc)[1].split(' ')[0]}<" not in page
    chart = page.split('id="rankers"')[1].split("</figure>")[0]
    assert "The scorecard" in chart
    assert "own list" not in chart


def test_the_own_list_has_no_other_size_and_is_not_said_to_be_beaten(run: Run) -> None:
    row = next(row for row in ranker_rows(run) if row["name"][1] == "The police's own list")
    assert row["cut"].precision == row["one"].harm == ("–", "–")
    assert all(OWN_LIST not in names for names in best_of(run).values())
    assert OWN_LIST not in run.cuts()
    assert cut_of(run, "scorecard", OWN_LIST).precision != HIDDEN


def test_scales_stand_side_by_side_and_swaps_say_whether_they_may_be_chance(run: Run) -> None:
    told = scales(run)
    assert told is not None
    assert told["titles"] == [("Hela", "Whole"), ("Hälften", "Half")]
    assert all(len(row["cells"]) == 2 for row in told["rankers"])
    pair = {"falls": "v100", "rises": "scorecard"}
    swapped = {"half": [pair | {"sure": True}, pair | {"sure": False}]}
    changed = with_figures(run, scales=run.figures["scales"] | {"swapped": swapped})
    words = section(changed, "scales")
    assert "The scorecard passes V100 (Met, London) and " in words
    assert "Poängkortet går om V100 (Met, London) (kan vara slumpen)" in words


def test_without_months_scales_or_list_the_page_says_so(run: Run) -> None:
    bare = with_figures(run, turnover=None, scales=None)
    bare = replace(bare, facts=bare.facts | {"own_list": None})
    assert "No months before the test day were looked at." in section(bare, "turnover")
    assert "The pack has only one harm scale" in section(bare, "scales")
    assert "No file of the police's own list was given" in section(bare, "own-list")
