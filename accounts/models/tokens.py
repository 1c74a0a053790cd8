"""Secrets that are handed out, and names that nobody guesses."""

import hashlib
import secrets


def hash_of(token: str) -> str:
    """What is kept of a secret that was handed out: a reader of the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """256 random bits, for cookies and links."""
    return secrets.token_urlsafe(32)


def new_public_id() -> str:
    """Of letters, digits and ``_``: on a command line what begins with a dash is an option."""
    return secrets.token_urlsafe(16).replace("-", "_")
