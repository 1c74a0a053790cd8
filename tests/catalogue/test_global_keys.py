"""The condition keys of every service. Source: IAM User Guide, "Global condition context keys"."""

import pytest

from policies.catalogue import DATA, KnownBy, Presence, Property, catalogue, global_condition_keys
from policies.catalogue.global_keys import FEDERATED, GLOBAL_CONDITION_KEYS
from policies.catalogue.source import read_source
from policies.engine.request import PrincipalType

ALWAYS, SOMETIMES, NEVER = Presence


def key(name):
    return global_condition_keys()[name.lower()]


@pytest.mark.parametrize(
    ("name", "kind", "is_multivalued"),
    [
        ("aws:PrincipalOrgPaths", "String", True),
        ("aws:TagKeys", "String", True),
        ("aws:RequestedRegion", "String", False),
        ("aws:SourceIp", "IPAddress", False),
        ("aws:PrincipalTag/", "String", False),
        ("lambda:SourceFunctionArn", "ARN", False),
    ],
)
def test_a_key_has_a_type_and_one_or_several_values(name, kind, is_multivalued):
    assert (key(name).name, key(name).type, key(name).is_multivalued) == (name, kind, is_multivalued)


@pytest.mark.parametrize(
    ("name", "root_user", "user", "role_session", "anonymous", "service"),
    [
        ("aws:CurrentTime", ALWAYS, ALWAYS, ALWAYS, ALWAYS, ALWAYS),
        ("aws:PrincipalIsAWSService", ALWAYS, ALWAYS, ALWAYS, NEVER, ALWAYS),  # in signed requests
        ("aws:username", NEVER, ALWAYS, NEVER, NEVER, NEVER),
        ("aws:PrincipalTag/", NEVER, SOMETIMES, SOMETIMES, NEVER, NEVER),  # nobody can tag a root user
        ("aws:PrincipalOrgID", SOMETIMES, SOMETIMES, SOMETIMES, NEVER, NEVER),
        ("aws:TokenIssueTime", SOMETIMES, SOMETIMES, ALWAYS, NEVER, SOMETIMES),  # temporary credentials
        ("aws:SourceIdentity", NEVER, NEVER, SOMETIMES, NEVER, NEVER),
        ("aws:SourceArn", NEVER, NEVER, NEVER, NEVER, SOMETIMES),
        ("aws:PrincipalServiceName", NEVER, NEVER, NEVER, NEVER, ALWAYS),
    ],
)
def test_a_key_is_there_always_sometimes_or_never(name, root_user, user, role_session, anonymous, service):
    assert [key(name).presence(caller) for caller in PrincipalType][:3] == [root_user, user, role_session]
    assert key(name).presence(PrincipalType.ANONYMOUS) is anonymous
    assert key(name).presence(PrincipalType.SERVICE) is service


def test_a_key_of_a_session_may_want_a_role_that_a_service_or_a_provider_assumed():
    assert key("ec2:SourceInstanceArn").role_assumed_by == "ec2.amazonaws.com"
    assert key("aws:FederatedProvider").role_assumed_by == FEDERATED
    assert key("aws:SourceIdentity").role_assumed_by is None
    for each in global_condition_keys().values():
        if each.role_assumed_by is not None:
            assert each.property is Property.SESSION
            callers = {caller for caller, presence in each.callers if presence is not NEVER}
            assert callers == {PrincipalType.ROLE_SESSION}


def test_what_whoever_asks_can_say_are_the_circumstances():
    said = {each.name for each in global_condition_keys().values() if each.known_by is KnownBy.CIRCUMSTANCES}

    assert said == {
        "aws:CurrentTime",
        "aws:EpochTime",
        "aws:MultiFactorAuthAge",
        "aws:MultiFactorAuthPresent",
        "aws:RequestedRegion",
        "aws:SourceIp",
    }


def test_every_key_says_when_it_is_present():
    for each in global_condition_keys().values():
        presences = {presence for _, presence in each.callers}
        assert each.present
        assert ("always" in each.present.split(";")[0]) == (presences == {ALWAYS} or "nearly" in each.present)


def test_every_global_key_that_a_service_names_is_here():
    named = {key.key for service in catalogue().services.values() for key in service.condition_keys}

    known = {key.name for key in global_condition_keys().values()}
    assert {name.removesuffix("${TagKey}") for name in named if name.startswith("aws:")} <= known


def test_the_rows_are_sorted_and_their_source_is_told():
    assert list(global_condition_keys()) == sorted(global_condition_keys())
    assert read_source(DATA, GLOBAL_CONDITION_KEYS).date.year == 2026
