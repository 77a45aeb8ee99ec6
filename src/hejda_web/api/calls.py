"""Every call of the API. Each asks the gate first; what it gives is what the token may know of."""

from __future__ import annotations

import uuid
from collections import defaultdict
from contextlib import AbstractContextManager
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from hejda_web.api import answers
from hejda_web.api.events import take
from hejda_web.api.pages import PAGE, Pager
from hejda_web.nominations.models import Decision, Listing, Nomination
from hejda_web.people.access import Hidden
from hejda_web.people.service_access import ServiceGate, serving
from hejda_web.runs.models import Candidate, Run
from hejda_web.services.models import Token

router = Router()
ERRORS = {frozenset({401, 403, 404, 422, 429, 503}): answers.Problem}


@router.get("/runs", response={200: answers.RunPage} | ERRORS, url_name="api_runs", tags=["runs"])
def runs(
    request: HttpRequest, limit: answers.Limit = PAGE, cursor: answers.Cursor | None = None
) -> Any:
    """Runs of the mapping: what came in, by which rules. Scope `runs:read`."""
    with _serving(request, "service.runs") as gate:
        pager = Pager(gate.token.pk, "runs", cursor, limit)
        return pager.answer(_run(each) for each in pager.of(Run.objects.all()))


@router.get("/runs/{uuid:run}", response={200: answers.RunOut} | ERRORS, url_name="api_run",
            tags=["runs"])  # fmt: skip
def run(request: HttpRequest, run: uuid.UUID) -> Any:
    """One run. Scope `runs:read`."""
    with _serving(request, "service.runs"):
        row = Run.objects.filter(pk=run).first()
        if row is None:
            raise Hidden
        return _run(row)


def _run(row: Run) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (
        "id", "source", "as_of", "state", "loaded_at", "fingerprint", "rows_in", "accepted",
        "duplicate", "quarantined",
    )} | {"rules": row.rules_pack}  # fmt: skip


@router.get("/runs/{uuid:run}/candidates", response={200: answers.CandidatePage} | ERRORS,
            url_name="api_candidates", tags=["candidates"])  # fmt: skip
def candidates(
    request: HttpRequest,
    run: uuid.UUID,
    on_list: answers.ListName | None = None,
    region: answers.RegionCode | None = None,
    limit: answers.Limit = PAGE,
    cursor: answers.Cursor | None = None,
) -> Any:
    """Whom a run proposes, in the regions of the token. Scope `candidates:read`."""
    with _serving(request, "service.candidates") as gate:
        rows = _of_run(run)
        if on_list is not None:
            rows = rows.filter(list=on_list)
        pager = Pager(gate.token.pk, f"candidates:{run}:{on_list}:{region}", cursor, limit)
        return pager.answer(_candidates(gate, pager.of(_in(region, rows))))


@router.get("/runs/{uuid:run}/candidates/{uuid:person}",
            response={200: answers.CandidatePage} | ERRORS, url_name="api_candidate",
            tags=["candidates"])  # fmt: skip
def candidate(request: HttpRequest, run: uuid.UUID, person: uuid.UUID) -> Any:
    """On which lists of a run one person is. Scope `candidates:read`."""
    with _serving(request, "service.candidates") as gate:
        gate.person(person)
        found = _candidates(gate, _of_run(run).filter(person=person).order_by("pk"))
        if not found:
            raise Hidden("not_found", person)
        return {"items": found, "next": None}


def _of_run(run: uuid.UUID) -> Any:
    row = Run.objects.filter(pk=run, state="loaded").first()
    if row is None:
        raise Hidden
    return Candidate.objects.filter(run=row).select_related("person")


def _candidates(gate: ServiceGate, rows: Any) -> list[dict[str, Any]]:
    """Candidates as they are given, by id. No place or score: the one place that is missing among a
    list's would be that of the person withheld, and gaps would count those who are hidden."""
    found = list(rows)
    shown = {each.pk for each in gate.people(row.person for row in found)}
    return [_who(row.person) | {"list": row.list} for row in found if row.person_id in shown]


def _who(person: Any) -> dict[str, Any]:
    return {"person": person.pk, "label": person.label, "region": person.region}


@router.get("/decisions", response={200: answers.DecisionPage} | ERRORS,
            url_name="api_decisions", tags=["decisions"])  # fmt: skip
def decisions(
    request: HttpRequest,
    region: answers.RegionCode | None = None,
    limit: answers.Limit = PAGE,
    cursor: answers.Cursor | None = None,
) -> Any:
    """Nominations that named people have settled, and how. Scope `decisions:read`."""
    with _serving(request, "service.decisions") as gate:
        pager = Pager(gate.token.pk, f"decisions:{region}", cursor, limit)
        return pager.answer(_decisions(gate, pager.of(_in(region, _settled()))))


@router.get("/decisions/{uuid:nomination}", response={200: answers.DecisionOut} | ERRORS,
            url_name="api_decision", tags=["decisions"])  # fmt: skip
def decision(request: HttpRequest, nomination: uuid.UUID) -> Any:
    """One settled nomination; an open one is not there. Scope `decisions:read`."""
    with _serving(request, "service.decisions") as gate:
        found = _decisions(gate, _settled().filter(pk=nomination))
        if not found:
            raise Hidden("not_found", nomination)
        return found[0]


def _settled() -> Any:
    return Nomination.objects.filter(state="decided").select_related("person")


def _decisions(gate: ServiceGate, rows: Any) -> list[dict[str, Any]]:
    found = list(rows)
    shown = {p.pk for p in gate.those((row.person, {"decided": True}) for row in found)}
    votes: dict[uuid.UUID, list[Decision]] = defaultdict(list)
    for vote in Decision.objects.filter(nomination__in=found).order_by("round", "at"):
        votes[vote.nomination_id].append(vote)
    gate.touched(*(row.pk for row in found if row.person_id in shown))
    return [
        _who(row.person) | {
            "nomination": row.pk,
            "origin": row.origin,
            "votes": [
                {name: getattr(vote, name) for name in ("round", "outcome", "reason", "ground", "at")}
                for vote in votes[row.pk]
            ],
        }
        for row in found
        if row.person_id in shown
    ]  # fmt: skip


@router.get("/actors", response={200: answers.ActorPage} | ERRORS, url_name="api_actors",
            tags=["actors"])  # fmt: skip
def actors(
    request: HttpRequest,
    region: answers.RegionCode | None = None,
    limit: answers.Limit = PAGE,
    cursor: answers.Cursor | None = None,
) -> Any:
    """Focus persons: whom two named people decided to work with. Scope `actors:read`."""
    with _serving(request, "service.actors") as gate:
        pager = Pager(gate.token.pk, f"actors:{region}", cursor, limit)
        return pager.answer(_actors(gate, pager.of(_in(region, _listed()))))


@router.get("/actors/{uuid:person}", response={200: answers.ActorOut} | ERRORS,
            url_name="api_actor", tags=["actors"])  # fmt: skip
def actor(request: HttpRequest, person: uuid.UUID) -> Any:
    """One focus person; whoever is not listed is not there. Scope `actors:read`."""
    with _serving(request, "service.actors") as gate:
        found = _actors(gate, _listed().filter(person=person).order_by("-listed_on", "pk"))
        if not found:
            raise Hidden("not_found", person)
        return found[0]


def _listed() -> Any:
    return Listing.objects.filter(ended_on=None).select_related("person")


def _actors(gate: ServiceGate, rows: Any) -> list[dict[str, Any]]:
    found = list(rows)
    shown = {p.pk for p in gate.those((row.person, {"listed": True}) for row in found)}
    return [
        _who(row.person)
        | {"ground": row.ground, "listed_on": row.listed_on, "started_on": row.start_on}
        for row in found
        if row.person_id in shown
    ]


@router.post("/events", response={202: answers.EventOut, 409: answers.Problem} | ERRORS,
             url_name="api_events", tags=["events"])  # fmt: skip
def event(request: HttpRequest, given: answers.EventIn) -> Any:
    """A new event about somebody, from another system. It moves no score. Scope `events:write`."""
    with _serving(request, "service.event") as gate:
        take(gate, given)
        return Status(202, {"id": given.id, "state": "received"})


def _in(region: str | None, rows: Any) -> Any:
    return rows if region is None else rows.filter(person__region=region)


def _serving(request: HttpRequest, code: str) -> AbstractContextManager[ServiceGate]:
    """The gate for the token that came with the call, under the id its line in the server's log has."""
    token: Token = request.auth  # type: ignore[attr-defined]
    return serving(token, code, getattr(request, "request_id", None))
