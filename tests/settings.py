"""The site's settings, on this machine, without collected static files."""

import os

os.environ.setdefault("HTTPS", "false")

from orgsim_site.settings import *
from orgsim_site.settings import STORAGES

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
