"""What the database keeps encrypted: of no use to who reads it alone, for it takes ``SECRET_KEY``, too."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.crypto import salted_hmac

SALT: Final = "accounts.sealing"


def sealed(text: str) -> str:
    """Another one each time."""
    return _box(settings.SECRET_KEY).encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """Empty where it was sealed with another ``SECRET_KEY``."""
    try:
        return _box(settings.SECRET_KEY).decrypt(text).decode()
    except InvalidToken:
        return ""


def mark_of(*parts: object) -> str:
    """By which something that is sealed is found again: 64 hexadecimal digits."""
    return salted_hmac(f"{SALT}.mark", json.dumps(parts), algorithm="sha256").hexdigest()


@lru_cache(maxsize=2)
def _box(secret: str) -> Fernet:
    key = salted_hmac(SALT, "", secret=secret, algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))


class SealedTextField(models.TextField):
    """Text that is ``sealed`` in the database. Nothing can be found by it, for it is never sealed the same: a
    column beside it has its ``mark_of``."""

    def get_lookup(self, lookup_name: str) -> type[models.Lookup[object]] | None:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: nothing is found by it.")
        return super().get_lookup(lookup_name)

    def from_db_value(
        self, value: str | None, expression: object, connection: BaseDatabaseWrapper
    ) -> str | None:
        return None if value is None else opened(value)

    def get_prep_value(self, value: object) -> str | None:
        return None if value is None else sealed(str(value))
