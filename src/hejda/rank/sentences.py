"""Every reason in words: one sentence in Swedish and one in English per rule of the ranking.

The sentences say what is recorded and when, never what somebody did: "skäligen misstänkt för", with
the degree of suspicion by its term in law. Days are days at liberty, time inside left out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from string import Formatter

from hejda.base.reasons import Reason
from hejda.base.wording import (
    LANGUAGES,
    Both,
    Language,
    counted,
    date_in_words,
    days,
    days_at_liberty,
    degree,
    inside_sentence,
    joined,
    number,
    offences_named,
    on_date,
    suspected_of,
)
from hejda.rank.features import FEATURES
from hejda.rank.rule_texts import ANY_FLAG, TEXTS

Part = Callable[[Reason, Language, str], str]
"""What stands for one name of a template: of a reason, in a language, against whom."""

WITHHELD: Both = (
    "Bygger på en uppgift som inte längre får visas.",
    "Rests on information that may no longer be shown.",
)
PROTECTED: Both = (
    "Bygger på en uppgift som bara kan komma från en viss person – visas inte här.",
    "Rests on information that can only come from one particular person – not shown here.",
)

_NOUNS: dict[str, dict[Language, Both]] = {
    "suspicions": {"sv": ("misstanke", "misstankar"), "en": ("suspicion", "suspicions")},
    "incidents": {"sv": ("händelse", "händelser"), "en": ("incident", "incidents")},
    "victims": {"sv": ("målsägande", "målsägande"), "en": ("victim", "victims")},
    "years": {"sv": ("år", "år"), "en": ("year", "years")},
    "questions": {"sv": ("fråga", "frågor"), "en": ("question", "questions")},
}
_WORDS: dict[Language, dict[str, str]] = {
    "sv": {
        "event": "Händelse {on}: {suspicion}",
        "undated": "Händelse utan känd dag: {suspicion}",
        "offence": "brott",
        "partner": " mot partner eller tidigare partner",
        "partner_or_unknown": " mot partner eller tidigare partner, eller mot någon med okänd relation",
        "weight": "Skadevikt: {days}.",
        "capped": "Skadevikt efter tak: {days}.",
        "weightless": "Ingen skadevikt.",
        "highest": " (högsta misstankegrad: {degree})",
        "registered": ", registrerad {on}",
        "no_day": "Ingen dag i frihet har gått sedan dess.",
        "one_day": "1 dag i frihet har gått sedan dess.",
        "since": "{days} har gått sedan dess.",
        "sign": "Uppgift, {day}: {kind}",
        "sign_undated": "Uppgift utan känd dag: {kind}",
        "some_sign": "en riskfaktor som regelfilen räknar upp",
    },
    "en": {
        "event": "Event {on}: {suspicion}",
        "undated": "Event without a known day: {suspicion}",
        "offence": "an offence",
        "partner": " against a current or former partner",
        "partner_or_unknown": " against a current or former partner, or somebody whose relation is unknown",
        "weight": "Harm weight: {days}.",
        "capped": "Harm weight after the cap: {days}.",
        "weightless": "No harm weight.",
        "highest": " (highest degree of suspicion: {degree})",
        "registered": ", registered {on}",
        "no_day": "No day at liberty has passed since then.",
        "one_day": "1 day at liberty has passed since then.",
        "since": "{days} have passed since then.",
        "sign": "Observation, {day}: {kind}",
        "sign_undated": "Observation without a known day: {kind}",
        "some_sign": "a risk factor listed in the rule file",
    },
}


def sentences(
    reason: Reason, *, source_protected: bool = False, unknown_as_partner: bool = False
) -> Both:
    """The reason in Swedish and English; KeyError for a rule that no ranker has.

    For `red_flags.*`, `expected_harm.novel_act` and the observations of `beta_2022`, the titles of
    `reason` are those of the observation kinds. `source_protected`: what is behind it could only
    come from one person, who must not be given away; the sentence then says no more than that.
    `unknown_as_partner`: the score was made as if every unknown relation were a partner's, and the
    sentence must not claim more than that.
    """
    texts = _texts(reason.rule)
    if reason.withheld:
        return WITHHELD
    if source_protected:
        return PROTECTED
    against = "partner_or_unknown" if unknown_as_partner else "partner"
    return _filled(texts[0], reason, "sv", against), _filled(texts[1], reason, "en", against)


OF_FEATURES = ("scorecard.", "expected_harm.feature.")
"""Rules that tell what a feature of a fitted model is worth; the feature's name comes last."""


def _texts(rule: str) -> Both:
    if rule.startswith("red_flags."):
        return TEXTS[ANY_FLAG]
    if rule.startswith(OF_FEATURES):
        return "{feature}", "{feature}"
    return TEXTS[rule]


def _filled(template: str, reason: Reason, language: Language, against: str) -> str:
    """`template` with only those of its parts put into words that it names."""
    parts = {name: _PARTS[name](reason, language, against) for name in _parts_of(template)}
    return template.format_map(parts).replace("  ", " ").strip()


@lru_cache(maxsize=1024)
def _parts_of(template: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(template) if name))


def _event(reason: Reason, language: Language, whom: str | None = None) -> str:
    words = _WORDS[language]
    titles = reason.titles_sv if language == "sv" else reason.titles_en
    named = offences_named(titles, language) or words["offence"]
    against = words[whom] if whom else ""
    several = len(set(titles)) > 1 and reason.suspicion not in (None, "unknown")
    verb = suspected_of(None if several else reason.suspicion, language)
    highest = words["highest"].format(degree=degree(reason.suspicion, language)) if several else ""
    suspicion = f"{verb} {named}{against}{highest}"
    if reason.day is None:
        return words["undated"].format(suspicion=suspicion)
    return words["event"].format(on=on_date(reason.day, language), suspicion=suspicion)


def _sign(reason: Reason, language: Language) -> str:
    words = _WORDS[language]
    kind = _kinds(reason, language)
    if reason.day is None:
        return words["sign_undated"].format(kind=kind)
    return words["sign"].format(day=date_in_words(reason.day, language), kind=kind)


def _kinds(reason: Reason, language: Language) -> str:
    titles = reason.titles_sv if language == "sv" else reason.titles_en
    names = (inside_sentence(title) for title in dict.fromkeys(titles))
    return joined(names, language) or _WORDS[language]["some_sign"]


def _registered(reason: Reason, language: Language) -> str:
    if reason.registered_on is None or reason.registered_on == reason.day:
        return ""
    return _WORDS[language]["registered"].format(on=on_date(reason.registered_on, language))


def _weight(word: str, value: int | None, language: Language) -> str:
    if not value:
        return _WORDS[language]["weightless"]
    return _WORDS[language][word].format(days=days(value, language))


def _since(value: int, language: Language) -> str:
    words = _WORDS[language]
    if value == 0:
        return words["no_day"]
    if value == 1:
        return words["one_day"]
    return words["since"].format(days=days_at_liberty(value, language))


def _days(reason: Reason, language: Language) -> str:
    return "–" if reason.value is None else days(reason.value, language)


def _feature(reason: Reason, language: Language) -> str:
    """A feature of a model and how much of it there is: "Händelser med hot: 2 händelser."."""
    feature = _FEATURES[reason.rule.rpartition(".")[2]]
    which = LANGUAGES.index(language)
    value = reason.value or 0
    if feature.unit_size == 1:
        amount = number(value)
    else:
        amount = f"{value / feature.unit_size:.2f}"
        amount = amount.replace(".", ",") if language == "sv" else amount
    return f"{feature.label[which]}: {amount} {feature.unit[which]}."


def _noun(name: str) -> Part:
    """The value of a reason with the noun called `name`."""

    def told(reason: Reason, language: Language, against: str) -> str:
        nouns = _NOUNS[name][language]
        return "–" if reason.value is None else counted(reason.value, *nouns)

    return told


_PARTS: dict[str, Part] = {
    "event": lambda reason, language, _: _event(reason, language),
    "partner_event": _event,
    "sign": lambda reason, language, _: _sign(reason, language),
    "kinds": lambda reason, language, _: _kinds(reason, language),
    "registered": lambda reason, language, _: _registered(reason, language),
    "since": lambda reason, language, _: (
        "" if reason.value is None else _since(reason.value, language)
    ),
    "weight": lambda reason, language, _: _weight("weight", reason.value, language),
    "capped_weight": lambda reason, language, _: _weight("capped", reason.value, language),
    "on": lambda reason, language, _: (
        "" if reason.day is None else " " + on_date(reason.day, language)
    ),
    "days": lambda reason, language, _: _days(reason, language),
    "per_thousand": lambda reason, language, _: number((reason.points + 500) // 1000),
    "feature": lambda reason, language, _: _feature(reason, language),
    **{name: _noun(name) for name in _NOUNS},
}

_FEATURES = {feature.name: feature for feature in FEATURES}
