"""Every address of the application, by the name it is reversed with: who reaches it, and what it takes."""

from __future__ import annotations

OPEN, LOGIN, API = "open", "login", "api"
"""open: anybody. login: everybody who is logged in; it shows nothing about anybody else. api: a service
token and no login (expected_services.md)."""

ADDRESSES: dict[str, str] = {
    # Ours
    "healthz": OPEN, "csp_report": OPEN, "language": OPEN,
    "own_password": LOGIN, "me": LOGIN, "work": LOGIN, "rules": LOGIN, "rule": LOGIN,
    "start": "frame.start", "first_day": "frame.start",
    "day": "day.see", "evidence": "evidence.see", "evidence_report": "evidence.see",
    "evidence_bring": "evidence.bring", "overview": "overview.see", "duty": "duty.look",
    "search": "person.search",
    "runs": "run.see", "run": "run.see", "run_order": "run.start",
    "run_lists": "lists.see", "run_moved": "moved.see",
    "list_compare": "list.compare", "list_import": "list.import", "nominate": "nominate",
    "screening": "lists.see", "candidate": "candidate.see", "candidate_judge": "candidate.judge",
    "candidate_reveal": "candidate.reveal", "candidate_decide": "candidate.decide",
    "candidate_second": "candidate.second",
    "actors": "actors.see", "start_order": "actors.see", "capacity": "capacity.set",
    "actor": "actor.see", "identity": "identity.see", "earlier": "suspicions.see",
    "history": "history.see", "listing_start": "listing.start", "listing_end": "listing.end",
    "sharing": "sharing.see", "sharing_keep": "sharing.keep", "sharing_note": "sharing.see",
    "share_ask": "share.ask", "share_changed": "share.ask",
    "powers": "powers.see", "log": "log.see", "alerts": "alerts.see", "reviews": "reviews.see",
    "operation": "operation.see",
    "accounts": "accounts.manage", "account_new": "accounts.manage", "account": "accounts.manage",
    "appointments": "appointments.manage", "appointment": "appointments.manage",
    "tokens": "tokens.manage", "token_new": "tokens.manage", "token_revoke": "tokens.manage",
    "tokens_waiting": "tokens.confirm", "token_confirm": "tokens.confirm",
    # The API: a token instead of a login. Its document is open; so is its root, where nothing is
    "openapi-json": OPEN, "api-root": OPEN,
    "api_runs": API, "api_run": API, "api_candidates": API, "api_candidate": API,
    "api_decisions": API, "api_decision": API, "api_actors": API, "api_actor": API,
    "api_events": API,
    # django-allauth: login and second factors, one's own only
    "account_login": OPEN, "account_logout": LOGIN, "account_signup": OPEN,
    "account_inactive": OPEN, "account_reauthenticate": LOGIN,
    "mfa_index": LOGIN, "mfa_authenticate": OPEN, "mfa_reauthenticate": LOGIN,
    "mfa_activate_totp": LOGIN, "mfa_deactivate_totp": LOGIN,
    "mfa_view_recovery_codes": LOGIN, "mfa_generate_recovery_codes": LOGIN,
    "mfa_download_recovery_codes": LOGIN,
    "mfa_list_webauthn": LOGIN, "mfa_add_webauthn": LOGIN, "mfa_reauthenticate_webauthn": LOGIN,
    "mfa_remove_webauthn": LOGIN, "mfa_edit_webauthn": LOGIN, "mfa_login_webauthn": OPEN,
    "openid_connect_login": OPEN, "openid_connect_callback": OPEN,
    "socialaccount_login_cancelled": OPEN, "socialaccount_login_error": OPEN,
    "socialaccount_signup": OPEN, "socialaccount_connections": LOGIN,
}  # fmt: skip

TAKES_PERSON = (
    "actor", "identity", "earlier", "history", "listing_start", "listing_end", "sharing", "sharing_keep",
    "sharing_note",
)  # fmt: skip
TAKES_NOMINATION = (
    "candidate", "candidate_judge", "candidate_reveal", "candidate_decide", "candidate_second",
)  # fmt: skip
TAKES_OTHER = {"run": "run", "run_lists": "run", "run_moved": "run", "account": "user",
               "appointment": "appointment", "evidence_report": "report", "token_revoke": "token",
               "token_confirm": "token"}  # fmt: skip
"""Addresses with an id of something else than a person: name → the id's name."""
