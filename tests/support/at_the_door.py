"""A focus person whom the duty desk finds: a number they answer to, and colleagues named for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test.utils import override_settings

from hejda_web.accounts.numbers import number_hash

if TYPE_CHECKING:
    from tests.web.journeys.conftest import Site

NUMBER = "19720363-0007"


def at_the_door(site: Site, person: str) -> None:
    """Hugo is named for the person, Bo after him; done once."""
    with override_settings(INSTALLATION=site.world.installation):  # it may have a key of its own
        hashed = number_hash(NUMBER)
    if site.rows("select 1 from people_party where number_hash = %s", hashed):
        return
    with site.world.connect("postgres") as superuser:
        superuser.execute(
            "insert into people_party (id, person_id, number_hash, role)"
            " values (gen_random_uuid(), %s, %s, 'subject')",
            [person, hashed],
        )
        for username, turn in (("hugo", 1), ("bo", 2)):
            superuser.execute(
                "insert into accounts_appointment (id, user_id, scope, region, person, limited,"
                " protected, named_by_id, reason, turn, version, valid_from) select gen_random_uuid(),"
                " u.id, 'actor', '', %s, false, false, a.id, 'x', %s, 1, current_date - 1"
                " from accounts_user u, accounts_user a where u.username = %s and a.username = 'rut'",
                [person, turn, username],
            )
