"""Organizations User Guide, "Quotas and service limits": how large, how many, how many on one target."""

import json
from dataclasses import replace

import pytest

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations import attach_policy, create_policy, detach_policy
from accounts.organization.state import FULL_ACCESS, ManagementPolicy, PolicyType
from tests.organization.management import assign
from tests.organization.world import ACME, DEV, OCCASION, policy, refused

MOST = [
    # type, characters, policies, attached to one target
    ("SERVICE_CONTROL_POLICY", 10_240, 10_000, 10),
    ("RESOURCE_CONTROL_POLICY", 5_120, 2_000, 5),  # RCPFullAWSAccess counts
    ("AISERVICES_OPT_OUT_POLICY", 2_500, 1_000, 5),
    ("CHATBOT_POLICY", 10_000, 1_000, 5),
    ("TAG_POLICY", 10_000, 1_000, 10),
    ("BACKUP_POLICY", 10_000, 1_000, 10),
    ("DECLARATIVE_POLICY_EC2", 10_000, 1_000, 10),
    ("SECURITYHUB_POLICY", 10_000, 1_000, 10),
    # Of these AWS tells no numbers.
    ("SECURITYHUB_CSPM_POLICY", 10_000, 1_000, 10),
    ("INSPECTOR_POLICY", 10_000, 1_000, 10),
    ("UPGRADE_ROLLOUT_POLICY", 10_000, 1_000, 10),
    ("BEDROCK_POLICY", 10_000, 1_000, 10),
    ("S3_POLICY", 10_000, 1_000, 10),
    ("NETWORK_SECURITY_DIRECTOR_POLICY", 10_000, 1_000, 10),
    ("GUARDDUTY_POLICY", 10_000, 1_000, 10),
]
CONTENTS = {
    "SERVICE_CONTROL_POLICY": policy("Deny", "s3:*"),
    "RESOURCE_CONTROL_POLICY": policy("Deny", "s3:*", Principal="*"),
    "AISERVICES_OPT_OUT_POLICY": {"services": {"default": {"opt_out_policy": assign("optOut")}}},
    "CHATBOT_POLICY": {"chatbot": {"platforms": {"slack": {"client": assign("disabled")}}}},
    "TAG_POLICY": {"tags": {"cc": {"tag_key": assign("CC")}}},
    "BACKUP_POLICY": {"plans": {"daily": {"regions": assign(["eu-west-1"])}}},
    "DECLARATIVE_POLICY_EC2": {"ec2_attributes": {"serial_console_access": {"status": assign("disabled")}}},
}
ANY = {"settings": {"example": assign("enabled")}}

each_type = pytest.mark.parametrize(("policy_type", "size", "policies", "attached"), MOST)


def content_of(policy_type: str) -> str:
    content = CONTENTS.get(policy_type, ANY)
    return content if isinstance(content, str) else json.dumps(content)


def create(policy_type, organization=ACME, size=0):
    content = content_of(policy_type).ljust(size)
    return create_policy(
        organization, content=content, description="", name="New", type=policy_type, occasion=OCCASION
    )


def with_copies(policy_type, count):
    """acme with so many policies of the type, which is enabled and has none attached but AWS's own."""
    made = create(policy_type, replace(ACME, policies={})).organization
    [one] = (*made.policies.values(), *made.management_policies.values())
    copies = {
        f"p-{number:08}": replace(one, id=f"p-{number:08}", name=str(number)) for number in range(count)
    }
    enabled = PolicyType(policy_type)
    own = (FULL_ACCESS[enabled].id,) if enabled in FULL_ACCESS else ()
    kind = "management_policies" if isinstance(one, ManagementPolicy) else "policies"
    return replace(
        ACME,
        root=replace(ACME.root, policy_types=frozenset({enabled})),
        attachments={DEV: own},
        **{"policies": {}, kind: copies},
    )


def test_every_type_is_here():
    assert {policy_type for policy_type, *_ in MOST} == {each.value for each in PolicyType}


@each_type
def test_so_many_characters_white_space_included(policy_type, size, policies, attached):
    assert create(policy_type, size=size).organization
    with refused(errors.ConstraintViolation, "POLICY_CONTENT_LIMIT_EXCEEDED"):
        create(policy_type, size=size + 1)


@each_type
def test_so_many_policies(policy_type, size, policies, attached):
    assert create(policy_type, with_copies(policy_type, policies - 1)).organization
    with refused(errors.ConstraintViolation, "POLICY_NUMBER_LIMIT_EXCEEDED"):
        create(policy_type, with_copies(policy_type, policies))


@each_type
def test_so_many_attached_to_one_target(policy_type, size, policies, attached):
    organization = with_copies(policy_type, attached + 1)
    own = len(organization.attachments[DEV])
    *fitting, beyond = list(organization.policies or organization.management_policies)[: attached - own + 1]
    for policy_id in fitting:
        organization = attach_policy(organization, policy_id=policy_id, target_id=DEV).organization

    assert len(organization.attachments[DEV]) == attached
    with refused(errors.ConstraintViolation, "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"):
        attach_policy(organization, policy_id=beyond, target_id=DEV)


@pytest.mark.parametrize("policy_type", ["TAG_POLICY", "BACKUP_POLICY", "S3_POLICY"])
def test_of_management_policies_none_must_stay(policy_type):
    organization = with_copies(policy_type, 1)
    [policy_id] = organization.management_policies
    attached = attach_policy(organization, policy_id=policy_id, target_id=DEV).organization

    assert not detach_policy(attached, policy_id=policy_id, target_id=DEV).organization.attachments.get(DEV)
