"""Who is looking: a browser, known by a secret in its cookie. Nobody signs up, nothing personal is kept."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from accounts.models import Visitor, hash_of, new_token

COOKIE: Final = "visitor"
# The longest that browsers keep a cookie (RFC 6265bis, section 5.5).
COOKIE_AGE: Final = timedelta(days=400)
# How often the cookie and the row of somebody who keeps coming are renewed.
RENEWAL: Final = timedelta(days=1)


class VisitorRequest(HttpRequest):
    """What views get. ``visitor`` has no row until there is something to keep for them."""

    visitor: Visitor


class VisitorMiddleware:
    """Gives each request its ``visitor``, who is looked up when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        browser = _Browser(request.COOKIES.get(COOKIE, ""))
        request.visitor = SimpleLazyObject(browser.visitor)  # type: ignore[attr-defined]
        response = self._get_response(request)
        browser.keep(response)
        return response


class _Browser:
    """The browser behind one request: the secret it sent, or the one it will get."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._visitor: Visitor | None = None
        self._is_due = False

    def visitor(self) -> Visitor:
        now = timezone.now()
        visitor = Visitor.objects.filter(token_hash=hash_of(self._token)).first()
        if visitor is None:
            # Never the secret that came: somebody else may have put it into this browser.
            self._token = new_token()
            visitor = Visitor(token_hash=hash_of(self._token), last_seen=now)
            self._is_due = True
        elif now - visitor.last_seen > RENEWAL:
            visitor.last_seen = now
            visitor.save(update_fields=["last_seen"])
            self._is_due = True
        self._visitor = visitor
        return visitor

    def keep(self, response: HttpResponse) -> None:
        """Have the secret kept, if there is something behind it."""
        if self._visitor is None:
            return
        patch_vary_headers(response, ("Cookie",))
        if self._is_due and self._visitor.pk is not None:
            response.set_cookie(
                COOKIE,
                self._token,
                max_age=COOKIE_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
