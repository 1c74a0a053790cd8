"""The sprite holds the icons that the site shows, and no others: it travels with every page."""

import re

from django.conf import settings

SPRITE = settings.BASE_DIR / "templates" / "_icons.html"
NAME = re.compile(r"""["'#]([ivgl]-[a-z]+)["']""")


def test_every_icon_that_is_named_is_drawn_and_every_one_drawn_is_named():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text()))
    sources = [
        *(path for path in settings.BASE_DIR.glob("templates/**/*.html") if path != SPRITE),
        *settings.BASE_DIR.glob("accounts/**/*.py"),
        *settings.BASE_DIR.glob("lessons/**/*.py"),
        *settings.BASE_DIR.glob("static/js/*.js"),
    ]

    named = {name for path in sources for name in NAME.findall(path.read_text())}

    assert named == drawn
