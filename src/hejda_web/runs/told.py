"""What a run says of one person, each statement with the dated records behind it."""

from __future__ import annotations

from dataclasses import dataclass, field

from hejda_web.people.models import Person
from hejda_web.runs.models import Evidence, Reason
from hejda_web.runs.record import Record

OF_ONE_LIST = ("without_ended", "moving_record", "leaves_on")
"""Statements that hold for one list only; the others are about the person."""
SCORE, REPEAT, SIGNS = "expected_harm", "repeat_risk", "red_flags"


@dataclass(frozen=True)
class Statement:
    """A sentence with its points, the records behind it, and how many the reader may not see."""

    row: Reason
    records: list[Evidence]
    hidden: int

    @property
    def sentence_sv(self) -> str:
        """In Swedish."""
        return self.row.sentence_sv

    @property
    def sentence_en(self) -> str:
        """In English."""
        return self.row.sentence_en


@dataclass(frozen=True)
class Told:
    """Everything a run says of a person, in the order the rules applied.

    moving: which single record, if wrong, moves the person most. leaves: when they leave the list
    if nothing new is registered. signs: dated warning acts.
    """

    speaks_for: list[Statement] = field(default_factory=list)
    repeats: list[Statement] = field(default_factory=list)
    signs: list[Statement] = field(default_factory=list)
    speaks_against: list[Statement] = field(default_factory=list)
    moving: list[Statement] = field(default_factory=list)
    leaves: list[Statement] = field(default_factory=list)
    findings: list[Statement] = field(default_factory=list)

    @property
    def repeat_base(self) -> int | None:
        """The share of everybody ranked that the rule begins from, in millionths."""
        return next(
            (s.row.points for s in self.repeats if s.row.rule.endswith(".group_rate")), None
        )

    @property
    def repeat_sum(self) -> int:
        """What the rule reckons, in millionths."""
        return sum(s.row.points or 0 for s in self.repeats)


def told_of(person: Person, record: Record, on_list: str) -> Told:
    """What the record's run says; empty where there is none or the reader may not see it yet."""
    if record.run is None:
        return Told()
    rows = list(Reason.objects.filter(person=person, run=record.run).order_by("kind", "step"))
    records = {each.reference: each for each in record.events}

    def of(row: Reason) -> Statement:
        seen = [records[each] for each in row.evidence if each in records]
        return Statement(row, seen, len(set(row.evidence)) - len(seen))

    def scored(ranker: str) -> list[Statement]:
        return [of(row) for row in rows if row.kind == "for" and row.ranker == ranker]

    against = [of(row) for row in _against(rows, on_list)]
    return Told(
        speaks_for=scored(SCORE),
        repeats=scored(REPEAT),
        signs=scored(SIGNS),
        speaks_against=[s for s in against if s.row.rule not in ("moving_record", "leaves_on")],
        moving=[s for s in against if s.row.rule == "moving_record"],
        leaves=[s for s in against if s.row.rule == "leaves_on"],
        findings=[of(row) for row in rows if row.kind == "finding"],
    )


def _against(rows: list[Reason], on_list: str) -> list[Reason]:
    """Each statement once: those about one list only where it is the list asked about."""
    found: dict[tuple[str, str], Reason] = {}
    for row in rows:
        if row.kind != "against":
            continue
        if row.rule in OF_ONE_LIST and on_list and row.ranker != on_list:
            continue
        found.setdefault((row.rule, row.sentence_sv), row)
    return list(found.values())
