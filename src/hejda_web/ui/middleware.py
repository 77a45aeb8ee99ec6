"""What every answer carries."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from hejda_web.ui.problems import MEDIA_TYPE, problem_body

Answer = Callable[[HttpRequest], HttpResponseBase]


LOG = logging.getLogger("hejda_web.request")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Told:
    """One line in the log per request: which page by its name in the code, how it went, how long it took.

    Never the path, which may hold whose page it is, and never who asked: that is the audit log's, which
    names the request by the same id.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, told of. Health checks and static files are not: they would drown the rest."""
        request.request_id = str(uuid.uuid4())  # type: ignore[attr-defined]
        began = time.monotonic()
        response = self.answer(request)
        if request.path == "/healthz" or request.path.startswith(
            f"/{settings.STATIC_URL.strip('/')}/"
        ):
            return response
        match = request.resolver_match
        LOG.log(
            logging.ERROR if response.status_code >= 500 else logging.INFO,
            "",
            extra={
                "event": "request",
                "request": request.request_id,  # type: ignore[attr-defined]
                "method": request.method if request.method in METHODS else "other",
                "view": (match.view_name or None) if match else None,
                "status": response.status_code,
                "ms": round((time.monotonic() - began) * 1000),
            },
        )
        return response


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
