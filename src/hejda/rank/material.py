"""What is known of one person, as plain values: the few hundred on a list are explained in Python.

The engine scores millions; each score of somebody shown is computed again here from the person's
own records, and a run stops when the two differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from hejda.base.wording import Both, attempted
from hejda.knowledge.rules import Knowledge
from hejda.rank.suspicions import YES

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A counted suspicion (one involvement row and one offence, or the incident alone)."""

    incident_id: str
    offence_id: str | None
    involvement_id: str
    code: str | None
    day: int
    d: int
    registered: int
    registered_d: int
    live: bool
    shown: bool
    convicted: bool
    level: str | None
    harm: int
    relation: int
    sexual: bool
    grave: bool
    threat: bool
    confinement: bool
    attempt: bool


@dataclass(frozen=True)
class Episode:
    """One incident with the counted suspicions it holds; d in days at liberty."""

    incident_id: str
    day: int
    d: int
    suspicions: tuple[Suspicion, ...]

    @cached_property
    def partner(self) -> bool:
        """True where one of the suspicions is of a partner offence."""
        return any(s.relation == YES for s in self.suspicions)

    @cached_property
    def harm(self) -> int:
        """Days of the gravest partner offence, 0 without one."""
        return max((s.harm for s in self.suspicions if s.relation == YES), default=0)

    @property
    def evidence(self) -> tuple[str, ...]:
        """References: the incident, then its counted offences and involvements, sorted.

        Empty where nothing in it may be shown any more.
        """
        found = references(self.suspicions)
        return (f"incident:{self.incident_id}", *found) if found else ()


def references(suspicions: Iterable[Suspicion]) -> tuple[str, ...]:
    """References to the offences and involvements of `suspicions` that may be shown, sorted."""
    rows = [s for s in suspicions if s.shown]
    offences = sorted({f"offence:{s.offence_id}" for s in rows if s.offence_id is not None})
    return (*offences, *sorted({f"involvement:{s.involvement_id}" for s in rows}))


def offence_titles(rows: Iterable[Suspicion], knowledge: Knowledge) -> list[Both]:
    """What the offences are called, the gravest first; an attempt is told as one."""
    ordered = sorted(rows, key=lambda s: (-s.harm, s.code or "", s.attempt))
    found: list[Both] = []
    for code, attempt in dict.fromkeys((s.code, s.attempt) for s in ordered):
        offence = knowledge.offence(code)
        if offence is not None:
            both = (offence.title.sv, offence.title.en)
            found.append(attempted(both) if attempt else both)
    return found


@dataclass(frozen=True, slots=True)
class Sign:
    """An observation of a public kind; `d` may lie beyond the look-back."""

    kind: str
    observation_id: str
    incident_id: str | None
    day: int
    d: int


@dataclass
class Material:
    """Everything a ranker may read of one person."""

    person: str
    name: str
    age: int | None
    suspicions: list[Suspicion]
    look_back: int
    signs: list[Sign] = field(default_factory=list)
    victims: dict[tuple[str, str | None], set[str]] = field(default_factory=dict)
    less_sure: bool = False
    long_custody: list[str] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    unanswered: int = 0
    sanctions: dict[str, list[str]] = field(default_factory=dict)
    counter_reports: list[str] = field(default_factory=list)
    acquittals: int = 0
    ended: int = 0
    one_source: bool = False

    @cached_property
    def episodes(self) -> list[Episode]:
        """Used episodes, oldest first: by day, then incident id; d at most the look-back.

        They hold only what was registered within the look-back.
        """
        used = []
        for episode in self.all_episodes:
            lately = tuple(s for s in episode.suspicions if s.registered_d <= self.look_back)
            if lately:
                d = min(episode.d, self.look_back)
                used.append(replace(episode, d=d, suspicions=lately))
        return used

    @cached_property
    def all_episodes(self) -> list[Episode]:
        """Episodes of any age, oldest first."""
        by_incident: dict[str, list[Suspicion]] = defaultdict(list)
        for suspicion in self.suspicions:
            by_incident[suspicion.incident_id].append(suspicion)
        episodes = [
            Episode(incident, rows[0].day, rows[0].d, tuple(rows))
            for incident, rows in by_incident.items()
        ]
        return sorted(episodes, key=lambda e: (e.day, e.incident_id))

    def harmed(self, episodes: Iterable[Episode]) -> set[str]:
        """Everybody recorded as victim of a counted suspicion in `episodes`."""
        found: set[str] = set()
        for episode in episodes:
            for s in episode.suspicions:
                found |= self.victims.get((s.involvement_id, s.offence_id), set())
        return found

    def recent_signs(self) -> list[Sign]:
        """Signs within the look-back."""
        return [s for s in self.signs if s.d <= self.look_back]


def suspicion_of(row: Row) -> Suspicion:
    """A row of the engine's table of counted suspicions as a value."""
    return Suspicion(**{name: row[name] for name in Suspicion.__slots__})
