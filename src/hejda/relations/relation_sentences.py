"""Repeat, serial and new-partner findings in words, Swedish and English.

Nobody is named: partners and victims are numbers. What is recorded is told as recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hejda.base.wording import (
    Both,
    Language,
    counted,
    date_in_words,
    inside_sentence,
    joined,
    number,
    on_date,
    sentence_case,
)
from hejda.relations.serial_finding import PARTNER, SEXUAL, UNKNOWN, SerialFinding, Victim

Row = Mapping[str, Any]

HOW: dict[str, Both] = {
    "judgement": ("en handläggares beslut", "a case officer's decision"),
    "relation": ("registrerad relation", "recorded relation"),
    "child_in_common": ("gemensamt barn", "child in common"),
    "code": ("brottskod", "crime code"),
    "household": ("gemensamt hushåll", "shared household"),
    "order": ("ärende om kontaktförbud", "case of a protection order"),
}
"""How a tie is known, by the words of the table `dyad`."""
SURE: dict[str, Both] = {
    "sure": ("säker", "sure"),
    "likely": ("trolig", "likely"),
    "possible": ("möjlig", "possible"),
}
SIGNS: dict[str, Both] = {
    "relation": ("registrerad relation", "recorded relation"),
    "household": ("gemensamt hushåll", "shared household"),
    "order": ("ärende om kontaktförbud", "case of a protection order"),
    "close_incident": (
        "händelse registrerad som i nära relation",
        "incident recorded as in a close relationship",
    ),
    "third_person_report": ("anmälan av en tredje person", "report by a third person"),
    "joint_incident": ("gemensam händelse", "joint incident"),
}
"""Signs of a new partner, by the codes of the table `hypothesis`."""
STRENGTH: dict[str, Both] = {
    "strong": ("starka", "strong"),
    "some": ("vissa", "some"),
    "weak": ("svaga", "weak"),
}
_FEW: dict[Language, tuple[str, ...]] = {
    "sv": ("ingen", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence in both languages, with the references (table:id) it rests on."""

    sv: str
    en: str
    evidence: tuple[str, ...]


def _statement(text: Any, evidence: tuple[str, ...], *given: Any) -> Statement:
    return Statement(text(*given, "sv"), text(*given, "en"), evidence)


def _pick(both: Both, language: Language) -> str:
    return both[0] if language == "sv" else both[1]


def _in_words(count: int, language: Language) -> str:
    return _FEW[language][count] if count < len(_FEW[language]) else number(count)


def _span(first: dt.date, last: dt.date, language: Language) -> str:
    """One day as it stands in a sentence, or the first and the last."""
    if first == last:
        return on_date(first, language)
    return f"{date_in_words(first, language)} – {date_in_words(last, language)}"


def _years(first: dt.date, last: dt.date) -> str:
    return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"


# ── Serial ───────────────────────────────────────────────────────────────────────────────────────


def serial_statements(
    finding: SerialFinding, titles: Mapping[str, Both] | None = None
) -> list[Statement]:
    """The finding in one sentence, then a sentence for each victim that counts; nothing of nobody.

    `titles`: kinds of observation in words.
    """
    if not finding.victims:
        return []
    everything = tuple(dict.fromkeys(r for victim in finding.victims for r in victim.evidence))
    connected = {r for _, _, behind in finding.connected for r in behind}
    head = _statement(_headline, (*everything, *sorted(connected - set(everything))), finding)
    return [
        head,
        *(_statement(_of_victim, v.evidence, v, finding, titles or {}) for v in finding.victims),
    ]


def _headline(finding: SerialFinding, language: Language) -> str:
    partners, sexual, unknown = (finding.groups(kind) for kind in (PARTNER, SEXUAL, UNKNOWN))
    years = _years(*finding.window)
    begins = _pick(
        ("Registrerade misstankar om brott mot", "Recorded suspicions of offences against"),
        language,
    )
    apart = _pick(
        ("som inte har med varandra att göra", "who have nothing to do with each other"), language
    )
    groups = partners + sexual
    if partners >= 2:
        noun = _pick(("partner", "partners"), language)
        return f"{begins} {_in_words(partners, language)} {noun} {apart}, {years}."
    if groups >= 2:
        who = _pick(
            ("partner eller utsatta i sexualbrott", "partners or victims of sexual offences"),
            language,
        )
        noun = _pick(("personer", "people"), language)
        return f"{begins} {_in_words(groups, language)} {noun} {apart}, {who}, {years}."
    if len({victim.group for victim in finding.victims}) == 1 and len(finding.victims) > 1:
        near = _pick(("personer som hör ihop", "people who belong together"), language)
        return f"{begins} {_in_words(len(finding.victims), language)} {near}, {years}."
    hidden = ("vars relation är okänd", "whose relation is unknown")
    if not groups:
        noun = {"sv": ("person", "personer"), "en": ("person", "people")}[language][unknown > 1]
        return f"{begins} {_in_words(unknown, language)} {noun} {_pick(hidden, language)}, {years}."
    one = ("en partner", "one partner") if partners else ("en person", "one person")
    words = f"{begins} {_pick(one, language)}"
    if unknown:
        more = {"sv": ("och mot annan", "och mot andra"), "en": ("and another", "and others")}
        words += f" {more[language][unknown > 1]} {_pick(hidden, language)}"
    return f"{words}, {years}."


def _label(victim: Victim, language: Language) -> str:
    """Partner 2, or what else is known of the victim."""
    if victim.kind == PARTNER:
        return f"Partner {victim.number}"
    what = {
        SEXUAL: ("sexualbrott", "sexual offence"),
        UNKNOWN: ("relation okänd", "relation unknown"),
    }
    return f"Person {victim.number} ({_pick(what[victim.kind], language)})"


def _of_victim(
    victim: Victim, finding: SerialFinding, titles: Mapping[str, Both], language: Language
) -> str:
    parts = [f"{_label(victim, language)}: {_met(victim.dyad, language)}"]
    parts += _known(victim.dyad, language)
    parts += _noted(victim, titles, language)
    near = sorted(
        {a if b == victim.number else b for a, b, _ in finding.connected if victim.number in (a, b)}
    )
    if near:
        words = _pick(("hör ihop med nummer", "connected with number"), language)
        parts.append(f"{words} {joined(map(str, near), language)}")
    return "; ".join(parts) + "."


def _met(dyad: Row, language: Language) -> str:
    """Incidents, days and harm: "4 händelser 1 mars 2022 – 9 maj 2023, 310 skadedagar"."""
    nouns = {"sv": ("händelse", "händelser"), "en": ("incident", "incidents")}[language]
    harm = {"sv": ("skadedag", "skadedagar"), "en": ("harm day", "harm days")}[language]
    span = _span(dyad["first_on"], dyad["last_on"], language)
    return f"{counted(dyad['incidents'], *nouns)} {span}, {counted(dyad['harm'], *harm)}"


def _known(dyad: Row, language: Language) -> list[str]:
    if not dyad["known_by"] or dyad["partner"] == "no":
        return []
    how = joined((_pick(HOW[word], language) for word in dyad["known_by"]), language)
    if dyad["partner"] != "yes":
        return [f"{_pick(('tecken på en relation', 'signs of a tie'), language)}: {how}"]
    known = f"{_pick(('känd genom', 'known by'), language)} {how}"
    sure = _pick(SURE[dyad["confidence"]], language)
    return [known, f"{_pick(('säkerhet', 'certainty'), language)}: {sure}"]


def _noted(victim: Victim, titles: Mapping[str, Both], language: Language) -> list[str]:
    """What was noted that is found only between partners; or that nothing tells what they are."""
    kinds = sorted({row["kind"] for row in victim.noted})
    named = [_pick(titles.get(kind, (kind, kind)), language) for kind in kinds]
    if named:
        noted = _pick(("iakttaget", "noted"), language)
        return [f"{noted}: {joined(map(inside_sentence, named), language)}"]
    if victim.kind != UNKNOWN or victim.dyad["partner"] != "unknown" or victim.dyad["known_by"]:
        return []
    return [_pick(("inget tecken på en relation", "no sign of a tie"), language)]


# ── Repeat ───────────────────────────────────────────────────────────────────────────────────────


def repeat_statement(dyad: Row) -> Statement:
    """That the same partner stands in several incidents; `dyad` is one of `repeated`."""
    return _statement(_repeat, tuple(dyad["evidence"]), dyad)


def _repeat(dyad: Row, language: Language) -> str:
    begins = _pick(
        (
            "Samma partner i flera registrerade händelser",
            "The same partner in several recorded incidents",
        ),
        language,
    )
    return "; ".join([f"{begins}: {_met(dyad, language)}", *_known(dyad, language)]) + "."


# ── New partner ──────────────────────────────────────────────────────────────────────────────────


def new_partner_statement(hypothesis: Row) -> Statement:
    """A new-partner hypothesis as a question to a person, with the day it lapses."""
    return _statement(_new_partner, tuple(hypothesis["evidence"]), hypothesis)


def _new_partner(hypothesis: Row, language: Language) -> str:
    strength = sentence_case(_pick(STRENGTH[hypothesis["confidence"]], language))
    signs = joined((_pick(SIGNS[sign], language) for sign in hypothesis["signs"]), language)
    since, until = hypothesis["since"], hypothesis["expires_on"]
    if language == "sv":
        return (
            f"{strength} tecken på en ny partner: {signs}; senast registrerat {on_date(since, 'sv')}."
            f" Inte kontrollerat. Förfaller {on_date(until, 'sv')} och påverkar ingen poäng."
        )
    return (
        f"{strength} signs of a new partner: {signs}; last registered {on_date(since, 'en')}."
        f" Not checked. Lapses {on_date(until, 'en')} and affects no score."
    )
