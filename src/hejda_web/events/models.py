"""A new event about somebody, and the receipt that lets its sender send it twice."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from hejda_web.events.words import KINDS
from hejda_web.people.models import Person
from hejda_web.services.models import Token


class Event(models.Model):
    """That another system registered something about a person. No ranking reads it.

    Whoever works with the person is told of it on their day (desk/events.py).

    happened_at: as the sender says. received_at: when it came here; new is what came since one last
    looked. reference: the sender's own id, by which somebody can ask the sender; never a name or number.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reported")
    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    reference = models.CharField(max_length=64)
    SENSITIVITY: ClassVar = {
        "id": "none", "person": "pseudonym", "token": "none", "kind": "personal",
        "happened_at": "personal", "received_at": "personal", "reference": "pseudonym",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="event_kind", condition=models.Q(kind__in=list(KINDS)))
        ]
        indexes: ClassVar = [models.Index(fields=["person", "received_at"])]


class Receipt(models.Model):
    """That an event of a sender came, whomever it was about: also where it was about nobody here.

    id: drawn from token and sender's id. content: a keyed hash of the whole event. Kept for every event,
    so that sending twice is answered alike whether or not the person is known.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="+")
    content = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    SENSITIVITY: ClassVar = {
        "id": "none", "token": "none", "content": "pseudonym", "received_at": "none",
    }  # fmt: skip
