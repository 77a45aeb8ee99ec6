"""Journeys to the start page: passwords, one-time codes, keys, and the language of the pages."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct

from playwright.sync_api import expect

from tests.support.browsing import Look, Visitor
from tests.support.journey_acts import confirm_who, log_in_first, own_password, try_to_log_in
from tests.web.journeys.conftest import Enter, Site

PERIOD = 30
"""Seconds that a one-time code holds (RFC 6238)."""


def new_colleague(site: Site, enter: Enter, role: str = "duty_desk") -> tuple[str, str]:
    """(user name, one-time password) of an account that the administrator just made."""
    adam = enter("adam")
    adam.go("/accounts/new/")
    name = f"ny{len(site.rows('select 1 from accounts_user'))}"
    unit = site.rows("select id::text from accounts_unit where name = 'IT-drift'")[0][0]
    adam.fill({"username": name, "name": "Nora Nyanställd", "unit": unit, "role": role})
    adam.press("Lägg upp kontot", "Make the account")
    adam.heading("Kontot är upplagt", "The account is made")
    return name, adam.page.locator("code.secret").inner_text()


def one_time_code(who: Visitor, secret: str) -> str:
    """The code of now, worked out by RFC 4226 and 6238 by hand."""
    seconds = who.page.evaluate("Math.floor(Date.now() / 1000)")
    counter = struct.pack(">Q", seconds // PERIOD)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def give_code(who: Visitor, secret: str, sv: str, en: str) -> None:
    """Writes the code; once more where its half minute passed on the way."""
    for _ in range(2):
        who.fill({"code": one_time_code(who, secret)})
        who.press(sv, en, within="main")
        if not who.page.locator(".faults").count():
            return


def test_a_new_colleague_chooses_an_own_password_and_comes_to_the_start_page(
    site: Site, enter: Enter, look: Look
) -> None:
    username, one_time = new_colleague(site, enter)
    who = site.stranger(look)
    try_to_log_in(who, username, one_time)
    who.heading("Välj ett eget lösenord", "Choose your own password")
    who.go("/mapping/")
    who.heading("Välj ett eget lösenord", "Choose your own password")
    who.fill({"new_password1": "kort", "new_password2": "kort"})
    who.press("Spara lösenordet", "Save the password")
    expect(who.page.locator(".faults")).to_be_visible()
    mine = own_password(username)
    who.fill({"new_password1": mine, "new_password2": mine})
    who.press("Spara lösenordet", "Save the password")
    who.speak()
    who.heading("Vad du kan göra här", "What you can do here")
    assert who.path == "/"
    again = site.stranger(look)
    try_to_log_in(again, username, one_time)
    again.sees("Inloggningen gick inte", "You are not logged in")
    who.close()
    again.close()


def test_a_wrong_password_says_nothing_of_which_accounts_there_are(site: Site, look: Look) -> None:
    site.visitor("nils", look).close()
    told = []
    for username in ("nils", "nobody-has-this-name"):
        who = site.stranger(look)
        try_to_log_in(who, username, "inte rätt lösenord")
        who.sees("Inloggningen gick inte", "You are not logged in")
        assert who.path == "/login/"
        told.append(who.text().replace(username, "…"))
        who.close()
    assert told[0] == told[1]


def test_a_page_asked_for_before_login_is_not_shown(site: Site, look: Look) -> None:
    who = site.stranger(look)
    who.go("/screening/")
    who.speak()
    who.heading("Logga in", "Log in")
    who.close()


def test_the_language_changes_where_one_is_and_stays_changed(site: Site, look: Look) -> None:
    who = site.newly_logged_in("dag", look)
    who.go("/powers/")
    who.heading("Vem som får göra vad", "Who may do what")
    other = Visitor.__new__(Visitor)
    other.__dict__ = who.__dict__ | {"look": Look("en" if look.language == "sv" else "sv")}
    other.speak()
    other.heading("Vem som får göra vad", "Who may do what")
    assert other.path == "/powers/"
    other.go("/me/")
    other.heading("Min sida", "My page")
    who.speak()
    who.close()


def test_an_authenticator_app_is_turned_on_and_asked_for_at_the_next_login(
    site: Site, enter: Enter, look: Look
) -> None:
    username, one_time = new_colleague(site, enter)
    who = site.stranger(look)
    log_in_first(who, username, one_time)
    who.go("/me/")
    who.follow("Sätt igång", "Turn on")
    who.go("/login/second/totp/activate/")
    confirm_who(who, username)
    secret = who.page.locator("code.secret").inner_text()
    give_code(who, secret, "Sätt igång", "Turn on")
    codes = site.rows(
        "select count(*) from mfa_authenticator m join accounts_user u on u.id = m.user_id"
        " where u.username = %s and m.type = 'totp'", username,
    )  # fmt: skip
    assert codes == [(1,)]
    who.close()
    again = site.stranger(look)
    try_to_log_in(again, username, own_password(username))
    again.heading("Logga in, steg två", "Log in, step two")
    again.go("/me/")
    again.heading("Logga in, steg två", "Log in, step two")
    again.fill({"code": "000000"})
    again.press("Logga in", "Log in", within="main")
    expect(again.page.locator(".faults")).to_be_visible()
    give_code(again, secret, "Logga in", "Log in")
    again.go("/me/")
    again.heading("Min sida", "My page")
    again.close()


def test_a_passkey_is_added_and_logs_in_without_a_password(
    site: Site, enter: Enter, look: Look
) -> None:
    username, one_time = new_colleague(site, enter)
    who = site.stranger(look, base=site.base.replace("127.0.0.1", "localhost"))
    key = who.context.new_cdp_session(who.page)
    key.send("WebAuthn.enable")
    key.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    log_in_first(who, username, one_time)
    who.go("/login/second/webauthn/add/")
    confirm_who(who, username)
    who.fill({"name": "Min nyckel", "passwordless": "on"})
    who.press("Lägg till", "Add")
    who.open_menu()
    who.press("Logga ut", "Log out", within="header")
    if who.path.startswith("/logout/"):
        who.press("Logga ut", "Log out", within="main")
    who.go("/login/")
    who.speak()
    who.press("Använd nyckel", "Use a key")
    who.go("/me/")
    who.heading("Min sida", "My page")
    who.close()
