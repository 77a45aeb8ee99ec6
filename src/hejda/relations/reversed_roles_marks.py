"""Marks that somebody recorded as suspect may be the victim: who is marked, how surely, until when.

A mark asks a person to look before anybody acts. It changes no score and no place, and takes
nobody off a list; nothing of the ranking reads it. Definitions: spec/03_relations/reversed_roles.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from hejda.base.dates import date_of, day_number
from hejda.relations.reversed_roles_rule import (
    Direction,
    Observed,
    Report,
    Sign,
    signs_for_the_victim,
    soon,
)

Row = Mapping[str, Any]
Confidence = Literal["strong", "some", "weak"]

JUDGED, SAME_DAY = "judgement", "same_day"
"""Signs without points: a person has decided so; both were reported on one day and nothing tells
them apart, so that both must be looked at."""
ASKED, ASKED_APART = 2, 5
"""Points more than the other from which somebody is marked: two, as for having come first and been
answered at once, or for one grave act; five where the first report the other way was neither soon
nor about an event already reported, since that is a matter of its own and both may be true."""
STRONG = 6
"""Points more than the other from which a mark on firm grounds (GROUNDS) is strong."""
GROUNDS = frozenset({"several_events", "several_before", "other_partners", "convicted"})
"""Signs that make a mark more than weak: more than one event or person tells it, or a court does."""


@dataclass(frozen=True)
class Reading:
    """What the signs say of one pair: `signs` that each of `people` may be the victim.

    `acts`: for the same person, what the other is recorded to have done to them.
    """

    people: tuple[str, str]
    signs: tuple[tuple[Sign, ...], tuple[Sign, ...]]
    acts: tuple[Direction, Direction]

    @property
    def points(self) -> tuple[int, int]:
        """Points that the one, and that the other, may be the victim."""
        first, second = (sum(sign.points for sign in signs) for signs in self.signs)
        return first, second

    @property
    def same_day(self) -> bool:
        """Whether the first reports both ways were registered on one day."""
        return self.acts[0].first == self.acts[1].first

    @property
    def asked(self) -> int:
        """How many points more than the other a mark asks for."""
        first, second = sorted(self.acts, key=lambda acts: acts.first)
        return ASKED if self.same_day or soon(first, second) else ASKED_APART

    @property
    def thin(self) -> bool:
        """Whether too little is recorded to tell the two apart."""
        return abs(self.points[0] - self.points[1]) < self.asked

    def mark(self, side: int) -> tuple[Confidence, tuple[Sign, ...]] | None:
        """Confidence and signs of the mark on `people[side]`; None without one.

        Only who is a suspect that may count can be marked: nobody else could be ranked for it.
        """
        own, back = self.acts[side], self.acts[1 - side]
        more = self.points[side] - self.points[1 - side]
        if not any(report.counts for report in back.reports):
            return None
        if self.thin and self.same_day:
            day = own.first
            rows = chain(own.reports, back.reports)
            evidence = tuple(dict.fromkeys(r.reference for r in rows if r.registered == day))
            return "weak", (Sign(SAME_DAY, 0, tuple(sorted(evidence)), day), *self.signs[side])
        if more < self.asked:
            return None
        return self._confidence(side, more), self.signs[side]

    def _confidence(self, side: int, more: int) -> Confidence:
        """Weak where all rests on one event that no court has looked at."""
        if not GROUNDS.intersection(sign.code for sign in self.signs[side]):
            return "weak"
        return "strong" if more >= STRONG else "some"


def readings(rows: Mapping[str, Sequence[Row]]) -> list[Reading]:
    """Every pair in `rows` (the tables of `reversed_roles.gathered` by name), by the two people."""
    directions = _directions(rows)
    found = []
    for (suspect, victim), acts in sorted(directions.items()):
        back = directions.get((victim, suspect))
        if back is None or suspect > victim or not (acts.reports and back.reports):
            continue
        signs = (tuple(signs_for_the_victim(back, acts)), tuple(signs_for_the_victim(acts, back)))
        found.append(Reading((suspect, victim), signs, (back, acts)))
    return found


def _directions(rows: Mapping[str, Sequence[Row]]) -> dict[tuple[str, str], Direction]:
    observed: dict[tuple[str, str], list[Observed]] = {}
    for row in sorted(rows["noted"], key=lambda row: str(row["observation_id"])):
        one = Observed(
            f"observation:{row['observation_id']}", row["kind"], row["registered"], row["seen"]
        )
        observed.setdefault((row["suspect"], row["incident_id"]), []).append(one)
    found: dict[tuple[str, str], Direction] = {}
    columns = [name for name in Report.__dataclass_fields__ if name != "observed"]
    for row in sorted(rows["exchange"], key=lambda row: str(row["incident_id"])):
        pair = (row["suspect"], row["victim"])
        acts = found.setdefault(pair, Direction(*pair))
        own = tuple(observed.get((row["suspect"], row["incident_id"]), ()))
        report = Report(**{name: row[name] for name in columns}, observed=own)
        (acts.cleared if report.cleared else acts.reports).append(report)
    for row in rows["order"]:
        pair = (row["suspect"], row["victim"])
        if pair in found:
            found[pair].orders.append((row["order_id"], row["registered"]))
    elsewhere: dict[str, list[tuple[str, str, int]]] = {}
    for row in rows["elsewhere"]:
        other = (row["victim"], row["incident_id"], row["registered"])
        elsewhere.setdefault(row["suspect"], []).append(other)
    for (suspect, _), acts in found.items():
        acts.elsewhere = elsewhere.get(suspect, [])
    return found


def hypotheses(
    pairs: Iterable[Reading], judgements: Iterable[Row], today: int, look_back_days: int
) -> list[dict[str, Any]]:
    """Rows of the table `hypothesis` of kind `may_be_the_victim`, by person and other.

    `judgements`: rows of the table `judgement` whose a and b are persons; one that holds on `today`
    (a day number) confirms a mark, makes one where the signs did not, and outdoes the mark on the
    other unless that rests on something registered since. A mark lapses when the suspicion it
    protects from is older than `look_back_days` and can rank nobody; a confirmed one does not.
    """
    judged = _judged(judgements, today)
    found = {}
    for reading in pairs:
        for side, person in enumerate(reading.people):
            other = reading.people[1 - side]
            row = _machine_row(reading, side, today, look_back_days)
            decided = judged.get((other, person))
            if row and not (decided and day_number(row["since"]) <= decided[0]):
                found[(person, other)] = row
    for (person, other), (day, reference) in judged.items():
        known = found.get((person, other), {})
        found[(person, other)] = _row(
            person,
            other,
            "strong",
            max(day, day_number(known["since"])) if known else day,
            None,
            [JUDGED, *known.get("signs", ())],
            [reference, *known.get("evidence", ())],
        )
    return [found[pair] for pair in sorted(found)]


def _machine_row(
    reading: Reading, side: int, today: int, look_back_days: int
) -> dict[str, Any] | None:
    mark = reading.mark(side)
    if mark is None:
        return None
    confidence, signs = mark
    back = reading.acts[1 - side]
    lapses = max(report.registered for report in back.reports if report.counts) + look_back_days
    if lapses <= today:
        return None
    evidence = list(dict.fromkeys(chain(*(sign.evidence for sign in signs))))
    since = max(sign.day for sign in signs)
    codes = [sign.code for sign in signs]
    return _row(*_turned(reading.people, side), confidence, since, lapses, codes, evidence)


def _turned(people: tuple[str, str], side: int) -> tuple[str, str]:
    return people[side], people[1 - side]


def _row(
    person: str,
    other: str,
    confidence: Confidence,
    since: int,
    expires: int | None,
    signs: list[str],
    evidence: list[str],
) -> dict[str, Any]:
    return {
        "person": person,
        "kind": "may_be_the_victim",
        "other": other,
        "confidence": confidence,
        "since": date_of(since),
        "expires_on": None if expires is None else date_of(expires),
        "signs": signs,
        "evidence": evidence,
    }


def _judged(judgements: Iterable[Row], today: int) -> dict[tuple[str, str], tuple[int, str]]:
    """(who may be the victim, the other) → (day, reference) of the latest judgement that holds."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for row in sorted(judgements, key=lambda row: (row["decided_on"], str(row["judgement_id"]))):
        decided, withdrawn = day_number(row["decided_on"]), row.get("withdrawn_on")
        holds = decided <= today and (withdrawn is None or day_number(withdrawn) > today)
        if row["kind"] == "may_be_the_victim" and row.get("b") and holds:
            reference = f"judgement:{row['judgement_id']}"
            found[(row["a"], row["b"])] = (decided, reference)
            found.pop((row["b"], row["a"]), None)
    return found
