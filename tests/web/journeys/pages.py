"""Every page and state of a page that the walk looks at: who opens it, where, and how it comes about.

An address holds `{names}` of `States`. A page that is missing here fails `test_every_page`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from tests.support.at_the_door import NUMBER as AT_THE_DOOR
from tests.support.browsing import Visitor
from tests.support.journey_acts import TO_LIST

Act = Callable[[Visitor], object]
STRANGER = ""
"""Nobody is logged in."""


@dataclass(frozen=True)
class Shown:
    """A page in one state. act: what is done there before one looks; status: what it answers with."""

    name: str
    who: str
    address: str
    act: Act | None = None
    status: int = 200


def _open_all(who: Visitor) -> None:
    who.page.evaluate("document.querySelectorAll('main details').forEach(e => { e.open = true; })")


def _answer_wrongly(sv: str, en: str, **answers: str) -> Act:
    def act(who: Visitor) -> None:
        who.page.evaluate(
            "document.querySelectorAll('main [required]')"
            ".forEach(e => { e.required = false; e.form.noValidate = true; })"
        )
        who.fill(answers)
        who.press(sv, en, within="main")

    return act


def _bad_list(who: Visitor) -> None:
    who.page.set_input_files(
        "input[name='file']",
        {
            "name": "lista.csv", "mimeType": "text/csv",
            "buffer": b"personal_number;names;acts;reason\n;;Hot;\n",
        },
    )  # fmt: skip
    who.press("Läs in", "Bring in")


def _choose_to_list(who: Visitor) -> None:
    who.fill({"outcome": "list", "ground": "monitoring"})


def _list_without_answers(who: Visitor) -> None:
    who.fill({"outcome": "list", "reason": "recent_serious", "text": TO_LIST["text"]})
    who.fill({"ground": "monitoring"})
    who.press("Spara beslutet", "Save the decision")


def _stale_account(who: Visitor) -> None:
    who.page.locator("[name='version']").evaluate("e => { e.value = '0'; }")
    who.press("Spara", "Save")


def _look_up(number: str) -> Act:
    def act(who: Visitor) -> None:
        who.fill({"number": number})
        who.press("Sök", "Look up")

    return act


def _search(number: str) -> Act:
    def act(who: Visitor) -> None:
        who.fill({"number": number})
        who.press("Sök", "Search", within="main")

    return act


def _make_token(who: Visitor) -> None:
    who.page.get_by_label("läsa fokuspersoner").or_(
        who.page.get_by_label("read focus persons")
    ).check()
    who.page.locator("[name='reach'][value='regions']").check()
    who.page.select_option("[name='unit']", index=1)
    until = (dt.date.today() + dt.timedelta(days=30)).isoformat()  # noqa: DTZ011  as a browser does
    who.fill(
        {"name": "Lägesbild", "regions": "vast", "purpose": "Prov.", "case_reference": "A1/26"}
    )
    who.fill({"valid_until": until})
    who.press("Lägg upp nyckeln", "Make the token", within="main")


def _forged(who: Visitor) -> None:
    who.fill({"case_reference": "K1/26"})
    who.page.locator("main form [name='csrfmiddlewaretoken']").first.evaluate(
        "e => { e.value = 'x'.repeat(64); }"
    )
    who.press("Börja", "Begin", within="main")


def _ask_about(who: Visitor) -> None:
    who.fill({"circumstances": "Hot den 3 mars."})
    who.press("Fråga lagen", "Ask the law")


def _keep_test(who: Visitor) -> None:
    _ask_about(who)
    who.press("Spara prövningen", "Keep the test")


def _choose_custody(who: Visitor) -> None:
    who.page.select_option("#line-kind", "custody")
    who.page.select_option("#around-partner", "yes")


SHOWN = [
    Shown("login", STRANGER, "/login/"),
    Shown("login-refused", STRANGER, "/login/",
          _answer_wrongly("Logga in", "Log in", login="ingen", password="fel lösenord")),
    Shown("login-closed", STRANGER, "/login/closed/"),
    Shown("login-inactive", STRANGER, "/login/inactive/"),
    *(Shown(f"start-{user}", user, "/") for user in (
        "anna", "hugo", "rut", "nils", "bo", "lena", "dag", "siv", "adam")),
    Shown("logout", "dag", "/logout/"),
    Shown("password", "dag", "/password/"),
    Shown("password-refused", "dag", "/password/",
          _answer_wrongly("Spara lösenordet", "Save the password",
                          new_password1="kort", new_password2="annat")),
    Shown("me-anna", "anna", "/me/"),
    Shown("me-nils", "nils", "/me/"),
    Shown("purpose", "rut", "/purpose/"),
    Shown("purpose-refused", "rut", "/purpose/",
          _answer_wrongly("Börja", "Begin", case_reference="19850412-1234")),
    # The day
    Shown("duty", "dag", "/duty/"),
    Shown("duty-opened", "dag", "/duty/", _open_all),
    Shown("duty-refused", "dag", "/duty/", _answer_wrongly("Sök", "Look up", number="12")),
    Shown("duty-nothing", "dag", "/duty/", _look_up("19120202-0000")),
    Shown("duty-call", "dag", "/duty/", _look_up(AT_THE_DOOR)),
    Shown("search", "anna", "/search/"),
    Shown("search-refused", "anna", "/search/", _answer_wrongly("Sök", "Search", names="Ett")),
    Shown("search-nobody", "anna", "/search/", _search("19120202-0000")),
    Shown("search-found", "anna", "/search/", _search(AT_THE_DOOR)),
    *(Shown(f"first-day-{user}", user, "/first-day/") for user in (
        "anna", "hugo", "rut", "nils", "bo", "lena", "dag", "siv", "adam")),
    *(Shown(f"day-{user}", user, "/day/") for user in ("anna", "rut", "hugo", "bo")),
    *(Shown(f"overview-{user}", user, "/overview/") for user in ("rut", "nils")),
    Shown("evidence", "lena", "/evidence/"),
    Shown("evidence-report", "anna", "/evidence/{report}/"),
    # Sharing
    Shown("share", "hugo", "/sharing/"),
    Shown("share-answered", "hugo", "/sharing/", lambda who: who.press("Fråga", "Ask")),
    Shown("share-changed", "hugo", "/sharing/changed/"),
    Shown("share-compared", "hugo", "/sharing/changed/",
          lambda who: who.press("Jämför", "Compare")),
    # Mapping
    Shown("runs", "anna", "/mapping/"),
    Shown("runs-nils", "nils", "/mapping/"),
    Shown("run-order", "anna", "/mapping/new/"),
    Shown("run-order-refused", "anna", "/mapping/new/",
          _answer_wrongly("Beställ", "Order", places="0", as_of="")),
    Shown("run", "anna", "/mapping/{run}/"),
    Shown("run-going", "anna", "/mapping/{going}/"),
    Shown("run-failed", "anna", "/mapping/{failed}/"),
    Shown("lists-harm", "anna", "/mapping/{run}/lists/"),
    Shown("lists-serial", "anna", "/mapping/{run}/lists/?list=serial"),
    Shown("moved", "anna", "/mapping/{run}/moved/"),
    Shown("compare", "anna", "/mapping/compare/"),
    Shown("import", "anna", "/mapping/import/"),
    Shown("import-refused", "anna", "/mapping/import/", _bad_list),
    # Screening
    Shown("nominate", "hugo", "/nominate/"),
    Shown("nominate-refused", "hugo", "/nominate/",
          _answer_wrongly("Lämna förslaget", "Hand in the nomination", names="")),
    Shown("screening", "anna", "/screening/"),
    Shown("screening-second", "rut", "/screening/"),
    Shown("candidate", "anna", "/screening/{open}/"),
    Shown("candidate-opened", "anna", "/screening/{open}/", _open_all),
    Shown("candidate-refused", "anna", "/screening/{open}/",
          _answer_wrongly("Spara och visa plats och poäng", "Save and show place and score")),
    Shown("candidate-own-list", "anna", "/screening/{listed_by_us}/"),
    Shown("candidate-judged", "anna", "/screening/{judged}/"),
    Shown("reveal", "anna", "/screening/{judged}/score/"),
    Shown("reveal-opened", "anna", "/screening/{judged}/score/", _open_all),
    Shown("reveal-to-list", "anna", "/screening/{judged}/score/", _choose_to_list),
    Shown("reveal-refused", "anna", "/screening/{judged}/score/", _list_without_answers),
    Shown("voted-waits", "anna", "/screening/{one_vote}/score/"),
    Shown("second-vote", "rut", "/screening/{one_vote}/score/"),
    Shown("differing", "anna", "/screening/{differing}/score/"),
    Shown("decided", "anna", "/screening/{decided}/score/"),
    # Focus persons
    Shown("people", "anna", "/people/"),
    Shown("people-none", "bo", "/people/"),
    Shown("start-order", "rut", "/people/start-order/"),
    Shown("person", "anna", "/people/{person}/"),
    Shown("person-opened", "rut", "/people/{person}/", _open_all),
    Shown("person-crowded", "anna", "/people/{crowded}/"),
    Shown("person-filtered", "anna", "/people/{crowded}/", _choose_custody),
    Shown("identity", "anna", "/people/{person}/who/"),
    Shown("earlier", "rut", "/people/{person}/earlier/"),
    Shown("history", "anna", "/people/{person}/history/"),
    Shown("sharing", "anna", "/people/{person}/sharing/"),
    Shown("sharing-answered", "anna", "/people/{person}/sharing/", _ask_about),
    Shown("sharing-kept", "anna", "/people/{person}/sharing/", _keep_test),
    # Rules and powers
    Shown("rules", "anna", "/rules/"),
    Shown("powers", "nils", "/powers/"),
    # Oversight and administration
    Shown("log", "lena", "/oversight/"),
    Shown("alerts", "lena", "/oversight/alerts/"),
    Shown("reviews", "lena", "/oversight/reviews/"),
    Shown("operation", "adam", "/operation/"),
    Shown("operation-lena", "lena", "/operation/"),
    Shown("accounts", "adam", "/accounts/"),
    Shown("account-new", "adam", "/accounts/new/"),
    Shown("account", "adam", "/accounts/{user}/"),
    Shown("account-stale", "adam", "/accounts/{user}/", _stale_account),
    Shown("tokens", "adam", "/tokens/"),
    Shown("token-new", "adam", "/tokens/new/"),
    Shown("token-refused", "adam", "/tokens/new/",
          _answer_wrongly("Lägg upp nyckeln", "Make the token", name="")),
    Shown("token-made", "adam", "/tokens/new/", _make_token),
    Shown("token-revoke", "adam", "/tokens/{token}/revoke/"),
    Shown("tokens-waiting", "rut", "/tokens/confirm/"),
    Shown("token-confirm", "rut", "/tokens/confirm/{token}/"),
    Shown("token-not-mine", "rut", "/tokens/confirm/{wide_token}/"),
    Shown("appointments", "rut", "/appointments/"),
    Shown("appointments-refused", "rut", "/appointments/",
          _answer_wrongly("Utse", "Appoint", valid_from="")),
    Shown("appointment", "rut", "/appointments/{appointment}/"),
    # Faults
    Shown("not-found", "anna", "/screening/00000000-0000-4000-8000-000000000000/", status=404),
    Shown("forged", "anna", "/purpose/", _forged),
]  # fmt: skip

AFTER_LOGIN = [
    Shown("second-step", "dag", "/login/second/"),
    Shown("app-turn-on", "dag", "/login/second/totp/activate/"),
    Shown("app-refused", "dag", "/login/second/totp/activate/",
          _answer_wrongly("Sätt igång", "Turn on", code="000000")),
    Shown("key-add", "dag", "/login/second/webauthn/add/"),
    Shown("keys", "dag", "/login/second/webauthn/"),
    Shown("login-again", "dag", "/login/again/"),
]  # fmt: skip
"""Pages that ask for a login of the last minutes; opened by one newly logged in."""

NOT_SHOWN = {
    "openapi-json": "the API's document, JSON",
    "api-root": "nothing there",
    **dict.fromkeys(
        (
            "api_runs",
            "api_run",
            "api_candidates",
            "api_candidate",
            "api_decisions",
            "api_decision",
            "api_actors",
            "api_actor",
            "api_events",
        ),
        "the API: JSON for a token, no page",
    ),
    "healthz": "says in JSON whether the application answers; no page",
    "csp_report": "takes reports by POST only",
    "language": "takes a choice by POST only; every page has the button",
    "candidate_judge": "takes the own judgement by POST; GET leads back to the candidate",
    "candidate_decide": "takes a vote by POST; GET leads back to place and score",
    "candidate_second": "takes a vote by POST; GET leads back to place and score",
    "evidence_bring": "takes an order by POST; GET leads back to the evidence",
    "capacity": "takes a number by POST; GET leads back to the order of beginning",
    "sharing_keep": "takes a test by POST; GET leads back to the tests about the person",
    "sharing_note": "its id is made on the way: the walk comes to it by keeping a test",
    "listing_start": "takes an act by POST; GET leads back to the person",
    "listing_end": "takes an act by POST; GET leads back to the person",
    "mfa_authenticate": "the second step of a login under way: the journey of the authenticator app",
    "mfa_reauthenticate": "only for those with a second step: asks the code again",
    "mfa_reauthenticate_webauthn": "only for those with a key: asks for it again",
    "mfa_deactivate_totp": "only for those with an app",
    "mfa_view_recovery_codes": "only for those with a second step",
    "mfa_generate_recovery_codes": "only for those with a second step",
    "mfa_download_recovery_codes": "a text file, only for those with a second step",
    "mfa_remove_webauthn": "only for those with a key",
    "mfa_edit_webauthn": "only for those with a key",
    "mfa_login_webauthn": "answers a script of the login page in JSON",
    "openid_connect_login": "leads to the authority's login, which this installation has not set up",
    "openid_connect_callback": "the authority's login leads back to it",
    "socialaccount_login_cancelled": "the authority's login leads back to it",
    "socialaccount_login_error": "the authority's login leads back to it",
    "socialaccount_signup": "nobody signs up; it leads to the login",
    "socialaccount_connections": "only where the authority's login is set up",
}
"""Named addresses the walk leaves out, each with its reason."""
