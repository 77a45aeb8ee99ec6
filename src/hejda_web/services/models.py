"""A service token, and how often it was used this minute."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hejda_web.accounts.models import Unit, User
from hejda_web.services.scopes import SCOPES

DAYS = 365
"""The longest a token holds; after that somebody asks again whether it is needed."""


class Token(models.Model):
    """What a system shows to act here. Written once: confirmed once, revoked once, otherwise never changed.

    hash: SHA-256 of the token; the token itself is nowhere. It is 256 bits drawn by lot, so nobody can
    guess one and try: a slow hash, which passwords need, would only make every call slow.
    everywhere: all regions, chosen as such. Without it and without regions the token opens nothing.
    per_minute: calls allowed in a minute.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    hash = models.CharField(max_length=64, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    """The owner: who answers for what the system does with what it is told."""
    scopes = ArrayField(models.CharField(max_length=20))
    regions = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    everywhere = models.BooleanField(default=False)
    purpose = models.TextField(max_length=600)
    case_reference = models.CharField(max_length=60)
    per_minute = models.PositiveIntegerField(default=120)
    valid_from = models.DateField()
    valid_until = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    SENSITIVITY: ClassVar = {
        "id": "none", "name": "staff", "hash": "secret", "unit": "none", "scopes": "staff",
        "regions": "staff", "everywhere": "staff", "purpose": "staff", "case_reference": "staff",
        "per_minute": "none", "valid_from": "staff", "valid_until": "staff", "made_by": "staff",
        "made_at": "staff", "confirmed_by": "staff", "confirmed_at": "staff", "revoked_by": "staff",
        "revoked_at": "staff",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="token_scopes",
                condition=Q(scopes__len__gt=0) & Q(scopes__contained_by=list(SCOPES)),
            ),
            models.CheckConstraint(
                name="token_regions_or_everywhere",
                condition=Q(everywhere=False) | Q(regions__len=0),
            ),
            models.CheckConstraint(
                name="token_says_what_for", condition=~Q(purpose="") & ~Q(case_reference="")
            ),
            models.CheckConstraint(
                name="token_period",
                condition=Q(valid_until__gte=F("valid_from"))
                & Q(valid_until__lte=F("valid_from") + dt.timedelta(days=DAYS)),
            ),
            models.CheckConstraint(
                name="token_four_eyes",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("made_by")),
            ),
        ]


class Usage(models.Model):
    """How many calls a token made in the minute. token: nil stands for calls that no token came with."""

    token = models.UUIDField(primary_key=True)
    minute = models.DateTimeField()
    calls = models.PositiveIntegerField()
    SENSITIVITY: ClassVar = {"token": "none", "minute": "none", "calls": "none"}
