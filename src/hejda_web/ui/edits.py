"""Edits that cannot overwrite one another: a stale one is shown beside what stands, and loses nothing."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError, transaction
from django.db.models import F, Model
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from psycopg.errors import LockNotAvailable


class Stale(Exception):
    """Somebody else changed the row since the form was opened."""


def save_edit(row: Model, version: int, changes: dict[str, Any]) -> None:
    """Writes the changes where the row still has the version; raises Stale where it has not.

    Also where somebody is changing the row just now and does not get done. A stale edit lets go of
    the row at once, so that many who are late do not wait for one another's pages.
    """
    rows = type(row)._default_manager.filter(pk=row.pk, version=version)
    try:
        with transaction.atomic():
            if not rows.update(**changes, version=F("version") + 1):
                raise Stale
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Stale from error
        raise


def version_given(request: HttpRequest) -> int:
    """The version the form was opened on; 0, which no row has, where it does not say."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else 0


def stale_page(request: HttpRequest, row: Model, form: BaseForm) -> HttpResponse:
    """Both versions side by side, the own one still in the form."""
    row.refresh_from_db()
    pairs = [
        (field.label, getattr(row, name, ""), form.data.get(name, ""))
        for name, field in form.fields.items()
        if hasattr(row, name)
    ]
    context = {"pairs": pairs, "form": form, "version": getattr(row, "version", 0)}
    return render(request, "ui/stale.html", context, status=409)
