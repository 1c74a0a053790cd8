"""Nicknames: by what learners are called in a class, which need not be their names."""

from __future__ import annotations

import unicodedata
from typing import Final

from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from lessons.models import Classroom, Seat

LONGEST: Final = 24
_ANIMALS: Final = """
badger bison civet crane dingo dormouse egret falcon finch gannet gecko genet heron hoopoe ibex ibis
jackdaw kestrel kiwi koala lapwing lemur lynx magpie marten mole moth newt ocelot okapi oriole osprey
otter petrel pika plover puffin quail quokka raven redwing robin seal serval shrew siskin starling stoat
stork swift tamarin tapir tern toad toucan turtle vole walrus weasel wombat wren yak zebra
"""
ANIMALS: Final = tuple(_ANIMALS.split())


class BadNickname(ValueError):
    """It cannot be one, or somebody has it; the message says which."""


def suggested(classroom: Classroom | None) -> str:
    """One that is free in this class, if it is known already."""
    seats = classroom.seats.all() if classroom else Seat.objects.none()
    taken = {each.casefold() for each in seats.values_list("nickname", flat=True)}
    free = [animal for animal in ANIMALS if animal not in taken]
    if free:
        return free[int(get_random_string(6, "0123456789")) % len(free)]
    number = len(taken)
    while f"otter {number}" in taken:
        number += 1
    return f"otter {number}"


def still_free(nickname: str, classroom: Classroom) -> str:
    """One that was suggested, or another if somebody has taken it meanwhile. A class that suggests none takes
    none that nobody typed: empty."""
    if not classroom.suggests_nicknames:
        return ""
    return suggested(classroom) if classroom.seats.filter(nickname__iexact=nickname).exists() else nickname


def checked(text: str, classroom: Classroom, of: Seat | None = None) -> str:
    """Without spaces around and doubled. Raises ``BadNickname``."""
    nickname = " ".join(unicodedata.normalize("NFC", text).split())
    if not nickname:
        raise BadNickname(_("Choose a nickname."))
    if len(nickname) > LONGEST:
        raise BadNickname(_("A nickname has at most %(most)s characters.") % {"most": LONGEST})
    if any(unicodedata.category(character)[0] in "CM" for character in nickname):
        raise BadNickname(_("Use letters, digits and spaces."))
    others = classroom.seats.filter(nickname__iexact=nickname)
    if of is not None:
        others = others.exclude(pk=of.pk)
    if others.exists():
        raise BadNickname(_("Somebody in this class is called that already."))
    return nickname
