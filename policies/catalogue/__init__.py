"""What AWS has: services, actions, resource types, condition keys, AWS managed policies, example SCPs.

Everything is read from ``data`` when first asked for, then kept. Nothing here needs Django.
``data/SOURCE.md`` says where the data came from and when; ``manage.py refresh_catalogue`` renews it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from policies.catalogue.tables import read_catalogue
from policies.catalogue.values import (
    AccessLevel,
    Action,
    ActionResource,
    Catalogue,
    ConditionKey,
    ResourceType,
    Service,
    Source,
)

__all__ = [
    "DATA",
    "AccessLevel",
    "Action",
    "ActionResource",
    "Catalogue",
    "ConditionKey",
    "ResourceType",
    "Service",
    "Source",
    "catalogue",
]

DATA = Path(__file__).parent / "data"


@cache
def catalogue() -> Catalogue:
    """The catalogue of this version of orgsim."""
    return read_catalogue(DATA)
