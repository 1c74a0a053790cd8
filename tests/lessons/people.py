"""Learners in their browsers, for the tests of how one learner comes to have several."""

from __future__ import annotations

import re

from django.test import Client

from accounts.models import Visitor, VisitorKey, hash_of
from accounts.visitors import COOKIE
from tests.conftest import Browser, Server

PASSWORD = "seven otters by the lamp"


def browser(server: Server, token: str = "") -> Browser:
    """``token`` is the secret of somebody who has been here; else nobody has ever used it."""
    client = Browser(server)
    if token:
        client.cookies[COOKIE] = token
    return client


def key_of(client: Client) -> VisitorKey | None:
    token = client.cookies[COOKIE].value if COOKIE in client.cookies else ""
    return VisitorKey.objects.filter(token_hash=hash_of(token)).first()


def owner(client: Client) -> Visitor | None:
    """Whose browser it is."""
    key = key_of(client)
    return key and key.visitor


def shown_phrase(page: str) -> str:
    (found,) = re.findall(r'<ol class="phrase"[^>]*>(.*?)</ol>', page, re.S)
    return " ".join(re.findall(r"<li>(\w+)</li>", found))
