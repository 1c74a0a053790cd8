"""Who is looking: a person, known by the secret in their browser's cookie.

Nobody has to sign up. A person may have several browsers, each with a secret of its own; ``accounts.people``
tells how a second one comes to be theirs.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from accounts.models import Visitor, VisitorKey, hash_of, new_token
from accounts.people.user_agent import browser_name

COOKIE: Final = "visitor"
# The longest that browsers keep a cookie (RFC 6265bis, section 5.5).
COOKIE_AGE: Final = timedelta(days=400)
# How often the cookie and the row of somebody who keeps coming are renewed.
RENEWAL: Final = timedelta(days=1)


class Browser:
    """The browser behind one request: the secret it sent, or the one it will get."""

    def __init__(self, token: str, user_agent: str = "") -> None:
        self._token = token
        self._user_agent = user_agent
        self._key: VisitorKey | None = None
        self._is_due = False
        self._is_gone = False

    @property
    def key(self) -> VisitorKey:
        """Without a row as long as its visitor has none."""
        if self._key is None:
            self._key = self._known() or self._fresh(Visitor(last_seen=timezone.now()))
        return self._key

    def visitor(self) -> Visitor:
        return self.key.visitor

    def hand_over(self, visitor: Visitor) -> VisitorKey:
        """From now on this browser is ``visitor``'s, under a secret that nobody has seen before. What it was
        known by ends."""
        if self.key.pk is not None:
            self.key.delete()
        self._key = self._fresh(visitor)
        self._key.save()
        return self._key

    def leave(self) -> None:
        """Be nobody's: the next request is that of a browser which was never here."""
        if self.key.pk is not None:
            self.key.delete()
        self._is_gone = True

    def keep(self, response: HttpResponse) -> None:
        """Have the secret kept, if there is something behind it."""
        if self._key is None:
            return
        patch_vary_headers(response, ("Cookie",))
        if self._is_gone:
            response.delete_cookie(COOKIE, samesite="Lax")
        elif self._is_due and self._key.visitor.pk is not None:
            if self._key.pk is None:
                self._key.save()
            response.set_cookie(
                COOKIE,
                self._token,
                max_age=COOKIE_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )

    def _known(self) -> VisitorKey | None:
        try:
            known = VisitorKey.objects.select_related("visitor").get(token_hash=hash_of(self._token))
        except VisitorKey.DoesNotExist:
            return None
        now = timezone.now()
        if now - known.last_seen > RENEWAL:
            known.last_seen = known.visitor.last_seen = now
            known.save(update_fields=["last_seen"])
            known.visitor.save(update_fields=["last_seen"])
            self._is_due = True
        return known

    def _fresh(self, visitor: Visitor) -> VisitorKey:
        # Never the secret that came: somebody else may have put it into this browser.
        self._token = new_token()
        self._is_due = True
        name = browser_name(self._user_agent)
        return VisitorKey(visitor=visitor, token_hash=hash_of(self._token), browser=name)


class VisitorRequest(HttpRequest):
    """What views get. ``visitor`` has no row until there is something to keep for them."""

    visitor: Visitor
    browser: Browser


class VisitorMiddleware:
    """Gives each request its ``visitor``, who is looked up when first asked for, and its ``browser``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        browser = Browser(request.COOKIES.get(COOKIE, ""), request.headers.get("User-Agent", ""))
        request.browser = browser  # type: ignore[attr-defined]
        request.visitor = SimpleLazyObject(browser.visitor)  # type: ignore[attr-defined]
        response = self._get_response(request)
        browser.keep(response)
        return response
