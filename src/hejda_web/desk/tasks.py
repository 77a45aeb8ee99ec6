"""What waits for somebody today: one function for each kind, in `SOURCES`; a new kind is one more there."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse

from hejda_web.accounts.models import Appointment
from hejda_web.accounts.who import appointments_of
from hejda_web.nominations.clocks import days_of
from hejda_web.nominations.models import Decision, Listing, Nomination
from hejda_web.oversight.models import NeedReview
from hejda_web.people.access import Gate, about
from hejda_web.people.models import Person
from hejda_web.ui.words import Words

OVERDUE, NOW, COMING = "overdue", "now", "coming"
SOON_DAYS = 30
"""How long before its day something that comes is told."""


@dataclass(frozen=True)
class Task:
    """One line of the day: what, about whom, by when, where to. standing: overdue, now or coming.

    who: a label, or where it is about nobody what it is about. when: its day, or since when it waits.
    """

    standing: str
    what: Words
    who: str | Words
    link: str
    when: dt.date | None = None
    since: bool = False


@dataclass
class Mine:
    """The listings and open nominations whose people the reader may see, read once for all sources."""

    gate: Gate
    listings: list[Listing] = field(default_factory=list)
    pending: list[Nomination] = field(default_factory=list)
    named: dict[uuid.UUID, Nomination] = field(default_factory=dict)
    """Of the listings, the nominations that somebody made, by id."""

    @classmethod
    def of(cls, gate: Gate) -> Mine:
        """What row security and the policy let through.

        Each person is read once, and why somebody was put forward only where the clocks ask: joined,
        row security would look each of them up again for every row.
        """
        reach = gate.within_reach()
        listings = list(Listing.objects.filter(ended_on=None, **reach).order_by("listed_on", "pk"))
        pending = list(
            Nomination.objects.exclude(state="decided")
            .filter(**reach)
            .only("person", "state", "round", "made_at")
            .order_by("made_at")
        )
        met = {each.person_id for each in listings} | {each.person_id for each in pending}
        people = Person.objects.in_bulk(met)
        shown = {
            p.pk
            for p in gate.people(people[e.person_id] for e in listings if e.person_id in people)
        }
        listings = [each for each in listings if each.person_id in shown]
        named = Nomination.objects.exclude(origin="map").in_bulk(
            [each.nomination_id for each in listings]
        )
        for each in listings:
            each.person = people[each.person_id]
        # Those who wait to be screened are counted, not shown: they stand in no row of the log.
        may = {key for key, person in people.items() if gate.may("candidate.judge", about(person))}
        pending = [each for each in pending if each.person_id in may]
        for one in pending:
            one.person = people[one.person_id]
        return cls(gate, listings, pending, named)


def votes(mine: Mine) -> Iterable[Task]:
    """Second votes that wait for the reader, each by itself; those nobody has looked at as one line."""
    gate = mine.gate
    begun = [each for each in mine.pending if each.state != "open"]
    voted = set(
        Decision.objects.filter(nomination__in=begun, by=gate.user).values_list(
            "nomination_id", "round"
        )
    )
    for each in begun:
        if (each.pk, each.round) not in voted:
            gate.shows([each.person])
            yield Task(
                NOW, Words("Ditt andra beslut", "Your second vote"), each.person.label,
                reverse("candidate", args=[each.pk]), each.made_at.date(), since=True,
            )  # fmt: skip
    unseen = [each for each in mine.pending if each.state == "open"]
    if unseen:
        n = len(unseen)
        yield Task(
            NOW, Words("Granska kandidater", "Screen candidates"),
            Words(f"{n} väntar", f"{n} wait"), reverse("screening"),
            unseen[0].made_at.date(), since=True,
        )  # fmt: skip


def clocks(mine: Mine) -> Iterable[Task]:
    """Listings whose day of erasure or review has come, or comes soon."""
    today = mine.gate.today
    ends = days_of(mine.listings, mine.named, today)
    for each in mine.listings:
        found = ends[each.pk]
        if found is None:
            yield _about(each.person, NOW, Words(
                "Reglerna kan inte säga när listningen slutar: fråga juristen",
                "The rules cannot tell when the listing ends: ask the lawyer"))  # fmt: skip
            continue
        for on, what in (
            (found.erase_on, Words("Listningen ska gallras", "The listing must be erased")),
            (found.review_by, Words("Behovet ska prövas igen", "The need must be reviewed")),
        ):
            if on is not None and on <= today + dt.timedelta(SOON_DAYS):
                yield _about(each.person, _standing(on, today), what, on)


def beginnings(mine: Mine) -> Iterable[Task]:
    """Focus persons with whom nobody has begun, and those for whom nobody is named."""
    today = mine.gate.today
    in_force = Q(valid_from__lte=today) & (Q(valid_until=None) | Q(valid_until__gte=today))
    people = [each.person_id for each in mine.listings]
    named = set(
        Appointment.objects.filter(in_force, scope="actor", person__in=people).values_list(
            "person", flat=True
        )
    )
    appoints = mine.gate.may("appointments.manage")
    for each in mine.listings:
        if each.person_id not in named and appoints:
            what = Words("Ingen är utsedd", "Nobody is named")
            yield _about(each.person, NOW, what, each.listed_on, since=True)
        elif each.start_on is None:
            what = Words("Arbetet har inte börjat", "Work has not begun")
            yield _about(each.person, NOW, what, each.listed_on, since=True)


def appointments(mine: Mine) -> Iterable[Task]:
    """The reader's own appointments that end soon."""
    today = mine.gate.today
    labels: dict[uuid.UUID, Person] = {each.person_id: each.person for each in mine.listings}
    for each in appointments_of(mine.gate.user, today):
        if each.valid_until is None or each.valid_until > today + dt.timedelta(SOON_DAYS):
            continue
        what = Words("Ditt uppdrag går ut", "Your appointment ends")
        if each.person in labels:
            yield _about(labels[each.person], COMING, what, each.valid_until)
        elif each.person is None:
            yield Task(
                COMING, what, Words("regionen", "the region"), reverse("me"), each.valid_until
            )


def yearly(mine: Mine) -> Iterable[Task]:
    """The yearly review of need, for those who do it."""
    today = mine.gate.today
    if not mine.gate.may("reviews.see"):
        return
    region = mine.gate.who.home_region
    soon = today + dt.timedelta(SOON_DAYS)
    for each in NeedReview.objects.filter(region=region, done_at=None, due_on__lte=soon):
        yield Task(
            _standing(each.due_on, today),
            Words("Årlig behovsprövning", "Yearly review of need"), Words("regionen", "the region"),
            reverse("reviews"), each.due_on,
        )  # fmt: skip


Tasks = Callable[[Mine], Iterable[Task]]
SOURCES: tuple[Tasks, ...] = (votes, clocks, beginnings, appointments, yearly)


def tasks_of(mine: Mine) -> dict[str, list[Task]]:
    """Every task by its standing, the earliest day first."""
    found: dict[str, list[Task]] = {OVERDUE: [], NOW: [], COMING: []}
    for source in SOURCES:
        for task in source(mine):
            found[task.standing].append(task)
    for rows in found.values():
        rows.sort(key=lambda t: (t.when or dt.date.max, str(t.who)))
    return found


def _about(
    person: Person, standing: str, what: Words, when: dt.date | None = None, since: bool = False
) -> Task:
    return Task(standing, what, person.label, reverse("actor", args=[person.pk]), when, since)


def _standing(on: dt.date, today: dt.date) -> str:
    return OVERDUE if on < today else NOW if on == today else COMING
