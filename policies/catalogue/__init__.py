"""What AWS has: services, actions, resource types, condition keys, AWS managed policies, example SCPs.

Everything is read from ``data`` when first asked for, then kept. Nothing here needs Django.
``data/SOURCE.md`` says where the data came from and when; ``manage.py refresh_catalogue`` renews it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from policies.catalogue.examples import ExampleScp, read_example_scps
from policies.catalogue.global_keys import GlobalKey, KnownBy, Presence, Property, read_global_keys
from policies.catalogue.managed import AwsManagedPolicy, read_managed_policies
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
    "AwsManagedPolicy",
    "Catalogue",
    "ConditionKey",
    "ExampleScp",
    "GlobalKey",
    "KnownBy",
    "Presence",
    "Property",
    "ResourceType",
    "Service",
    "Source",
    "catalogue",
    "example_scps",
    "global_condition_keys",
    "managed_policies",
]

DATA = Path(__file__).parent / "data"


@cache
def catalogue() -> Catalogue:
    """The catalogue of this version of orgsim."""
    return read_catalogue(DATA)


@cache
def global_condition_keys() -> Mapping[str, GlobalKey]:
    """By name in lower case; a name that ends in a slash goes on with the name of a tag."""
    return MappingProxyType(dict(read_global_keys(DATA)))


@cache
def managed_policies() -> Mapping[str, AwsManagedPolicy]:
    """The best-known AWS managed policies by ARN, sorted by it. Each document is parsed on first use."""
    return MappingProxyType(read_managed_policies(DATA))


@cache
def example_scps() -> tuple[ExampleScp, ...]:
    """The SCPs of the Organizations User Guide, in the order of its pages."""
    return read_example_scps(DATA)
