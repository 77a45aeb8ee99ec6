"""What the frame of every page needs: which mode this is, which language, which version.

What depends on the reader (pages they may open, the work going on) comes from `people.frame`, lazily,
so that a page about a fault asks no database.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from hejda import __version__
from hejda_web.ui.help import help_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame, the same for everybody who reads the same page in the same language."""
    language = "en" if get_language() == "en" else "sv"
    match = request.resolver_match
    return {
        "embedded": settings.EMBEDDED, "language": language, "version": __version__,
        "page_help": help_for(match.url_name if match else None),
    }  # fmt: skip
