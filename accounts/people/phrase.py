"""The recovery phrase: four words of a list of over three thousand bring somebody's work to another browser.

That is 46 bits. Who guesses as often as ``BY_EVERYBODY`` allows needs ten million years for one phrase, and a
thousand to hit any where ten thousand people have one. It is kept as a slow hash with a salt made of
``SECRET_KEY``: looked up like any column, and of no use to who reads the database alone.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Final

from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Visitor
from accounts.people.limits import Limit, limited, network_of

LENGTH: Final = 4
LONGEST: Final = 200
"""Characters that are looked at, of what somebody types."""

COST: Final = 2**13
"""Of scrypt: 20 ms and 8 MB a phrase."""

BY_ADDRESS: Final = Limit("phrase by address", most=30, within=timedelta(minutes=10))
BY_EVERYBODY: Final = Limit("phrase by everybody", most=500, within=timedelta(hours=1))


class NotAPhrase(ValueError):
    """What was typed cannot be a phrase: it has not four words, or ``word`` is none of the list; ``nearest``
    are those of the list that look like it."""

    def __init__(self, word: str = "", nearest: tuple[str, ...] = ()) -> None:
        super().__init__(f"{word} is not in the list." if word else f"A phrase has {LENGTH} words.")
        self.word = word
        self.nearest = nearest


class WrongPhrase(ValueError):
    """It is nobody's."""


@cache
def word_list() -> tuple[str, ...]:
    return tuple(files("accounts.people").joinpath("words.txt").read_text(encoding="ascii").split())


def give_phrase(visitor: Visitor) -> tuple[str, ...]:
    """A new one for this visitor, who has a row; the former one no longer works. It is kept nowhere."""
    words = tuple(secrets.choice(word_list()) for _ in range(LENGTH))
    visitor.phrase_hash, visitor.phrase_made = _hash(words), timezone.now()
    visitor.save(update_fields=["phrase_hash", "phrase_made"])
    return words


def visitor_of_phrase(text: str, address: str) -> Visitor:
    """Whose phrase this is. However it is written: capitals, commas and lines do not matter.

    Raises ``NotAPhrase``, which is no try, ``WrongPhrase``, and ``TooManyTries``.
    """
    words = _words(text)
    with limited(BY_ADDRESS.of(network_of(address)), BY_EVERYBODY.of()):
        visitor = Visitor.objects.filter(phrase_hash=_hash(words)).first()
        if visitor is None:
            raise WrongPhrase("This phrase is nobody's.")
    return visitor


def is_phrase_of(visitor: Visitor, text: str) -> bool:
    """For who counts tries themselves."""
    try:
        return visitor.phrase_hash is not None and visitor.phrase_hash == _hash(_words(text))
    except NotAPhrase:
        return False


def _words(text: str) -> tuple[str, ...]:
    words = tuple(re.findall(r"[^\W\d_]+", text[:LONGEST].lower()))
    if len(words) != LENGTH:
        raise NotAPhrase
    known = word_list()
    for word in words:
        if word not in known:
            raise NotAPhrase(word, tuple(get_close_matches(word, known, n=3, cutoff=0.75)))
    return words


def _hash(words: tuple[str, ...]) -> str:
    salt = salted_hmac("orgsim.phrase", "", algorithm="sha256").digest()
    return hashlib.scrypt(" ".join(words).encode(), salt=salt, n=COST, r=8, p=1, dklen=32).hex()
