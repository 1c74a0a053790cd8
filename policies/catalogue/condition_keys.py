"""The condition keys that services define, found by name, and the actions whose requests can have them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING

from policies.engine.action_sets import ActionSet
from policies.engine.patterns import glob

if TYPE_CHECKING:
    from policies.catalogue.values import Action, ConditionKey, Service


class ConditionKeys:
    """Case never matters. A key with a placeholder, ``aws:ResourceTag/${TagKey}``, is found by any text in
    its place."""

    def __init__(self, services: Iterable[Service], actions: tuple[Action, ...]) -> None:
        self._actions = actions
        self._keys: dict[str, ConditionKey] = {
            _form(key.key): key for service in services for key in service.condition_keys
        }
        self._with_placeholder: dict[str, list[str]] = defaultdict(list)
        for form in self._keys:
            if "*" in form:
                self._with_placeholder[form.partition(":")[0]].append(form)
        self.prefixes = frozenset(form.partition(":")[0] for form in self._keys)
        """What stands before the colon: mostly services, also ``saml`` and hosts of identity providers."""

    def find(self, key: str) -> ConditionKey | None:
        form = self._form_of(key)
        return self._keys[form] if form else None

    def names(self, prefix: str) -> Mapping[str, str]:
        """Of the keys with this prefix and no placeholder: the name in lower case, and as AWS writes it."""
        return {
            form: key.key
            for form, key in self._keys.items()
            if "*" not in form and form.partition(":")[0] == prefix.lower()
        }

    def actions_with(self, key: str) -> ActionSet:
        """The actions whose requests can have the key, of those whose keys the reference lists."""
        form = self._form_of(key)
        return self._actions_by_form.get(form, 0) if form else 0

    def _form_of(self, key: str) -> str | None:
        lower = key.lower()
        if lower in self._keys:
            return lower
        candidates = self._with_placeholder.get(lower.partition(":")[0], ())
        return next((form for form in candidates if glob(form).matches(lower)), None)

    @cached_property
    def _actions_by_form(self) -> Mapping[str, ActionSet]:
        places: dict[str, list[int]] = defaultdict(list)
        form_of = cache(_form)
        for place, action in enumerate(self._actions):
            for key in action.all_condition_keys:
                places[form_of(key)].append(place)
        return {form: _action_set(members, len(self._actions)) for form, members in places.items()}


def _action_set(places: list[int], size: int) -> ActionSet:
    bits = bytearray(size // 8 + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


_PLACEHOLDER = re.compile(r"\$\{[^}]*\}|<key>|(?<=/)tag-key$|(?<=tag/)$")
"""The ways in which the reference writes one, also by leaving the name of a tag out."""


def _form(key: str) -> str:
    """``aws:ResourceTag/${TagKey}`` → ``aws:resourcetag/*``."""
    return _PLACEHOLDER.sub("*", key.lower())
