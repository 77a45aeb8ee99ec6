"""The page of operation: for whoever runs the system, and for the lawyer who asks whether it is run."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hejda_web.operation.checks import checks
from hejda_web.operation.facts import gathered
from hejda_web.people.access import Gate, discloses
from hejda_web.ui.words import Words

KINDS = {
    "runs.map_source": Words("En körning: läsa, rangordna, läsa in", "A run: read, rank, bring in"),
    "clocks.night": Words("Nattens gallring", "The night's erasure"),
    "sharing.night": Words(
        "Nattens gallring av delningsprövningar", "The night's erasing of sharing tests"
    ),
    "evidence.bring_in": Words("Läsa in mätningar", "Bringing in measurements"),
    "evidence.night": Words("Nattens läsning av mätningar", "The night's reading of measurements"),
}
"""Kinds of job; one that is not here is shown by its code."""
STATES = {
    "todo": Words("väntar", "waits"), "doing": Words("pågår", "going on"),
    "succeeded": Words("klar", "done"), "failed": Words("misslyckades", "failed"),
    "cancelled": Words("återkallad", "called off"), "aborted": Words("avbruten", "stopped"),
}  # fmt: skip


@discloses("operation.see")
def operation(request: HttpRequest, gate: Gate) -> HttpResponse:
    """What runs, what waits, what failed, and what to do about it."""
    facts = gathered(gate.now)
    made = checks(facts)
    context = {
        "now": facts.now,
        "wrong": [each for each in made if not each.well],
        "checks": made,
        "jobs": [
            (KINDS.get(job.kind, job.kind), job, STATES.get(job.state, job.state))
            for job in facts.jobs
        ],
    }
    return render(request, "operation/operation.html", context)
