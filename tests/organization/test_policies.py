"""Organizations User Guide, "Managing organization policies": policies, attachments, policy types."""

import re
from dataclasses import replace

import pytest

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations import (
    attach_policy,
    create_policy,
    delete_policy,
    detach_policy,
    disable_policy_type,
    enable_policy_type,
    update_policy,
)
from accounts.organization.state import FeatureSet
from tests.organization.world import (
    ACME,
    ALLOW_S3_ONLY,
    DENY_EC2,
    DENY_LEAVE_ORG,
    DEV,
    DEV_1,
    FULL_AWS_ACCESS,
    MGMT,
    OCCASION,
    PROD,
    ROOT,
    SANDBOX,
    SBX_1,
    SCP_TYPE,
    SCPS,
    policy,
    refused,
)

DENY_RDS = policy("Deny", "rds:*")
BILLING_ONLY = replace(
    disable_policy_type(ACME, root_id=ROOT, policy_type=SCP_TYPE).organization,
    feature_set=FeatureSet.CONSOLIDATED_BILLING,
)


def create(
    content=DENY_RDS, name="DenyRDS", description="No databases.", organization=ACME, policy_type=SCP_TYPE
):
    return create_policy(
        organization, content=content, description=description, name=name, type=policy_type, occasion=OCCASION
    )


class TestCreate:
    def test_a_new_policy_is_attached_to_nothing(self):
        after, response = create()
        summary = response["Policy"]["PolicySummary"]

        assert re.fullmatch(r"p-[a-z0-9]{8}", summary["Id"])
        assert summary == {
            "Id": summary["Id"],
            "Arn": "arn:aws:organizations::111122223333:policy/o-a1b2c3d4e5/service_control_policy/"
            + summary["Id"],
            "Name": "DenyRDS",
            "Description": "No databases.",
            "Type": SCP_TYPE,
            "AwsManaged": False,
        }
        assert response["Policy"]["Content"] == DENY_RDS
        assert after.policies[summary["Id"]].document.text == DENY_RDS
        assert after.attachments == ACME.attachments

    def test_the_type_need_not_be_enabled(self):
        off = disable_policy_type(ACME, root_id=ROOT, policy_type=SCP_TYPE).organization

        assert create(organization=off).response["Policy"]

    @pytest.mark.parametrize("name", ["DenyEC2", "FullAWSAccess"])
    def test_names_differ_among_the_policies_of_a_type(self, name):
        with refused(errors.DuplicatePolicy):
            create(name=name)

    def test_a_malformed_policy_carries_every_fault_with_its_place(self):
        broken = policy("Maybe", "ec2").replace('"Statement"', '\n"Statement"').replace('["ec2"]', '"ec2"')

        with pytest.raises(errors.MalformedPolicyDocument) as caught:
            create(broken)

        paths = [fault.path for fault in caught.value.faults]
        assert paths == ["Statement[0].Effect", "Statement[0].Action"]
        assert all(fault.line == 2 for fault in caught.value.faults)
        assert caught.value.message.startswith("Line 2, column ")
        assert caught.value.message.endswith("(and 1 more fault)")

    def test_content_has_ten_thousand_characters_and_some(self):
        longest = DENY_RDS + " " * (10_240 - len(DENY_RDS))

        assert create(longest).organization
        with refused(errors.ConstraintViolation, "POLICY_CONTENT_LIMIT_EXCEEDED"):
            create(longest + " ")

    def test_an_organization_has_ten_thousand_scps_at_most(self):
        some = ACME.policies[DENY_EC2]
        full = replace(ACME, policies={f"p-{n:08}": replace(some, name=str(n)) for n in range(10_000)})

        with refused(errors.ConstraintViolation, "POLICY_NUMBER_LIMIT_EXCEEDED"):
            create(organization=full)

    def test_other_refusals(self):
        with refused(errors.InvalidInput, "MIN_LENGTH_EXCEEDED"):
            create(name="")
        with refused(errors.InvalidInput, "MAX_LENGTH_EXCEEDED"):
            create(description="x" * 513)
        with refused(errors.InvalidInput, "INVALID_ENUM_POLICY_TYPE"):
            create(policy_type="GUARDRAIL_POLICY")
        with refused(errors.PolicyTypeNotAvailableForOrganization):
            create(organization=BILLING_ONLY)


class TestUpdate:
    def test_what_is_not_given_stays(self):
        before = ACME.policies[DENY_EC2]

        renamed = update_policy(ACME, policy_id=DENY_EC2, name="NoEC2").organization.policies[DENY_EC2]
        described = update_policy(ACME, policy_id=DENY_EC2, description="").organization.policies[DENY_EC2]
        rewritten, response = update_policy(ACME, policy_id=DENY_EC2, content=DENY_RDS)

        assert renamed == replace(before, name="NoEC2")
        assert described == replace(before, description="")
        assert replace(rewritten.policies[DENY_EC2], document=before.document) == before
        assert response["Policy"]["Content"] == DENY_RDS
        assert rewritten.attachments == ACME.attachments

    def test_refusals(self):
        with refused(errors.PolicyNotFound):
            update_policy(ACME, policy_id="p-00000000", name="x")
        with refused(errors.InvalidInput, "IMMUTABLE_POLICY"):
            update_policy(ACME, policy_id=FULL_AWS_ACCESS, name="x")
        with refused(errors.DuplicatePolicy):
            update_policy(ACME, policy_id=DENY_EC2, name="DenyS3")
        with refused(errors.InvalidInput, "MIN_LENGTH_EXCEEDED"):
            update_policy(ACME, policy_id=DENY_EC2, name="")
        with refused(errors.ConstraintViolation, "POLICY_CONTENT_LIMIT_EXCEEDED"):
            update_policy(ACME, policy_id=DENY_EC2, content=" " * 10_241)
        with pytest.raises(errors.MalformedPolicyDocument):
            update_policy(ACME, policy_id=DENY_EC2, content="{}")


class TestDelete:
    def test_a_policy_attached_nowhere_goes(self):
        after, response = delete_policy(ACME, policy_id=SCPS["DenyS3"])

        assert SCPS["DenyS3"] not in after.policies
        assert len(after.policies) == 6
        assert response == {}

    def test_refusals(self):
        with refused(errors.PolicyInUse):
            delete_policy(ACME, policy_id=DENY_EC2)
        with refused(errors.PolicyNotFound):
            delete_policy(ACME, policy_id="p-00000000")
        with refused(errors.InvalidInput, "IMMUTABLE_POLICY"):
            delete_policy(ACME, policy_id=FULL_AWS_ACCESS)


class TestAttach:
    @pytest.mark.parametrize("target_id", [ROOT, SANDBOX, SBX_1, MGMT])
    def test_it_comes_after_those_already_there(self, target_id):
        after, response = attach_policy(ACME, policy_id=DENY_EC2, target_id=target_id)

        assert after.attachments[target_id] == (*ACME.attachments[target_id], DENY_EC2)
        assert replace(after, attachments=ACME.attachments) == ACME
        assert response == {}

    def test_ten_policies_at_most_directly_on_one_target(self):
        organization = ACME
        for number in range(8):
            organization, response = create(name=f"More {number}", organization=organization)
            policy_id = response["Policy"]["PolicySummary"]["Id"]
            organization = attach_policy(organization, policy_id=policy_id, target_id=ROOT).organization
        assert len(organization.attachments[ROOT]) == 10

        with refused(errors.ConstraintViolation, "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"):
            attach_policy(organization, policy_id=DENY_EC2, target_id=ROOT)

    def test_refusals(self):
        off = disable_policy_type(ACME, root_id=ROOT, policy_type=SCP_TYPE).organization

        with refused(errors.PolicyNotFound):
            attach_policy(ACME, policy_id="p-00000000", target_id=ROOT)
        with refused(errors.TargetNotFound):
            attach_policy(ACME, policy_id=DENY_EC2, target_id="ou-a1b2-00000000")
        with refused(errors.DuplicatePolicyAttachment):
            attach_policy(ACME, policy_id=DENY_EC2, target_id=DEV)
        with refused(errors.PolicyTypeNotEnabled):
            attach_policy(off, policy_id=DENY_EC2, target_id=DEV)


class TestDetach:
    def test_it_goes_from_there_and_the_others_stay(self):
        after, response = detach_policy(ACME, policy_id=FULL_AWS_ACCESS, target_id=DEV)

        assert after.attachments[DEV] == (DENY_EC2,)
        assert response == {}

    def test_the_last_one_must_stay(self):
        with refused(errors.ConstraintViolation, "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"):
            detach_policy(ACME, policy_id=ALLOW_S3_ONLY, target_id=PROD)

    def test_what_is_inherited_is_not_attached_here(self):
        with refused(errors.PolicyNotAttached):
            detach_policy(ACME, policy_id=DENY_EC2, target_id=DEV_1)

    def test_refusals(self):
        with refused(errors.PolicyNotFound):
            detach_policy(ACME, policy_id="p-00000000", target_id=ROOT)
        with refused(errors.TargetNotFound):
            detach_policy(ACME, policy_id=DENY_EC2, target_id="999999999999")


class TestPolicyTypes:
    def test_disabling_detaches_everything_and_keeps_the_policies(self):
        after, response = disable_policy_type(ACME, root_id=ROOT, policy_type=SCP_TYPE)

        assert after.attachments == {}
        assert after.policies == ACME.policies
        assert response["Root"]["PolicyTypes"] == []

    def test_enabling_again_attaches_full_aws_access_alone(self):
        off = disable_policy_type(ACME, root_id=ROOT, policy_type=SCP_TYPE).organization

        after, response = enable_policy_type(off, root_id=ROOT, policy_type=SCP_TYPE)

        everything = {ROOT, *ACME.units, *ACME.accounts}
        assert after.attachments == dict.fromkeys(everything, (FULL_AWS_ACCESS,))
        assert DENY_LEAVE_ORG in after.policies
        assert response["Root"] == {
            "Id": ROOT,
            "Arn": "arn:aws:organizations::111122223333:root/o-a1b2c3d4e5/r-a1b2",
            "Name": "Root",
            "PolicyTypes": [{"Type": SCP_TYPE, "Status": "ENABLED"}],
        }

    def test_refusals(self):
        off = disable_policy_type(ACME, root_id=ROOT, policy_type=SCP_TYPE).organization

        with refused(errors.PolicyTypeAlreadyEnabled):
            enable_policy_type(ACME, root_id=ROOT, policy_type=SCP_TYPE)
        with refused(errors.PolicyTypeNotEnabled):
            disable_policy_type(off, root_id=ROOT, policy_type=SCP_TYPE)
        with refused(errors.PolicyTypeNotAvailableForOrganization):
            enable_policy_type(BILLING_ONLY, root_id=ROOT, policy_type=SCP_TYPE)
        for operation in (enable_policy_type, disable_policy_type):
            with refused(errors.RootNotFound):
                operation(ACME, root_id="r-zzzz", policy_type=SCP_TYPE)
            with refused(errors.InvalidInput, "INVALID_ENUM_POLICY_TYPE"):
                operation(ACME, root_id=ROOT, policy_type="ACCESS_POLICY")
