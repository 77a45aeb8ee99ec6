"""Accounts, units, roles, appointments, and the piece of work a person said they were doing."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from hejda_web.accounts.roles import ROLES, SCOPES


class Unit(models.Model):
    """A part of an authority. police_region: the code of the region it works in, empty if none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    police_region = models.CharField(max_length=40, blank=True)
    independent = models.BooleanField(default=False)
    """Gets the alerts about conflicts; lies outside the regions."""
    SENSITIVITY: ClassVar = {
        "id": "none", "name": "none", "police_region": "none", "independent": "none",
    }  # fmt: skip

    def __str__(self) -> str:
        return self.name


class UserFinder(BaseUserManager["User"]):
    """Finds users by the name they log in with."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user of that name."""
        return self.get(username=username)


class User(AbstractBaseUser):
    """Somebody who can log in. No account has a power by itself: see RoleGrant and Appointment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    must_choose_password = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="sv", choices=[("sv", "sv"), ("en", "en")])
    joined_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    telephone = models.CharField(max_length=30, blank=True)
    """Where the duty desk reaches them, also at night."""
    SENSITIVITY: ClassVar = {
        "id": "none", "username": "staff", "name": "staff", "email": "staff", "unit": "none",
        "telephone": "staff",
        "is_active": "none", "must_choose_password": "none", "language": "none",
        "joined_on": "none", "version": "none", "password": "secret", "last_login": "staff",
    }  # fmt: skip

    objects = UserFinder()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    def get_full_name(self) -> str:
        """The name colleagues read."""
        return self.name

    def __str__(self) -> str:
        return self.name


DAY_BEFORE = models.ExpressionWrapper(
    F("valid_from") - dt.timedelta(days=1), output_field=models.DateTimeField()
)
"""The earliest last day of a period."""


class Period(models.Model):
    """Something that holds from a day until a day; valid_until is the last day, empty if open.

    What is ended at once had its last day yesterday, also where it began today and so held on no day.
    """

    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


@pghistory.track(context_field=None)  # type: ignore[arg-type]  # documented, not typed
class RoleGrant(Period):
    """A role that somebody was given, by whom, from when to when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=20, choices=[(each, each) for each in ROLES])
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    SENSITIVITY: ClassVar = {
        "id": "none", "user": "staff", "role": "staff", "granted_by": "staff",
        "valid_from": "staff", "valid_until": "staff",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="role_period",
                condition=Q(valid_until=None) | Q(valid_until__gte=DAY_BEFORE),
            )
        ]


@pghistory.track(context_field=None)  # type: ignore[arg-type]  # documented, not typed
class Appointment(Period):
    """The dated, named decision that lets somebody see content: a region's candidates, or one person.

    Or that lets them look up at the duty desk, which shows whom to call and no content. limited:
    earlier suspicions too (BDF 3:7). protected: people with protected data too. turn: in which turn
    the duty desk calls whoever works with one person; 1 is first, the deputies follow.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    scope = models.CharField(max_length=12, choices=[(each, each) for each in SCOPES])
    region = models.CharField(max_length=40, blank=True)
    person = models.UUIDField(null=True, blank=True)
    limited = models.BooleanField(default=False)
    protected = models.BooleanField(default=False)
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    turn = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    SENSITIVITY: ClassVar = {
        "id": "none", "user": "staff", "scope": "staff", "region": "staff", "person": "pseudonym",
        "turn": "staff", "limited": "staff", "protected": "staff", "named_by": "staff", "reason": "staff",
        "valid_from": "staff", "valid_until": "staff", "version": "none",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="appointment_scope",
                condition=(Q(scope__in=("screening", "duty"), person=None) & ~Q(region=""))
                | Q(scope="actor", person__isnull=False, region=""),
            ),
            models.CheckConstraint(
                name="appointment_period",
                condition=Q(valid_until=None) | Q(valid_until__gte=DAY_BEFORE),
            ),
            models.CheckConstraint(name="appointment_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="nobody_appoints_themselves", condition=~Q(user=F("named_by"))
            ),
        ]


class Work(models.Model):
    """A piece of work: asked once for its purpose and case, then named by every look at a record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    session = models.CharField(max_length=64)
    purpose = models.CharField(max_length=30)
    case_reference = models.CharField(max_length=60)
    began = models.DateTimeField()
    ends = models.DateTimeField()
    SENSITIVITY: ClassVar = {
        "id": "none", "user": "staff", "session": "secret", "purpose": "staff",
        "case_reference": "staff", "began": "staff", "ends": "staff",
    }  # fmt: skip


class Tie(models.Model):
    """That somebody who works here is, is related to, or lives with the person of a number.

    number_hash: a keyed hash; the number itself is nowhere. kind: self, relative or household.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    number_hash = models.CharField(max_length=64)
    kind = models.CharField(
        max_length=10, choices=[(each, each) for each in ("self", "relative", "household")]
    )
    declared_on = models.DateField()
    SENSITIVITY: ClassVar = {
        "id": "none", "user": "staff", "number_hash": "identity", "kind": "staff",
        "declared_on": "staff",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "number_hash"], name="one_tie")
        ]
