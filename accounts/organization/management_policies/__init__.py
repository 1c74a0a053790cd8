"""Management policies: what their texts say, and what comes of them together.

===============  ==================================================================================
``settings``     what one policy says: operators at paths
``grammar``      what may stand where, of which ``grammars`` has one for each type
``parse``        text to settings, every fault with its place
``effective``    the effective policy of a root, unit or account, and what it is made of
``merge``        how levels are merged, and ``parts`` what remembers where a setting comes from
``validity``     whether policies are valid together
``tags``         compliance with tag policies, and what they block
===============  ==================================================================================

They are no authorization: they set up services, and apply to the management account, too.
"""

from __future__ import annotations

from accounts.organization.management_policies.effective import EffectivePolicy, effective
from accounts.organization.management_policies.parse import parse_settings
from accounts.organization.management_policies.parts import EffectiveValue, Fate, Item, Part, Source
from accounts.organization.management_policies.settings import EVERY_OPERATOR, Operator
from accounts.organization.management_policies.tags import (
    Compliance,
    EntityCompliance,
    TagFault,
    TagRule,
    WrongTag,
    blocked_tag,
    tag_compliance,
    tag_rules,
    wrong_tags,
)
from accounts.organization.management_policies.validity import Invalidity, InvalidityCode

__all__ = [
    "EVERY_OPERATOR",
    "Compliance",
    "EffectivePolicy",
    "EffectiveValue",
    "EntityCompliance",
    "Fate",
    "Invalidity",
    "InvalidityCode",
    "Item",
    "Operator",
    "Part",
    "Source",
    "TagFault",
    "TagRule",
    "WrongTag",
    "blocked_tag",
    "effective",
    "parse_settings",
    "tag_compliance",
    "tag_rules",
    "wrong_tags",
]
