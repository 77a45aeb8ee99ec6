"""The bar and tabs of every page about one person."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import Q

from hejda_web.accounts.models import Appointment
from hejda_web.cases.case_file import CaseFile
from hejda_web.cases.erasure import ending_of
from hejda_web.people.access import Gate, about


def identity_bar(gate: Gate, file: CaseFile) -> dict[str, Any]:
    """What the bar and the tabs need: the listing, its deadlines, who is responsible, what one may do."""
    person = file.person
    listing = next(iter(file.listings), None)
    here = about(person)
    return {
        "person": person,
        "listing": listing,
        "ending": ending_of(listing, gate.today),
        "responsible": responsible_for([person.pk], gate.today).get(person.pk, []),
        "may": {
            "identity": gate.may("identity.see", here),
            "earlier": gate.may("suspicions.see", here),
            "history": gate.may("history.see", here),
            "sharing": gate.may("sharing.see", here),
            "start": gate.may("listing.start", here),
            "end": gate.may("listing.end", here),
            "appoint": gate.may("appointments.manage"),
        },
    }


def responsible_for(people: list[uuid.UUID], on: dt.date) -> dict[uuid.UUID, list[str]]:
    """Names of those appointed on the day for each of the people."""
    in_force = Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))
    rows = Appointment.objects.filter(in_force, person__in=people).select_related("user")
    found: dict[uuid.UUID, list[str]] = {}
    for each in rows.order_by("valid_from"):
        found.setdefault(each.person, []).append(each.user.name)  # type: ignore[arg-type]
    return found
