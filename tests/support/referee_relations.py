"""The referee of stage 3, part 2: dyads, partner pairs and new-partner hypotheses.

Written from spec/03_relations/README.md alone, as part 1 (tests/support/referee_ties.py).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.support.outcome import Row
from tests.support.referee_facts import incident_day
from tests.support.referee_ties import DAY, FAR_AHEAD, LONG_AGO, Ties

POINTS = {
    "relation": 3,
    "household": 2,
    "order": 2,
    "close_incident": 2,
    "third_person_report": 1,
    "joint_incident": 1,
}


def partner_pairs(found: list[tuple[dict[str, Any], dt.date | None]]) -> list:
    """Dyads with partner yes, both ways round, with the earliest since."""
    since: dict[tuple[str, str], dt.date] = {}
    for row, day in found:
        if row["partner"] == "yes":
            for pair in (row["suspect"], row["victim"]), (row["victim"], row["suspect"]):
                since[pair] = min(since.get(pair, FAR_AHEAD), day or LONG_AGO)
    return [(*pair, None if day == LONG_AGO else day) for pair, day in sorted(since.items())]


class Bench(Ties):
    """Puts together what is found about each two."""

    # ── Dyads ────────────────────────────────────────────────────────────────────────────────────

    def dyads(self) -> list[tuple[dict[str, Any], dt.date | None]]:
        """Each row of `dyad` with the `since` of its partner pair."""
        pairs = {(s.person, victim) for s in self.suspicions for victim in s.victims}
        return [self.dyad(suspect, victim) for suspect, victim in sorted(pairs)]

    def dyad(self, suspect: str, victim: str) -> tuple[dict[str, Any], dt.date | None]:
        """One row, and since when the two are known to have been partners."""
        meetings = [s for s in self.suspicions if s.person == suspect and victim in s.victims]
        gravest: dict[str, int] = {}
        for suspicion in meetings:
            harm = gravest.get(suspicion.incident, 0)
            gravest[suspicion.incident] = max(harm, suspicion.harm)
        evidence = self.evidence(suspect, victim)
        partner, confidence = self.verdict(suspect, victim, evidence)
        first, last = self.tie_days(suspect, victim) if partner != "no" else (None, None)
        row = {
            "suspect": suspect,
            "victim": victim,
            "partner": partner,
            "confidence": confidence,
            "kinds": self.kinds(suspect, victim),
            "known_by": evidence,
            "tied_from": first,
            "tied_until": last,
            "first_on": min(s.day for s in meetings),
            "last_on": max(s.day for s in meetings),
            "incidents": len(gravest),
            "harm": sum(gravest.values()),
            "evidence": self.records(suspect, victim, sorted(gravest)),
        }
        return row, self.since(suspect, victim)

    def evidence(self, one: str, other: str) -> list[str]:
        """The evidence there is, in the order of the table."""
        if self.judged(one, other) == "not_partner":
            return ["judgement"]
        kinds = {row["kind"] for row in self.relations(one, other)}
        counted = set(self.rules.population.partner_relations)
        found = {
            "judgement": self.judged(one, other) == "partner",
            "relation": bool(kinds & (counted - {"child_in_common"})),
            "child_in_common": "child_in_common" in kinds & counted,
            "code": bool(self.coded(one, other)),
            "household": bool(self.tying_homes(one, other)),
            "order": bool(self.orders(one, other)),
        }
        return [name for name, there in found.items() if there]

    def verdict(self, one: str, other: str, evidence: list[str]) -> tuple[str, str]:
        """The first line of the table that holds."""
        family = self.is_family(one, other)
        says = [self.says(s) for s in self.between(one, other)]
        if self.judged(one, other) == "not_partner":
            return "no", "sure"
        if {"judgement", "relation", "child_in_common"} & set(evidence):
            return "yes", "sure"
        if "code" in evidence:
            return "yes", "possible" if family else "likely"
        if any(self.is_long(home) for home in self.tying_homes(one, other)) and "no" not in says:
            return "yes", "likely"
        if "household" in evidence or ("order" in evidence and not family):
            return "unknown", "possible"
        if family or set(says) == {"no"}:
            return "no", "none"
        return "unknown", "none"

    # ── Days and records ─────────────────────────────────────────────────────────────────────────

    def tie_days(self, one: str, other: str) -> tuple[dt.date | None, dt.date | None]:
        """First and last day of the tie."""
        firsts, ended, opened = [], [], [LONG_AGO]
        for row in self.relations(one, other):
            if row["kind"] not in self.rules.population.partner_relations:
                continue
            start, last = row.get("valid_from"), row.get("valid_to")
            if row["kind"].startswith("former_"):
                ended.append(start)
                continue
            firsts.append(start)
            if row["kind"] == "child_in_common":
                continue
            if last is not None and last <= self.day:
                ended.append(last)
            else:
                opened.append(start or LONG_AGO)
        for home in self.tying_homes(one, other):
            firsts.append(home.first)
            if home.last <= self.day:
                ended.append(home.last)
            else:
                opened.append(home.first)
        last = max((day for day in ended if day), default=None)
        if last is not None and max(opened) > last:
            last = None
        return min((day for day in firsts if day), default=None), last

    def since(self, one: str, other: str) -> dt.date | None:
        """Since when they are known to have been partners; None for long ago."""
        days = [s.day for s in self.coded(one, other)]
        days += [home.first for home in self.tying_homes(one, other) if self.is_long(home)]
        for row in self.relations(one, other):
            if row["kind"] in self.rules.population.partner_relations:
                former = row["kind"].startswith("former_")
                days.append(LONG_AGO if former else row.get("valid_from") or LONG_AGO)
        if self.judged(one, other) == "partner":
            days.append(LONG_AGO)
        first = min(days, default=LONG_AGO)
        return None if first == LONG_AGO else first

    def kinds(self, one: str, other: str) -> list[str]:
        """Every kind of relation between the two, in order of time."""
        rows = sorted(
            self.relations(one, other),
            key=lambda row: (row.get("valid_from") or LONG_AGO, row["relation_id"]),
        )
        return list(dict.fromkeys(row["kind"] for row in rows))

    def records(self, one: str, other: str, incidents: list[str]) -> list[str]:
        """References to the records behind a dyad."""
        judged = {
            row["judgement_id"]
            for row in self.judgements
            if row["kind"] in ("partner", "not_partner")
            and {row["a"], row["b"]} == {one, other}
            and row.get("judgement_id") is not None
        }
        homes = self.tying_homes(one, other)
        found = {
            "judgement": judged,
            "relation": {row["relation_id"] for row in self.relations(one, other)},
            "offence": {s.offence_id for s in self.coded(one, other)},
            "residence": {spell["residence_id"] for home in homes for spell in home.spells},
            "protection_order": {row["order_id"] for row in self.orders(one, other)},
            "incident": set(incidents),
        }
        return [f"{table}:{name}" for table, names in found.items() for name in sorted(names)]

    # ── New partner ──────────────────────────────────────────────────────────────────────────────

    def hypotheses(self, person: str) -> list[dict[str, Any]]:
        """New-partner hypotheses about one person, by the other's id."""
        rows = [self.hypothesis(person, other) for other in sorted(self.everybody() - {person})]
        return [row for row in rows if row is not None]

    def everybody(self) -> set[str]:
        """Whoever any register names."""
        columns = ("record_id", "record_a", "record_b", "protected", "restrained")
        return {
            row[column]
            for table in ("involvement", "relation", "residence", "protection_order")
            for row in self.world.rows(table)
            for column in columns
            if isinstance(row.get(column), str)
        }

    def hypothesis(self, person: str, other: str) -> dict[str, Any] | None:
        """The hypothesis about two people, if there is one."""
        if not self.is_adult(other, self.day) or self.is_dead(other):
            return None
        if self.is_family(person, other) or self.judged(person, other) is not None:
            return None
        signs = self.signs(person, other)
        if not signs or min(day for _, day, _, _ in signs) < self.day - 365 * DAY:
            return None
        since = max(registered for _, _, registered, _ in signs)
        if since + 180 * DAY <= self.day:
            return None
        found = [name for name in POINTS if name in {sign for sign, _, _, _ in signs}]
        points = sum(POINTS[name] for name in found)
        return {
            "person": person,
            "kind": "new_partner",
            "other": other,
            "confidence": "strong" if points >= 3 else "some" if points == 2 else "weak",
            "since": since,
            "expires_on": since + 180 * DAY,
            "signs": found,
            "evidence": sorted({reference for _, _, _, reference in signs}),
        }

    def signs(self, person: str, other: str) -> list[tuple[str, dt.date, dt.date, str]]:
        """Every sign between them: (kind, day, day registered, reference)."""
        found = []
        for row in self.relations(person, other):
            if row["kind"] in self.rules.population.partner_relations:
                former = row["kind"].startswith("former_")
                day = LONG_AGO if former else row.get("valid_from") or LONG_AGO
                name = f"relation:{row['relation_id']}"
                found.append(("relation", day, row["first_registered_on"], name))
        for home in self.homes(person, other):
            day = home.first if home.dated else LONG_AGO
            for spell in home.spells:
                name = f"residence:{spell['residence_id']}"
                found.append(("household", day, spell["first_registered_on"], name))
        for row in self.orders(person, other):
            day = row.get("decided_on") or row["first_registered_on"]
            name = f"protection_order:{row['order_id']}"
            found.append(("order", day, row["first_registered_on"], name))
        for incident in self.world.rows("incident"):
            sign = self.sign_of(incident, person, other)
            if sign is not None:
                name = f"incident:{incident['incident_id']}"
                first = incident["first_registered_on"]
                found.append((sign, incident_day(incident), first, name))
        return found

    def sign_of(self, incident: Row, person: str, other: str) -> str | None:
        """What one incident is a sign of, between the two; None where of nothing."""
        parts = self.parts(incident)
        people = {row["record_id"] for row in parts}
        if person not in people or other not in people or len(people) > 8:
            return None
        said = {
            row.get("close_relation")
            for row in self.world.rows("offence")
            if row["incident_id"] == incident["incident_id"]
        }
        if "no" in said and "yes" not in said:
            return None
        suspects = {row["record_id"] for row in parts if row["role"] == "suspect"}
        victims = {row["record_id"] for row in parts if row["role"] == "victim"}
        close = any(
            one in suspects and victims == {two} for one, two in ((person, other), (other, person))
        )
        if "yes" in said:
            return "close_incident" if close else "joint_incident"
        told = incident.get("reported_by") == "third_person"
        if told and person in suspects and other in victims:
            return "third_person_report"
        return "joint_incident"
