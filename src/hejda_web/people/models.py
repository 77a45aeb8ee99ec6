"""A person as the application knows them: an opaque id, a region, a secrecy class; apart from it, a name."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pghistory
from django.db import models

SECRECY = ("none", "marked", "protected")
"""marked: *sekretessmarkering*; protected: *skyddad folkbokföring*. Both are warnings about everything."""


@pghistory.track(context_field=None)  # type: ignore[arg-type]  # documented, not typed
class Person(models.Model):
    """Somebody a run proposed, or somebody nominated. stable_id: the id `hejda map` gives."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stable_id = models.CharField(max_length=80)
    label = models.CharField(max_length=12)
    """What colleagues say instead of a name; drawn by lot, says nothing."""
    region = models.CharField(max_length=40)
    secrecy = models.CharField(max_length=10, default="none")
    SENSITIVITY: ClassVar = {
        "id": "pseudonym", "stable_id": "pseudonym", "label": "pseudonym", "region": "pseudonym",
        "secrecy": "personal",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="secrecy_class", condition=models.Q(secrecy__in=SECRECY))
        ]
        indexes: ClassVar = [
            models.Index(fields=["region"]),
            # Not unique: a unique key would tell that a hidden row exists. The loader keeps it so.
            models.Index(fields=["stable_id"]),
        ]


class Identity(models.Model):
    """Who a person is, by their newest record that has a name. No way to reach them is kept here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="identity")
    names = models.CharField(max_length=200, blank=True)
    personal_number = models.CharField(max_length=20, blank=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=10, blank=True)
    known_from = models.CharField(max_length=100, blank=True)
    """The record it was read from."""
    SENSITIVITY: ClassVar = {
        "id": "none", "person": "pseudonym", "names": "identity", "personal_number": "identity",
        "birth_date": "identity", "sex": "identity", "known_from": "pseudonym",
    }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["birth_date"], name="people_identity_born"),
            models.Index(
                fields=["personal_number"], name="people_identity_undated",
                condition=models.Q(birth_date=None),
            ),
        ]  # fmt: skip


class Party(models.Model):
    """A keyed hash of the number of somebody in a person's records, themselves included.

    Only for the rule of conflicts; no page reads it. role: subject or other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="parties")
    number_hash = models.CharField(max_length=64)
    role = models.CharField(max_length=8)
    SENSITIVITY: ClassVar = {
        "id": "none", "person": "pseudonym", "number_hash": "identity", "role": "pseudonym",
    }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["number_hash"])]
