"""The site's settings, on this machine, with static files as they are: nothing is collected first."""

import os

os.environ.setdefault("HTTPS", "false")

from orgsim_site.settings import *
from orgsim_site.settings import DATABASES, STORAGES

# What production does, however this machine is set up.
INSTRUCTOR_SIGN_UP = "invitation"
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Quick to check, and nothing worth stealing: the admin's tests sign in forty times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A database of an hour: nothing waits for the disk, and what a savepoint would give back stays in memory.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"
