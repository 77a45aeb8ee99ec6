"""Puts reasons, records and counterweights into rows of the result tables, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from hejda.base.reasons import Reason
from hejda.flow.naming import Naming
from hejda.flow.people import VARIANT_RANKER, Explained
from hejda.flow.protected import (
    protected_kinds,
    protected_references,
    written_flags,
    written_reasons,
)
from hejda.flow.related import Related
from hejda.knowledge.rules import Knowledge
from hejda.nominate.contrary_sentences import contrary_sentence
from hejda.rank.record_sentences import record_sentence
from hejda.rank.sentences import sentences

Row = dict[str, Any]
Both = tuple[str, str]

KIND_RULES = ("red_flags.", "beta_2022.", "expected_harm.novel_act")
"""Rules whose sentence names the kind of an observation."""


class Words:
    """Sentences for one run: offence and observation titles, and which records must stay unsaid."""

    def __init__(
        self, shown: Explained, related: Related, knowledge: Knowledge, naming: Naming
    ) -> None:
        self.shown, self.related, self.naming = shown, related, naming
        self.offences = {o.id: (o.title.sv, o.title.en) for o in knowledge.offences}
        self.kinds = {
            k.id: (k.title.sv, k.title.en) for k in knowledge.observations if k.sensitive == "none"
        }
        self.records = _by_reference(shown)
        self.protected = protected_references(shown)
        self.reasons = {
            key: written_reasons(key[1], reasons, self.protected)
            for key, reasons in sorted(shown.reasons.items())
        }

    def person(self, record: str) -> str:
        """The id written for the person of `record`."""
        return self.naming.person(record)

    def flags(self, person: str) -> list[str]:
        """The flags of `person` (record id), no kind named that only one person can have told."""
        kinds = protected_kinds(self.shown, self.protected, person)
        return written_flags(self.shown.flags[person], kinds)

    def reason_rows(self) -> Iterable[Row]:
        """Rows of the table `reason`."""
        for (person, ranker), reasons in self.reasons.items():
            for step, (reason, rule, protected) in enumerate(reasons, start=1):
                sv, en = sentences(
                    self._with_titles(reason),
                    source_protected=protected,
                    unknown_as_partner=ranker == VARIANT_RANKER,
                )
                yield {
                    "person": self.person(person),
                    "ranker": ranker,
                    "step": step,
                    "rule": rule,
                    "value": reason.value,
                    "points": reason.points,
                    "sentence_sv": sv,
                    "sentence_en": en,
                    "evidence": list(reason.evidence),
                }

    def contrary_rows(self) -> Iterable[Row]:
        """Rows of the table `contrary`."""
        for (person, name), statements in sorted(self.shown.contrary.items()):
            for step, statement in enumerate(statements, start=1):
                sv, en = contrary_sentence(statement.kind, statement.value, statement.on)
                yield {
                    "person": self.person(person),
                    "list": name,
                    "step": step,
                    "kind": statement.kind,
                    "value": statement.value,
                    "on": statement.on,
                    "sentence_sv": sv,
                    "sentence_en": en,
                    "evidence": list(statement.evidence),
                }

    def finding_rows(self) -> Iterable[Row]:
        """Rows of the table `finding`. References lead to records of the dossier alone, and to nothing
        that only one person can have told."""
        for (person, kind), statements in sorted(self.related.findings.items()):
            for step, ((sv, en), evidence) in enumerate(statements, start=1):
                yield {
                    "person": self.person(person),
                    "kind": kind,
                    "step": step,
                    "sentence_sv": sv,
                    "sentence_en": en,
                    "evidence": self._tellable(evidence),
                }

    def _tellable(self, evidence: Iterable[str]) -> list[str]:
        return [e for e in evidence if e in self.records and e not in self.protected]

    def evidence_rows(self) -> Iterable[Row]:
        """Rows of the table `evidence`: every record a reason or counterweight refers to."""
        wanted = {e for told in self.reasons.values() for r, _, _ in told for e in r.evidence}
        wanted |= {e for found in self.shown.contrary.values() for c in found for e in c.evidence}
        findings = self.related.findings.values()
        wanted |= {e for said in findings for _, own in said for e in self._tellable(own)}
        offences = {row["offence_id"]: row for row in self.shown.rows.get("offence", ())}
        for reference in sorted(wanted):
            table, row = self.records[reference]
            charge = offences.get(row.get("offence_id"), {})
            more = {name: charge.get(name) for name in ("code", "attempt")}
            sv, en = record_sentence(table, {**more, **row}, self.offences, self.kinds)
            yield {
                "reference": reference,
                "table": table,
                "registered_on": row["registered_on"],
                "superseded_on": row["superseded_on"],
                "sentence_sv": sv,
                "sentence_en": en,
            }

    def _with_titles(self, reason: Reason) -> Reason:
        """Reasons that rest on an observation are named by its kind."""
        if not reason.rule.startswith(KIND_RULES):
            return reason
        kinds = [
            self.records[e][1]["kind"] for e in reason.evidence if e.startswith("observation:")
        ]
        titles = [self.kinds[kind] for kind in dict.fromkeys(kinds) if kind in self.kinds]
        if not titles:
            return reason
        return replace(
            reason,
            titles_sv=tuple(sv for sv, _ in titles),
            titles_en=tuple(en for _, en in titles),
        )


def _by_reference(shown: Explained) -> Mapping[str, tuple[str, Row]]:
    found: dict[str, tuple[str, Row]] = {}
    for table, rows in shown.rows.items():
        key = next(iter(shown.dossier[table].column_names))
        for row in rows:
            found[f"{table}:{row[key]}"] = (table, row)
    return found
