"""Every rule of the ranking has a sentence in both languages that says no more than is recorded."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from hejda.base.reasons import Reason
from hejda.base.wording import DEGREES
from hejda.rank.features import FEATURES, Feature
from hejda.rank.rule_texts import RANKERS, ranker_label, ranker_unit
from hejda.rank.sentences import OF_FEATURES, PROTECTED, WITHHELD, sentences
from tests.support.sentence_checks import english_words, unfit

SPEC = Path(__file__).parents[3] / "spec/04_rank/README.md"
DAY = dt.date(2025, 3, 3)
ODARA_ITEMS = ("1", "2", "3", "4", "5", "6", "10")


def rules_on_the_page() -> list[str]:
    """Rule ids read from the specification page: `ranker.rule` in code marks, and odara's items."""
    text = SPEC.read_text(encoding="utf-8")
    rankers = re.findall(r"^\| `([a-z_0-9]+)` \|", text, re.MULTILINE)
    found = set(re.findall(r"`((?:" + "|".join(rankers) + r")\.[A-Za-z_]+)`", text))
    found.discard("odara_police.item_N")
    found |= {f"odara_police.item_{item}" for item in ODARA_ITEMS}
    conditions = re.findall(r"C\d `([a-z_]+)`|`([a-z_]+)`, C\d", text)
    found |= {f"beta_2022.{name}" for pair in conditions for name in pair if name}
    found |= {rule.replace("KIND", "strangulation") for rule in found}
    return sorted(found)


RULES = rules_on_the_page()


def reason(rule: str, value: int | None = 34) -> Reason:
    """A reason with everything a sentence may use."""
    return Reason(
        rule,
        value,
        61_800,
        ("incident:I1",),
        DAY,
        dt.date(2025, 3, 10),
        ("Grov misshandel", "Olaga hot"),
        ("Gross assault", "Unlawful threat"),
        "reasonable",
    )


def test_the_page_names_the_rules_of_every_ranker() -> None:
    assert len(RULES) >= 35
    assert {rule.partition(".")[0] for rule in RULES} == set(RANKERS) - {
        "unknown_as_yes",
        "several_victims",
        "scorecard",
    }


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
@pytest.mark.parametrize("opening", OF_FEATURES)
def test_every_feature_of_a_model_is_told_in_both_languages(feature: Feature, opening: str) -> None:
    sv, en = sentences(reason(f"{opening}{feature.name}", 3 * feature.unit_size))
    amount = ("3,00", "3.00") if feature.unit_size > 1 else ("3", "3")
    assert sv == f"{feature.label[0]}: {amount[0]} {feature.unit[0]}."
    assert en == f"{feature.label[1]}: {amount[1]} {feature.unit[1]}."


@pytest.mark.parametrize("rule", [*RULES, "several_victims.incident"])
@pytest.mark.parametrize("value", [None, 0, 1, 34, 1825])
def test_every_rule_has_both_sentences_and_neither_says_too_much(
    rule: str, value: int | None
) -> None:
    sv, en = sentences(reason(rule, value))
    for text in (sv, en):
        assert not text[0].islower()
        assert text.endswith(".")
        assert "  " not in text
        assert "{" not in text
        assert "None" not in text
        assert unfit(text) == []
    assert english_words(sv) == []
    assert sv != en


def test_a_rule_that_no_ranker_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        sentences(reason("expected_harm.hunch"))


def test_an_incident_is_dated_and_told_as_suspicion() -> None:
    sv, en = sentences(
        replace(
            reason("count_12m.incident"),
            titles_sv=("Grov misshandel",),
            titles_en=("Gross assault",),
        )
    )
    assert sv == (
        "Händelse den 3 mars 2025: skäligen misstänkt för grov misshandel mot partner eller "
        "tidigare partner, registrerad den 10 mars 2025. 34 dagar i frihet har gått sedan dess."
    )
    assert en == (
        "Event on 3 March 2025: reasonably suspected of gross assault against a current or former "
        "partner, registered on 10 March 2025. 34 days at liberty have passed since then."
    )


@pytest.mark.parametrize(
    ("value", "sv", "en"),
    [
        (0, "Ingen dag i frihet har gått", "No day at liberty has passed"),
        (1, "1 dag i frihet har gått", "1 day at liberty has passed"),
        (2, "2 dagar i frihet har gått", "2 days at liberty have passed"),
        (1423, "1\u202f423 dagar i frihet", "1\u202f423 days at liberty"),
    ],
)
def test_days_are_days_at_liberty_singular_and_plural(value: int, sv: str, en: str) -> None:
    told = sentences(reason("repeat_risk.partner_incident", value))
    assert sv in told[0]
    assert en in told[1]


@pytest.mark.parametrize(
    ("rule", "one", "many"),
    [
        ("rfgv.victims", "1 målsägande", "3 målsägande"),
        ("age_priors.priors", "1 händelse ", "3 händelser "),
        ("v100.one_accusation", "1 misstanke ", "3 misstankar "),
        ("odara_police.unanswered", "1 fråga ", "3 frågor "),
        ("expected_harm.shorter_gap", "1 dag ", "3 dagar "),
    ],
)
def test_counts_take_the_right_noun(rule: str, one: str, many: str) -> None:
    assert one in sentences(reason(rule, 1))[0]
    assert many in sentences(reason(rule, 3))[0]


@pytest.mark.parametrize("suspicion", [*DEGREES, None])
def test_the_degree_of_suspicion_is_told_by_its_term(suspicion: str | None) -> None:
    one = replace(
        reason("count_12m.incident"),
        suspicion=suspicion,
        titles_sv=("Misshandel",),
        titles_en=("Assault",),
    )
    sv, _ = sentences(one)
    expected = {
        "named": "angiven som misstänkt för misshandel",
        "may_be_suspected": "kan misstänkas för misshandel",
        "reasonable": "skäligen misstänkt för misshandel",
        "probable_cause": "på sannolika skäl misstänkt för misshandel",
        "charged": "åtalad för misshandel",
        "convicted": "dömd för misshandel",
    }.get(suspicion or "unknown", ": misstänkt för misshandel")
    assert expected in sv


def test_with_several_offences_the_highest_degree_is_not_put_on_all_of_them() -> None:
    sv, en = sentences(replace(reason("count_12m.incident"), suspicion="convicted"))
    assert "misstänkt för grov misshandel och olaga hot" in sv
    assert "(högsta misstankegrad: dömd)" in sv
    assert "(highest degree of suspicion: convicted)" in en


def test_an_offence_is_named_once_and_many_are_counted() -> None:
    titles = ("Misshandel", "Misshandel", "Hot", "Ofredande", "Skadegörelse", "Våldtäkt")
    sv, _ = sentences(replace(reason("v100.accusation"), titles_sv=titles))
    assert "misshandel, hot, ofredande och 2 andra brott" in sv


def test_a_relation_read_as_partner_is_not_told_as_one() -> None:
    sv, en = sentences(reason("expected_harm.partner_incident"), unknown_as_partner=True)
    assert "mot partner eller tidigare partner, eller mot någon med okänd relation" in sv
    assert "or somebody whose relation is unknown" in en


def test_no_harm_is_told_as_none() -> None:
    assert "Ingen skadevikt." in sentences(reason("expected_harm.partner_incident", 0))[0]
    assert "0 dagar" not in sentences(reason("harm_12m.incident", 0))[0]


def test_without_day_or_offence_nothing_is_made_up() -> None:
    bare = Reason("count_12m.incident", 4, 1)
    assert sentences(bare)[0].startswith(
        "Händelse utan känd dag: misstänkt för brott mot partner eller tidigare partner."
    )


@pytest.mark.parametrize("rule", RULES)
def test_what_may_no_longer_be_shown_is_not_told(rule: str) -> None:
    assert sentences(replace(reason(rule), withheld=True)) == WITHHELD


def test_what_only_one_person_can_have_said_is_not_told() -> None:
    sv, en = sentences(reason("red_flags.victim_fear"), source_protected=True)
    assert (sv, en) == PROTECTED
    assert "misshandel" not in sv


def test_every_ranker_has_a_name_and_a_unit_and_an_unknown_one_its_own_id() -> None:
    for name in RANKERS:
        assert all(ranker_label(name))
        assert all(ranker_unit(name))
    assert ranker_label("homemade") == ("homemade", "homemade")
