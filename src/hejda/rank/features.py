"""Features of a fitted model: what of a person's record it may read, each declared with its reason.

A feature is a whole number made of the person's incidents, used on every engine alike and computed
again in plain Python for the people shown. What may not be declared: `refused`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import ibis
from ibis.expr import types as ir

from hejda.base.wording import Both
from hejda.knowledge.rules import Knowledge
from hejda.rank.decay import MILLION, decay
from hejda.rank.lookups import by_position
from hejda.rank.material import Episode, Material
from hejda.rank.rankers import Ranked
from hejda.rank.suspicions import YES
from hejda.tables import REGISTERS

FAST_HALF_LIFE, SLOW_HALF_LIFE = 90, 540
"""Days: the two decays of the literature (science.md §3.3); also those of the best untrained sum."""
LAST_DAY = 3_650
"""An incident older than this weighs as one of this age: next to nothing."""
NEAR_DAYS = 365
MOST_HARM_DAYS = 1_825
MARKS = ("sexual", "grave", "threat", "confinement")

Weights = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Feature:
    """One declared feature; larger values never lower a score.

    `columns`: the register columns it reads, as table.column. `window`: which records, in words.
    `why`: why it may be used. `unit_size`: how much of its value makes one `unit`. `cap`: values
    above it count as it. `each` and `plain`: what one incident gives, on an engine (over rows with
    fast, slow, partner, harm, d and the marks) and in Python; `combine`: how incidents are put
    together. Features of victims and signs have neither.
    """

    name: str
    label: Both
    unit: Both
    columns: tuple[str, ...]
    window: str
    why: str
    cap: int
    unit_size: int = 1
    combine: Literal["sum", "max"] = "sum"
    each: Callable[[ir.Table], ir.Value] | None = None
    plain: Callable[[Episode, Weights], int] | None = None
    gathered: Callable[[Ranked], ir.Table] | None = None


def _partner_victims(ranked: Ranked) -> ir.Table:
    paired = ranked.paired.filter(ranked.paired.relation == YES)
    return paired.group_by("person").agg(value=paired.victim.nunique())


def _warning_signs(ranked: Ranked) -> ir.Table:
    kinds = ranked.knowledge.kinds(red_flag=True)
    last = ranked.knowledge.population.look_back_days
    signs = ranked.signs.filter(ranked.signs.d <= last, ranked.signs.kind.isin(list(kinds)))
    return signs.group_by("person").agg(value=signs.kind.nunique())


_INCIDENTS: Both = ("händelser", "incidents")
_WEIGHED: Both = ("vägda händelser", "weighed incidents")
_DAYS: Both = ("dagar", "days")
_HARM: Both = ("skadedagar", "harm days")
_ACTS = ("involvement.role", "involvement.registered_on", "incident.occurred_on", "offence.code")
_PARTNER_ACTS = (*_ACTS, "offence.close_relation")
_KEPT = "every counted suspicion within the longest window of the rules, aged in days at liberty"


def _decayed(
    name: str, label: Both, cap: int, why: str, partner: bool | None, speed: Literal[0, 1, 2]
) -> Feature:
    """A sum of decayed incidents; speed: 0 fast, 1 slow, 2 both added."""

    def weight(fast: int, slow: int) -> int:
        return (fast, slow, fast + slow)[speed]

    def each(rows: ir.Table) -> ir.Value:
        value = (rows.fast, rows.slow, rows.fast + rows.slow)[speed]
        if partner is None:
            return value
        return ibis.ifelse(rows.partner if partner else ~rows.partner, value, 0)

    def plain(episode: Episode, weights: Weights) -> int:
        counts = partner is None or episode.partner == partner
        return weight(weights[0][episode.d], weights[1][episode.d]) if counts else 0

    columns = _ACTS if partner is None else _PARTNER_ACTS
    return Feature(
        name, label, _WEIGHED, columns, _KEPT, why, cap * MILLION, MILLION,
        each=each, plain=plain,
    )  # fmt: skip


def _marked(name: str, label: Both, mark: str, why: str) -> Feature:
    return Feature(
        name, label, _INCIDENTS, _ACTS, _KEPT, why, 3,
        each=lambda rows: rows[mark].cast("int64"),
        plain=lambda episode, _: int(any(getattr(s, mark) for s in episode.suspicions)),
    )  # fmt: skip


FEATURES: tuple[Feature, ...] = (
    _decayed(
        "all_incidents_decayed",
        ("Alla händelser, de senaste vägda mest", "All incidents, the latest weighed most"),
        9,
        "Recency and frequency carry most of what is known about repetition (science.md §1, §3.3).",
        None,
        2,
    ),
    _decayed(
        "partner_fast",
        ("Brott mot partner, senaste månaderna", "Offences against a partner, latest months"),
        2,
        "More than half of repeats come within three months (science.md §1.1, VPR4.0).",
        True,
        0,
    ),
    _decayed(
        "partner_slow",
        ("Brott mot partner, senaste åren", "Offences against a partner, latest years"),
        3,
        "A lasting pattern against partners.",
        True,
        1,
    ),
    _decayed(
        "other_fast",
        ("Andra brott, senaste månaderna", "Other offences, latest months"),
        3,
        "Criminal history of any kind predicts partner violence (science.md §1.1, GRO21).",
        False,
        0,
    ),
    _decayed(
        "other_slow",
        ("Andra brott, senaste åren", "Other offences, latest years"),
        5,
        "Criminal history of any kind predicts partner violence (science.md §1.1, GRO21).",
        False,
        1,
    ),
    Feature(
        "other_incidents",
        ("Antal andra händelser", "Number of other incidents"),
        _INCIDENTS,
        _PARTNER_ACTS,
        _KEPT,
        "Criminal history of any kind predicts partner violence.",
        8,
        each=lambda rows: (~rows.partner).cast("int64"),
        plain=lambda episode, _: int(not episode.partner),
    ),
    Feature(
        "days_near",
        ("Hur nära i tid den senaste händelsen ligger", "How near in time the latest incident is"),
        _DAYS,
        _ACTS,
        "the latest incident, up to a year back, in days at liberty",
        "Time since the last incident is among the strongest predictors (TUR22).",
        NEAR_DAYS,
        combine="max",
        each=lambda rows: ibis.greatest(NEAR_DAYS - rows.d, 0),
        plain=lambda episode, _: max(NEAR_DAYS - episode.d, 0),
    ),
    Feature(
        "gravest",
        ("Gravaste brottet mot partner", "Gravest offence against a partner"),
        _HARM,
        _PARTNER_ACTS,
        _KEPT,
        "What was done, weighed by the statute's scale.",
        MOST_HARM_DAYS,
        combine="max",
        each=lambda rows: rows.harm,
        plain=lambda episode, _: episode.harm,
    ),
    Feature(
        "harm_decayed",
        ("Skada mot partner, den senaste vägd mest", "Harm to partners, the latest weighed most"),
        _HARM,
        _PARTNER_ACTS,
        _KEPT,
        "Frequency and gravity together.",
        1_000 * MILLION,
        MILLION,
        each=lambda rows: ibis.least(rows.harm, NEAR_DAYS) * rows.slow,
        plain=lambda episode, weights: min(episode.harm, NEAR_DAYS) * weights[1][episode.d],
    ),
    _marked(
        "threats",
        ("Händelser med hot", "Incidents with threats"),
        "threat",
        "Threats come before graver acts in case reviews (science.md §2.2).",
    ),
    _marked(
        "confinements",
        ("Händelser med frihetsberövande", "Incidents with confinement"),
        "confinement",
        "Control of a person's movements is an act, with its own offences (science.md §3.5).",
    ),
    _marked(
        "grave_incidents",
        ("Händelser med våld eller sexualbrott", "Incidents with violence or sexual offences"),
        "grave",
        "Violence against anybody predicts violence against a partner (science.md §3.5).",
    ),
    Feature(
        "partner_victims",
        ("Olika målsägande vid brott mot partner", "Different victims of partner offences"),
        ("målsägande", "victims"),
        (*_PARTNER_ACTS, "involvement.offence_id"),
        _KEPT,
        "Several partners harmed is the pattern the serial list is about (science.md §2.4).",
        4,
        gathered=_partner_victims,
    ),
    Feature(
        "warning_signs",
        ("Olika slag av varningstecken", "Different kinds of warning signs"),
        ("slag", "kinds"),
        ("observation.kind", "observation.observed_on"),
        "observations of public, not health-related kinds within the look-back",
        "The published risk factors of Operation Beta; acts, not health.",
        5,
        gathered=_warning_signs,
    ),
)
"""Every feature a model may use, in the order in which a person reads them."""


def refused(feature: Feature) -> str | None:
    """Why a feature may not be declared: a sentence, or None where it may.

    Who somebody is, where they live or what became of a case later are never features; nor are ids
    and filing offices, which tell of the register and not of the person.
    """
    if not feature.columns:
        return f"{feature.name} does not say which columns it reads."
    for path in feature.columns:
        table, _, name = path.partition(".")
        contract = REGISTERS.get(table)
        column = next((c for c in contract.columns if c.name == name), None) if contract else None
        if column is None:
            return f"{feature.name} reads {path}, which is in no register table."
        if table in _NEVER_TABLES or name in _NEVER_COLUMNS:
            return f"{feature.name} reads {path}, which no ranking may use."
        if path != "involvement.offence_id" and (name.endswith("_id") or name == "record_id"):
            return f"{feature.name} reads {path}: an id tells of the register, not of the person."
    return None


_NEVER_TABLES = ("person_record", "residence", "measure_taken", "person_status")
_NEVER_COLUMNS = (
    "police_region", "municipality", "source", "status", "ended_on", "ended_why", "superseded_on",
)  # fmt: skip


def _weights() -> Weights:
    return decay(FAST_HALF_LIFE, LAST_DAY), decay(SLOW_HALF_LIFE, LAST_DAY)


def _enriched(ranked: Ranked) -> ir.Table:
    """Counted incidents of any age of those ranked: partner, harm, d, fast, slow and the marks."""
    fast, slow = _weights()
    rows = ranked.counted.semi_join(ranked.people, "person")
    partner = rows.relation == YES
    each = rows.group_by("person", "incident_id").agg(
        d=ibis.least(rows.d.min(), LAST_DAY).cast("int64"),
        partner=partner.any(),
        harm=rows.harm.max(where=partner).fill_null(0),
        **{name: rows[name].any() for name in MARKS},
    )
    return each.inner_join(by_position("d", fast=fast, slow=slow), "d")


def feature_table(ranked: Ranked, features: tuple[Feature, ...]) -> ir.Table:
    """person and one whole-number column per feature, capped, for everybody ranked."""
    rows = _enriched(ranked)
    columns = {}
    for feature in features:
        if feature.each is not None:
            value = feature.each(rows).cast("int64")
            columns[feature.name] = value.sum() if feature.combine == "sum" else value.max()
    table = ranked.people.select("person")
    parts = [rows.group_by("person").agg(**columns)] if columns else []
    parts += [
        feature.gathered(ranked).rename({feature.name: "value"})
        for feature in features
        if feature.gathered is not None
    ]
    for part in parts:
        table = table.left_join(part, "person", rname="{name}_part").drop("person_part")
    return table.select(
        "person",
        **{f.name: ibis.least(table[f.name].fill_null(0).cast("int64"), f.cap) for f in features},
    )


def feature_of(
    feature: Feature, material: Material, knowledge: Knowledge
) -> tuple[int, tuple[str, ...]]:
    """The feature's capped value for one person, with references to what it rests on."""
    if feature.name == "warning_signs":
        kinds = knowledge.kinds(red_flag=True)
        seen = [sign for sign in material.recent_signs() if sign.kind in kinds]
        evidence = tuple(sorted(f"observation:{sign.observation_id}" for sign in seen))
        return min(len({sign.kind for sign in seen}), feature.cap), evidence
    episodes = material.all_episodes
    if feature.name == "partner_victims":
        partner = [e for e in episodes if e.partner]
        found: set[str] = set()
        for episode in partner:
            for s in episode.suspicions:
                if s.relation == YES:
                    found |= material.victims.get((s.involvement_id, s.offence_id), set())
        return min(len(found), feature.cap), _evidence(partner)
    if feature.plain is None:
        return 0, ()
    weights = _weights()
    values = [(feature.plain(_clamped(episode), weights), episode) for episode in episodes]
    met = [episode for value, episode in values if value]
    if feature.combine == "sum":
        return min(sum(value for value, _ in values), feature.cap), _evidence(met)
    highest = max((value for value, _ in values), default=0)
    behind = [episode for value, episode in values if value and value == highest]
    return min(highest, feature.cap), _evidence(behind)


def _clamped(episode: Episode) -> Episode:
    return replace(episode, d=LAST_DAY) if episode.d > LAST_DAY else episode


def _evidence(episodes: list[Episode]) -> tuple[str, ...]:
    return tuple(reference for episode in episodes for reference in episode.evidence)
