"""The rules' pages show every file, and what is not sure in it, as the files themselves say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import yaml

from hejda_web.ui.rule_pages import RulePage, all_rules, one_rule
from tests.house_rules.tree import ROOT

PACK = ROOT / "knowledge/se"
TODAY = dt.date(2026, 11, 23)
FILES: dict[str, Any] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted(PACK.rglob("*.yaml"))
    if path.name not in ("pack.yaml", "observations.yaml", "terms.yaml")  # words, not rules
}


def page(slug: str, on: dt.date = TODAY) -> RulePage:
    """The page of a rule, which there must be."""
    found = one_rule(slug, on)
    assert found is not None
    return found


def test_every_rule_file_has_a_page_in_one_chapter() -> None:
    slugs = [each.slug for _, pages in all_rules(TODAY) for each in pages]
    assert sorted(slugs) == sorted([*FILES, "offences", "observations", "regions"])


@pytest.mark.parametrize("slug", FILES)
def test_a_page_says_what_its_file_says(slug: str) -> None:
    said, shown = FILES[slug], page(slug)
    assert (shown.title.sv, shown.title.en) == (said["title"]["sv"], said["title"]["en"])
    assert (shown.text.sv, shown.text.en) == (
        said["plain"]["sv"].strip(),
        said["plain"]["en"].strip(),
    )
    assert shown.again_by == said["reviewed"]["again_by"]
    assert {(each.since, each.until, each.source.at) for each in shown.periods} == {
        (each["from"], each["until"], each["source"]["at"]) for each in said.get("periods", [])
    }
    numbers = [len(each.get("numbers", {})) for each in said.get("periods", [])]
    assert sorted(len(each.numbers) for each in shown.periods) == sorted(numbers)
    # In a rule about sharing, `fields` are what may be told, not what must be answered.
    asks = "rows" not in said
    demands = [len(each.get("fields", [])) if asks else 0 for each in said.get("periods", [])]
    assert sorted(len(each.demands) for each in shown.periods) == sorted(demands)


@pytest.mark.parametrize("slug", FILES)
def test_what_a_file_calls_unverified_is_never_shown_as_sure(slug: str) -> None:
    said = FILES[slug]
    from_day = said.get("unverified_from")
    sure = said["verified"] and (from_day is None or from_day > TODAY)
    assert page(slug).sure == sure
    if said.get("doubt"):
        doubt = page(slug).doubt
        assert doubt is not None
        assert doubt.sv == said["doubt"]["sv"].strip()


def test_a_ground_is_sure_until_the_day_from_which_it_is_not() -> None:
    eve, day = dt.date(2025, 11, 30), dt.date(2025, 12, 1)
    assert FILES["monitoring"]["unverified_from"] == day
    assert (page("monitoring", eve).sure, page("monitoring", day).sure) == (True, False)


def test_a_rule_past_its_review_date_says_so_from_the_day_after() -> None:
    last = FILES["monitoring"]["reviewed"]["again_by"]
    assert not page("monitoring", last).overdue
    assert page("monitoring", last + dt.timedelta(days=1)).overdue


def test_a_rule_that_does_not_exist_has_no_page() -> None:
    assert one_rule("nothing_of_the_kind", TODAY) is None


def test_every_rule_that_another_reads_has_a_page() -> None:
    named = {slug for _, pages in all_rules(TODAY) for each in pages for slug, _ in each.uses}
    assert [slug for slug in sorted(named) if one_rule(slug, TODAY) is None] == []
