"""A report on the ranking, and its figures. Nothing in them is about anybody."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from hejda_web.accounts.models import User

KINDS = ("validation", "replay")
PARTS = ("answer", "orders", "group", "listed", "why", "limit")


class Report(models.Model):
    """One folder that `hejda validate` or `hejda replay` wrote: what it looked at, and when.

    people, outcomes: rounded, empty where too few to be told. since, until: the days measured on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12)
    checksum = models.CharField(max_length=64, unique=True)
    """Of its facts: the same report brought in twice is brought in once."""
    title_sv = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    material = models.CharField(max_length=12)
    outcome_sv = models.CharField(max_length=200)
    outcome_en = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField()
    made_on = models.DateField()
    people = models.PositiveIntegerField(null=True)
    outcomes = models.PositiveIntegerField(null=True)
    rules = models.CharField(max_length=64)
    brought_at = models.DateTimeField()
    SENSITIVITY: ClassVar = dict.fromkeys(
        [
            "id", "kind", "checksum", "title_sv", "title_en", "material", "outcome_sv",
            "outcome_en", "since", "until", "made_on", "people", "outcomes", "rules", "brought_at",
        ],
        "none",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="report_kind", condition=models.Q(kind__in=KINDS))
        ]


class Figure(models.Model):
    """A figure of a report with the ends of its interval; value is empty where words alone answer.

    told: the figure as it is written, with its interval. Of a share, value runs from 0 to 1.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="figures")
    place = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=10)
    words_sv = models.TextField()
    words_en = models.TextField()
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    told_sv = models.CharField(max_length=200, blank=True)
    told_en = models.CharField(max_length=200, blank=True)
    unit_sv = models.CharField(max_length=200, blank=True)
    unit_en = models.CharField(max_length=200, blank=True)
    sentence_sv = models.TextField(blank=True)
    sentence_en = models.TextField(blank=True)
    SENSITIVITY: ClassVar = dict.fromkeys(
        [
            "id", "report", "place", "part", "words_sv", "words_en", "value", "low", "high",
            "told_sv", "told_en", "unit_sv", "unit_en", "sentence_sv", "sentence_en",
        ],
        "none",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="figure_part", condition=models.Q(part__in=PARTS)),
            models.UniqueConstraint(fields=["report", "place"], name="one_figure_a_place"),
        ]


class Intake(models.Model):
    """One look into the folder of reports: how many it held, how many were new, which could not be read."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    ordered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    found = models.PositiveIntegerField(default=0)
    brought = models.PositiveIntegerField(default=0)
    faulty = models.TextField(blank=True)
    """Names of folders and codes of what is wrong with each, one a line."""
    SENSITIVITY: ClassVar = {
        "id": "none", "at": "none", "ordered_by": "staff", "found": "none", "brought": "none",
        "faulty": "none",
    }  # fmt: skip
