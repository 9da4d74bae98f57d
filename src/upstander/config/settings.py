"""Settings of the hub, all read from the environment; docs/operators/settings.md lists every name."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from upstander.config.paths import home
from upstander.config.secret import secret_key
from upstander.config.sign_on import providers

HOME = home()
MODE = os.environ.get("UPSTANDER_MODE", "production")
"""production | demo | test. Demo accounts and their second factors exist in demo mode only."""
DEMO = MODE == "demo"
DEBUG = False
SECRET_KEY = secret_key(HOME)
BASE_URL = os.environ.get("UPSTANDER_URL", "http://localhost:8000")
ALLOWED_HOSTS = os.environ.get("UPSTANDER_HOSTS", "localhost").split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SERVICE_NAME = "Upstander"
HUB_NAME = os.environ.get("UPSTANDER_HUB_NAME", "Online Hate Crime Hub")
EXIT_PAGE = os.environ.get("UPSTANDER_EXIT_PAGE", "https://www.bbc.co.uk/weather")
"""Where `Exit this page` goes: a page that tells nothing about where the reader was."""
HTTPS = BASE_URL.startswith("https://")

ROOT_URLCONF = "upstander.config.urls"
WSGI_APPLICATION = "upstander.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"

RECORD = ["journal", "vault", "work", "outbox", "people", "cases", "keys", "search"]
DUTIES = [
    "intake", "campaigns", "bundling", "assessment", "enquiries", "allocation", "evidence", "casework", "care",
    "oversight",
]  # fmt: skip
INSTALLED_APPS = [
    *[f"upstander.record.{room}" for room in RECORD],
    *[f"upstander.duties.{room}" for room in DUTIES],
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "upstander.faces.kit.middleware.Trouble",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "upstander.faces.kit.language.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "upstander.faces.kit.middleware.Access",
    "upstander.faces.kit.editions.Editions",
]

SQLITE_SETUP = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
    "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-20000;"
)
"""FULL, not NORMAL: a commit here can be a threshold decision, and NORMAL may lose the last ones at power loss."""


def database() -> dict[str, object]:
    """Return the database named by DATABASE_URL, or the embedded one in the hub's own folder."""
    if url := os.environ.get("DATABASE_URL"):
        engine = "upstander.record.fence.postgresql"
        return dict(dj_database_url.parse(url, engine=engine, conn_max_age=60, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "upstander.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_SETUP},
    }


DATABASES = {"default": database()}
# One transaction an action, opened by the action itself (foundations 4): never one a request.
ATOMIC_REQUESTS = False

PACKAGE = Path(__file__).resolve().parent.parent
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            PACKAGE / "faces" / face / "templates"
            for face in ("kit", "public", "desk", "force", "oversight", "account")
        ]
        + [PACKAGE / "duties" / "care" / "letters"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "upstander.faces.kit.environment.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "upstander.faces.kit.context.hub",
                "upstander.faces.kit.editions.fields",
            ],
        },
    },
    {  # allauth looks for a Django-templates engine when it builds its own forms; no page of ours uses it.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "faces" / "kit" / "static"]
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
"""The files are served from where they are committed or installed: nothing is collected."""
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# --- Signing in ------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["upstander.faces.account.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "upstander.faces.account.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "upstander.faces.account.forms.SignIn",
    "reauthenticate": "upstander.faces.account.forms.PasswordAgain",
    "change_password": "upstander.faces.account.forms.NewPassword",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/300s/key"}
MFA_ADAPTER = "upstander.faces.account.factors.FactorAdapter"
MFA_FORMS = {
    "authenticate": "upstander.faces.account.forms.Code",
    "authenticate_webauthn": "upstander.faces.account.forms.KeyAtSignIn",
    "reauthenticate": "upstander.faces.account.forms.CodeAgain",
    "activate_totp": "upstander.faces.account.forms.FirstCode",
    "add_webauthn": "upstander.faces.account.forms.NewKey",
    "edit_webauthn": "upstander.faces.account.forms.KeyName",
}
MFA_TOTP_TOLERANCE = 1
"""Codes of the 30 seconds before and after are right too; each still works once."""
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Upstander"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_ADAPTER = "upstander.faces.account.sign_on.accounts.SignOnAdapter"
SOCIALACCOUNT_PROVIDERS = providers()
"""No force signs on through its own identity provider until the file of UPSTANDER_OIDC names it."""
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "rate_limits"}}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
"""In the session, which is encrypted, and not in a cookie of its own."""
SESSION_SERIALIZER = "upstander.record.vault.sessions.LockedSerializer"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
# Not no-referrer: browsers then send `Origin: null` with every form, and the forgery check refuses it.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "upstander.faces.kit.trouble.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Limits of foundations 11 ------------------------------------------------------------------------------------
MAX_FILE_BYTES = 25 * 1024 * 1024
MAX_FILES = 10
MAX_JSON_BYTES = 1024 * 1024
MAX_BODY_BYTES = MAX_FILES * MAX_FILE_BYTES + MAX_JSON_BYTES
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_JSON_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = MAX_FILES + 2
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = None

# --- Mail: a folder in development and demo, SMTP in production ---------------------------------------------------
MAIL_SINK = os.environ.get("UPSTANDER_MAIL", "folder")
"""folder (files under HOME/mail) | smtp."""
MAIL_FOLDER = HOME / "mail"
MAIL_FROM = os.environ.get("UPSTANDER_MAIL_FROM", "hub@localhost")
EMAIL_HOST = os.environ.get("UPSTANDER_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("UPSTANDER_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("UPSTANDER_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("UPSTANDER_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("UPSTANDER_SMTP_TLS", "1") == "1"
EMAIL_TIMEOUT = 20

# --- What may be switched off ------------------------------------------------------------------------------------
TRIAGE = os.environ.get("UPSTANDER_TRIAGE", "on") != "off"
"""Whether text is read for wording: highlights, suggested strands, reports brought forward. All else works without."""

SECOND_READINGS = int(os.environ.get("UPSTANDER_SECOND_READINGS", "20"))
"""How many in a hundred decisions that it is no crime are drawn by lot for a second reader: 0 none, 100 all."""

SCRUB_DAYS = int(os.environ.get("UPSTANDER_SCRUB_DAYS", "30"))
"""In how many days every stored file is read again and compared with what came in."""

CLAMD = os.environ.get("UPSTANDER_CLAMD", "")
"""The unix socket of clamd, a virus scanner beside the hub; empty: files are not scanned."""

WITNESSES = [each.strip() for each in os.environ.get("UPSTANDER_WITNESSES", "").split(",") if each.strip()]
"""Addresses outside the hub that get the journal's checkpoint every night, beside administrators and auditors."""

KEYS_FOLDER = Path(os.environ.get("UPSTANDER_KEYS", HOME / "keys"))
VAULT_FOLDER = HOME / "vault"
PACKAGES_FOLDER = HOME / "packages"
TIME_AUTHORITY = os.environ.get("UPSTANDER_TSA", "")
"""The address of a time-stamping authority (RFC 3161); empty: packages go without a token and say so."""
TIME_ANCHOR = Path(os.environ.get("UPSTANDER_TSA_ROOT", KEYS_FOLDER / "tsa-root.pem"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"one line": {"()": "upstander.config.logs.OneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "one line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"upstander": {"level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
