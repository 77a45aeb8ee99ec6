"""Two pictures of risk, never one number: repeat harm in words, serious harm as dated warning acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hejda_web.runs.models import Evidence, Run
from hejda_web.runs.told import Statement, Told
from hejda_web.runs.words import warning_kinds
from hejda_web.ui.words import Words

HIGH_PER_CENT, RAISED_PER_CENT = 200, 125
"""Of the level everybody ranked begins from. Our own first proposal; nobody has measured it."""
LEVELS = {
    "high": Words("Hög", "High"),
    "raised": Words("Förhöjd", "Raised"),
    "low": Words("Låg", "Low"),
    "not_computed": Words("Inte beräknad", "Not computed"),
    "missing": Words("Kunde inte beräknas", "Could not be computed"),
    "judge_first": Words("Visas efter ditt ställningstagande", "Shown after your own judgement"),
}
OVERLAY = "overlay:"


@dataclass(frozen=True)
class Repeat:
    """Repeat harm within a year. state: a key of LEVELS; the first three are levels."""

    state: str
    expected: int | None = None
    base: int | None = None

    @property
    def words(self) -> Words:
        """The level, or why there is none."""
        return LEVELS[self.state]

    @property
    def is_level(self) -> bool:
        """Whether something was computed and may be shown."""
        return self.state in ("high", "raised", "low")


@dataclass(frozen=True)
class Serious:
    """Serious harm: no number. acts: dated warning acts; undated: marks of a run that has no date.

    records: every recorded observation, of whatever kind. state: acts, none (none recorded),
    no_table (the source delivered none), no_run, judge_first (the dated ones only: what a run marks
    beside them comes after the own judgement).
    """

    state: str
    acts: list[Statement] = field(default_factory=list)
    records: list[Evidence] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)


def repeat_of(run: Run | None, told: Told, judge_first: bool) -> Repeat:
    """The level against that of everybody ranked, or which of the other states holds."""
    if run is None:
        return Repeat("not_computed")
    if judge_first:
        return Repeat("judge_first")
    base, total = told.repeat_base, told.repeat_sum
    if base is None:
        return Repeat("missing")
    if 100 * total >= HIGH_PER_CENT * base:
        return Repeat("high", total, base)
    return Repeat("raised" if 100 * total >= RAISED_PER_CENT * base else "low", total, base)


def serious_of(
    run: Run | None, told: Told, events: Sequence[Evidence], marks: Sequence[str], judge_first: bool
) -> Serious:
    """Warning acts of a run. marks: flags and gaps of the person's place, as codes."""
    if run is None:
        return Serious("no_run")
    records = [each for each in events if each.table == "observation"]
    if judge_first:
        return Serious("judge_first", records=records)
    acts = [s for s in told.signs if s.row.rule.partition(".")[2] in warning_kinds()]
    dated = {s.row.rule.partition(".")[2] for s in acts}
    undated = [
        mark
        for mark in marks
        if mark.startswith(OVERLAY) and mark.removeprefix(OVERLAY) not in dated
    ]
    if acts or undated:
        return Serious("acts", acts, records, undated)
    return Serious("no_table" if "no_observation" in marks else "none", records=records)
