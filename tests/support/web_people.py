"""Logged-in users and what they see, for tests of the application."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

from hejda_web.accounts.models import User
from hejda_web.people.context import Signed, sign


def logged_in(username: str, *, work: str | None = "screening") -> Client:
    """A client logged in as a demonstration user, with a piece of work begun."""
    client = Client(SERVER_NAME="127.0.0.1")
    user = User.objects.get(username=username)
    User.objects.filter(pk=user.pk).update(must_choose_password=False)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    if work is not None:
        client.post("/purpose/", {"purpose": work, "case_reference": "K100/26"})
    return client


@contextmanager
def everything(job: str = "run.load") -> Iterator[None]:
    """A transaction signed as a job, in which a test may look at every row."""
    user = User.objects.get(username="anna")
    with transaction.atomic():
        sign(Signed("job", user.pk, job))
        yield


def in_region(region: str, *, inside: bool = True) -> list[uuid.UUID]:
    """Nominations of people in the region, or of people elsewhere."""
    from hejda_web.nominations.models import Nomination

    with everything():
        rows = Nomination.objects.order_by("pk")
        rows = rows.filter(person__region=region) if inside else rows.exclude(person__region=region)
        return list(rows.values_list("pk", flat=True))


def vote_to_list(version: int) -> dict[str, Any]:
    """A form that votes to list somebody on the ground of monitoring, completely answered."""
    return {
        "outcome": "list", "reason": "recent_serious", "text": "Tre händelser på ett år.",
        "ground": "monitoring", "version": version,
        "monitoring__expected_offence": "grov misshandel",
        "monitoring__two_years_in_scale": "yes",
        "monitoring__why_expected": "Händelserna K1 till K3.",
        "monitoring__burden_or_threat": "threat_to_safety",
        "monitoring__why_burden_or_threat": "Hot mot två partner.",
        "monitoring__necessity": "Ingen annan åtgärd räcker.",
    }  # fmt: skip
