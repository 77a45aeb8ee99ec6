"""Django's settings. Everything that differs between installations comes from one file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from hejda_web.config.installation import origin_of, this_installation

HERE = Path(__file__).resolve().parent.parent
INSTALLATION = this_installation()
EMBEDDED = INSTALLATION.mode == "embedded"
DATABASE_ROLE = os.environ.get("HEJDA_DATABASE_ROLE", "app")

SECRET_KEY = INSTALLATION.django_secret
DEBUG = False
ALLOWED_HOSTS = INSTALLATION.hosts
ROOT_URLCONF = "hejda_web.config.urls"
WSGI_APPLICATION = "hejda_web.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]

INSTALLED_APPS = [
    "hejda_web.desk",
    "hejda_web.operation",
    "hejda_web.api",
    "hejda_web.oversight",
    "hejda_web.sharing",
    "hejda_web.cases",
    "hejda_web.nominations",
    "hejda_web.evidence",
    "hejda_web.runs",
    "hejda_web.events",
    "hejda_web.people",
    "hejda_web.services",
    "hejda_web.audit",
    "hejda_web.accounts",
    "hejda_web.ui",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "csp",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "hejda_web.ui.middleware.Told",
    "hejda_web.ui.middleware.Fenced",
    "hejda_web.ui.middleware.Problems",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hejda_web.ui.middleware.NoStore",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hejda_web.accounts.middleware.LoginFirst",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "ui" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hejda_web.ui.frame.frame",
                "hejda_web.people.frame.frame",
                "hejda_web.desk.first_day.frame",
            ],
            "builtins": ["hejda_web.ui.templatetags.words"],
        },
    }
]
FORM_RENDERER = "hejda_web.ui.forms.Renderer"

# ── The database ─────────────────────────────────────────────────────────────────────────────────

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("HEJDA_DATABASE_NAME", INSTALLATION.database.name),
        "USER": DATABASE_ROLE,
        "PASSWORD": INSTALLATION.database.passwords[DATABASE_ROLE],
        "HOST": INSTALLATION.database.host,
        "PORT": str(INSTALLATION.database.port),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,  # the gate opens the transaction, signs it and closes it
        "OPTIONS": {
            "application_name": "hejda",
            "connect_timeout": 5,
            # Row security makes each plan long to work out; a statement asked often is planned once.
            "server_side_binding": True,
            "prepare_threshold": 5,
        },
    }
}

# ── Login ────────────────────────────────────────────────────────────────────────────────────────

AUTHENTICATION_BACKENDS = ["hejda_web.accounts.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_ADAPTER = "hejda_web.accounts.adapters.NoSignup"
SOCIALACCOUNT_ADAPTER = "hejda_web.accounts.adapters.KnownPeopleOnly"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED
MFA_TOTP_ISSUER = "hejda"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if INSTALLATION.oidc is not None:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "authority",
                "name": INSTALLATION.oidc.name,
                "client_id": INSTALLATION.oidc.client_id,
                "secret": INSTALLATION.oidc.client_secret,
                "settings": {"server_url": INSTALLATION.oidc.server_url},
            }
        ],
    }
DENIED_AFTER = 0.1
"""Seconds that every answer about nothing to be seen takes, whether or not there is something."""
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
if (
    not EMBEDDED
):  # a browser sends these only over TLS; the demonstration runs on loopback without it
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked on this machine, says nothing of anybody
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True

# ── What a browser may do with a page ────────────────────────────────────────────────────────────

# A form that leads on to the authority's login is refused by the browser unless its origin stands here.
LOGIN_ORIGIN = [origin_of(INSTALLATION.oidc.server_url)] if INSTALLATION.oidc else []
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = (
    "same-origin"  # with no-referrer a browser sends a form from "null", and it is refused
)
CSRF_FAILURE_VIEW = "hejda_web.ui.errors.forbidden"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *LOGIN_ORIGIN],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "report-uri": "/csp/",
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

# ── Static files, jobs, logs ─────────────────────────────────────────────────────────────────────

STATIC_URL = "/static/"
STATIC_ROOT = INSTALLATION.home / "static"
STATICFILES_DIRS = [HERE / "ui" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,  # that would silence faults of pages too
    "handlers": {"plain": {"class": "hejda_web.ui.plain_log.PlainHandler"}},
    "root": {"handlers": ["plain"], "level": "WARNING"},
    "loggers": {
        name: {"handlers": [], "level": level, "propagate": True}
        for name, level in (
            ("django", "WARNING"),
            ("django.server", "WARNING"),
            ("django.request", "ERROR"),  # each request has a line of its own
            ("hejda_web.request", "INFO"),
            ("procrastinate", "WARNING"),
            ("procrastinate.worker", "INFO"),
        )
    },
}
