"""The API: who is calling, how often, what is answered when something is wrong, and its OpenAPI document."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import parse_qsl

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from hejda_web.api.calls import router
from hejda_web.audit.append import append
from hejda_web.people.service_access import Refused, log_refused
from hejda_web.services.models import Token
from hejda_web.services.tokens import NOBODY, calls_this_minute, token_of
from hejda_web.ui.problems import MEDIA_TYPE, problem

ROOT = "/api/1/"
LOGGED_A_MINUTE = 60
"""Calls without a known token that the log names each minute; more would let a stranger fill the log."""
ACT_OF = {
    "api_runs": "service.runs", "api_run": "service.runs",
    "api_candidates": "service.candidates", "api_candidate": "service.candidates",
    "api_decisions": "service.decisions", "api_decision": "service.decisions",
    "api_actors": "service.actors", "api_actor": "service.actors", "api_events": "service.event",
}  # fmt: skip
"""Address → act of the gate."""
PAGED = frozenset({"limit", "cursor"})
TAKES = {
    "api_runs": PAGED, "api_candidates": PAGED | {"region", "on_list"},
    "api_decisions": PAGED | {"region"}, "api_actors": PAGED | {"region"},
}  # fmt: skip
"""Address → what may be asked after `?`, each once. Anything else is refused: a filter that is misspelt
would otherwise be no filter, and give more than was meant."""


class Bearer(HttpBearer):
    """Finds the token that came with a call, and counts the call."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token, in force or not: the gate says no, so that the log says who came with it."""
        try:
            found = token_of(token)
            if found is None:
                _strange_call()
                return None
            calls = calls_this_minute(found.pk)
        except (DatabaseError, InterfaceError) as error:
            connection.close_if_unusable_or_obsolete()
            raise Refused(503) from error
        if calls > found.per_minute:
            if calls == found.per_minute + 1:
                log_refused(found, act_of(request), 429)
            raise Refused(429)
        if not _asks_rightly(request):
            log_refused(found, act_of(request), 422)
            raise Refused(422, ["query"])
        return found


def _strange_call() -> None:
    if calls_this_minute(NOBODY) <= LOGGED_A_MINUTE:
        append(
            {
                "class": "login", "action": "service.refused", "by": "visitor:0",
                "request": str(uuid.uuid4()),
            }
        )  # fmt: skip


def _asks_rightly(request: HttpRequest) -> bool:
    asked = [name for name, _ in parse_qsl(request.META["QUERY_STRING"], keep_blank_values=True)]
    match = request.resolver_match
    may = TAKES.get(match.url_name or "", frozenset()) if match else frozenset()
    return len(set(asked)) == len(asked) and set(asked) <= may


def act_of(request: HttpRequest) -> str:
    """The act of the address that was asked for."""
    match = request.resolver_match
    return ACT_OF[match.url_name or ""] if match else "service.runs"


class Interface(NinjaAPI):
    """Ninja's API, with its own document told the truth about faults: problem+json, and which headers."""

    def get_root_path(self, path_params: Any) -> str:
        """Where it is mounted; ninja would look the address up in a namespace of its own."""
        return ROOT

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        """The OpenAPI document."""
        schema = super().get_openapi_schema(*args, **kwargs)
        for path in schema["paths"].values():
            for call in path.values():
                for status, answer in call["responses"].items():
                    if int(status) >= 400:
                        answer["description"] = DESCRIPTIONS[int(status)]
                        answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
                call["responses"][414] = TOO_LONG
        return schema


DESCRIPTIONS = {
    401: "No token, or none that holds.",
    403: "The token may not do this: not confirmed, run out, revoked, without the scope or any region.",
    404: "Nothing here, or nothing for this token: the two are answered alike.",
    409: "Another event came with the same id.",
    422: "Faults in what was sent; `fields` names them.",
    429: "Too many calls this minute; `Retry-After` says how long to wait.",
    503: "The call could not be logged, so nothing was shown or changed.",
}

TOO_LONG = {
    "description": "The address is longer than 2,048 bytes; the server in front says so, as a page.",
    "content": {"text/html": {}},
}

api = Interface(
    title="hejda", version="1", urls_namespace="api-1", auth=Bearer(), docs_url=None,
    openapi_url="/openapi.json",
    description=(
        "What other systems of the police may fetch from hejda and send to it, with a service token. "
        "A list is a proposal until named people have decided. What a token may not know of and what "
        "does not exist are answered alike; no count is given of anything hidden."
    ),
)  # fmt: skip
api.add_router("", router)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, fault: Any) -> HttpResponse:
    return problem(fault.status, fault.fields)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, fault: Any) -> HttpResponse:
    return problem(401)


@api.exception_handler(ValidationError)
def _faulty(request: HttpRequest, fault: Any) -> HttpResponse:
    """Names of fields only: a message of the checker would repeat what was sent."""
    known = {*PAGED, "region", "on_list", *EVENT_FIELDS}
    named = {str(part) for each in fault.errors for part in each.get("loc", ())}
    return _told(request, 422, sorted(named & known))


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, fault: Any) -> HttpResponse:
    return _told(request, 422, ["body"])


EVENT_FIELDS = ("id", "kind", "happened_at", "person", "personal_number")


def _told(request: HttpRequest, status: int, fields: list[str]) -> HttpResponse:
    try:
        log_refused(request.auth, act_of(request), status)  # type: ignore[attr-defined]
    except Refused as unwritten:
        return problem(unwritten.status)
    return problem(status, fields)
