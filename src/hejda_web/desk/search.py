"""The search: by number, or by name and year of birth, among the people the asker is appointed for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hejda_web.desk.lookups import LookupForm, ask
from hejda_web.nominations.models import Listing, Nomination
from hejda_web.nominations.words import STATES
from hejda_web.people.access import Gate, discloses
from hejda_web.people.models import Person


@discloses("person.search")
def search(request: HttpRequest, gate: Gate) -> HttpResponse:
    """The form, and after it who was found: by label, with a link that says nothing."""
    form = LookupForm(request.POST or None, on=gate.today)
    context: dict[str, Any] = {"form": form, "asked": False}
    if request.method == "POST" and form.is_valid():
        found = [person for (person,) in ask("search", form)]
        people = gate.people(Person.objects.filter(pk__in=found).order_by("label"))
        context = {"form": LookupForm(on=gate.today), "asked": True, "rows": _rows(people)}
    return render(request, "desk/search.html", context)


def _rows(people: list[Person]) -> list[dict[str, Any]]:
    """Where each stands, and where a look leads: to the screening that waits, else to the person."""
    listed = set(
        Listing.objects.filter(person__in=people, ended_on=None).values_list("person_id", flat=True)
    )
    newest: dict[Any, Nomination] = {}
    for each in Nomination.objects.filter(person__in=people).order_by("made_at", "pk"):
        newest[each.person_id] = each
    rows = []
    for person in people:
        nomination = newest.get(person.pk)
        waits = nomination is not None and nomination.state != "decided"
        rows.append(
            {
                "person": person, "listed": person.pk in listed,
                "state": STATES[nomination.state] if nomination else None,
                "link": reverse("candidate", args=[nomination.pk]) if waits and nomination
                else reverse("actor", args=[person.pk]),
            }
        )  # fmt: skip
    return rows
