"""The police's own list and single nominations: the same screening, the same ground, no ranking needed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from hejda.tables.results import TAKING
from hejda_web.accounts.numbers import number_hash
from hejda_web.accounts.roles import NATIONAL, SCREENING
from hejda_web.nominations.forms import ListForm, NominateForm
from hejda_web.nominations.models import Listing, Nomination
from hejda_web.nominations.own_list import rows_of
from hejda_web.nominations.words import LISTS
from hejda_web.people.access import Gate, discloses
from hejda_web.people.models import Identity, Party, Person
from hejda_web.people.policy import PEOPLE
from hejda_web.runs.loading import new_label
from hejda_web.runs.models import Candidate, Reason, Run
from hejda_web.runs.record import NAMED, stable_id_of
from hejda_web.runs.told import SCORE
from hejda_web.ui.words import Words


@discloses("nominate")
def nominate(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Puts one person forward."""
    form = NominateForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "nominations/nominate.html", {"form": form})
    given = form.cleaned_data
    put_forward(gate, given, given["origin"])
    messages.success(
        request,
        str(
            Words(
                "Förslaget är sparat. Någon som är utsedd att granska regionens kandidater tar det vidare.",
                "The nomination is saved. Somebody appointed to screen the region's candidates takes it on.",
            )
        ),
    )
    return redirect("start")


def put_forward(gate: Gate, given: Mapping[str, str], origin: str) -> None:
    """A new person with a nomination, of what PutForwardForm took.

    Whether the registers know them, the next run finds out.
    """
    screens = (
        p.region for p in gate.who.powers if p.scope == SCREENING and gate.who.roles & PEOPLE
    )
    region = next(screens, gate.who.home_region) or NATIONAL
    person = Person(id=uuid.uuid4(), label=new_label(), region=region)
    person.stable_id = f"{NAMED}{person.pk}"
    # One statement without a returning clause: whoever nominates may not see whom they nominate.
    Person.objects.bulk_create([person])
    Identity.objects.bulk_create(
        [Identity(person=person, names=given["names"], personal_number=given["number"])]
    )
    hashed = number_hash(given["number"])
    if hashed:
        Party.objects.bulk_create([Party(person=person, number_hash=hashed, role="subject")])
    nomination = Nomination(
        person=person, origin=origin, nominated_by=gate.user, reason=given["reason"],
        acts=given["acts"], made_at=gate.now,
    )  # fmt: skip
    Nomination.objects.bulk_create([nomination])
    gate.shows([person], "identity")
    gate.touched(nomination.pk)


@discloses("list.import")
def bring_list(request: HttpRequest, gate: Gate) -> HttpResponse:
    """Brings in a list the police already follow; every faulty row is told at once, or all come in."""
    form = ListForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        given, faults = rows_of(form.cleaned_data["file"].read())
        if not faults:
            for each in given:
                put_forward(gate, each, "own_list")
            messages.success(
                request,
                str(
                    Words(
                        f"{len(given)} personer är inlästa och väntar på granskning.",
                        f"{len(given)} people are brought in and wait to be screened.",
                    )
                ),
            )
            return redirect("screening")
    return render(request, "nominations/import.html", {"form": form, "faults": faults})


@discloses("list.compare")
def compare(request: HttpRequest, gate: Gate) -> HttpResponse:
    """The own list beside the newest run: in both, only on theirs, only on the map's."""
    newest = Run.objects.filter(state="loaded").order_by("-as_of", "-loaded_at").first()
    own = list(
        Nomination.objects.filter(origin="own_list")
        .select_related("person")
        .order_by("made_at", "pk")
    )
    mapped = (
        list(
            Candidate.objects.filter(run=newest, list__in=TAKING)
            .select_related("person")
            .order_by("person__label", "pk")
        )
        if newest
        else []
    )
    theirs = {p.pk: p for p in gate.people(n.person for n in own)}
    ours = {p.pk: p for p in gate.people(c.person for c in mapped)}
    beside = _Beside(newest, own, {*theirs, *ours})
    in_map = {stable_id_of(each) for each in ours.values()}
    on_list = {stable_id_of(each) for each in theirs.values()}
    context = {
        "run": newest,
        "own_total": len(theirs),
        "both": [
            beside.row(each, None) for each in theirs.values() if stable_id_of(each) in in_map
        ],
        "only_theirs": [
            beside.row(each, beside.why_not(each))
            for each in theirs.values()
            if stable_id_of(each) not in in_map
        ],
        "only_map": [
            beside.row(each, beside.why(each))
            for each in ours.values()
            if stable_id_of(each) not in on_list
        ],
    }
    return render(request, "nominations/compare.html", context)


class _Beside:
    """What the comparison says of each: where to go, and why they stand on one list only."""

    def __init__(self, run: Run | None, own: list[Nomination], shown: set[uuid.UUID]) -> None:
        self.run = run
        self.named_at = {each.person_id: each.made_at for each in own}
        self.listed = set(
            Listing.objects.filter(ended_on=None, person__in=shown).values_list(
                "person_id", flat=True
            )
        )
        pending = Nomination.objects.filter(person__in=shown).exclude(state="decided")
        self.pending = {each.person_id: each.pk for each in pending}
        self.groups: dict[uuid.UUID, str] = dict(
            Candidate.objects.filter(run=run, person__in=shown).values_list("person_id", "list")
        )
        reasons = Reason.objects.filter(run=run, person__in=shown, kind="for", ranker=SCORE)
        self.reasons: dict[uuid.UUID, Reason] = {}
        for each in reasons.exclude(rule__endswith=".group_rate").order_by("-points"):
            self.reasons.setdefault(each.person_id, each)

    def row(self, person: Person, why: Words | None) -> dict[str, Any]:
        """One line: the person, where a look leads, whether a focus person, and why."""
        waits = self.pending.get(person.pk)
        link = reverse("candidate", args=[waits]) if waits else reverse("actor", args=[person.pk])
        return {"person": person, "link": link, "listed": person.pk in self.listed, "why": why}

    def why(self, person: Person) -> Words | None:
        """The weightiest reason of the mapping, once the reader has written an own judgement."""
        reason = self.reasons.get(person.pk)
        return Words(reason.sentence_sv, reason.sentence_en) if reason else None

    def why_not(self, person: Person) -> Words:
        """What the registers lack about somebody only the own list has."""
        group = self.groups.get(person.pk)
        if group is not None:
            name = LISTS[group]
            return Words(f"Står i gruppen {name.sv}.", f"Stands in the group {name.en}.")
        loaded = self.run.loaded_at if self.run else None
        if loaded is None or self.named_at[person.pk] > loaded:
            return Words(
                "Inte jämförd än: inläst efter den senaste körningen.",
                "Not compared yet: brought in after the newest run.",
            )
        return Words(
            "Registren har ingen händelse som räknas, eller för lite för en plats, eller så saknas numret.",
            "The registers have no incident that counts, too little for a place, or the number is missing.",
        )
