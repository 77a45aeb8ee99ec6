"""A slow, plain-Python reading of what `reversed_roles.gathered` gathers, to be compared with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hejda.base.dates import day_number
from hejda.knowledge.rules import Knowledge

Row = dict[str, Any]
CLEARED = ("acquitted", "cleared", "no_crime")
YES, UNKNOWN, NO = 2, 1, 0


class Referee:
    """The register rows known on a day, and what the check should find in them."""

    def __init__(
        self, registers: dict[str, list[Row]], knowledge: Knowledge, as_of: dt.date
    ) -> None:
        self.knowledge, self.as_of = knowledge, as_of
        self.has_offences = "offence" in registers
        self.rows = {
            name: [
                row
                for row in rows
                if row["registered_on"] <= as_of
                and (row["superseded_on"] is None or row["superseded_on"] > as_of)
            ]
            for name, rows in registers.items()
        }
        self.offences = {row["offence_id"]: row for row in self.of("offence")}
        self.incidents = {row["incident_id"]: row for row in self.of("incident")}

    def of(self, name: str) -> list[Row]:
        """The known rows of a table; none where it was not delivered."""
        return self.rows.get(name, [])

    def key(self, row: Row) -> str | None:
        """The offence a row of involvement names."""
        return row["offence_id"] if self.has_offences else None

    def harm_and_relation(self, row: Row) -> list[tuple[int, int]]:
        """(harm days, what is said of the tie) of every offence a suspect row stands for."""
        if self.key(row) is not None:
            named = self.offences.get(self.key(row))
            stands = [] if named is None or named["absorbed_into"] else [named]
        else:
            stands = [
                one
                for one in self.offences.values()
                if one["incident_id"] == row["incident_id"] and not one["absorbed_into"]
            ]
            if not stands:
                return [(0, UNKNOWN)]
        return [self._weighed(one) for one in stands]

    def _weighed(self, offence: Row) -> tuple[int, int]:
        rule = self.knowledge.offence(offence["code"])
        harm = 0
        if rule is not None:
            harm = rule.harm_days_attempt if offence["attempt"] else rule.harm_days
        said = offence["close_relation"] or "unknown"
        against = rule is None or rule.against_person
        return harm, YES if said == "yes" else UNKNOWN if said == "unknown" and against else NO

    def meetings(self) -> list[Row]:
        """Each suspect row beside each victim it is paired with."""
        found = []
        for row in self.of("involvement"):
            weighed = self.harm_and_relation(row) if row["role"] == "suspect" else []
            for victim in self.of("involvement") if weighed else ():
                if victim["role"] != "victim" or victim["record_id"] == row["record_id"]:
                    continue
                if not self._share(row, victim):
                    continue
                found.append(self._meeting(row, victim["record_id"], weighed))
        return found

    def _share(self, row: Row, victim: Row) -> bool:
        own, theirs = self.key(row), self.key(victim)
        taken = self.offences.get(theirs)
        if taken is not None and taken["absorbed_into"]:
            theirs = taken["absorbed_into"]
        if own is None or theirs is None:
            return row["incident_id"] == victim["incident_id"]
        return own == theirs

    def _meeting(self, row: Row, victim: str, weighed: list[tuple[int, int]]) -> Row:
        ended = row["ended_on"] is not None and row["ended_on"] <= self.as_of
        why = row["ended_why"] or "unknown"
        closed = ended and (why in CLEARED or self.knowledge.ended.get(why) == "never")
        level = row["suspicion"] or "unknown"
        return {
            "suspect": row["record_id"],
            "victim": victim,
            "incident_id": row["incident_id"],
            "harm": 0 if closed else max(harm for harm, _ in weighed),
            "said": max(said for _, said in weighed),
            "charged": level in ("charged", "convicted") and not closed,
            "convicted": level == "convicted" and not closed,
            "counts": level in self.knowledge.population.suspicions_counted and not closed,
            "cleared": ended and why in CLEARED,
        }

    def incident(self, rows: list[Row]) -> Row:
        """One incident between two people, from its meetings."""
        whole = {name: rows[0][name] for name in ("suspect", "victim", "incident_id")}
        record = self.incidents[whole["incident_id"]]
        registered = day_number(record["first_registered_on"])
        event = record["occurred_on"] or record["occurred_until"]
        whole["registered"] = registered
        whole["event"] = min(registered, day_number(event)) if event else registered
        whole["by_others"] = (
            record["reported_by"] in ("third_person", "police") or record["kind"] == "call_out"
        )
        whole["harm"] = max(row["harm"] for row in rows)
        whole["cleared"] = all(row["cleared"] for row in rows)
        for name in ("charged", "convicted", "counts"):
            whole[name] = any(row[name] for row in rows)
        return whole

    def gathered(self) -> dict[str, list[Row]]:
        """The four tables by name."""
        by_incident: dict[tuple[str, str, str], list[Row]] = {}
        for row in self.meetings():
            if row["incident_id"] in self.incidents:
                key = (row["suspect"], row["victim"], row["incident_id"])
                by_incident.setdefault(key, []).append(row)
        wholes = {key: self.incident(rows) for key, rows in by_incident.items()}
        held: dict[tuple[str, str], int] = {}
        for (suspect, victim, _), rows in by_incident.items():
            if not wholes[(suspect, victim, rows[0]["incident_id"])]["cleared"]:
                said = max(row["said"] for row in rows)
                held[(suspect, victim)] = max(said, held.get((suspect, victim), NO))
        pairs = {
            (one, other)
            for one, other in held
            if (other, one) in held
            and (max(held[(one, other)], held[(other, one)]) >= UNKNOWN or self._tied(one, other))
        }
        exchange = [row for (one, other, _), row in wholes.items() if (one, other) in pairs]
        return {
            "exchange": exchange,
            "noted": self._noted({(row["suspect"], row["incident_id"]) for row in exchange}),
            "order": self._orders(pairs),
            "elsewhere": self._elsewhere(pairs, exchange),
        }

    def _tied(self, one: str, other: str) -> bool:
        return any(
            {row["record_a"], row["record_b"]} == {one, other}
            and row["kind"] in self.knowledge.population.partner_relations
            for row in self.of("relation")
        )

    def _noted(self, asked: set[tuple[str, str]]) -> list[Row]:
        return [
            {
                "suspect": row["about"],
                "incident_id": row["incident_id"],
                "observation_id": row["observation_id"],
                "kind": row["kind"],
                "registered": day_number(row["first_registered_on"]),
                "seen": row["nature"] == "fact" and row["reliability"] in ("A", "B"),
            }
            for row in self.of("observation")
            if (row["about"], row["incident_id"]) in asked
            and row["kind"] in self.knowledge.kinds()
            and row["could_only_come_from"] is None
        ]

    def _orders(self, pairs: set[tuple[str, str]]) -> list[Row]:
        found = []
        for row in self.of("protection_order"):
            decided = row["decided_on"] or row["valid_from"] or row["registered_on"]
            if row["status"] in ("in_force", "lapsed"):
                own = {
                    "suspect": row["restrained"],
                    "victim": row["protected"],
                    "order_id": row["order_id"],
                    "registered": day_number(min(decided, row["registered_on"])),
                }
                if (own["suspect"], own["victim"]) in pairs:
                    found.append(own)
        return found

    def _elsewhere(self, pairs: set[tuple[str, str]], exchange: list[Row]) -> list[Row]:
        suspects = {suspect for suspect, _ in pairs}
        between = {(row["suspect"], row["incident_id"]) for row in exchange}
        found = {}
        for row in self.meetings():
            key = (row["suspect"], row["victim"], row["incident_id"])
            counts = row["counts"] and row["said"] == YES and row["suspect"] in suspects
            if not counts or key[:2] in pairs or (key[0], key[2]) in between:
                continue
            if row["incident_id"] in self.incidents:
                record = self.incidents[row["incident_id"]]
                day = day_number(record["first_registered_on"])
                names = ("suspect", "victim", "incident_id", "registered")
                found[key] = dict(zip(names, (*key, day), strict=True))
        return list(found.values())
