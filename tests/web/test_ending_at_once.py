"""What is taken from a colleague is gone with the next page, also on the day it was given."""

from __future__ import annotations

from django.utils import timezone

from hejda_web.accounts.models import Appointment, RoleGrant, User
from hejda_web.accounts.who import roles_of
from tests.support.web_people import logged_in
from tests.web.conftest import World


def test_an_appointment_ended_at_once_opens_nothing_any_more(world: World) -> None:
    held = Appointment.objects.get(user__username="anna", scope="screening")
    assert held.valid_from == timezone.localdate()
    anna, rut = logged_in("anna"), logged_in("rut")
    assert anna.get("/screening/").status_code == 200
    page = f"/appointments/{held.pk}/"
    stale = rut.post(page, {"end": "now", "version": held.version + 1})
    assert stale["Location"] == page
    assert anna.get("/screening/").status_code == 200
    assert rut.post(page, {"end": "now", "version": held.version}).status_code == 302
    assert anna.get("/screening/").status_code == 404
    assert "Avsluta genast" not in rut.get(page).content.decode()


def test_a_role_that_is_changed_is_gone_at_once(world: World) -> None:
    hugo = User.objects.get(username="hugo")
    form = {
        "username": "hugo", "name": hugo.name, "email": "", "telephone": "", "unit": str(hugo.unit_id),
        "is_active": "on", "role": "safety_officer", "version": hugo.version,
    }  # fmt: skip
    assert logged_in("adam").post(f"/accounts/{hugo.pk}/", form).status_code == 302
    assert roles_of(hugo, timezone.localdate()) == {"safety_officer"}
    assert RoleGrant.objects.filter(user=hugo).count() == 2
