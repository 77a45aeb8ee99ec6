"""What the frame of every page needs: who is logged in, what they may open, what mode this is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame. `pages` is lazy, so that a page about a fault needs no database."""
    return {"embedded": settings.EMBEDDED, "pages": getattr(request, "pages", ())}
