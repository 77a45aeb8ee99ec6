"""What an independent unit has to look at."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Alert(models.Model):
    """An attempt that the rule of conflicts stopped. Written by the database, not by the page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    user = models.UUIDField()
    person = models.UUIDField()
    action = models.CharField(max_length=60)
    seen_by = models.UUIDField(null=True)
    seen_at = models.DateTimeField(null=True)
    SENSITIVITY: ClassVar = {
        "id": "none", "at": "staff", "user": "staff", "person": "pseudonym", "action": "staff",
        "seen_by": "staff", "seen_at": "staff",
    }  # fmt: skip


class NeedReview(models.Model):
    """The yearly review of need (BDL 2:18): a task per region and year, with who did it and what came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    due_on = models.DateField()
    done_by = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    finding = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    SENSITIVITY: ClassVar = {
        "id": "none", "region": "none", "year": "none", "due_on": "none", "done_by": "staff",
        "done_at": "staff", "finding": "staff", "version": "none",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "year"], name="one_review_a_year")
        ]
