"""The site's settings, with the addresses of ``bare`` and nothing to collect first."""

from tests.settings import *

ROOT_URLCONF = "benchmarks.bare"
ALLOWED_HOSTS = ["*"]
LOGGING = {"version": 1, "root": {"handlers": [], "level": "CRITICAL"}}
