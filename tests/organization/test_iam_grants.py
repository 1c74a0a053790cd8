"""IAM User Guide, "Managed policies and inline policies": the same rules for users, groups and roles."""

from dataclasses import replace

import pytest

from accounts.organization.errors import iam as errors
from accounts.organization.operations import OPERATIONS
from accounts.organization.operations.iam import create_group, create_policy
from policies.catalogue import managed_policies
from tests.organization.world import (
    ACME,
    ADMINISTRATOR_ACCESS,
    DEV_1,
    OCCASION,
    READ_ONLY_ACCESS,
    policy,
    refused,
)

KINDS = {"user": ("users", "john"), "group": ("groups", "devs"), "role": ("roles", "Developer")}
READ_S3 = policy("Allow", "s3:Get*")

WORLD = create_group(ACME, account_id=DEV_1, group_name="devs", occasion=OCCASION).organization
WORLD = create_policy(
    WORLD, account_id=DEV_1, policy_name="ReadS3", policy_document=READ_S3, occasion=OCCASION
).organization
OWN = f"arn:aws:iam::{DEV_1}:policy/ReadS3"


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def do(verb: str, kind: str, organization=WORLD, **parameters):
    parameters = {"account_id": DEV_1, f"{kind}_name": KINDS[kind][1], **parameters}
    return OPERATIONS[f"iam.{verb}_{kind}_policy"].function(organization, **parameters).organization


def identity(organization, kind: str):
    table, name = KINDS[kind]
    return getattr(organization.accounts[DEV_1], table)[name]


def test_an_inline_policy_is_put_replaced_and_deleted(kind):
    first = do("put", kind, policy_name="P", policy_document=READ_S3)
    second = do("put", kind, first, policy_name="P", policy_document=policy("Allow", "s3:*"))

    assert identity(first, kind).inline["P"].text == READ_S3
    assert identity(second, kind).inline["P"].text == policy("Allow", "s3:*")
    assert do("delete", kind, second, policy_name="P") == WORLD


def test_managed_policies_are_attached_in_order_and_detached(kind):
    before = identity(WORLD, kind).attached

    one = do("attach", kind, policy_arn=OWN)
    two = do("attach", kind, one, policy_arn=READ_ONLY_ACCESS)

    assert identity(two, kind).attached == (*before, OWN, READ_ONLY_ACCESS)
    assert identity(do("detach", kind, two, policy_arn=OWN), kind).attached == (*before, READ_ONLY_ACCESS)


def test_attaching_twice_changes_nothing(kind):
    once = do("attach", kind, policy_arn=OWN)

    assert do("attach", kind, once, policy_arn=OWN) == once


def test_only_the_identity_changes(kind):
    after = do("attach", kind, policy_arn=OWN)

    table, name = KINDS[kind]
    account = after.accounts[DEV_1]
    restored = {**getattr(account, table), name: identity(WORLD, kind)}
    assert replace(account, **{table: restored}) == WORLD.accounts[DEV_1]


@pytest.mark.parametrize(
    "arn",
    [
        f"arn:aws:iam::{DEV_1}:policy/Nothing",
        "arn:aws:iam::aws:policy/Nothing",
        "arn:aws:iam::210987651102:policy/ReadS3",  # another account's
    ],
)
def test_the_policy_must_exist(kind, arn):
    with refused(errors.NoSuchEntity):
        do("attach", kind, policy_arn=arn)


def test_policies_of_service_linked_roles_cannot_be_attached(kind):
    with refused(errors.PolicyNotAttachable):
        do("attach", kind, policy_arn="arn:aws:iam::aws:policy/aws-service-role/AWSAnyServiceRolePolicy")


def test_what_is_not_there_cannot_be_taken_away(kind):
    with refused(errors.NoSuchEntity):
        do("delete", kind, policy_name="P")
    with refused(errors.NoSuchEntity):
        do("detach", kind, policy_arn=READ_ONLY_ACCESS)


def test_the_identity_must_exist(kind):
    nobody = {f"{kind}_name": "nobody"}

    for verb, parameters in (
        ("put", {"policy_name": "P", "policy_document": READ_S3}),
        ("delete", {"policy_name": "P"}),
        ("attach", {"policy_arn": ADMINISTRATOR_ACCESS}),
        ("detach", {"policy_arn": ADMINISTRATOR_ACCESS}),
    ):
        with refused(errors.NoSuchEntity):
            do(verb, kind, **nobody, **parameters)


def test_a_malformed_policy_is_refused(kind):
    with pytest.raises(errors.MalformedPolicyDocument):
        do("put", kind, policy_name="P", policy_document="[")
    with refused(errors.ValidationError):
        do("put", kind, policy_name="two words", policy_document=READ_S3)


@pytest.mark.parametrize(("kind", "most"), [("user", 2_048), ("group", 5_120), ("role", 10_240)])
def test_all_inline_policies_of_an_identity_share_one_size(kind, most):
    def document(size: int) -> str:
        empty = "".join(policy("Allow", "s3:*", Sid="").split())
        return empty.replace('"Sid":""', f'"Sid":"{"x" * (size - len(empty))}"')

    used = sum(len("".join(each.text.split())) for each in identity(WORLD, kind).inline.values())
    half = do("put", kind, policy_name="A", policy_document=document(most // 2))

    assert do("put", kind, half, policy_name="B", policy_document=document(most // 2 - used))
    with refused(errors.LimitExceeded):
        do("put", kind, half, policy_name="B", policy_document=document(most // 2 - used + 1))
    assert do("put", kind, half, policy_name="A", policy_document=document(most - used))  # in its place


@pytest.mark.parametrize(("kind", "most"), [("user", 10), ("group", 10), ("role", 20)])
def test_so_many_managed_policies_at_most(kind, most):
    organization = WORLD
    arns = [arn for arn in managed_policies() if "service-role/" not in arn]
    free = [arn for arn in arns if arn not in identity(WORLD, kind).attached]
    for arn in free[: most - len(identity(WORLD, kind).attached)]:
        organization = do("attach", kind, organization, policy_arn=arn)

    assert len(identity(organization, kind).attached) == most
    with refused(errors.LimitExceeded):
        do("attach", kind, organization, policy_arn=OWN)
