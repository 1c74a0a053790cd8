"""Whether a platform signed something, and asking its services."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

import jwt
from django.utils import timezone

from lessons.lti.keys import ALGORITHM, signed
from lessons.models import LtiPlatform

PATIENCE: Final = 10
"""Seconds to wait for an answer."""
LONGEST: Final = 2_000_000
"""Bytes of an answer: the roster of a large course has less."""
LEEWAY: Final = 60
"""Seconds by which a platform's clock may be wrong."""
FETCHED_EVERY: Final = timedelta(minutes=1)
"""At most: who sends tokens with made-up keys does not make us ask the platform for each."""
SHORT: Final = 300
HOST: Final = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?|\[[0-9a-fA-F:.]+\](:[0-9]+)?")
"""Nothing that would mean something else in a Content-Security-Policy."""


class NotSigned(ValueError):
    """A token is not what this platform signs for us, now; the message says why, in English."""


class ServiceFailed(Exception):
    """A platform's service said no (``status``), or nothing (None). ``about`` is what was asked for."""

    def __init__(self, about: str, status: int | None, said: str) -> None:
        super().__init__(f"{about}: {status or 'no answer'} {said}".strip())
        self.about = about
        self.status = status
        self.said = said


@dataclass(frozen=True, slots=True)
class Answer:
    body: Any
    next: str
    """The address of the next page, if there is one."""


def verified(platform: LtiPlatform, token: str) -> dict[str, Any]:
    """The claims of an ID token. Raises ``NotSigned``, and ``ServiceFailed`` if no keys can be had.

    Source: 1EdTech Security Framework 1.0, section 5.1.3, "Authentication Response Validation".
    """
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise NotSigned(str(error)) from error
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(platform, header.get("kid")),
            # Never the one that the token names: "none" would be one.
            algorithms=[ALGORITHM],
            audience=platform.client_id,
            issuer=platform.issuer,
            leeway=LEEWAY,
            options={"require": ["iss", "aud", "sub", "exp", "iat", "nonce"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise NotSigned(str(error)) from error
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if (several or "azp" in claims) and claims.get("azp") != platform.client_id:
        raise NotSigned("azp is another client")
    return claims


def _key(platform: LtiPlatform, kid: object) -> Any:
    """Fetched again if it is not known: platforms change their keys."""
    found = _known(platform, kid)
    now = timezone.now()
    if found is None and (platform.keys_fetched is None or now - platform.keys_fetched > FETCHED_EVERY):
        answer = _ask("keys", Request(platform.keys_url, headers={"Accept": "application/json"}))
        if not isinstance(answer.body, dict):
            raise ServiceFailed("keys", None, "no JSON Web Key Set")
        platform.keys, platform.keys_fetched = answer.body, now
        platform.save(update_fields=["keys", "keys_fetched"])
        found = _known(platform, kid)
    if found is None:
        raise NotSigned(f"no key {kid!r}")
    return found


def _known(platform: LtiPlatform, kid: object) -> Any:
    keys = platform.keys.get("keys")
    for each in keys if isinstance(keys, list) else ():
        if isinstance(each, dict) and each.get("kid") == kid and each.get("kty") == "RSA":
            return jwt.PyJWK(each, algorithm=ALGORITHM).key
    return None


@dataclass(slots=True)
class Services:
    """Those of one platform; access tokens are asked for once per scope."""

    platform: LtiPlatform
    _tokens: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, scope: str, media_type: str) -> Answer:
        return self._call(address, scope, {"Accept": media_type})

    def post(self, address: str, scope: str, media_type: str, body: dict[str, Any]) -> Answer:
        return self._call(address, scope, {"Content-Type": media_type}, json.dumps(body).encode())

    def _call(self, address: str, scope: str, headers: dict[str, str], data: bytes | None = None) -> Answer:
        if scope not in self._tokens:
            self._tokens[scope] = self._token(scope)
        headers = {**headers, "Authorization": f"Bearer {self._tokens[scope]}"}
        return _ask("service", Request(address, data=data, headers=headers))

    def _token(self, scope: str) -> str:
        """Source: 1EdTech Security Framework 1.0, section 4.1, "Using JSON Web Tokens with OAuth 2.0
        Client-Credentials Grant"."""
        now = int(timezone.now().timestamp())
        claims = {
            "iss": self.platform.client_id,
            "sub": self.platform.client_id,
            "aud": self.platform.audience or self.platform.token_url,
            "iat": now,
            "exp": now + 300,
            "jti": str(uuid4()),
        }
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": signed(claims),
            "scope": scope,
        }
        answer = _ask("token", Request(self.platform.token_url, data=urlencode(form).encode()))
        token = answer.body.get("access_token") if isinstance(answer.body, dict) else None
        if not isinstance(token, str) or not token:
            raise ServiceFailed("token", None, "no access_token")
        return token


def is_web_address(text: object) -> bool:
    """Of a service or a page: nothing that a browser or we would open otherwise."""
    if not isinstance(text, str):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and HOST.fullmatch(parts.netloc) is not None


def _ask(about: str, request: Request) -> Answer:
    try:
        with urlopen(request, timeout=PATIENCE) as response:
            text = response.read(LONGEST)
            links = response.headers.get("Link", "")
    except HTTPError as error:
        raise ServiceFailed(about, error.code, error.read(SHORT).decode(errors="replace")) from error
    except (HTTPException, OSError) as error:
        raise ServiceFailed(about, None, str(error)[:SHORT]) from error
    try:
        body = json.loads(text) if text.strip() else None
    except ValueError as error:
        raise ServiceFailed(about, None, "no JSON") from error
    return Answer(body, _next(links))


def _next(links: str) -> str:
    """Of a Link header (RFC 8288)."""
    for each in links.split(","):
        address, _, rest = each.partition(";")
        if 'rel="next"' in rest.replace("rel=next", 'rel="next"'):
            return address.strip().removeprefix("<").removesuffix(">")
    return ""
