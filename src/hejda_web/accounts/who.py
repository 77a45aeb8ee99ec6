"""Who acts, read anew for each request: a power that was taken back is gone with the next one."""

from __future__ import annotations

import datetime as dt
import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest

from hejda_web.accounts.models import Appointment, RoleGrant, User


def roles_of(user: User, on: dt.date, but_from: uuid.UUID | None = None) -> frozenset[str]:
    """The roles in force on the day. but_from: a colleague whose gifts do not count."""
    grants = RoleGrant.objects.filter(_in_force(on), user=user).exclude(granted_by=but_from)
    return frozenset(grants.values_list("role", flat=True)) if user.is_active else frozenset()


def appointments_of(user: User, on: dt.date) -> list[Appointment]:
    """The appointments in force on the day."""
    return list(Appointment.objects.filter(_in_force(on), user=user).order_by("scope", "region"))


def colleague(request: HttpRequest) -> User:
    """Who is logged in. The middleware lets nobody else this far."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def _in_force(on: dt.date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))
