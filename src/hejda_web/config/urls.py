"""Every address of the application. Ids in them are drawn by lot and say nothing."""

from __future__ import annotations

from allauth.account import views as login
from django.urls import include, path

from hejda_web.accounts import views as accounts
from hejda_web.api.interface import api
from hejda_web.cases import views as cases
from hejda_web.desk import day, duty, first_day, overview, search, start
from hejda_web.evidence import views as evidence
from hejda_web.nominations import views_lists as lists
from hejda_web.nominations import views_runs as runs
from hejda_web.nominations import views_screening as screening
from hejda_web.operation import views as operation
from hejda_web.oversight import views as oversight
from hejda_web.oversight import views_staff as staff
from hejda_web.oversight import views_tokens as tokens
from hejda_web.people import views as people
from hejda_web.sharing import views as sharing
from hejda_web.ui import views as ui

handler400 = "hejda_web.ui.errors.bad_request"
handler404 = "hejda_web.ui.errors.not_found"
handler403 = "hejda_web.ui.errors.forbidden"
handler500 = "hejda_web.ui.errors.broken"

urlpatterns = [
    path("", start.start, name="start"),
    path("healthz", ui.healthz, name="healthz"),
    path("csp/", ui.csp_report, name="csp_report"),
    path("language/", ui.language, name="language"),
    # Login
    path("login/", login.login, name="account_login"),
    path("logout/", login.logout, name="account_logout"),
    path("login/closed/", login.signup, name="account_signup"),
    path("login/inactive/", login.account_inactive, name="account_inactive"),
    path("login/again/", login.reauthenticate, name="account_reauthenticate"),
    path("login/second/", include("allauth.mfa.urls")),
    path("authority/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("authority/", include("allauth.socialaccount.urls")),
    path("password/", accounts.own_password, name="own_password"),
    path("me/", people.me, name="me"),
    path("purpose/", people.work, name="work"),
    # The day
    path("day/", day.day, name="day"),
    path("first-day/", first_day.first_day, name="first_day"),
    path("overview/", overview.overview, name="overview"),
    path("duty/", duty.look, name="duty"),
    path("search/", search.search, name="search"),
    # Mapping
    path("mapping/", runs.runs, name="runs"),
    path("mapping/new/", runs.order, name="run_order"),
    path("mapping/compare/", lists.compare, name="list_compare"),
    path("mapping/import/", lists.bring_list, name="list_import"),
    path("mapping/<uuid:run>/", runs.run, name="run"),
    path("mapping/<uuid:run>/lists/", runs.lists, name="run_lists"),
    path("mapping/<uuid:run>/moved/", runs.moved, name="run_moved"),
    # Evidence
    path("evidence/", evidence.evidence, name="evidence"),
    path("evidence/bring/", evidence.bring, name="evidence_bring"),
    path("evidence/<uuid:report>/", evidence.report, name="evidence_report"),
    # Screening
    path("nominate/", lists.nominate, name="nominate"),
    path("screening/", screening.queue, name="screening"),
    path("screening/<uuid:nomination>/", screening.candidate, name="candidate"),
    path("screening/<uuid:nomination>/judge/", screening.judge, name="candidate_judge"),
    path("screening/<uuid:nomination>/score/", screening.reveal, name="candidate_reveal"),
    path("screening/<uuid:nomination>/decide/", screening.decide, name="candidate_decide"),
    path("screening/<uuid:nomination>/second/", screening.second, name="candidate_second"),
    # Focus persons
    path("people/", cases.actors, name="actors"),
    path("people/start-order/", cases.start_order, name="start_order"),
    path("people/capacity/", cases.capacity, name="capacity"),
    path("people/<uuid:person>/", cases.actor, name="actor"),
    path("people/<uuid:person>/who/", cases.identity, name="identity"),
    path("people/<uuid:person>/earlier/", cases.earlier, name="earlier"),
    path("people/<uuid:person>/history/", cases.history, name="history"),
    path("people/<uuid:person>/start/", cases.begin, name="listing_start"),
    path("people/<uuid:person>/end/", cases.end, name="listing_end"),
    path("people/<uuid:person>/sharing/", sharing.notes, name="sharing"),
    path("people/<uuid:person>/sharing/keep/", sharing.keep, name="sharing_keep"),
    path("people/<uuid:person>/sharing/<uuid:note>/", sharing.note, name="sharing_note"),
    # Sharing
    path("sharing/", sharing.ask, name="share_ask"),
    path("sharing/changed/", sharing.changed, name="share_changed"),
    # Rules and powers
    path("rules/", ui.rules, name="rules"),
    path("rules/<slug:rule>/", ui.rule, name="rule"),
    path("powers/", staff.powers, name="powers"),
    # Oversight and administration
    path("oversight/", oversight.log, name="log"),
    path("oversight/alerts/", oversight.alerts, name="alerts"),
    path("oversight/reviews/", oversight.reviews, name="reviews"),
    path("operation/", operation.operation, name="operation"),
    path("accounts/", staff.accounts, name="accounts"),
    path("accounts/new/", staff.new_account, name="account_new"),
    path("accounts/<uuid:user>/", staff.account, name="account"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.new_token, name="token_new"),
    path("tokens/<uuid:token>/revoke/", tokens.revoke, name="token_revoke"),
    path("tokens/confirm/", tokens.waiting, name="tokens_waiting"),
    path("tokens/confirm/<uuid:token>/", tokens.confirm, name="token_confirm"),
    path("appointments/", staff.appointments, name="appointments"),
    path("appointments/<uuid:appointment>/", staff.appointment, name="appointment"),
    # Other systems; without a namespace, like every other address
    path("api/1/", include(api.urls[0])),
]
