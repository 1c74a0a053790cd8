"""The condition keys that begin with ``aws:``. Source: IAM User Guide, "Global condition context keys"."""

import pytest

from policies.catalogue import DATA, catalogue, global_condition_keys
from policies.catalogue.global_keys import GLOBAL_CONDITION_KEYS
from policies.catalogue.source import read_source


@pytest.mark.parametrize(
    ("name", "kind", "is_multivalued"),
    [
        ("aws:PrincipalOrgPaths", "String", True),
        ("aws:TagKeys", "String", True),
        ("aws:RequestedRegion", "String", False),
        ("aws:SourceIp", "IPAddress", False),
        ("aws:PrincipalTag/", "String", False),
    ],
)
def test_a_key_has_a_type_and_one_or_several_values(name, kind, is_multivalued):
    key = global_condition_keys()[name.lower()]

    assert (key.name, key.type, key.is_multivalued) == (name, kind, is_multivalued)


def test_every_global_key_that_a_service_names_is_here():
    named = {key.key for service in catalogue().services.values() for key in service.condition_keys}

    known = {key.name for key in global_condition_keys().values()}
    assert {name.removesuffix("${TagKey}") for name in named if name.startswith("aws:")} <= known


def test_the_rows_are_sorted_and_their_source_is_told():
    assert list(global_condition_keys()) == sorted(global_condition_keys())
    assert read_source(DATA, GLOBAL_CONDITION_KEYS).date.year == 2026
