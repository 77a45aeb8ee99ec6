"""The files of law/sharing: whole, sourced, reviewed; and what an installation may put to them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from hejda.base.errors import InputError, KnowledgeError
from hejda.cli.rules import rules
from hejda.knowledge.load_sharing import load_sharing
from hejda.knowledge.version import fingerprint
from hejda.share.gateway import ask
from hejda.share.question import Question
from tests.knowledge.packs_to_edit import change, copy_of
from tests.support.share_pages import rules_of, swedish

DAY = dt.date(2026, 11, 23)
ASKED = Question(
    holder="health_care",
    receiver="police",
    item="health_note",
    on=DAY,
    offences=("brb-3-1-mord",),
    facts={
        "concrete_circumstances": "yes",
        "named_relative": "yes",
        "inappropriate": "no",
    },
)


def test_every_rule_has_paragraph_source_dates_and_review_date() -> None:
    pack = swedish()
    for rule in (*pack.secrecy.values(), *pack.grounds.values()):
        assert rule.reviewed.on <= DAY < rule.reviewed.again_by, rule.id
        assert rule.plain.sv != rule.plain.en, rule.id
        for period in rule.periods:
            assert period.paragraph.sv, rule.id
            assert period.since is not None, rule.id
            assert period.source.ref in pack.sources, rule.id


def test_what_rests_on_a_source_nobody_read_is_not_verified() -> None:
    pack = swedish()
    for rule in (*pack.secrecy.values(), *pack.grounds.values()):
        unread = [p for p in rule.periods if pack.sources[p.source.ref].how != "in_full"]
        for period in unread:
            day = period.since or DAY
            assert not rule.verified_on(day), rule.id
            assert rule.doubt is not None, rule.id


def test_no_rule_claims_that_a_lawyer_confirmed_it() -> None:
    pack = swedish()
    assert not any(rule.confirmed for rule in (*pack.secrecy.values(), *pack.grounds.values()))
    answer = ask(ASKED, rules_of(DAY), DAY)
    assert not answer.confirmed_by_lawyer


def test_every_kind_item_condition_and_field_has_words_in_both_languages() -> None:
    terms = swedish().terms
    assert len(terms.kinds) == 21
    assert len(terms.items) == 12
    for each in (*terms.items, *terms.purposes, *terms.fields):
        assert each.title.sv
        assert each.title.en
    for condition in terms.conditions:
        assert condition.question.sv != condition.question.en
        assert condition.question.sv.endswith("?")


def test_the_exclusions_of_section_8_bound_all_of_sections_5_to_7() -> None:
    grounds = swedish().grounds
    bound = {name for name, g in grounds.items() if g.periods[-1].excluded_by == "lag-2025-170-8"}
    assert bound == {
        "lag-2025-170-5",
        "lag-2025-170-6",
        "lag-2025-170-7-begaran",
        "lag-2025-170-7-eget",
    }


def test_a_lawyers_confirmation_lifts_the_caveat_and_is_kept_with_name_date_and_text(
    tmp_path: Path,
) -> None:
    pack = copy_of("se", tmp_path)
    file = pack / "law/sharing/grounds/osl-10-2.yaml"
    question = ASKED.model_copy(update={"facts": {"necessary_for_own_task": "yes"}})
    before = ask(question, load_sharing(pack, DAY), DAY)
    assert any("10 kap. 2 §" in each.sv for each in before.caveats)
    change(
        file,
        "verified: false\n",
        'verified: false\nconfirmed: {by: "Påhittad Jurist", on: 2026-11-20, text: "läst"}\n',
    )
    after = ask(question, load_sharing(pack, DAY), DAY)
    assert not any("10 kap. 2 §" in each.sv for each in after.caveats)
    assert after.rules_fingerprint != before.rules_fingerprint


def test_sharing_moves_no_ranking(tmp_path: Path) -> None:
    pack = copy_of("se", tmp_path)
    before = fingerprint(pack)
    change(pack / "law/sharing/grounds/osl-10-2.yaml", "effect: may", "effect: shall")
    assert fingerprint(pack) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("grounds/osl-10-2.yaml", "from: 2021-01-01", "from: 2022-01-01", "Nothing stands for"),
        ("grounds/osl-10-18c.yaml", "until: 2025-03-31", "until: 2025-04-01", "share a day"),
        ("grounds/osl-10-2.yaml", "ask: necessary_for_own_task", "ask: mood", "There is no mood"),
        ("grounds/osl-10-2.yaml", "[osl-35-3]", "[osl-35-33]", "There is no osl-35-33"),
        ("grounds/osl-10-18c.yaml", "among: [brb-3, brb-4, brb-6], min_months: 12}\n    conditions:\n"
         "      - {ask: concrete_circumstances}\n      - {ask: named_relative}\n      - {ask: special",
         "among: [xyz-3], min_months: 12}\n    conditions:\n"
         "      - {ask: concrete_circumstances}\n      - {ask: named_relative}\n      - {ask: special",
         "begins with xyz-3"),
        ("secrecy/osl-25-1.yaml", "ref: S69", "ref: S6999", "S6999 is not known"),
        ("secrecy/osl-25-1.yaml", "id: osl-25-1", "id: osl-25-2", "not the file's name"),
        ("grounds/osl-10-2.yaml", "again_by: 2027-02-28", "again_by: 2020-01-01", "before it was"),
        ("grounds/lag-2025-170-5.yaml", "excluded_by: lag-2025-170-8", "excluded_by: osl-10-2",
         "There is no osl-10-2"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_named(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    pack = copy_of("se", tmp_path)
    change(pack / "law/sharing" / file, old, new)
    with pytest.raises(KnowledgeError, match=says):
        load_sharing(pack, DAY)


def test_a_pack_without_rules_of_sharing_says_so() -> None:
    with pytest.raises(KnowledgeError, match="no rules of sharing"):
        load_sharing("xx", DAY)


def test_hejda_rules_shows_a_rule_of_sharing_as_it_stood_on_a_day() -> None:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(rules)
    runner = CliRunner(env={"COLUMNS": "300"})
    old = runner.invoke(app, ["osl-10-18c", "--on", "2025-03-31"]).output
    holds, other = old.split("Other times")
    assert "wording of 2021" in holds
    assert "help avert the crime" in holds
    assert "(2025:179)" in other
    gap = runner.invoke(app, ["osl-10-24", "--on", "2025-03-31", "--lang", "sv"]).output
    assert "Ingen lydelse den 2025-03-31: Lydelsen före den 1 april 2025 är inte läst." in gap


def test_no_question_is_answered_for_a_day_before_the_rules() -> None:
    with pytest.raises(InputError, match="do not reach back"):
        load_sharing("se", dt.date(2020, 12, 31))
