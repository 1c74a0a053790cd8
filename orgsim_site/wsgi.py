"""The app for servers without live updates."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orgsim_site.settings")

application = get_wsgi_application()
