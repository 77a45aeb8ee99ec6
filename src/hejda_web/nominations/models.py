"""A nomination and what named people wrote and decided about it."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hejda_web.accounts.models import User
from hejda_web.people.models import Person
from hejda_web.runs.models import Run

ORIGINS = ("map", "own_list", "officer", "safety_officer", "authority")
STATES = ("open", "one_vote", "differing", "decided")
OUTCOMES = ("list", "not_list", "ask_facts", "wrong_person", "may_be_victim")
LEVELS = ("high", "raised", "not_raised", "cannot_say")


def _key() -> models.UUIDField[uuid.UUID, uuid.UUID]:
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)


@pghistory.track(context_field=None)  # type: ignore[arg-type]  # documented, not typed
class Nomination(models.Model):
    """A proposal that somebody look at a person: by a run, the police's own list, or a named officer."""

    id = _key()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="nominations")
    origin = models.CharField(max_length=16)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="+")
    nominated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    acts = models.TextField(blank=True)
    """The dated act it rests on and its source: nobody is nominated on profile alone."""
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="open")
    round = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    SENSITIVITY: ClassVar = {
        "id": "none", "person": "pseudonym", "origin": "personal", "run": "none",
        "nominated_by": "staff", "reason": "personal", "acts": "personal", "made_at": "personal",
        "state": "personal", "round": "none", "version": "none",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="nomination_origin", condition=Q(origin__in=ORIGINS)),
            models.CheckConstraint(name="nomination_state", condition=Q(state__in=STATES)),
            models.CheckConstraint(
                name="named_nominations_say_why",
                condition=Q(origin="map")
                | (Q(nominated_by__isnull=False) & ~Q(reason="") & ~Q(acts="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "state"]),
            models.Index(fields=["id"], condition=~Q(state="decided"), name="nomination_waiting"),
        ]


class OwnJudgement(models.Model):
    """What somebody thought before seeing place and score. Written once, never changed."""

    id = _key()
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="judgements")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    level = models.CharField(max_length=12)
    text = models.TextField()
    SENSITIVITY: ClassVar = {
        "id": "none", "nomination": "pseudonym", "person": "pseudonym", "by": "staff",
        "at": "staff", "level": "personal", "text": "personal",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nomination", "by"], name="one_own_judgement"),
            models.CheckConstraint(name="judgement_level", condition=Q(level__in=LEVELS)),
            models.CheckConstraint(name="judgement_in_words", condition=~Q(text="")),
        ]


class Decision(models.Model):
    """One vote of a named person, with everything it was made on, frozen."""

    id = _key()
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="decisions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=16)
    reason = models.CharField(max_length=30)
    text = models.TextField()
    own_judgement = models.ForeignKey(OwnJudgement, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="+")
    list = models.CharField(max_length=20, blank=True)
    place = models.PositiveIntegerField(null=True)
    score = models.BigIntegerField(null=True)
    cut_off = models.BigIntegerField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    ground = models.CharField(max_length=60, blank=True)
    threshold_names = ArrayField(models.CharField(max_length=60), default=list)
    threshold_answers = ArrayField(models.TextField(), default=list)
    SENSITIVITY: ClassVar = {
        "id": "none", "nomination": "pseudonym", "person": "pseudonym", "round": "none",
        "by": "staff", "at": "staff", "outcome": "personal", "reason": "personal",
        "text": "personal", "own_judgement": "pseudonym", "run": "none", "list": "personal",
        "place": "personal", "score": "personal", "cut_off": "none", "fingerprint": "none",
        "ground": "personal", "threshold_names": "personal", "threshold_answers": "personal",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nomination", "round", "by"], name="one_vote_a_round"),
            models.CheckConstraint(name="decision_outcome", condition=Q(outcome__in=OUTCOMES)),
            models.CheckConstraint(name="decision_in_words", condition=~Q(text="") & ~Q(reason="")),
            models.CheckConstraint(
                name="a_vote_to_list_names_its_ground",
                condition=~Q(outcome="list") | (~Q(ground="") & Q(threshold_names__len__gt=0)),
            ),
        ]


@pghistory.track(context_field=None)  # type: ignore[arg-type]  # documented, not typed
class Listing(models.Model):
    """That two named people decided to work with a person, on what ground, from when.

    lot: drawn once; orders the start among those near the cut where there is not room for all.
    """

    id = _key()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="listings")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="+")
    first = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")
    second = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=60)
    rules = models.CharField(max_length=64)
    """Fingerprint of the grounds it was decided under."""
    threshold_names = ArrayField(models.CharField(max_length=60))
    threshold_answers = ArrayField(models.TextField())
    listed_on = models.DateField()
    near_cut = models.BooleanField()
    urgent = models.BooleanField(default=False)
    urgent_reason = models.TextField(blank=True)
    lot = models.BigIntegerField()
    start_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=30, blank=True)
    version = models.PositiveIntegerField(default=1)
    SENSITIVITY: ClassVar = {
        "id": "none", "person": "pseudonym", "nomination": "pseudonym", "first": "pseudonym",
        "second": "pseudonym", "ground": "personal", "rules": "none",
        "threshold_names": "personal", "threshold_answers": "personal", "listed_on": "personal",
        "near_cut": "personal", "urgent": "personal", "urgent_reason": "personal", "lot": "personal",
        "start_on": "personal", "ended_on": "personal", "ended_why": "personal", "version": "none",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="listing_has_ground_and_threshold",
                condition=~Q(ground="")
                & Q(threshold_names__len__gt=0)
                & Q(threshold_answers__len=models.Func(
                    F("threshold_names"), 1, function="array_length",
                    output_field=models.IntegerField(),
                )),
            ),
            models.CheckConstraint(name="two_votes", condition=~Q(first=F("second"))),
            models.CheckConstraint(
                name="urgent_says_why", condition=Q(urgent=False) | ~Q(urgent_reason="")
            ),
            models.CheckConstraint(
                name="ended_says_why", condition=Q(ended_on=None) | ~Q(ended_why="")
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["-listed_on", "id"], condition=Q(ended_on=None), name="listing_standing"
            )
        ]


class RegionSetting(models.Model):
    """What a region's lead has set: how many starts there is room for, and whether it uses the ranking."""

    region = models.CharField(primary_key=True, max_length=40)
    free_starts = models.PositiveIntegerField(default=10)
    ranking_on = models.BooleanField(default=True)
    """Off: only people whom somebody named nominates are screened here."""
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    SENSITIVITY: ClassVar = {
        "region": "none", "free_starts": "none", "ranking_on": "none", "set_by": "staff",
        "set_at": "none", "version": "none",
    }  # fmt: skip


@pghistory.track(context_field=None)  # type: ignore[arg-type]  # documented, not typed
class Judgement(models.Model):
    """What was decided about identity or role, as the next run reads it (the table `judgement`)."""

    id = _key()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    a = models.CharField(max_length=100)
    b = models.CharField(max_length=100, blank=True)
    decided_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    withdrawn_on = models.DateField(null=True)
    SENSITIVITY: ClassVar = {
        "id": "none", "person": "pseudonym", "decision": "pseudonym", "kind": "personal",
        "a": "pseudonym", "b": "pseudonym", "decided_on": "personal", "by": "staff",
        "reason": "personal", "withdrawn_on": "personal",
    }  # fmt: skip
