"""The key that orgsim signs with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import RSAAlgorithm

from lessons.models import LtiKey

ALGORITHM: Final = "RS256"
"""The one that LTI asks of everybody (1EdTech Security Framework 1.0, section 5.1.3)."""
BITS: Final = 2048


def make_key() -> LtiKey:
    private = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    text = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return LtiKey.objects.create(private=text)


def key() -> LtiKey:
    """The newest; made when it is first asked for, and when ``SECRET_KEY`` has changed."""
    return next(_keys(), None) or make_key()


def public_keys() -> dict[str, Any]:
    """As a JSON Web Key Set."""
    return {"keys": [_public(each) for each in _keys()]}


def signed(claims: dict[str, Any]) -> str:
    """A JSON Web Token of ours."""
    mine = key()
    return jwt.encode(claims, _read(mine.private), algorithm=ALGORITHM, headers={"kid": str(mine.pk)})


def _keys() -> Iterator[LtiKey]:
    """Those that can be read, the newest first."""
    return (each for each in LtiKey.objects.all() if each.private)


@lru_cache(maxsize=8)
def _read(text: str) -> rsa.RSAPrivateKey:
    """Reading proves that its numbers belong together, which takes far longer than signing."""
    found = load_pem_private_key(text.encode(), password=None)
    assert isinstance(found, rsa.RSAPrivateKey)
    return found


def _public(mine: LtiKey) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(_read(mine.private).public_key()))
    return {**told, "kid": str(mine.pk), "use": "sig", "alg": ALGORITHM}
