"""Every table of the database: whether it is about people, and what the application's role may do with it."""

from __future__ import annotations

PERSONAL: dict[str, str] = {
    "people_person": "rawd", "people_identity": "rawd", "people_party": "cad", "people_personevent": "ra",
    "runs_candidate": "rawd", "runs_placement": "rawd", "runs_reason": "rawd", "runs_evidence": "rawd",
    "runs_around": "rawd", "runs_moved": "rawd", "runs_standing": "rawd",
    "nominations_nomination": "raw", "nominations_nominationevent": "ra",
    "nominations_ownjudgement": "ra", "nominations_decision": "ra",
    "nominations_listing": "raw", "nominations_listingevent": "ra",
    "nominations_judgement": "raw", "nominations_judgementevent": "ra",
    "oversight_alert": "rw", "sharing_note": "rad",
    "accounts_appointment": "raw", "accounts_appointmentevent": "ra",
    "events_event": "rad", "events_receipt": "rad",
}  # fmt: skip
"""Table → what app may: r read, c read some columns, a add, w change, d delete. All have row security."""

OTHERS: dict[str, tuple[str, str]] = {
    "accounts_unit": ("rawd", "parts of authorities"),
    "accounts_user": ("raw", "colleagues; read at login, before there is anybody to sign for"),
    "accounts_rolegrant": ("raw", "colleagues' roles"),
    "accounts_rolegrantevent": ("ra", "the history of colleagues' roles"),
    "accounts_tie": ("a", "hashes; only the rule of conflicts reads them"),
    "accounts_work": ("rawd", "what colleagues said they were doing; a purpose and a case"),
    "desk_visit": ("rawd", "when a colleague last looked at their day"),
    "desk_firstday": ("rawd", "what a colleague ticked of their first day"),
    "evidence_report": ("rawd", "reports on the ranking; figures only"),
    "evidence_figure": ("rawd", "figures of a report, none about anybody"),
    "evidence_intake": ("rawd", "looks into the folder of reports"),
    "services_token": ("raw", "tokens of other systems; read before there is anybody to sign for"),
    "services_usage": ("raw", "how many calls a token made this minute"),
    "nominations_regionsetting": ("rawd", "a region's numbers"),
    "operation_backup": ("ra", "when backups were made, and how large"),
    "oversight_needreview": ("raw", "a region's yearly review"),
    "runs_run": ("rawd", "figures of a run"),
    "runs_setaside": ("rawd", "counts of rows set aside"),
    "pghistory_context": ("rawd", "empty: history keeps no context of requests"),
    "account_emailaddress": ("rawd", "django-allauth; colleagues"),
    "account_emailconfirmation": ("rawd", "django-allauth; colleagues"),
    "mfa_authenticator": ("rawd", "django-allauth; colleagues' second factors"),
    "socialaccount_socialaccount": ("rawd", "django-allauth; the authority's login"),
    "socialaccount_socialapp": ("rawd", "django-allauth; the authority's login"),
    "socialaccount_socialtoken": ("rawd", "django-allauth; the authority's login"),
    "auth_group": ("rawd", "Django; not used"),
    "auth_group_permissions": ("rawd", "Django; not used"),
    "auth_permission": ("rawd", "Django; not used"),
    "django_content_type": ("rawd", "Django; names of models"),
    "django_migrations": ("r", "Django; which migrations ran"),
    "django_session": ("rawd", "Django; ids and hashes of colleagues' sessions"),
    "procrastinate_events": ("rawd", "the queue of jobs; their arguments are ids of runs"),
    "procrastinate_jobs": (
        "rawd",
        "the queue of jobs; their arguments are ids of runs and colleagues",
    ),
    "procrastinate_periodic_defers": ("rawd", "the queue of jobs"),
    "procrastinate_workers": ("rawd", "the queue of jobs"),
}
"""Table → what app may, and why it needs no row security."""

FUNCTIONS: dict[str, str] = {
    "signed": "definer", "conflicts": "definer", "note_attempt": "definer", "entries_about": "definer",
    "judged_first": "definer", "two_people_decided": "definer",
    "asked_for": "definer", "duty_answer": "definer", "known_as": "definer", "search": "definer",
    "figures": "definer", "oversees": "invoker", "at_duty_desk": "invoker", "words_of": "invoker",
    "own_steps": "definer", "numbered": "definer", "served": "definer",
    "confirms_token": "invoker", "fenced": "invoker", "serves": "invoker", "service": "invoker",
    "service_everywhere": "invoker", "service_regions": "invoker", "token_stays": "invoker",
    "action": "invoker", "appointed": "invoker", "history": "invoker", "job": "invoker",
    "listing_stays": "invoker", "nominates_in": "invoker", "reads_alerts": "invoker",
    "reads_by_person": "invoker", "reads_by_region": "invoker", "regions": "invoker",
    "roles": "invoker", "today": "invoker", "user_id": "invoker",
}  # fmt: skip
"""Functions of schema hejda: with whose rights each runs."""

SENSITIVITIES = {"none", "staff", "pseudonym", "personal", "identity", "secret"}
"""What a field may say of itself, from nothing about anybody to who somebody is."""
