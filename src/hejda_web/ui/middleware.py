"""What every answer carries."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from hejda_web.ui.problems import MEDIA_TYPE, problem_body

Answer = Callable[[HttpRequest], HttpResponseBase]


class Fenced:
    """Keeps other sites out of the pages, and the pages out of what they do not need."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with its headers."""
        response = self.answer(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response


API = "/api/"


class Problems:
    """What goes wrong at an address of the API is told as problem+json, wherever it went wrong."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; a fault that was told as a page or as plain text is told anew."""
        response = self.answer(request)
        if (
            request.path.startswith(API)
            and isinstance(response, HttpResponse)
            and response.status_code >= 400
            and response.headers.get("Content-Type") != MEDIA_TYPE
        ):
            response.content = problem_body(response.status_code)
            response.headers["Content-Type"] = MEDIA_TYPE
            response.headers.pop("Content-Length", None)
        return response


class NoStore:
    """No page is kept by a browser or anything between; static files are named by their content."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, marked as not to be stored."""
        response = self.answer(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers.pop("ETag", None)
        return response
