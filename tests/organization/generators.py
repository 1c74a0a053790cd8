"""acme, changed in a few random ways: SCPs, moves, policies of identities, groups."""

from __future__ import annotations

from functools import reduce

from hypothesis import strategies as st

from accounts.organization.decisions import Circumstances, Mfa, principals_of
from accounts.organization.errors import AwsError
from accounts.organization.identifiers import Occasion
from accounts.organization.operations import apply
from accounts.organization.state import Organization
from tests.organization.world import (
    ACME,
    ADMINISTRATOR_ACCESS,
    DEV_1,
    FULL_AWS_ACCESS,
    NOON,
    PROD_1,
    READ_ONLY_ACCESS,
    SBX_1,
    SCP_TYPE,
    policy,
)

ACTIONS = (
    "ec2:RunInstances",
    "s3:GetObject",
    "s3:ListAllMyBuckets",
    "iam:CreateUser",
    "sts:GetCallerIdentity",
)

SCPS = (
    policy("Deny", "ec2:*"),
    policy("Deny", "ec2:RunInstances", "s3:GetObject"),
    policy("Deny", "*", Condition={"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Admin"}}),
    policy("Deny", "s3:*", "ec2:*", Condition={"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}),
    policy("Deny", "iam:*", Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}),
    policy("Deny", "s3:GetObject", Condition={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}),
    policy("Allow", "s3:*", "ec2:Describe*"),
)
IDENTITY_POLICIES = (
    policy("Allow", "s3:*"),
    policy("Deny", "s3:GetObject", "iam:CreateUser"),
    policy("Allow", "*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
    policy("Allow", "ec2:*", Condition={"StringEquals": {"aws:PrincipalTag/team": "platform"}}),
)
HOLDERS = (
    (DEV_1, "user", "john"),
    (PROD_1, "user", "mary"),
    (SBX_1, "role", "Developer"),
    (SBX_1, "role", "Admin"),
)

ACCOUNTS = tuple(ACME.accounts)
TARGETS = (ACME.root.id, *ACME.units, *ACME.accounts)


def _new_scp(organization: Organization, text: str, target_id: str, occasion: Occasion) -> Organization:
    words = {"content": text, "description": "", "name": f"Extra-{occasion.revision}", "type": SCP_TYPE}
    made = apply(organization, "organizations.create_policy", words, occasion)
    policy_id = made.response["Policy"]["PolicySummary"]["Id"]
    attachment = {"policy_id": policy_id, "target_id": target_id}
    return apply(made.organization, "organizations.attach_policy", attachment, occasion).organization


def _through_a_group(organization: Organization, text: str, occasion: Occasion) -> Organization:
    name = f"devs-{occasion.revision}"
    group = {"account_id": DEV_1, "group_name": name}
    inline = {"policy_name": "OfTheGroup", "policy_document": text}
    steps = (("create_group", {}), ("put_group_policy", inline), ("add_user_to_group", {"user_name": "john"}))
    for operation, more in steps:
        organization = apply(organization, f"iam.{operation}", {**group, **more}, occasion).organization
    return organization


_scp = st.tuples(st.just(_new_scp), st.sampled_from(SCPS), st.sampled_from(TARGETS))
_group = st.tuples(st.just(_through_a_group), st.sampled_from(IDENTITY_POLICIES))
_inline = st.builds(
    lambda holder, text: (
        f"iam.put_{holder[1]}_policy",
        {
            "account_id": holder[0],
            f"{holder[1]}_name": holder[2],
            "policy_name": "Extra",
            "policy_document": text,
        },
    ),
    st.sampled_from(HOLDERS),
    st.sampled_from(IDENTITY_POLICIES),
)
_detach = st.builds(
    lambda target_id: ("organizations.detach_policy", {"policy_id": FULL_AWS_ACCESS, "target_id": target_id}),
    st.sampled_from(TARGETS),
)
_managed = st.builds(
    lambda holder, verb, arn: (
        f"iam.{verb}_{holder[1]}_policy",
        {"account_id": holder[0], f"{holder[1]}_name": holder[2], "policy_arn": arn},
    ),
    st.sampled_from(HOLDERS),
    st.sampled_from(["attach", "detach"]),
    st.sampled_from([ADMINISTRATOR_ACCESS, READ_ONLY_ACCESS]),
)


def _changed(changes: list[tuple]) -> Organization:
    def change(organization: Organization, numbered: tuple[int, tuple]) -> Organization:
        revision, (what, *rest) = numbered
        occasion = Occasion("generated", revision, NOON)
        try:
            if callable(what):
                return what(organization, *rest, occasion)
            return apply(organization, what, *rest, occasion).organization
        except AwsError:
            return organization

    return reduce(change, enumerate(changes), ACME)


organizations = st.lists(_scp | _scp | _group | _inline | _detach | _managed, max_size=4).map(_changed)
circumstances = st.builds(
    Circumstances,
    region=st.sampled_from([None, "eu-west-1", "us-east-1"]),
    mfa=st.sampled_from([None, *Mfa]),
    source_ip=st.sampled_from([None, "203.0.113.9"]),
)
principals = st.sampled_from(
    [(account.id, label) for account in ACME.accounts.values() for label in principals_of(account)]
)
actions = st.sampled_from(ACTIONS)
