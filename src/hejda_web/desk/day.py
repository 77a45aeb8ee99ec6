"""My day: what is overdue, what waits, what comes, and what is new about those one works with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from hejda_web.accounts.models import User
from hejda_web.desk.events import Event, new_events
from hejda_web.desk.models import Visit
from hejda_web.desk.tasks import COMING, NOW, OVERDUE, Mine, tasks_of
from hejda_web.events.words import KINDS
from hejda_web.people.access import Gate, discloses
from hejda_web.runs.templatetags.figures import table_words
from hejda_web.ui.words import Words

BUDGET = 10
"""New events shown as alerts on a day; the rest are folded, with their number. Our own proposal."""
FIRST_DAYS = 7
"""How far back the first visit looks."""
HEADS = {
    OVERDUE: Words("Skulle ha varit gjort", "Overdue"),
    NOW: Words("Väntar på dig", "Waits for you"),
    COMING: Words("Kommer inom 30 dagar", "Comes within 30 days"),
}
SENT = Words("från ett annat system", "from another system")


@discloses("day.see")
def day(request: HttpRequest, gate: Gate) -> HttpResponse:
    """The reader's day. Opening it again the same day shows the same news."""
    mine = Mine.of(gate)
    since = _since(gate.user, gate.now, gate.today)
    listings = {each.person_id: each for each in mine.listings}
    events = new_events(listings, since)
    rows = [_row(each, listings[each.person].person.label) for each in events]
    found = tasks_of(mine)
    context = {
        "sections": [(key, HEADS[key], found[key]) for key in HEADS if found[key]],
        "alerts": rows[:BUDGET], "folded": rows[BUDGET:], "since": since, "budget": BUDGET,
        "quiet": not events and not any(found.values()), "people": len(listings),
        "coming_days": 30,
    }  # fmt: skip
    return render(request, "desk/day.html", context)


def _row(event: Event, label: str) -> dict[str, Any]:
    return {
        "event": event, "kind": SENT if event.kind in KINDS else table_words(event.kind), "label": label,
        "link": reverse("actor", args=[event.person]),
    }  # fmt: skip


def _since(user: User, now: dt.datetime, today: dt.date) -> dt.datetime:
    """The reader's last look on an earlier day; a week back where there was none."""
    fresh = Visit(user=user, day=today, seen_at=now, before=None)
    Visit.objects.bulk_create([fresh], ignore_conflicts=True)
    visit = Visit.objects.select_for_update().get(pk=user.pk)
    if visit.day != today:
        visit.day, visit.before = today, visit.seen_at
    visit.seen_at = now
    visit.save()
    if visit.before is not None:
        return visit.before
    first = today - dt.timedelta(FIRST_DAYS)
    return timezone.make_aware(dt.datetime.combine(first, dt.time.min))
