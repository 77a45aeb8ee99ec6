"""Pages about nobody: health, language, what the browser refused, and the rules."""

from __future__ import annotations

import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hejda import __version__

WORKER_LIVES = (
    "select coalesce(max(last_heartbeat) > now() - interval '60 seconds', false)"
    " from public.procrastinate_workers"
)
LOG = logging.getLogger("hejda_web.csp")


def healthz(request: HttpRequest) -> JsonResponse:
    """Whether the application answers, reaches its database and log, and has a worker that lives.

    Pages are served without a worker, so `ready` does not ask for one. Anybody may read this: it holds
    no figure, since a figure that grows would tell how busy the house is.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("select audit.size()")
            cursor.execute(WORKER_LIVES)
            worker = bool(cursor.fetchone()[0])
    except DatabaseError:
        return JsonResponse({"ready": False, "version": __version__}, status=503)
    return JsonResponse({"ready": True, "version": __version__, "worker": worker})


@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Counts that a browser refused something; what it refused is not kept."""
    LOG.warning("csp")
    return HttpResponse(status=204)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Changes the language of the pages, for a colleague for good, else for the session."""
    wanted = request.POST.get("language", "sv")
    wanted = wanted if wanted in dict(settings.LANGUAGES) else "sv"
    translation.activate(wanted)
    if request.user.is_authenticated:
        get_user_model().objects.filter(pk=request.user.pk).update(language=wanted)
    here = request.POST.get("here", "/")
    if not url_has_allowed_host_and_scheme(here, allowed_hosts=None):
        here = "/"
    answer = redirect(here)
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, wanted, httponly=True, samesite="Lax",
        secure=not settings.EMBEDDED,
    )  # fmt: skip
    return answer


def rules(request: HttpRequest) -> HttpResponse:
    """Every rule in force, from the knowledge files."""
    from hejda_web.ui.rule_pages import all_rules

    return render(request, "ui/rules.html", {"chapters": all_rules(timezone.localdate())})


def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule: what it says, from when, by what source."""
    from hejda_web.ui.errors import not_found
    from hejda_web.ui.rule_pages import one_rule

    found = one_rule(rule, timezone.localdate())
    if found is None:
        return not_found(request)
    return render(request, "ui/rule.html", {"rule": found})
