"""The record behind a reason in words: one sentence per register record, Swedish and English.

What is said is dated and recorded. What could give somebody away is never said: no address, no
place, no name or number, no free text of the source, and nothing about anybody else in the record.
An observation that only one person can have made is withheld as such. Care in a forensic clinic is
health, and is told as being held, no more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from hejda.base.wording import (
    Both,
    Language,
    attempted,
    date_in_words,
    days,
    degree,
    inside_sentence,
    on_date,
    sentence_case,
    suspected_of,
)
from hejda.rank.record_texts import (
    ENDED,
    INCIDENT_KINDS,
    INSIDE_KINDS,
    OF_TABLE,
    ORDER_STATUSES,
    RELATION_KINDS,
    ROLES,
    SANCTION_KINDS,
    STATUS_KINDS,
)

Row = Mapping[str, Any]
Titles = Mapping[str, Both]
_Sentence = Callable[[Row, "_Known", Language], str]

ONLY_ONE_PERSON: Both = (
    "Uppgift som bara kan komma från en viss person – visas inte här.",
    "Information that can only come from one particular person – not shown here.",
)
NOT_SHOWN: Both = (
    "Uppgift av ett slag som inte visas här.",
    "Observation of a kind that is not shown here.",
)
NO_LONGER_SHOWN: Both = (
    "En uppgift som inte längre får visas.",
    "Information that may no longer be shown.",
)
_ACQUITTED = ("acquitted", "cleared", "no_crime")


class _Known:
    """The titles a sentence may use."""

    def __init__(self, offences: Titles, observations: Titles) -> None:
        self.offences = offences
        self.observations = observations


def record_sentence(
    table: str, row: Row, offence_titles: Titles, observation_titles: Titles
) -> Both:
    """What the record says, in Swedish and English.

    `row` holds the contract columns of `table`; on rows of `involvement` and `sanction` the caller
    may join `code` and `attempt` of its offence, so that it can be named. `offence_titles`: code →
    titles. `observation_titles`: observation kind → titles, health kinds left out (a kind that is
    missing there is not named). A suspicion that ended by acquittal, as cleared or as no crime is
    never told. Unknown tables get a sentence that says only that a record exists.
    """
    if table == "observation" and row.get("could_only_come_from"):
        return ONLY_ONE_PERSON
    if table == "observation" and row.get("kind") not in observation_titles:
        return NOT_SHOWN
    if table == "involvement" and row.get("ended_why") in _ACQUITTED:
        return NO_LONGER_SHOWN
    known = _Known(offence_titles, observation_titles)
    sentence = _SENTENCES.get(table, _any_record)
    return sentence(row, known, "sv"), sentence(row, known, "en")


def _pick(both: Both, language: Language) -> str:
    return both[0] if language == "sv" else both[1]


def _day(row: Row, column: str) -> dt.date | None:
    value = row.get(column)
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else None


def _spell(row: Row, language: Language) -> str:
    """The spell of `row`, "från … till …", with a space before it; empty where no day is known."""
    start, end = _day(row, "valid_from"), _day(row, "valid_to")
    since, until = _pick(("från", "from"), language), _pick(("till", "to"), language)
    text = f" {since} {date_in_words(start, language)}" if start else ""
    return text + (f" {until} {date_in_words(end, language)}" if end else "")


def _with_date(text: Both, day: dt.date | None, language: Language) -> str:
    """A clause with its date, ready to be added; empty without one."""
    return f"{_pick(text, language)} {on_date(day, language)}" if day else ""


def _incident(row: Row, _: _Known, language: Language) -> str:
    kind = _pick(INCIDENT_KINDS[row.get("kind") or "unknown"], language)
    first, last = _day(row, "occurred_on"), _day(row, "occurred_until")
    if first and last and first != last:
        span = f"{date_in_words(first, language)} – {date_in_words(last, language)}"
        return f"{kind}: {_pick(('händelse', 'event'), language)} {span}."
    day = last or first
    if day is None:
        return f"{kind}: {_pick(('händelsedag okänd', 'day of the event unknown'), language)}."
    return f"{kind}: {_pick(('händelse', 'event'), language)} {on_date(day, language)}."


def _titled(row: Row, known: _Known, language: Language) -> str:
    titles = known.offences.get(row.get("code") or "")
    if titles is None:
        return ""
    return inside_sentence(_pick(titles, language))


def _charged(row: Row, known: _Known, language: Language) -> str:
    """The offence of a row that only refers to it; an attempt is told as one."""
    titles = known.offences.get(row.get("code") or "")
    if titles is not None and row.get("attempt"):
        return _pick(attempted(titles), language)
    return _titled(row, known, language)


def _offence(row: Row, known: _Known, language: Language) -> str:
    unnamed = _pick(("brott som inte kunnat bestämmas", "an offence not told apart"), language)
    text = _titled(row, known, language) or unnamed
    if row.get("attempt"):
        before = ("försök, förberedelse eller stämpling: ", "attempt, preparation or conspiracy: ")
        text = _pick(before, language) + text
    text = f"{_pick(('Brottsmisstanke', 'Suspected offence'), language)}: {text}"
    if row.get("close_relation") == "yes":
        text += _pick(
            (", registrerad som brott i nära relation", ", recorded as in a close relationship"),
            language,
        )
    if row.get("absorbed_into"):
        text += _pick(
            ("; ingår i ett annat brott och räknas inte", "; part of another offence, not counted"),
            language,
        )
    return text + "."


def _involvement(row: Row, known: _Known, language: Language) -> str:
    role = str(row.get("role") or "")
    if role != "suspect":
        return f"{_pick(ROLES.get(role, OF_TABLE['involvement']), language)}."
    named = _charged(row, known, language)
    suspicion = row.get("suspicion")
    if named:
        text = sentence_case(f"{suspected_of(suspicion, language)} {named}")
    else:
        text = f"{_pick(('Misstänkt', 'Suspected'), language)} ({degree(suspicion, language)})"
    ended = _day(row, "ended_on")
    if ended:
        why = _pick(ENDED[row.get("ended_why") or "unknown"], language)
        text += f"; {_pick(('avslutad', 'ended'), language)} {on_date(ended, language)} ({why})"
    return text + "."


def _observation(row: Row, known: _Known, language: Language) -> str:
    kind = inside_sentence(_pick(known.observations[row["kind"]], language))
    day = _day(row, "observed_on")
    text = _pick(("Uppgift", "Observation"), language)
    text += f", {date_in_words(day, language)}: {kind}" if day else f": {kind}"
    if row.get("nature") == "assessment":
        text += _pick((" (bedömning, inte faktum)", " (an assessment, not a fact)"), language)
    grade = f"{row.get('reliability') or ''}{row.get('credibility') or ''}"
    if grade:
        text += f"; {_pick(('källvärdering', 'source grading'), language)} {grade}"
    return text + "."


def _custody(row: Row, _: _Known, language: Language) -> str:
    text = _pick(INSIDE_KINDS.get(str(row.get("kind")), OF_TABLE["custody"]), language)
    release = _with_date(
        ("; beräknad frigivning", "; expected release"), _day(row, "expected_release_on"), language
    )
    return f"{text}{_spell(row, language)}{release}."


def _supervision(row: Row, _: _Known, language: Language) -> str:
    breach = _with_date(
        ("; överträdelse registrerad", "; breach recorded"), _day(row, "breached_on"), language
    )
    return f"{_pick(('Övervakning', 'Supervision'), language)}{_spell(row, language)}{breach}."


def _protection_order(row: Row, _: _Known, language: Language) -> str:
    status = _pick(ORDER_STATUSES[row.get("status") or "unknown"], language)
    decided = _with_date((", beslut", ", decided"), _day(row, "decided_on"), language)
    watched = (
        _pick((", med elektronisk övervakning", ", with electronic monitoring"), language)
        if row.get("monitored")
        else ""
    )
    spell = _spell(row, language)
    valid = f", {_pick(('giltigt', 'valid'), language)}{spell}" if spell else ""
    breach = _with_date(
        ("; överträdelse registrerad", "; breach recorded"), _day(row, "breached_on"), language
    )
    return f"{status}{decided}{valid}{watched}{breach}."


def _sanction(row: Row, known: _Known, language: Language) -> str:
    text = _pick(SANCTION_KINDS.get(str(row.get("kind")), OF_TABLE["sanction"]), language)
    length = row.get("days")
    text += f", {days(length, language)}" if length else ""
    named = _charged(row, known, language)
    text += f" {_pick(('för', 'for'), language)} {named}" if named else ""
    text += _with_date((", beslut", ", decided"), _day(row, "decided_on"), language)
    text += _with_date((", laga kraft", ", final"), _day(row, "final_on"), language)
    return text + "."


def _person_status(row: Row, _: _Known, language: Language) -> str:
    text = _pick(STATUS_KINDS.get(str(row.get("kind")), OF_TABLE["person_status"]), language)
    return f"{text}{_spell(row, language)}."


def _relation(row: Row, _: _Known, language: Language) -> str:
    kind = _pick(RELATION_KINDS.get(str(row.get("kind")), RELATION_KINDS["other"]), language)
    before = _pick(("Registrerad relation", "Recorded tie"), language)
    return f"{before}: {kind}{_spell(row, language)}."


def _residence(row: Row, _: _Known, language: Language) -> str:
    words = ("Boendeuppgift (plats visas inte)", "Residence (place not shown)")
    return f"{_pick(words, language)}{_spell(row, language)}."


def _licence(row: Row, _: _Known, language: Language) -> str:
    return f"{_pick(('Vapenlicens', 'Weapon licence'), language)}{_spell(row, language)}."


def _measure_taken(row: Row, _: _Known, language: Language) -> str:
    done = _with_date((", utförd", ", done"), _day(row, "done_on"), language)
    return f"{_pick(('Vidtagen åtgärd', 'Measure taken'), language)}{done}."


def _any_record(_row: Row, _: _Known, language: Language) -> str:
    return _pick(("En registeruppgift.", "A register record."), language)


_SENTENCES: dict[str, _Sentence] = {
    "incident": _incident,
    "offence": _offence,
    "involvement": _involvement,
    "observation": _observation,
    "custody": _custody,
    "supervision": _supervision,
    "protection_order": _protection_order,
    "sanction": _sanction,
    "person_status": _person_status,
    "relation": _relation,
    "residence": _residence,
    "licence": _licence,
    "measure_taken": _measure_taken,
}
