"""A run of `hejda map`, and what it said of its candidates."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hejda_web.accounts.models import User
from hejda_web.people.models import Person

STATES = ("ordered", "mapping", "loading", "loaded", "failed")


class Run(models.Model):
    """One run: who ordered it, how far it is, what came in, by which rules. Nothing about anybody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=60)
    as_of = models.DateField()
    places = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default="ordered")
    stage = models.CharField(max_length=40, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    ordered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    heartbeat = models.DateTimeField(null=True)
    loaded_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    folder_receipt = models.CharField(max_length=64, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    """Of run.json: the same run brought in twice is brought in once."""
    material = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=200, blank=True)
    rules_pack = models.CharField(max_length=40, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    rows_in = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)
    duplicate = models.BigIntegerField(default=0)
    quarantined = models.BigIntegerField(default=0)
    ranked = models.BigIntegerField(default=0)
    tells = ArrayField(models.CharField(max_length=30), default=list)
    """What its source told of what stands: names of `runs.standing`; a missing one is no zero."""
    failure_sv = models.TextField(blank=True)
    failure_en = models.TextField(blank=True)
    SENSITIVITY: ClassVar = dict.fromkeys(
        [
            "id", "source", "as_of", "places", "state", "stage", "percent",
            "ordered_at", "heartbeat", "loaded_at", "erased_at", "folder_receipt", "checksum",
            "material", "title", "rules_pack", "fingerprint", "rows_in", "accepted", "duplicate",
            "quarantined", "ranked", "tells", "failure_sv", "failure_en",
        ],
        "none",
    ) | {"ordered_by": "staff"}  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="run_state", condition=models.Q(state__in=STATES)),
            models.UniqueConstraint(
                fields=["checksum"], name="brought_in_once", condition=~models.Q(checksum="")
            ),
        ]


class SetAside(models.Model):
    """How many rows of a file were quarantined for one reason. Counts only."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="set_aside")
    file = models.CharField(max_length=200)
    code = models.CharField(max_length=40)
    rows = models.BigIntegerField()
    SENSITIVITY: ClassVar = dict.fromkeys(["id", "run", "file", "code", "rows"], "none")


class Candidate(models.Model):
    """That a run proposes a person for a list. Neither place nor score stands here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="candidates")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    list = models.CharField(max_length=20)
    police_region = models.CharField(max_length=40)
    """Whose places: a region, or the nation's."""
    children = models.PositiveSmallIntegerField(null=True)
    """How many under 18 the registers tie to the person; empty where they do not tell. Never ranked on."""
    SENSITIVITY: ClassVar = {
        "id": "none", "run": "none", "person": "pseudonym", "list": "personal",
        "police_region": "pseudonym", "children": "personal",
    }  # fmt: skip


class Placement(models.Model):
    """Place and score of a candidate. Shown to those who have written their own judgement first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="placement")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    score = models.BigIntegerField()
    cut_off = models.BigIntegerField(null=True)
    """The score of the last who took a place."""
    flags = ArrayField(models.CharField(max_length=60), default=list)
    gaps = ArrayField(models.CharField(max_length=60), default=list)
    SENSITIVITY: ClassVar = {
        "id": "none", "candidate": "pseudonym", "person": "pseudonym", "place": "personal",
        "score": "personal", "cut_off": "none", "flags": "personal", "gaps": "personal",
    }  # fmt: skip


class Reason(models.Model):
    """What added to a score, with its points, or what speaks the other way (points empty)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    """for, against, or finding."""
    ranker = models.CharField(max_length=40)
    step = models.PositiveIntegerField()
    rule = models.CharField(max_length=80)
    points = models.BigIntegerField(null=True)
    sentence_sv = models.TextField()
    sentence_en = models.TextField()
    evidence = ArrayField(models.CharField(max_length=100), default=list)
    SENSITIVITY: ClassVar = {
        "id": "none", "run": "none", "person": "pseudonym", "kind": "personal",
        "ranker": "personal", "step": "none", "rule": "personal", "points": "personal",
        "sentence_sv": "personal", "sentence_en": "personal", "evidence": "personal",
    }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "run"])]


class Evidence(models.Model):
    """A dated record behind a reason. limited: it tells of an earlier suspicion (BDF 3:7)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reference = models.CharField(max_length=100)
    table = models.CharField(max_length=40)
    happened_on = models.DateField(null=True)
    registered_on = models.DateField()
    superseded_on = models.DateField(null=True)
    source_law = models.CharField(max_length=200, blank=True)
    limited = models.BooleanField(default=False)
    sentence_sv = models.TextField()
    sentence_en = models.TextField()
    SENSITIVITY: ClassVar = {
        "id": "none", "run": "none", "person": "pseudonym", "reference": "pseudonym",
        "table": "personal", "happened_on": "personal", "registered_on": "personal",
        "superseded_on": "personal", "source_law": "none", "limited": "personal",
        "sentence_sv": "personal", "sentence_en": "personal",
    }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "run"])]


class Around(models.Model):
    """Somebody around a person: a partner or another victim, by a number that says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    partner = models.CharField(max_length=10)
    confidence = models.CharField(max_length=20)
    kinds = ArrayField(models.CharField(max_length=60), default=list)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    incidents = models.PositiveIntegerField()
    protected = models.BooleanField(default=False)
    """Their data are protected: then nothing else is kept of them here."""
    SENSITIVITY: ClassVar = {
        "id": "none", "run": "none", "person": "pseudonym", "number": "pseudonym",
        "protected": "personal", "partner": "personal", "confidence": "personal", "kinds": "personal",
        "first_on": "personal", "last_on": "personal", "incidents": "personal",
    }  # fmt: skip


class Moved(models.Model):
    """That a person came, left or changed place since the run before, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    list = models.CharField(max_length=20)
    old = models.PositiveIntegerField(null=True)
    new = models.PositiveIntegerField(null=True)
    why = models.CharField(max_length=20)
    SENSITIVITY: ClassVar = {
        "id": "none", "run": "none", "person": "pseudonym", "list": "personal",
        "old": "personal", "new": "personal", "why": "personal",
    }  # fmt: skip


class Standing(models.Model):
    """What stands on the run's day by the records: custody or an order until a day, an open case, a breach.

    kind: one of `runs.standing`. since: its first day, or the day it was registered. until: its last
    day or the expected one, empty where none is known.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    SENSITIVITY: ClassVar = {
        "id": "none", "run": "none", "person": "pseudonym", "kind": "personal",
        "since": "personal", "until": "personal",
    }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "run"])]
