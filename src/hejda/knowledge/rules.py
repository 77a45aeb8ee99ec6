"""The rules as values: what a pack says on one day. Stages may import this; it reads no file.

Numbers are integers throughout (decision 0002): shares in thousandths, weights in millionths,
harm in whole days, half-lives and windows in days at liberty.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from hejda.knowledge.scorecard import Scorecard
from hejda.knowledge.value import Value

LIST_RANKER = "expected_harm"
"""The ranker that orders both lists."""


class Text(Value):
    """A sentence or title in both languages."""

    sv: str = Field(min_length=1)
    en: str = Field(min_length=1)


OffenceClass = Literal[
    "lethal",
    "violence",
    "sexual",
    "threat",
    "confinement",
    "stalking",
    "control",
    "breach",
    "damage",
    "privacy",
    "child",
    "other",
]


class Offence(Value):
    """An offence on the day the pack is read for. Harm in days by the pack's one scale.

    `harm_note` is set where no penal scale was in force on the pack's reference date.
    """

    id: str
    title: Text
    at: str = ""
    classes: tuple[OffenceClass, ...]
    harm_days: int = Field(ge=0)
    harm_days_attempt: int = Field(ge=0)
    verified: bool = True
    harm_note: Text | None = None

    @property
    def against_person(self) -> bool:
        """True where an unknown relation between suspect and victim could hide a partner offence."""
        return bool(set(self.classes) - {"other"})


class Region(Value):
    """A police region and the codes of the counties it is made of."""

    id: str
    title: Text
    county_codes: tuple[str, ...]


MARKS = ("red_flag", "lethality", "forces_review", "between_partners")
"""What a kind of observation may be marked as."""


class ObservationKind(Value):
    """A kind of observation. `sensitive: health` is read by no ranker, overlay, filter or search.

    `red_flag`: a public risk factor counted by red_flags; `lethality`: shown as a warning act;
    `forces_review`: the overlay brings the person before a human whatever the score;
    `between_partners`: what it describes is between two who are or were partners.
    """

    id: str
    title: Text
    definition: Text
    sensitive: Literal["none", "health"] = "none"
    red_flag: bool = False
    lethality: bool = False
    forces_review: bool = False
    between_partners: bool = False


class Population(Value):
    """Who is ranked."""

    look_back_days: int = Field(gt=0)
    minimum_age: int = 18
    suspicions_counted: tuple[str, ...]
    partner_relations: tuple[str, ...]
    inside_kinds: tuple[str, ...]


Treatment = Literal["never", "as_recorded", "beside_live"]


class RepeatRisk(Value):
    """Empirical-Bayes gamma–Poisson with two decays; probability of a new record in `horizon_days`.

    P = 1 − (rate / (rate + 1)) ** (shape + s), where s is the sum of decayed incidents.
    """

    half_life_fast_days: int = Field(gt=0)
    half_life_slow_days: int = Field(gt=0)
    fast_share_thousandths: int = Field(ge=0, le=1000)
    other_share_thousandths: int = Field(ge=0, le=1000)
    shape_thousandths: int = Field(gt=0)
    rate_thousandths: int = Field(gt=0)
    horizon_days: int = 365


class ExpectedHarm(Value):
    """Chance of a new record × expected capped harm given one, shrunk towards the group."""

    cap_days: int = Field(gt=0)
    harm_half_life_days: int = Field(gt=0)
    group_harm_days: int = Field(gt=0)
    shrinkage_thousandths: int = Field(gt=0)


class Rfgv(Value):
    """Our own documented recency–frequency–gravity–victims; never called official."""

    half_life_recency_days: int = Field(gt=0)
    half_life_frequency_days: int = Field(gt=0)
    frequency_cap: int = Field(gt=0)
    gravity_cap_days: int = Field(gt=0)
    gravity_points_per_day: int = Field(gt=0)
    points_per_further_victim: int = Field(ge=0)


class AgePriors(Value):
    """Age and number of earlier incidents: a yardstick for validation only.

    `age_points`: lowest age of the band → points; `prior_points[n]` for n earlier incidents.
    """

    age_points: dict[int, int]
    prior_points: tuple[int, ...]


class Windows(Value):
    """Windows in days at liberty for the simple rankers, and the seed of `random`."""

    year_days: int = 365
    flag_days: int = 365
    novel_days: int = 90
    random_seed: int = 1


class Serial(Value):
    """When victims are several and unconnected. `window_days` None means ever. A victim younger than
    `child_years` is nobody's partner."""

    window_days: int | None = 1826
    family_relations: tuple[str, ...]
    recent_days: int = 1826
    child_years: int = 15

    @property
    def child_days(self) -> int:
        """`child_years` in days: of four years one is a leap year."""
        return self.child_years * 365 + self.child_years // 4


class Lists(Value):
    """How the lists are cut: the floor and the lead before a release."""

    floor: int = Field(ge=0)
    release_lead_days: int = Field(ge=0)


class Exclusion(Value):
    """A reason never to nominate: a person status (died, emigrated, expelled)."""

    status: str
    title: Text


class Knowledge(Value):
    """Everything a run needs to know of the rules, on one day, with its fingerprint."""

    pack: str
    title: Text
    on: dt.date
    fingerprint: str
    harm_scale: str
    harm_reference_date: dt.date
    offences: tuple[Offence, ...]
    regions: tuple[Region, ...]
    observations: tuple[ObservationKind, ...]
    population: Population
    ended: dict[str, Treatment]
    ended_note: Text
    exclusions: tuple[Exclusion, ...]
    windows: Windows
    repeat_risk: RepeatRisk
    expected_harm: ExpectedHarm
    rfgv: Rfgv
    age_priors: AgePriors
    serial: Serial
    lists: Lists
    model: Scorecard | None = None
    due_for_review: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()

    def offence(self, code: str | None) -> Offence | None:
        """The offence with that id, or None."""
        return next((offence for offence in self.offences if offence.id == code), None)

    def kinds(
        self, *, red_flag: bool = False, lethality: bool = False, between_partners: bool = False
    ) -> tuple[str, ...]:
        """Ids of observation kinds with the marks asked for; health kinds are never among them."""
        return tuple(
            kind.id
            for kind in self.observations
            if kind.sensitive == "none"
            and (kind.red_flag or not red_flag)
            and (kind.lethality or not lethality)
            and (kind.between_partners or not between_partners)
        )
