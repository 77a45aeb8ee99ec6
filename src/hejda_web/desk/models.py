"""What the day's pages remember of their reader: when they last looked, what of the first day they ticked."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hejda_web.accounts.models import User


class Visit(models.Model):
    """The reader's newest look at their day. before: the last look on a day before that one.

    Kept so that "new since last time" means the same all day, however often the page is opened.
    """

    user = models.OneToOneField(User, primary_key=True, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    seen_at = models.DateTimeField()
    before = models.DateTimeField(null=True)
    SENSITIVITY: ClassVar = {"user": "staff", "day": "staff", "seen_at": "staff", "before": "staff"}


class FirstDay(models.Model):
    """Steps of the first day that the reader ticked, and the day the page was put away."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.PROTECT, related_name="+")
    ticked = ArrayField(models.CharField(max_length=20), default=list)
    away_on = models.DateField(null=True)
    SENSITIVITY: ClassVar = {"user": "staff", "ticked": "staff", "away_on": "staff"}
