"""IAM User Guide, "Generate credential reports", "Last accessed information"; IAM API Reference."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.organization.errors import iam as errors
from accounts.organization.operations.iam import (
    create_access_key,
    create_login_profile,
    create_policy,
    create_policy_version,
    create_user,
    put_user_permissions_boundary,
    update_access_key,
    update_account_password_policy,
)
from accounts.organization.operations.iam.reads import (
    COLUMNS,
    Access,
    Call,
    accesses_of,
    credential_lines,
    get_access_key_last_used,
    get_account_authorization_details,
    get_account_summary,
    get_credential_report,
    list_policy_versions,
    service_last_accessed,
)
from accounts.organization.operations.sts import get_caller_identity
from tests.organization.world import (
    ACME,
    DEV_1,
    NOON,
    OCCASION,
    PROD_1,
    READ_ONLY_ACCESS,
    john,
    policy,
    refused,
)

JOHN = {"account_id": DEV_1, "user_name": "john"}
KEYED = create_access_key(ACME, **JOHN, occasion=OCCASION).organization
KEY = next(iter(john(KEYED).access_keys))


class TestCredentialReport:
    def john(self, organization):
        _, *users = credential_lines(organization, DEV_1)
        return next(line for line in users if line["user"] == "john")

    def test_the_columns_of_aws_in_their_order(self):
        header, root, *_ = csv.reader(io.StringIO(get_credential_report(ACME, DEV_1)))

        assert tuple(header) == COLUMNS
        assert header[:3] == ["user", "arn", "user_creation_time"]
        assert header[8:13] == [
            "access_key_1_active",
            "access_key_1_last_rotated",
            "access_key_1_last_used_date",
            "access_key_1_last_used_region",
            "access_key_1_last_used_service",
        ]
        assert header[-1] == "additional_credentials_info"
        assert len(root) == len(header) == 23

    def test_the_root_user_of_an_account_made_in_an_organization_has_nothing(self):
        root = credential_lines(ACME, DEV_1)[0]

        assert root["user"] == "<root_account>"
        assert root["arn"] == f"arn:aws:iam::{DEV_1}:root"
        assert root["password_enabled"] == root["mfa_active"] == "FALSE"
        assert root["password_last_used"] == "N/A"
        assert root["password_last_changed"] == root["password_next_rotation"] == "not_supported"

    def test_a_user_without_credentials(self):
        line = self.john(ACME)

        assert line["password_enabled"] == line["access_key_1_active"] == line["cert_1_active"] == "FALSE"
        assert line["password_last_used"] == line["access_key_1_last_used_date"] == "N/A"

    def test_a_password_that_was_never_used_and_will_expire(self):
        expiring = update_account_password_policy(ACME, account_id=DEV_1, max_password_age=90).organization
        line = self.john(create_login_profile(expiring, **JOHN, occasion=OCCASION).organization)

        assert line["password_enabled"] == "TRUE"
        assert line["password_last_used"] == "no_information"
        assert line["password_last_changed"] == "2026-09-01T12:00:00+00:00"
        assert line["password_next_rotation"] == "2026-11-30T12:00:00+00:00"

    def test_an_inactive_key_that_was_used(self):
        used = get_caller_identity(KEYED, access_key_id=KEY, occasion=OCCASION).organization
        off = update_access_key(used, **JOHN, access_key_id=KEY, status="Inactive").organization

        line = self.john(off)

        assert line["access_key_1_active"] == "FALSE"
        assert line["access_key_1_last_used_date"] == "2026-09-01T12:00:00+00:00"
        assert line["access_key_1_last_used_service"] == "sts"
        assert line["access_key_2_active"] == "FALSE"
        assert line["access_key_2_last_rotated"] == "N/A"

    def test_no_spreadsheet_computes_a_name(self):
        named = create_user(ACME, account_id=DEV_1, user_name="=1+1", occasion=OCCASION).organization

        assert "\n'=1+1," in get_credential_report(named, DEV_1)


class TestKeyLastUsed:
    def test_never_then_once(self):
        used = get_caller_identity(KEYED, access_key_id=KEY, occasion=OCCASION).organization

        assert get_access_key_last_used(KEYED, KEY) == {
            "UserName": "john",
            "AccessKeyLastUsed": {"ServiceName": "N/A", "Region": "N/A"},
        }
        assert get_access_key_last_used(used, KEY)["AccessKeyLastUsed"] == {
            "LastUsedDate": "2026-09-01T12:00:00Z",
            "ServiceName": "sts",
            "Region": "us-east-1",
        }
        with refused(errors.AccessDenied):
            get_access_key_last_used(KEYED, "AKIAMISSING")


class TestServiceLastAccessed:
    def test_the_log_knows_whose_a_request_was_if_a_key_signed_it(self):
        _, response = get_caller_identity(KEYED, access_key_id=KEY, occasion=OCCASION)
        calls = [
            Call("iam.create_user", {"User": {}}, NOON),
            Call("sts.get_caller_identity", response, NOON),
        ]

        assert accesses_of(calls) == (Access(f"arn:aws:iam::{DEV_1}:user/john", "sts", "us-east-1", NOON),)

    def test_the_latest_request_of_each_service_that_is_granted(self):
        later = NOON + timedelta(hours=1)
        accesses = [
            Access("john", "s3", "eu-west-1", NOON),
            Access("mary", "s3", "us-east-1", later),
            Access("john", "ec2", "eu-west-1", NOON),
        ]

        lines = service_last_accessed({"s3": "Amazon S3", "iam": "AWS IAM"}, accesses)

        assert lines == (
            {"ServiceName": "AWS IAM", "ServiceNamespace": "iam", "TotalAuthenticatedEntities": 0},
            {
                "ServiceName": "Amazon S3",
                "ServiceNamespace": "s3",
                "LastAuthenticated": "2026-09-01T13:00:00Z",
                "LastAuthenticatedEntity": "mary",
                "LastAuthenticatedRegion": "us-east-1",
                "TotalAuthenticatedEntities": 2,
            },
        )


class TestAccountSummary:
    def test_what_there_is_beside_what_there_may_be(self):
        summary = get_account_summary(KEYED, DEV_1)

        assert summary["Users"] == len(ACME.accounts[DEV_1].users)
        assert (summary["UsersQuota"], summary["AccessKeysPerUserQuota"]) == (5_000, 2)
        assert summary["AccountPasswordPresent"] == summary["AccountMFAEnabled"] == 0
        assert all(isinstance(value, int) and not isinstance(value, bool) for value in summary.values())


class TestAuthorizationDetails:
    ARN = f"arn:aws:iam::{DEV_1}:policy/Deploy"

    @pytest.fixture
    def details(self):
        made = create_policy(
            ACME,
            account_id=DEV_1,
            policy_name="Deploy",
            policy_document=policy("Allow", "s3:Get*"),
            occasion=OCCASION,
        ).organization
        newer = create_policy_version(
            made,
            account_id=DEV_1,
            policy_arn=self.ARN,
            policy_document=policy("Allow", "s3:*"),
            occasion=replace(OCCASION, time=NOON + timedelta(days=1)),
        ).organization
        bounded = put_user_permissions_boundary(newer, **JOHN, permissions_boundary=self.ARN).organization
        return get_account_authorization_details(bounded, DEV_1)

    def test_documents_are_json_values(self, details):
        (user,) = (user for user in details["UserDetailList"] if user["UserName"] == "john")
        (inline,) = user["UserPolicyList"]

        assert inline["PolicyDocument"]["Version"] == "2012-10-17"
        assert user["PermissionsBoundary"]["PermissionsBoundaryArn"] == self.ARN
        assert details["RoleDetailList"][0]["AssumeRolePolicyDocument"]["Statement"]

    def test_versions_come_newest_first(self, details):
        (deploy,) = (each for each in details["Policies"] if each["Arn"] == self.ARN)

        assert [version["VersionId"] for version in deploy["PolicyVersionList"]] == ["v2", "v1"]
        assert [version["IsDefaultVersion"] for version in deploy["PolicyVersionList"]] == [False, True]
        assert deploy["UpdateDate"] == "2026-09-02T12:00:00Z"
        assert (deploy["AttachmentCount"], deploy["PermissionsBoundaryUsageCount"]) == (0, 1)

    def test_aws_policies_are_there_if_somebody_carries_them(self):
        arns = {each["Arn"] for each in get_account_authorization_details(ACME, PROD_1)["Policies"]}
        carried = {
            arn
            for kind in ("users", "groups", "roles")
            for identity in getattr(ACME.accounts[PROD_1], kind).values()
            for arn in identity.attached
        }

        assert arns == {arn for arn in carried if "aws-service-role" not in arn}
        assert READ_ONLY_ACCESS not in arns or READ_ONLY_ACCESS in carried


def test_versions_are_listed_without_documents():
    made = create_policy(
        ACME,
        account_id=DEV_1,
        policy_name="Deploy",
        policy_document=policy("Allow", "s3:Get*"),
        occasion=OCCASION,
    ).organization

    listed = list_policy_versions(made, DEV_1, TestAuthorizationDetails.ARN)

    assert listed["Versions"] == [
        {"VersionId": "v1", "IsDefaultVersion": True, "CreateDate": "2026-09-01T12:00:00Z"}
    ]
