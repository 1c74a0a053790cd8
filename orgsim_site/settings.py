"""Settings from the environment. What is not said is safe for production.

==================== ==============================================================================
``SECRET_KEY``       one is made at random and kept in ``var/``; several machines must share theirs.
                     With another one recovery phrases are void, and whoever comes from a learning
                     platform is somebody new
``HTTPS``            true by default: secure cookies, HSTS, redirect. ``make run`` says false
``DEBUG``            false by default
``ALLOWED_HOSTS``    comma-separated; this machine only by default
``CSRF_TRUSTED_ORIGINS``  comma-separated origins, when a proxy changes host or port
``INSTRUCTOR_SIGN_UP``  who becomes an instructor by themselves: ``invitation``, with a code of an
                     administrator, by default; ``open``, everybody; ``closed``, nobody
``CLASS_KEPT_DAYS``  a class is deleted so many days after its end: 30 by default
``XAPI_ENDPOINT``    a learning record store that is told what happens in classes; nobody by default.
                     With it ``XAPI_USERNAME``, ``XAPI_PASSWORD``, and ``XAPI_SITE``, this site's own
                     address, ``https://orgsim.example``, below which its activities are named
``DATABASE_URL``     SQLite in ``var/`` by default; ``postgres://user:password@host/name``
``REQUEST_THREADS``  how many requests a process answers at once, each over a connection to the
                     database that it keeps: 2 by default. Streams hold none
==================== ==============================================================================
"""

import warnings
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
"""The key and the database; nobody else on this machine looks in."""

env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("HTTPS", default=not DEBUG)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])


def _secret_key() -> str:
    """From the environment, else one of this checkout's own that survives a restart."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    kept = VAR_DIR / "secret_key"
    if not kept.exists() or not kept.read_text():
        VAR_DIR.mkdir(mode=0o700, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key())
    return kept.read_text()


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "policies.apps.PoliciesConfig",
    "accounts.apps.AccountsConfig",
    "lessons.apps.LessonsConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "orgsim_site.caching.nobody_keeps_personal_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.visitors.VisitorMiddleware",
    "accounts.covering.CoveringMiddleware",
    "lessons.nulls.NullsMiddleware",
]

ROOT_URLCONF = "orgsim_site.urls"
WSGI_APPLICATION = "orgsim_site.wsgi.application"
ASGI_APPLICATION = "orgsim_site.asgi.application"

_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["template_partials.templatetags.partials"],
            "libraries": {"i18n": "orgsim_site.messages.tags"},
        },
    },
]

# Our ``i18n`` takes the place of Django's on purpose: see orgsim_site/messages/tags.py.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'orgsim.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(mode=0o700, exist_ok=True)
    # A write takes the lock at its beginning, so two that read first cannot both come to write:
    # one waits, and neither meets "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
    # In memory, threads of a live server meet "table is locked".
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
# The threads that answer requests stay (see ``handling``), and so do their connections. One that the database
# has closed is found before it is used.
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# One interpreter works for one of them at a time; the second is for while the first waits for the database.
# SQLite lets one write, and whoever waits asks it again ever more rarely: of many that wait, one that came
# first may be passed over until it gives up ("database is locked"). Our own queue is in order, so it is there
# that they wait. Sixty learners who write to one organization at once are all served so, and sooner.
REQUEST_THREADS = env.int("REQUEST_THREADS", default=2)
if not 1 <= REQUEST_THREADS <= 100:
    raise ImproperlyConfigured(f"REQUEST_THREADS must be from 1 to 100, not {REQUEST_THREADS}.")
# What was drawn once and is the same for everybody; a dashboard keeps a row for each learner.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 4_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGIN_URL = "lessons:sign_in"
INSTRUCTOR_SIGN_UP = env.str("INSTRUCTOR_SIGN_UP", default="invitation")
if INSTRUCTOR_SIGN_UP not in ("open", "invitation", "closed"):
    raise ImproperlyConfigured(
        f"INSTRUCTOR_SIGN_UP must be open, invitation or closed, not {INSTRUCTOR_SIGN_UP!r}."
    )
CLASS_KEPT_DAYS = env.int("CLASS_KEPT_DAYS", default=30)
if not 1 <= CLASS_KEPT_DAYS <= 3650:
    raise ImproperlyConfigured(f"CLASS_KEPT_DAYS must be from 1 to 3650, not {CLASS_KEPT_DAYS}.")
INSTRUCTOR_SIGN_UP_URL = "lessons:teach_sign_up"
XAPI_ENDPOINT = env.str("XAPI_ENDPOINT", default="")
XAPI_USERNAME = env.str("XAPI_USERNAME", default="")
XAPI_PASSWORD = env.str("XAPI_PASSWORD", default="")
XAPI_SITE = env.str("XAPI_SITE", default="").rstrip("/")
if XAPI_ENDPOINT and not (XAPI_ENDPOINT.startswith(("http://", "https://")) and XAPI_SITE):
    raise ImproperlyConfigured("XAPI_ENDPOINT must be an address, and XAPI_SITE must say this site's.")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Whitenoise answers with a plain iterator, which Django reads whole under ASGI: right for small files.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        # The nonce is for the policy editor, which writes its own style sheet.
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "orgsim_site.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
# A policy may have 10,240 characters; forms carry one, never files.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
# What AWS prints of an organization comes in several files for each account.
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
