"""A learning platform: Otter Academy, whose server tells its keys, gives access tokens, and takes scores.

Its people are known by ``sub``: mei learns, tom teaches.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client
from jwt.algorithms import RSAAlgorithm

from accounts.models import Visitor
from lessons.lti.launch import CLAIM, DEEP_LINKING, GRADES, MEMBERSHIP, ROSTER, SCORE_SCOPE
from lessons.models import LtiPlatform, LtiUser
from lessons.models.lti import subject_hash_of

ISSUER: Final = "https://otter.academy"
CLIENT: Final = "orgsim-1"
DEPLOYMENT: Final = "7"
LEARNER: Final = MEMBERSHIP + "Learner"
INSTRUCTOR: Final = MEMBERSHIP + "Instructor"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Academy:
    """``heard`` is what orgsim has sent to its services: method, path, headers, body. ``answers`` are those
    that a path gets instead of the usual: status and text."""

    key: rsa.RSAPrivateKey
    address: str = ""
    heard: list[tuple[str, str, Any, str]] = field(default_factory=list)
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    members: list[dict[str, Any]] = field(default_factory=list)

    def register(self) -> LtiPlatform:
        return LtiPlatform.objects.create(
            name="Otter Academy",
            issuer=ISSUER,
            client_id=CLIENT,
            login_url=f"{ISSUER}/auth",
            token_url=f"{self.address}/token",
            keys_url=f"{self.address}/keys",
            deployments=[DEPLOYMENT],
        )

    def says(self, nonce: str, sub: str = "mei", role: str = LEARNER, **more: Any) -> dict[str, Any]:
        """The claims of a launch of the link "week-3" of the course "cloud-101"."""
        now = int(time.time())
        line = {"scope": [SCORE_SCOPE], "lineitem": f"{self.address}/line/3?type=link"}
        said = {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": sub,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            CLAIM + "version": "1.3.0",
            CLAIM + "message_type": "LtiResourceLinkRequest",
            CLAIM + "deployment_id": DEPLOYMENT,
            CLAIM + "target_link_uri": "http://testserver/lti/launch/",
            CLAIM + "roles": [role],
            CLAIM + "context": {"id": "cloud-101", "title": "Cloud 101"},
            CLAIM + "resource_link": {"id": "week-3", "title": "Week 3"},
            GRADES: line,
            ROSTER: {"context_memberships_url": f"{self.address}/members", "service_versions": ["2.0"]},
        }
        return {**said, **more}

    def wants_choice(self, nonce: str, sub: str = "tom", role: str = INSTRUCTOR) -> dict[str, Any]:
        settings = {
            "deep_link_return_url": f"{ISSUER}/return",
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["window"],
            "data": "what the academy wants back",
        }
        more = {CLAIM + "message_type": "LtiDeepLinkingRequest"}
        return self.says(nonce, sub, role, **more, **{DEEP_LINKING + "deep_linking_settings": settings})

    def signs(self, claims: dict[str, Any], key: Any = None, algorithm: str = "RS256") -> str:
        return jwt.encode(claims, key or self.key, algorithm=algorithm, headers={"kid": "academy"})

    def launches(self, client: Client, sub: str = "mei", role: str = LEARNER, **more: Any) -> HttpResponse:
        """From the click in the course to where it leads, which is what is returned."""
        state, nonce = begin(client)
        return arrive(client, state, self.signs({**self.says(nonce, sub, role), **more}))


def begin(client: Client, **more: str) -> tuple[str, str]:
    """A login is asked for, and orgsim sends the browser to the academy: the state and the nonce."""
    asked = {"iss": ISSUER, "client_id": CLIENT, "login_hint": "u", "lti_message_hint": "m", **more}
    response = client.post("/lti/login/", asked)
    assert response.status_code == 302, response.content.decode()
    query = parse_qs(urlsplit(response["Location"]).query)
    assert response["Location"].startswith(f"{ISSUER}/auth?")
    return query["state"][0], query["nonce"][0]


def arrive(client: Client, state: str, token: str) -> HttpResponse:
    """The academy's page posts this. Browsers keep cookies back with it, as ``SameSite=Lax`` says."""
    stranger = Client()
    response = stranger.post("/lti/launch/", {"state": state, "id_token": token})
    assert not response.cookies, "would take the place of the browser's own"
    return client.get(response["Location"]) if response.status_code == 302 else response


@contextmanager
def academy(key: rsa.RSAPrivateKey) -> Iterator[Academy]:
    made = Academy(key)

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, body: str) -> None:
            path = urlsplit(self.path).path
            made.heard.append((self.command, self.path, self.headers, body))
            status, text = made.answers.get(path) or (200, json.dumps(self._usual(path)))
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def _usual(self, path: str) -> Any:
            if path == "/keys":
                public = json.loads(RSAAlgorithm.to_jwk(made.key.public_key()))
                return {"keys": [{**public, "kid": "academy", "alg": "RS256", "use": "sig"}]}
            if path == "/token":
                return {"access_token": "let me in", "token_type": "bearer", "expires_in": 3600}
            return {"members": made.members} if path == "/members" else {}

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def user_called(subject: str) -> LtiUser:
    """Who the only platform calls so."""
    return LtiUser.objects.get(subject_hash=subject_hash_of(LtiPlatform.objects.get(), subject))


def comes_as(visitor: Visitor, subject: str) -> LtiUser:
    """As if they had been launched by the only platform, which calls them so."""
    platform = LtiPlatform.objects.get()
    marked = subject_hash_of(platform, subject)
    return LtiUser.objects.create(platform=platform, subject=subject, subject_hash=marked, visitor=visitor)
