"""Which of two people who are each reported against the other may be the victim: open points.

Every sign has a fixed number of whole points (`SIGNS`) and is asked of both sides alike. Who has
enough more than the other is marked. The points were chosen by reasoning, not fitted to anything.
A mark asks a person to look. It changes no score and no place, and takes nobody off a list.

Definitions and worked cases: spec/03_relations/reversed_roles.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

SIGNS: dict[str, int] = {
    "reported_first": 1,  # who comes first has not yet anything to answer; but some come first to be first
    "answered_soon": 1,  # a counter-report is mostly made at once, about the same event
    "several_before": 2,  # two events reported before anybody had anything to answer
    "goes_on": 4,  # new events, known by more than the two's own word, and in one direction only
    "several_events": 1,  # each event after the first that stands on its own, three at the most
    "called_by_others": 1,  # somebody without a part in it saw or heard enough to call
    "grave_act": 2,  # acts that kill: strangulation, threats to kill, weapons, confinement
    "pattern": 1,  # control, stalking and breaches are one-sided; a fight between two is not
    "fear": 1,  # fear of being badly hurt is rarely mutual; it is also easily said
    "graver": 1,  # the suspected offences are of another order of harm
    "order": 2,  # a prosecutor or court has looked at both sides and protected one
    "charged": 2,  # a prosecutor has looked at the evidence
    "convicted": 3,  # a court has
    "other_partners": 3,  # somebody else, who has nothing to do with this, tells of the same conduct
    "suspicion_cleared": 1,  # one suspicion between the two has already been found to be wrong
}
"""Points of each sign that somebody may be the victim. The sign is about what the other is recorded
to have done, but for `suspicion_cleared`, which is about the person's own."""
SOON_DAYS = 30
"""An answer within so many days is the usual counter-report; later, it is a matter of its own."""
SAME_EVENT_DAYS = 1
"""Two reports about days no further apart are taken to be about one event (a night has two dates)."""
MOST_EVENTS = 3
GRAVER_TIMES = 3
"""One class of harm: in the Swedish scale gross assault weighs between three and four assaults."""
GRAVE_ACTS = frozenset(
    {"strangulation", "threat_to_kill", "weapon", "confinement", "serious_or_escalating_violence"}
)
PATTERN = frozenset(
    {"controlling_behaviour", "stalking", "order_breach", "suicide_threat_to_partner"}
)
FEAR = frozenset({"victim_fear"})


@dataclass(frozen=True)
class Observed:
    """An observation about the suspect; `seen`: a fact, from a source graded A or B."""

    reference: str
    kind: str
    registered: int
    seen: bool


@dataclass(frozen=True)
class Report:
    """One incident with the roles one way; columns as in `reversed_roles.exchanges`."""

    incident_id: str
    registered: int
    event: int
    harm: int
    charged: bool
    convicted: bool
    by_others: bool
    counts: bool
    cleared: bool
    observed: tuple[Observed, ...] = ()

    @property
    def reference(self) -> str:
        """The record it is shown by."""
        return f"incident:{self.incident_id}"


@dataclass(frozen=True)
class Sign:
    """A sign that somebody may be the victim: its code, points, records, and the latest one's day."""

    code: str
    points: int
    evidence: tuple[str, ...]
    day: int


@dataclass
class Direction:
    """What is recorded of one person's acts (`suspect`) against the other (`victim`)."""

    suspect: str
    victim: str
    reports: list[Report] = field(default_factory=list)
    cleared: list[Report] = field(default_factory=list)
    orders: list[tuple[str, int]] = field(default_factory=list)
    elsewhere: list[tuple[str, str, int]] = field(default_factory=list)

    @cached_property
    def first(self) -> int:
        """The day the first report was registered."""
        return min(report.registered for report in self.reports)


def answered(report: Report, back: Direction) -> tuple[bool, bool]:
    """Whether `report` came after a report the other way, and whether about the same event as one."""
    before = [other for other in back.reports if other.registered < report.registered]
    same = any(abs(other.event - report.event) <= SAME_EVENT_DAYS for other in before)
    return bool(before), same


def on_more_than_a_word(report: Report, back: Direction) -> bool:
    """Whether a report rests on more than the word of whoever made it.

    Somebody else called about an event not yet reported, it led to a charge, or a trained eye saw
    an act.
    """
    seen = any(o.seen and o.kind in GRAVE_ACTS | PATTERN for o in report.observed)
    return report.charged or seen or (report.by_others and not answered(report, back)[1])


def standing(acts: Direction, back: Direction) -> list[Report]:
    """The reports that stand on their own, so that what they say counts.

    All that were no answer, and answers that rest on more than a word. So a counter-report adds
    nothing for whoever makes it, however many there are and whatever they say.
    """
    return [
        report
        for report in acts.reports
        if not answered(report, back)[0] or on_more_than_a_word(report, back)
    ]


def signs_for_the_victim(acts: Direction, back: Direction) -> list[Sign]:
    """The signs that `acts.victim` may be the victim of the two, in the order of SIGNS.

    `acts`: what the other is recorded to have done; `back`: what this person is.
    """
    own, others = standing(acts, back), standing(back, acts)
    found = [
        *_signs_of_order(acts, back),
        *_signs_of_events(acts, back, own, others),
        *_signs_of_acts(own),
        *_sign_of_harm(back, own, others),
        *_signs_of_authorities(acts, back),
    ]
    return sorted(found, key=lambda sign: list(SIGNS).index(sign.code))


def _sign(code: str, reports: Iterable[Report], times: int = 1) -> Sign:
    rows = sorted(reports, key=lambda report: (report.registered, report.incident_id))
    evidence = tuple(report.reference for report in rows)
    return Sign(code, SIGNS[code] * times, evidence, max(r.registered for r in rows))


def _signs_of_order(acts: Direction, back: Direction) -> list[Sign]:
    if acts.first >= back.first:
        return []
    before = [report for report in acts.reports if report.registered < back.first]
    answer = [report for report in back.reports if report.registered == back.first]
    first = [report for report in before if report.registered == acts.first]
    found = [_sign("reported_first", first)]
    if soon(acts, back):
        found.append(_sign("answered_soon", answer))
    if len({report.event for report in before}) > 1:
        found.append(_sign("several_before", before))
    return found


def soon(acts: Direction, back: Direction) -> bool:
    """Whether the first report back came soon after one of `acts`, or was about the same event."""
    at = back.first
    return any(at - SOON_DAYS <= report.registered <= at for report in acts.reports) or any(
        answered(report, acts)[1] for report in back.reports if report.registered == at
    )


def _signs_of_events(
    acts: Direction, back: Direction, own: list[Report], others: list[Report]
) -> list[Sign]:
    found = []
    known = max(acts.first, back.first)
    later = [report for report in own if report.event > known]
    if later and not any(report.event > known for report in others):
        found.append(_sign("goes_on", later))
    events = len({report.event for report in own})
    if events > 1:
        found.append(_sign("several_events", own, min(events - 1, MOST_EVENTS)))
    called = [report for report in own if report.by_others and not answered(report, back)[1]]
    if called:
        found.append(_sign("called_by_others", called))
    return found


def _signs_of_acts(own: list[Report]) -> list[Sign]:
    found = []
    observed = sorted(chain(*(r.observed for r in own)), key=lambda o: (o.registered, o.reference))
    for code, kinds in (("grave_act", GRAVE_ACTS), ("pattern", PATTERN), ("fear", FEAR)):
        rows = [one for one in observed if one.kind in kinds]
        if rows:
            evidence = tuple(one.reference for one in rows)
            found.append(Sign(code, SIGNS[code], evidence, max(one.registered for one in rows)))
    return found


def _sign_of_harm(back: Direction, own: list[Report], others: list[Report]) -> list[Sign]:
    """An offence is easily named; one's word of it counts only where nobody had yet to answer."""
    gravest = max((report.harm for report in own), default=0)
    theirs = max((report.harm for report in others), default=0)
    if not others or gravest == 0 or gravest < GRAVER_TIMES * theirs:
        return []
    rows = [
        report
        for report in own
        if report.harm == gravest
        and (report.registered < back.first or on_more_than_a_word(report, back))
    ]
    return [_sign("graver", rows)] if rows else []


def _signs_of_authorities(acts: Direction, back: Direction) -> list[Sign]:
    found = []
    if acts.orders:
        evidence = tuple(f"protection_order:{order}" for order, _ in sorted(acts.orders))
        found.append(Sign("order", SIGNS["order"], evidence, max(day for _, day in acts.orders)))
    convicted = [report for report in acts.reports if report.convicted]
    charged = [report for report in acts.reports if report.charged]
    if convicted:
        found.append(_sign("convicted", convicted))
    elif charged:
        found.append(_sign("charged", charged))
    if acts.elsewhere:
        rows = sorted((day, incident) for _, incident, day in acts.elsewhere)
        evidence = tuple(dict.fromkeys(f"incident:{incident}" for _, incident in rows))
        found.append(Sign("other_partners", SIGNS["other_partners"], evidence, rows[-1][0]))
    if back.cleared:
        # No record is shown: nobody is told as suspect of what they were cleared of.
        day = max(report.registered for report in back.cleared)
        found.append(Sign("suspicion_cleared", SIGNS["suspicion_cleared"], (), day))
    return found
