"""IAM User Guide, "Versioning IAM policies", "Permissions boundaries", "Service-linked roles"."""

from dataclasses import replace

import pytest

from accounts.organization.errors import iam as errors
from accounts.organization.operations.iam import (
    create_policy,
    create_policy_version,
    create_role,
    create_service_linked_role,
    create_user,
    delete_policy,
    delete_policy_version,
    delete_role_permissions_boundary,
    delete_service_linked_role,
    delete_user_permissions_boundary,
    put_role_permissions_boundary,
    put_user_permissions_boundary,
    set_default_policy_version,
    tag_policy,
    untag_policy,
    update_role,
    update_role_description,
)
from accounts.organization.operations.organizations import create_account
from tests.organization.world import (
    ACME,
    ADMINISTRATOR_ACCESS,
    DEV_1,
    OCCASION,
    READ_ONLY_ACCESS,
    john,
    policy,
    refused,
    trust,
)

IN_DEV_1 = {"account_id": DEV_1}
DEPLOY = f"arn:aws:iam::{DEV_1}:policy/Deploy"
OF_DEPLOY = {**IN_DEV_1, "policy_arn": DEPLOY}
NOBODYS = f"arn:aws:iam::{DEV_1}:policy/Nobody"
MADE = create_policy(
    ACME,
    **IN_DEV_1,
    policy_name="Deploy",
    policy_document=policy("Allow", "s3:Get*"),
    occasion=OCCASION,
).organization
WIDER = policy("Allow", "s3:*")


def deploy(organization):
    return organization.accounts[DEV_1].policies[DEPLOY]


def with_versions(count, organization=MADE):
    for _ in range(count):
        organization = create_policy_version(
            organization, **OF_DEPLOY, policy_document=WIDER, occasion=OCCASION
        ).organization
    return organization


class TestVersions:
    def test_a_new_version_is_in_force_only_if_asked(self):
        kept, response = create_policy_version(MADE, **OF_DEPLOY, policy_document=WIDER, occasion=OCCASION)
        used = create_policy_version(
            MADE, **OF_DEPLOY, policy_document=WIDER, set_as_default=True, occasion=OCCASION
        ).organization

        assert response["PolicyVersion"] == {
            "VersionId": "v2",
            "IsDefaultVersion": False,
            "CreateDate": "2026-09-01T12:00:00Z",
        }
        assert deploy(kept).document == deploy(MADE).document
        assert deploy(used).document.text == WIDER

    def test_five_versions_at_most(self):
        with refused(errors.LimitExceeded):
            with_versions(5)
        assert len(deploy(with_versions(4)).versions) == 5

    def test_a_number_is_never_used_again(self):
        two = with_versions(1)
        one = delete_policy_version(two, **OF_DEPLOY, version_id="v2").organization

        assert list(deploy(with_versions(1, one)).versions) == ["v1", "v3"]

    def test_an_old_version_can_be_brought_back(self):
        rolled = set_default_policy_version(with_versions(1), **OF_DEPLOY, version_id="v2").organization
        back = set_default_policy_version(rolled, **OF_DEPLOY, version_id="v1").organization

        assert deploy(rolled).document.text == WIDER
        assert back == with_versions(1)

    def test_the_default_is_not_deleted(self):
        with refused(errors.DeleteConflict):
            delete_policy_version(with_versions(1), **OF_DEPLOY, version_id="v1")

    def test_refusals(self):
        for operation in (set_default_policy_version, delete_policy_version):
            with refused(errors.NoSuchEntity):
                operation(MADE, **OF_DEPLOY, version_id="v9")
            with refused(errors.NoSuchEntity):
                operation(MADE, **IN_DEV_1, policy_arn=NOBODYS, version_id="v1")
            with refused(errors.AccessDenied):
                operation(MADE, **IN_DEV_1, policy_arn=ADMINISTRATOR_ACCESS, version_id="v1")
        with pytest.raises(errors.MalformedPolicyDocument):
            create_policy_version(MADE, **OF_DEPLOY, policy_document="{}", occasion=OCCASION)
        with refused(errors.LimitExceeded):
            create_policy_version(MADE, **OF_DEPLOY, policy_document="x" * 6_145, occasion=OCCASION)

    def test_a_policy_first_loses_its_other_versions(self):
        with refused(errors.DeleteConflict):
            delete_policy(with_versions(1), **OF_DEPLOY)

    def test_tags(self):
        tagged = tag_policy(MADE, **OF_DEPLOY, tags=[{"Key": "Team", "Value": "net"}]).organization

        assert deploy(tagged).tags == {"Team": "net"}
        assert untag_policy(tagged, **OF_DEPLOY, tag_keys=["team"]).organization == MADE
        with refused(errors.AccessDenied):
            tag_policy(MADE, **IN_DEV_1, policy_arn=ADMINISTRATOR_ACCESS, tags=[])


class TestBoundaries:
    KINDS = [
        (put_user_permissions_boundary, delete_user_permissions_boundary, {"user_name": "john"}, "users"),
        (put_role_permissions_boundary, delete_role_permissions_boundary, {"role_name": "Admin"}, "roles"),
    ]

    @pytest.mark.parametrize(("put", "delete", "who", "kind"), KINDS)
    def test_one_at_a_time(self, put, delete, who, kind):
        first = put(MADE, **IN_DEV_1, **who, permissions_boundary=READ_ONLY_ACCESS).organization
        second = put(first, **IN_DEV_1, **who, permissions_boundary=DEPLOY).organization
        (name,) = who.values()

        assert getattr(second.accounts[DEV_1], kind)[name].boundary == DEPLOY
        assert delete(second, **IN_DEV_1, **who).organization == MADE

    @pytest.mark.parametrize(("put", "delete", "who", "kind"), KINDS)
    def test_refusals(self, put, delete, who, kind):
        linked = "arn:aws:iam::aws:policy/aws-service-role/AWSSupportServiceRolePolicy"
        for arn, error in (
            (NOBODYS, errors.NoSuchEntity),
            (linked, errors.PolicyNotAttachable),
            ("ReadOnlyAccess", errors.InvalidInput),
        ):
            with refused(error):
                put(MADE, **IN_DEV_1, **who, permissions_boundary=arn)
        with refused(errors.NoSuchEntity):
            delete(MADE, **IN_DEV_1, **who)
        with refused(errors.NoSuchEntity):
            delete(MADE, **IN_DEV_1, **dict.fromkeys(who, "nobody"))

    def test_a_user_or_role_can_be_made_with_one(self):
        bounded = {"permissions_boundary": DEPLOY, "occasion": OCCASION}
        _, user = create_user(MADE, **IN_DEV_1, user_name="ana", **bounded)
        _, role = create_role(
            MADE, **IN_DEV_1, role_name="R", assume_role_policy_document=trust(DEV_1), **bounded
        )

        for shown in (user["User"], role["Role"]):
            assert shown["PermissionsBoundary"]["PermissionsBoundaryArn"] == DEPLOY

    def test_a_policy_that_bounds_somebody_stays(self):
        bounded = put_user_permissions_boundary(
            MADE, **IN_DEV_1, user_name="john", permissions_boundary=DEPLOY
        ).organization

        with refused(errors.DeleteConflict):
            delete_policy(bounded, **OF_DEPLOY)
        assert john(bounded).attached == john(MADE).attached


class TestRoles:
    ADMIN = {**IN_DEV_1, "role_name": "Admin"}

    def admin(self, organization):
        return organization.accounts[DEV_1].roles["Admin"]

    def test_an_update_without_a_duration_gives_back_one_hour(self):
        longer = update_role(ACME, **self.ADMIN, max_session_duration=43_200).organization
        said = update_role(longer, **self.ADMIN, description="On call").organization

        assert self.admin(longer).max_session_duration == 43_200
        assert (self.admin(said).max_session_duration, self.admin(said).description) == (3_600, "On call")

    @pytest.mark.parametrize("seconds", [0, 3_599, 43_201])
    def test_sessions_last_one_to_twelve_hours(self, seconds):
        with refused(errors.ValidationError):
            update_role(ACME, **self.ADMIN, max_session_duration=seconds)

    def test_a_description_alone(self):
        after, response = update_role_description(ACME, **self.ADMIN, description="On call")

        assert after == update_role(ACME, **self.ADMIN, description="On call").organization
        assert response["Role"]["Description"] == "On call"
        with refused(errors.ValidationError):
            update_role_description(ACME, **self.ADMIN, description="x" * 1_001)


class TestServiceLinkedRoles:
    NAME = "AWSServiceRoleForAutoScaling"

    def create(self, organization=ACME, service="autoscaling.amazonaws.com", **more):
        return create_service_linked_role(
            organization, **IN_DEV_1, aws_service_name=service, occasion=OCCASION, **more
        )

    def test_the_service_is_in_its_path_its_trust_and_its_policy(self):
        after, response = self.create()
        role = after.accounts[DEV_1].roles[self.NAME]

        assert role.path == "/aws-service-role/autoscaling.amazonaws.com/"
        assert role.is_service_linked
        assert '"autoscaling.amazonaws.com"' in role.trust.text
        assert role.attached == ("arn:aws:iam::aws:policy/aws-service-role/AutoScalingServiceRolePolicy",)
        assert response["Role"]["Arn"].endswith(f"{role.path}{self.NAME}")

    def test_one_for_each_service_or_each_suffix(self):
        once = self.create().organization

        with refused(errors.InvalidInput):
            self.create(once)
        assert (
            f"{self.NAME}_blue" in self.create(once, custom_suffix="blue").organization.accounts[DEV_1].roles
        )
        with refused(errors.InvalidInput):
            self.create(service="rds.amazonaws.com", custom_suffix="blue")
        with refused(errors.NoSuchEntity):
            self.create(service="nothing.amazonaws.com")
        with refused(errors.ValidationError):
            self.create(custom_suffix="b c")

    def test_only_its_description_is_changed(self):
        role = {**IN_DEV_1, "role_name": self.NAME}
        before = self.create().organization

        assert update_role_description(before, **role, description="x").organization != before
        with refused(errors.UnmodifiableEntity):
            update_role(before, **role)
        with refused(errors.UnmodifiableEntity):
            put_role_permissions_boundary(before, **role, permissions_boundary=READ_ONLY_ACCESS)
        with refused(errors.UnmodifiableEntity):
            delete_role_permissions_boundary(before, **role)

    def test_it_is_deleted_by_an_operation_of_its_own(self):
        def delete(organization, name=self.NAME, account_id=DEV_1):
            return delete_service_linked_role(
                organization, account_id=account_id, role_name=name, occasion=OCCASION
            )

        after, response = delete(self.create().organization)

        assert after == ACME
        assert response["DeletionTaskId"].startswith("task/aws-service-role/autoscaling.amazonaws.com/")
        with refused(errors.NoSuchEntity):
            delete(ACME)
        with refused(errors.NoSuchEntity):
            delete(ACME, "Admin")

    def test_that_of_organizations_stays_while_the_account_is_a_member(self):
        occasion = replace(OCCASION, revision=9)
        made, response = create_account(ACME, email="new@acme.example", account_name="new", occasion=occasion)

        with refused(errors.DeleteConflict):
            delete_service_linked_role(
                made,
                account_id=response["CreateAccountStatus"]["AccountId"],
                role_name="AWSServiceRoleForOrganizations",
                occasion=OCCASION,
            )
