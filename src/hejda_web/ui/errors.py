"""Pages for what went wrong. None of them says anything about anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from hejda_web.ui.frame import frame


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is nothing here, or nothing for you: the same page, byte for byte."""
    return render(request, "ui/not_found.html", status=404)


def cannot_be_logged(request: HttpRequest) -> HttpResponse:
    """The log could not be written, so nothing is shown."""
    return render(request, "ui/cannot_be_logged.html", status=503)


def forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without the mark that it was this site's own."""
    return render(request, "ui/forbidden.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Something unforeseen; nothing was changed."""
    return render(request, "ui/broken.html", status=500)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that cannot be read, or came to a name that is not this site's."""
    page = loader.render_to_string("ui/bad_request.html", frame(request))
    return HttpResponse(page, status=400)
