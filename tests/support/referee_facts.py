"""The referee, part 1: what is known on D, days at liberty, counted suspicions, episodes, population.

Plain loops over rows, written from spec/04_rank/README.md alone. Slow on purpose: each function is
one sentence of that page. Inside the referee a person is a record id.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from hejda.knowledge.rules import Knowledge
from tests.support.outcome import Registers, Row


@dataclass
class World:
    """One computation: the delivery, the rules, D, and which variant of the definitions holds."""

    given: Registers
    knowledge: Knowledge
    as_of: dt.date
    now: dt.date
    without_ended: bool = False
    unknown_as_yes: bool = False
    known: dict[str, list[Row]] = field(default_factory=dict)
    inside_days: dict[str, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = {table: known_on(rows, self.as_of) for table, rows in self.given.items()}

    def rows(self, table: str) -> list[Row]:
        """The rows of `table` known on D; none where the table is absent."""
        return self.known.get(table, [])

    def partner_counts(self, partner: str) -> bool:
        """Whether a relation *yes*, *no* or *unknown* counts as a partner offence here."""
        return partner == "yes" or (self.unknown_as_yes and partner == "unknown")


@dataclass
class Suspicion:
    """One counted suspicion: person, incident, offence (None: the incident alone)."""

    person: str
    incident: str
    offence: Row | None
    rows: list[Row]  # at first those that may count, in the end those that do
    day: dt.date
    partner: str = "no"
    classes: tuple[str, ...] = ()
    harm: int = 0
    victims: dict[str, bool] = field(default_factory=dict)  # victim → two rows share the offence
    pairs: set[str] = field(default_factory=set)  # victims in a partner pair with the suspect

    @property
    def offence_id(self) -> str | None:
        """Id of the offence, or None."""
        return self.offence["offence_id"] if self.offence else None

    @property
    def convicted(self) -> bool:
        """Whether any of its rows is at the level `convicted`."""
        return any(row.get("suspicion") == "convicted" for row in self.rows)


@dataclass
class Episode:
    """One person's counted suspicions in one incident."""

    person: str
    incident: str
    day: dt.date
    age: int  # d: liberty age of its day, at most the look-back
    age_of_day: int  # the same, not cut off
    used: bool
    suspicions: list[Suspicion]
    partner: bool
    harm: int


def known_on(rows: list, day: dt.date) -> list[Row]:
    """The rows registered by `day` and not yet superseded on it."""
    known = []
    for row in rows:
        superseded = row.get("superseded_on")
        if row["registered_on"] <= day and (superseded is None or superseded > day):
            known.append(row)
    return known


def first_known_day(row: Row, *names: str) -> dt.date:
    """The first filled date of `names`, else the first registration; never later than that."""
    first = row["first_registered_on"]
    for name in names:
        if row.get(name) is not None:
            return min(row[name], first)
    return first


def incident_day(incident: Row) -> dt.date:
    """The day of an incident."""
    return first_known_day(incident, "occurred_until", "occurred_on")


def observation_day(observation: Row) -> dt.date:
    """The day of an observation."""
    return first_known_day(observation, "observed_on")


def spells_inside(world: World, person: str) -> list[Row]:
    """The person's custody spells known on D, of the kinds that count as inside."""
    kinds = world.knowledge.population.inside_kinds
    return [
        row for row in world.rows("custody") if row["record_id"] == person and row["kind"] in kinds
    ]


def spell_end(world: World, spell: Row) -> dt.date:
    """First day outside again; D for an open spell or one that ends after D."""
    end = spell.get("valid_to")
    return world.as_of if end is None or end > world.as_of else end


def liberty_age(world: World, person: str, day: dt.date) -> int:
    """Days from `day` to D less the days of [day, D) spent inside, each counted once."""
    if person not in world.inside_days:
        inside: set[int] = set()
        for spell in spells_inside(world, person):
            inside |= set(
                range(spell["valid_from"].toordinal(), spell_end(world, spell).toordinal())
            )
        world.inside_days[person] = inside
    spent = len([number for number in world.inside_days[person] if number >= day.toordinal()])
    return (world.as_of - day).days - spent


def by_id(world: World, table: str, name: str) -> dict[str, Row]:
    """Rows of `table` known on D by their id."""
    return {row[name]: row for row in world.rows(table)}


def treatment(world: World, row: Row) -> str:
    """How a suspect row stands on D: live, as_recorded, beside_live or never."""
    ended_on = row.get("ended_on")
    if ended_on is None or ended_on > world.as_of:
        return "live"
    return world.knowledge.ended[row.get("ended_why") or "unknown"]


def rows_that_may_count(world: World) -> list[Row]:
    """Suspect rows whose incident and offence are known, at a counted level, not ended for good."""
    incidents = by_id(world, "incident", "incident_id")
    offences = by_id(world, "offence", "offence_id")
    rows = []
    for row in world.rows("involvement"):
        if row["role"] != "suspect" or row["incident_id"] not in incidents:
            continue
        if row.get("offence_id") is not None and row["offence_id"] not in offences:
            continue
        level = row.get("suspicion") or "unknown"
        if level not in world.knowledge.population.suspicions_counted:
            continue
        if treatment(world, row) != "never":
            rows.append(row)
    return rows


def offences_meant(world: World, row: Row) -> list[Row | None]:
    """The offences a suspect row stands for; [None] for the incident alone; absorbed ones left out."""
    offences = world.rows("offence")
    if row.get("offence_id") is not None:
        meant = [offence for offence in offences if offence["offence_id"] == row["offence_id"]]
    else:
        meant = [offence for offence in offences if offence["incident_id"] == row["incident_id"]]
        if not meant:
            return [None]
    return [offence for offence in meant if offence.get("absorbed_into") is None]


def suspicions_that_may_count(world: World) -> list[Suspicion]:
    """One per person, incident and offence; ended rows that need a live suspicion are still there."""
    incidents = by_id(world, "incident", "incident_id")
    grouped: dict[tuple[str, str, str], Suspicion] = {}
    for row in rows_that_may_count(world):
        for offence in offences_meant(world, row):
            person, incident = row["record_id"], row["incident_id"]
            key = (person, incident, offence["offence_id"] if offence else "")
            if key not in grouped:
                day = incident_day(incidents[incident])
                grouped[key] = Suspicion(person, incident, offence, [], day)
            grouped[key].rows.append(row)
    for suspicion in grouped.values():
        describe(world, suspicion)
    return [grouped[key] for key in sorted(grouped)]


def describe(world: World, suspicion: Suspicion) -> None:
    """Fill in classes, harm and whether it is a partner offence, from all rows that may count."""
    offence = suspicion.offence
    known = world.knowledge.offence(offence.get("code")) if offence else None
    if known is not None:
        suspicion.classes = tuple(known.classes)
        suspicion.harm = known.harm_days_attempt if offence.get("attempt") else known.harm_days
    pair_up(world, suspicion)
    suspicion.partner = partner_word(world, suspicion)


def pair_up(world: World, suspicion: Suspicion) -> None:
    """Fill in the victims paired with its rows, and who of them is in a partner pair."""
    suspicion.victims = victims_paired(world, suspicion)
    suspicion.pairs = {
        victim
        for victim in suspicion.victims
        if is_partner_pair(world, suspicion.person, victim, suspicion.day)
    }


def offence_read(world: World, victim_row: Row) -> str | None:
    """The offence a victim row names; the one that took it over where it was absorbed."""
    named = victim_row.get("offence_id")
    for offence in world.rows("offence"):
        if offence["offence_id"] == named and offence.get("absorbed_into") is not None:
            return offence["absorbed_into"]
    return named


def victims_paired(world: World, suspicion: Suspicion) -> dict[str, bool]:
    """Victims paired with the suspicion → whether some pair of rows shares the offence."""
    victims: dict[str, bool] = {}
    for row in suspicion.rows:
        for other in world.rows("involvement"):
            if other["role"] != "victim" or other["record_id"] == suspicion.person:
                continue
            mine, theirs = row.get("offence_id"), offence_read(world, other)
            if mine is not None and theirs is not None:
                if mine == theirs:
                    victims[other["record_id"]] = True
            elif row["incident_id"] == other["incident_id"]:
                victims.setdefault(other["record_id"], False)
    return victims


def is_partner_pair(world: World, one: str, other: str, day: dt.date) -> bool:
    """Whether a partner relation between the two began on or before `day`, or at a day unknown."""
    for relation in world.rows("relation"):
        if {relation["record_a"], relation["record_b"]} != {one, other}:
            continue
        if relation["kind"] not in world.knowledge.population.partner_relations:
            continue
        if relation.get("valid_from") is None or relation["valid_from"] <= day:
            return True
    return False


def partner_word(world: World, suspicion: Suspicion) -> str:
    """Yes, no or unknown: is the suspicion of a partner offence?"""
    offence = suspicion.offence
    if offence is not None and offence.get("close_relation") == "yes":
        return "yes"
    if suspicion.pairs:
        return "yes"
    if offence is None:
        return "unknown"
    if offence.get("close_relation") == "no":
        return "no"
    known = world.knowledge.offence(offence.get("code"))
    against_person = known is None or any(name != "other" for name in known.classes)
    return "unknown" if against_person else "no"


def registered_within_look_back(world: World, suspicion: Suspicion, rows: list[Row]) -> bool:
    """Whether one of `rows` was first registered within the look-back."""
    look_back = world.knowledge.population.look_back_days
    return any(
        liberty_age(world, suspicion.person, row["first_registered_on"]) <= look_back
        for row in rows
    )


def opens_population(world: World, suspicion: Suspicion, rows: list[Row]) -> bool:
    """A partner offence, one of `rows` registered within the look-back."""
    counts = world.partner_counts(suspicion.partner)
    return counts and registered_within_look_back(world, suspicion, rows)


def counted_suspicions(world: World) -> list[Suspicion]:
    """Every counted suspicion on D, with the rows that count and the victims paired with those."""
    found = suspicions_that_may_count(world)
    with_live = set()
    for suspicion in found:
        live = [row for row in suspicion.rows if treatment(world, row) == "live"]
        if opens_population(world, suspicion, live):
            with_live.add(suspicion.person)
    for suspicion in found:
        counting = {"live"} if world.without_ended else {"live", "as_recorded"}
        if suspicion.person in with_live and not world.without_ended:
            counting.add("beside_live")
        suspicion.rows = [row for row in suspicion.rows if treatment(world, row) in counting]
        pair_up(world, suspicion)
    return [suspicion for suspicion in found if suspicion.rows]


def episodes_of(world: World, suspicions: list[Suspicion], person: str) -> list[Episode]:
    """All episodes of a person, oldest first: by day, then incident id; used or not."""
    mine = [suspicion for suspicion in suspicions if suspicion.person == person]
    incidents = sorted({suspicion.incident for suspicion in mine})
    episodes = [
        episode_of(world, person, incident, [s for s in mine if s.incident == incident])
        for incident in incidents
    ]
    return sorted(episodes, key=lambda episode: (episode.day, episode.incident))


def episode_of(world: World, person: str, incident: str, here: list[Suspicion]) -> Episode:
    """The episode of a person's counted suspicions in one incident."""
    harms = [s.harm for s in here if world.partner_counts(s.partner)]
    day = here[0].day
    age = liberty_age(world, person, day)
    return Episode(
        person=person,
        incident=incident,
        day=day,
        age=min(age, world.knowledge.population.look_back_days),
        age_of_day=age,
        used=any(registered_within_look_back(world, s, s.rows) for s in here),
        suspicions=here,
        partner=bool(harms),
        harm=max(harms, default=0),
    )


def age_in_years(world: World, person: str) -> int | None:
    """Whole years on D by the birth date of the person record known on D; None if unknown."""
    for row in world.rows("person_record"):
        if row["record_id"] == person and row.get("birth_date") is not None:
            born, day = row["birth_date"], world.as_of
            had_birthday = (day.month, day.day) >= (born.month, born.day)
            return day.year - born.year - (0 if had_birthday else 1)
    return None


def is_excluded(world: World, person: str) -> bool:
    """Whether the person's latest status on D is one that is never ranked."""
    mine = [
        row
        for row in world.rows("person_status")
        if row["record_id"] == person
        and (row.get("valid_from") is None or row["valid_from"] <= world.as_of)
    ]
    if not mine:
        return False
    latest = max(mine, key=lambda row: (row.get("valid_from") or dt.date.min, row["status_id"]))
    return latest["kind"] in {exclusion.status for exclusion in world.knowledge.exclusions}


def old_enough(world: World, person: str) -> bool:
    """At least the minimum age on D, or of unknown age."""
    age = age_in_years(world, person)
    return age is None or age >= world.knowledge.population.minimum_age


def population(world: World, suspicions: list[Suspicion]) -> list[str]:
    """Everybody ranked, by record id."""
    people = {s.person for s in suspicions if opens_population(world, s, s.rows)}
    return sorted(p for p in people if not is_excluded(world, p) and old_enough(world, p))


def row_is_gone(world: World, row: Row) -> bool:
    """Whether no version known on *now* still holds the person as a suspect."""
    for version in known_on(world.given["involvement"], world.now):
        if version["involvement_id"] != row["involvement_id"]:
            continue
        if version["role"] != "suspect" or version["record_id"] != row["record_id"]:
            continue
        ended = version.get("ended_on") is not None and version["ended_on"] <= world.now
        why = version.get("ended_why") or "unknown"
        if not (ended and world.knowledge.ended[why] == "never"):
            return False
    return True


def rows_standing(world: World, suspicion: Suspicion) -> list[Row]:
    """Rows of the suspicion that, seen from *now*, are neither withdrawn nor ended for good."""
    incidents = {row["incident_id"] for row in known_on(world.given["incident"], world.now)}
    offences = {row["offence_id"] for row in known_on(world.given.get("offence", []), world.now)}
    if suspicion.incident not in incidents:
        return []
    if suspicion.offence_id is not None and suspicion.offence_id not in offences:
        return []
    return [row for row in suspicion.rows if not row_is_gone(world, row)]
