"""The note of a test that was made before something about a person was asked for, or told."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from hejda_web.accounts.models import User
from hejda_web.people.models import Person

ANSWERS = ("required", "permitted", "refused", "ask_lawyer")


class Note(models.Model):
    """A question to the law about one person, and its answer as it read that day. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sharing_notes")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    circumstances = models.TextField()
    """What makes it needed just now, about just this person."""
    answer = models.CharField(max_length=12)
    told = models.JSONField()
    """The answer whole, as `hejda share ask --json` gives it: question, legs, grounds, rules."""
    lines = models.JSONField()
    """The answer in words, by language: lines of a heading, depth, kind and text."""
    SENSITIVITY: ClassVar = {
        "id": "none", "person": "pseudonym", "by": "staff", "at": "personal",
        "circumstances": "personal", "answer": "personal", "told": "personal", "lines": "personal",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="sharing_answer", condition=Q(answer__in=ANSWERS)),
            models.CheckConstraint(name="sharing_circumstances", condition=~Q(circumstances="")),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "at"])]
