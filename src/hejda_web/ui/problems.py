"""What the API says when something is wrong: problem+json (RFC 9457), one sentence, nothing personal."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import HttpResponse

from hejda_web.ui.words import Words

MEDIA_TYPE = "application/problem+json"
SECONDS = "60"


@dataclass(frozen=True)
class Said:
    """What happened, in one sentence, and what to do about it."""

    title: Words
    detail: Words
    do: Words


PROBLEMS: dict[int, Said] = {
    400: Said(
        Words("Går inte att läsa", "Cannot be read"),
        Words("Anropet går inte att läsa.", "The request cannot be read."),
        Words("Rätta anropet efter /api/1/openapi.json.", "Mend the request by /api/1/openapi.json."),
    ),
    401: Said(
        Words("Okänd nyckel", "Unknown token"),
        Words("Anropet har ingen nyckel som gäller.", "The request has no token that holds."),
        Words("Skicka Authorization: Bearer med nyckeln, eller be administratören om en ny.",
              "Send Authorization: Bearer with the token, or ask the administrator for a new one."),
    ),
    403: Said(
        Words("Inte tillåtet", "Not permitted"),
        Words("Nyckeln får inte göra detta.", "The token may not do this."),
        Words("Se på sidan Servicenycklar vad nyckeln är godkänd för och om den är bekräftad.",
              "See on the page Service tokens what the token is for and whether it is confirmed."),
    ),
    404: Said(
        Words("Finns inte", "Not found"),
        Words("Det finns inget här, eller inget för den här nyckeln.",
              "There is nothing here, or nothing for this token."),
        Words("Använd ett id som en lista har gett.", "Use an id that a list has given."),
    ),
    405: Said(
        Words("Fel metod", "Wrong method"),
        Words("Adressen tar inte den metoden.", "The address does not take that method."),
        Words("Huvudet Allow säger vilka den tar.", "The header Allow says which it takes."),
    ),
    409: Said(
        Words("Redan mottagen, annorlunda", "Already received, differently"),
        Words("En annan händelse har kommit med samma id.", "Another event came with the same id."),
        Words("Ge den nya händelsen ett eget id.", "Give the new event an id of its own."),
    ),
    422: Said(
        Words("Fel i uppgifterna", "Faults in what was sent"),
        Words("Ett eller flera fält har fel värde.", "One or more fields have a wrong value."),
        Words("Listan fields säger vilka; deras regler står i /api/1/openapi.json.",
              "The list fields says which; their rules stand in /api/1/openapi.json."),
    ),
    429: Said(
        Words("För många anrop", "Too many requests"),
        Words("Nyckeln har använt sina anrop för minuten.", "The token has used its calls for the minute."),
        Words("Vänta den tid som huvudet Retry-After säger.", "Wait as long as the header Retry-After says."),
    ),
    500: Said(
        Words("Något gick fel", "Something went wrong"),
        Words("Felet är vårt och inget ändrades.", "The fault is ours, and nothing was changed."),
        Words("Försök igen, och säg till driften om det händer igen.",
              "Try again, and tell operations if it happens again."),
    ),
    503: Said(
        Words("Kan inte loggas", "Cannot be logged"),
        Words("Anropet kunde inte loggas, så inget lämnas ut.",
              "The request could not be logged, so nothing is shown."),
        Words("Försök igen om en stund.", "Try again in a while."),
    ),
}  # fmt: skip
"""Every status the API answers with besides success. Never an id, a value or an address."""


def problem_body(status: int, fields: list[str] | None = None) -> bytes:
    """The body for a status; 500's for one that is not listed. fields: names, never values."""
    said = PROBLEMS.get(status, PROBLEMS[500])
    body: dict[str, object] = {
        "type": "about:blank", "title": str(said.title), "status": status,
        "detail": str(said.detail), "do": str(said.do),
    }  # fmt: skip
    if fields is not None:
        body["fields"] = fields
    return json.dumps(body, ensure_ascii=False).encode()


def problem(status: int, fields: list[str] | None = None) -> HttpResponse:
    """The whole answer."""
    answer = HttpResponse(problem_body(status, fields), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    if status in (429, 503):
        answer["Retry-After"] = SECONDS
    return answer
