"""Small rules built in Python; no file is read.

`a_knowledge`: short windows, so that generated registers meet their edges.
`page_knowledge`: what specification pages start from, the usual windows and figures so round that
a reader can do the sums.
"""

from __future__ import annotations

import datetime as dt

from hejda.knowledge import rules
from hejda.knowledge.rules import Knowledge, ObservationKind, Offence, Region, Text


def _text(words: str) -> Text:
    return Text(sv=words, en=words)


def _offence(name: str, classes: str, harm: int, attempt: int) -> Offence:
    return Offence(
        id=name,
        title=_text(name.replace("_", " ")),
        classes=tuple(classes.split()),
        harm_days=harm,
        harm_days_attempt=attempt,
    )


OFFENCES = (
    _offence("murder", "lethal", 4000, 2000),
    _offence("gross_assault", "violence", 900, 400),
    _offence("assault", "violence", 100, 40),
    _offence("rape", "sexual", 1500, 700),
    _offence("sexual_assault", "violence sexual", 600, 0),
    _offence("threat", "threat", 30, 30),
    _offence("unlawful_detention", "confinement", 365, 100),
    _offence("gross_violation_of_integrity", "control violence", 800, 0),
    _offence("breach_of_order", "breach", 20, 0),
    _offence("damage", "damage", 10, 0),
    _offence("theft", "other", 15, 5),
    _offence("theft_with_threat", "threat other", 50, 0),
    _offence("no_class_yet", "", 7, 0),
)


def _kind(name: str, marks: str = "", health: bool = False) -> ObservationKind:
    return ObservationKind(
        id=name,
        title=_text(name.replace("_", " ")),
        definition=_text(name.replace("_", " ")),
        sensitive="health" if health else "none",
        red_flag="red" in marks,
        lethality="lethal" in marks,
        forces_review="review" in marks,
        between_partners="partners" in marks,
    )


OBSERVATIONS = (
    _kind("strangulation", "red lethal review"),
    _kind("threat_to_kill", "red lethal"),
    _kind("suicide_threat_to_partner", "red lethal review partners"),
    _kind("confinement", "red"),
    _kind("stalking", "red"),
    _kind("weapon", "lethal"),
    _kind("separation", "partners"),
    _kind("review_only", "review"),
    _kind("suicidal_thoughts", "red lethal review", health=True),
    _kind("misuse", "red partners", health=True),
)

REGIONS = (
    Region(id="north", title=_text("North"), county_codes=("01", "02")),
    Region(id="south", title=_text("South"), county_codes=("03",)),
)

ENDED: dict[str, rules.Treatment] = {
    "acquitted": "never",
    "cleared": "never",
    "no_crime": "never",
    "cannot_be_proved": "beside_live",
    "victim_not_taking_part": "as_recorded",
    "no_leads": "beside_live",
    "limited": "as_recorded",
    "time_barred": "never",
    "not_opened": "beside_live",
    "dismissed": "as_recorded",
    "unknown": "beside_live",
}

PARTNER_RELATIONS = (
    "spouse",
    "cohabiting",
    "partner",
    "former_spouse",
    "former_cohabiting",
    "former_partner",
    "child_in_common",
)


def a_knowledge() -> Knowledge:
    """The rules; look-back 100 days, year 40 days, serial window 120 days, floor 20 harm days."""
    return Knowledge(
        pack="invented",
        title=_text("invented"),
        on=dt.date(2025, 1, 1),
        fingerprint="0" * 64,
        harm_scale="invented_days",
        harm_reference_date=dt.date(2025, 1, 1),
        offences=OFFENCES,
        regions=REGIONS,
        observations=OBSERVATIONS,
        population=rules.Population(
            look_back_days=100,
            minimum_age=18,
            suspicions_counted=("reasonable", "probable_cause", "charged", "convicted", "unknown"),
            partner_relations=PARTNER_RELATIONS,
            inside_kinds=("remand", "prison", "forensic_care"),
        ),
        ended=ENDED,
        ended_note=_text("Use of ended suspicions is invented here."),
        exclusions=tuple(
            rules.Exclusion(status=status, title=_text(status))
            for status in ("died", "emigrated", "expelled")
        ),
        windows=rules.Windows(year_days=40, flag_days=40, novel_days=15, random_seed=7),
        repeat_risk=rules.RepeatRisk(
            half_life_fast_days=10,
            half_life_slow_days=50,
            fast_share_thousandths=400,
            other_share_thousandths=250,
            shape_thousandths=300,
            rate_thousandths=1500,
        ),
        expected_harm=rules.ExpectedHarm(
            cap_days=1000,
            harm_half_life_days=30,
            group_harm_days=60,
            shrinkage_thousandths=2000,
        ),
        rfgv=rules.Rfgv(
            half_life_recency_days=10,
            half_life_frequency_days=50,
            frequency_cap=2,
            gravity_cap_days=700,
            gravity_points_per_day=1000,
            points_per_further_victim=200_000,
        ),
        age_priors=rules.AgePriors(age_points={18: 5, 25: 3, 40: 1}, prior_points=(0, 2, 5, 9)),
        serial=rules.Serial(
            window_days=120,
            family_relations=("parent_child", "sibling", "other_family"),
            recent_days=60,
        ),
        lists=rules.Lists(floor=20_000_000, release_lead_days=20),
    )


def page_knowledge() -> Knowledge:
    """The rules of the pages: look-back and serial window 1826 days, year 365, floor 0.

    Every half-life is 100 or 200 days, the chance without any record is one in two.
    """
    short = a_knowledge()
    return short.model_copy(
        update={
            "population": short.population.model_copy(update={"look_back_days": 1826}),
            "windows": rules.Windows(),
            "repeat_risk": rules.RepeatRisk(
                half_life_fast_days=100,
                half_life_slow_days=200,
                fast_share_thousandths=500,
                other_share_thousandths=500,
                shape_thousandths=1000,
                rate_thousandths=1000,
            ),
            "expected_harm": rules.ExpectedHarm(
                cap_days=1000,
                harm_half_life_days=100,
                group_harm_days=100,
                shrinkage_thousandths=1000,
            ),
            "rfgv": rules.Rfgv(
                half_life_recency_days=100,
                half_life_frequency_days=200,
                frequency_cap=2,
                gravity_cap_days=1000,
                gravity_points_per_day=1000,
                points_per_further_victim=200_000,
            ),
            "serial": rules.Serial(family_relations=short.serial.family_relations),
            "lists": rules.Lists(floor=0, release_lead_days=90),
        }
    )
