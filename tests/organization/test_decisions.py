"""Who is asked about, under which policies, with which condition keys."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from accounts.organization.decisions import (
    Circumstances,
    Mfa,
    context_for,
    policies_for,
    principal,
    principals_of,
)
from accounts.organization.operations import apply
from accounts.organization.operations.organizations import create_account
from accounts.organization.state import AccountState
from policies.engine.request import Exemption, Lookup, PrincipalType
from tests.organization.world import (
    ACME,
    ADMINISTRATOR_ACCESS,
    DEV,
    DEV_1,
    FULL_AWS_ACCESS,
    MGMT,
    NEWCO,
    OCCASION,
    PROD_1,
    READ_ONLY_ACCESS,
    ROOT,
    SCP_TYPE,
    WORKLOADS,
    john,
    policy,
    with_account,
    with_service_linked_role,
)


def done(*operations):
    organization = ACME
    for key, parameters in operations:
        organization = apply(organization, key, parameters, OCCASION).organization
    return organization


SCPS_OFF = done(("organizations.disable_policy_type", {"root_id": ROOT, "policy_type": SCP_TYPE}))


class TestPrincipals:
    def test_roles_users_and_the_root_user(self):
        assert principals_of(ACME.accounts[DEV_1]) == (
            "role/Admin",
            "role/Developer",
            "user/john",
            "root user",
        )

    def test_service_linked_roles_come_last(self):
        assert principals_of(with_service_linked_role(DEV_1).accounts[DEV_1])[-2:] == (
            "root user",
            "role/Linked",
        )

    @pytest.mark.parametrize(
        ("label", "arn", "kind"),
        [
            ("role/Admin", f"arn:aws:sts::{DEV_1}:assumed-role/Admin/orgsim", PrincipalType.ROLE_SESSION),
            ("user/john", f"arn:aws:iam::{DEV_1}:user/john", PrincipalType.USER),
            ("root user", f"arn:aws:iam::{DEV_1}:root", PrincipalType.ROOT_USER),
        ],
    )
    def test_who_they_are(self, label, arn, kind):
        found = principal(ACME, DEV_1, label)

        assert found is not None
        assert (found.arn, found.account_id, found.type) == (arn, DEV_1, kind)

    @pytest.mark.parametrize("label", ["user/mary", "role/john", "group/devs", "john", ""])
    def test_nobody_by_that_name(self, label):
        assert principal(ACME, DEV_1, label) is None
        with pytest.raises(KeyError):
            policies_for(ACME, DEV_1, label)
        with pytest.raises(KeyError):
            context_for(ACME, DEV_1, label, Circumstances())

    def test_a_closed_account_has_nobody(self):
        closed = with_account(ACME, replace(ACME.accounts[DEV_1], state=AccountState.CLOSED))

        assert principals_of(closed.accounts[DEV_1]) == ()
        assert principal(closed, DEV_1, "root user") is None


class TestPolicies:
    def test_the_scps_of_every_level_root_first(self):
        levels = policies_for(ACME, DEV_1, "role/Admin").service_control

        assert [(level.target_id, level.name) for level in levels] == [
            (ROOT, "Root"),
            (WORKLOADS, "Workloads"),
            (DEV, "Dev"),
            (DEV_1, "dev-1"),
        ]
        assert [[attached.name for attached in level.policies] for level in levels] == [
            ["FullAWSAccess", "DenyLeaveOrg"],
            ["FullAWSAccess"],
            ["FullAWSAccess", "DenyEC2"],
            ["FullAWSAccess"],
        ]
        assert {attached.attached_to for attached in levels[2].policies} == {"Dev"}
        assert levels[0].policies[0].identifier == FULL_AWS_ACCESS

    @pytest.mark.parametrize(
        ("organization", "account_id", "label", "exemption"),
        [
            (ACME, MGMT, "user/boss", Exemption.MANAGEMENT_ACCOUNT),
            (ACME, MGMT, "root user", Exemption.MANAGEMENT_ACCOUNT),
            (with_service_linked_role(DEV_1), DEV_1, "role/Linked", Exemption.SERVICE_LINKED_ROLE),
            (SCPS_OFF, DEV_1, "role/Admin", Exemption.POLICY_TYPE_DISABLED),
        ],
    )
    def test_whom_scps_do_not_bind(self, organization, account_id, label, exemption):
        assert policies_for(organization, account_id, label).service_control is exemption

    def test_a_member_accounts_root_user_is_bound(self):
        assert len(policies_for(ACME, DEV_1, "root user").service_control) == 4
        assert policies_for(ACME, DEV_1, "root user").identity == ()

    def test_a_user_has_its_own_policies_and_those_of_its_groups(self):
        in_dev_1 = {"account_id": DEV_1}
        organization = done(
            ("iam.create_group", {**in_dev_1, "group_name": "devs"}),
            ("iam.add_user_to_group", {**in_dev_1, "group_name": "devs", "user_name": "john"}),
            ("iam.attach_group_policy", {**in_dev_1, "group_name": "devs", "policy_arn": READ_ONLY_ACCESS}),
            (
                "iam.put_group_policy",
                {
                    **in_dev_1,
                    "group_name": "devs",
                    "policy_name": "P",
                    "policy_document": policy("Deny", "s3:*"),
                },
            ),
            (
                "iam.create_policy",
                {
                    **in_dev_1,
                    "policy_name": "Own",
                    "policy_document": policy("Allow", "sqs:*"),
                    "path": "/a/",
                },
            ),
            (
                "iam.attach_user_policy",
                {**in_dev_1, "user_name": "john", "policy_arn": f"arn:aws:iam::{DEV_1}:policy/a/Own"},
            ),
        )

        identity = policies_for(organization, DEV_1, "user/john").identity

        assert [(each.name, each.identifier, each.attached_to) for each in identity] == [
            ("StartAndStopInstances", "StartAndStopInstances", "user/john"),
            ("Own", f"arn:aws:iam::{DEV_1}:policy/a/Own", "user/john"),
            ("P", "P", "group/devs"),
            ("ReadOnlyAccess", READ_ONLY_ACCESS, "group/devs"),
        ]
        assert identity[1].document.text == policy("Allow", "sqs:*")

    def test_a_role_has_its_own(self):
        (attached,) = policies_for(ACME, DEV_1, "role/Admin").identity

        assert (attached.identifier, attached.attached_to) == (ADMINISTRATOR_ACCESS, "role/Admin")

    def test_a_service_linked_role_is_asked_about_when_its_policy_is_known(self):
        organization, response = create_account(
            ACME, email="new@acme.example", account_name="new", occasion=OCCASION
        )
        account = organization.accounts[response["CreateAccountStatus"]["AccountId"]]
        linked = account.roles["AWSServiceRoleForOrganizations"]
        unknown = replace(linked, attached=("arn:aws:iam::aws:policy/aws-service-role/NotSimulated",))

        account = replace(account, roles={**account.roles, linked.name: unknown})

        assert f"role/{linked.name}" not in principals_of(account)


class TestContext:
    def context(
        self, label="role/Admin", account_id=DEV_1, organization=ACME, resource=None, **circumstances
    ):
        return context_for(organization, account_id, label, Circumstances(**circumstances), resource)

    @pytest.mark.parametrize(
        ("key", "role", "user", "root_user"),
        [
            # Policies see the role, though AWS prints the session.
            (
                "aws:PrincipalArn",
                f"arn:aws:iam::{DEV_1}:role/Admin",
                f"arn:aws:iam::{DEV_1}:user/john",
                f"arn:aws:iam::{DEV_1}:root",
            ),
            ("aws:PrincipalType", "AssumedRole", "User", "Account"),
            ("aws:PrincipalAccount", DEV_1, DEV_1, DEV_1),
            ("aws:username", Lookup.MISSING, "john", Lookup.MISSING),
            ("aws:PrincipalOrgID", *["o-a1b2c3d4e5"] * 3),
            ("aws:PrincipalOrgPaths", *[(f"o-a1b2c3d4e5/r-a1b2/{WORKLOADS}/{DEV}/",)] * 3),
            ("aws:ResourceAccount", DEV_1, DEV_1, DEV_1),
            ("aws:ResourceOrgID", *["o-a1b2c3d4e5"] * 3),
            ("aws:ResourceOrgPaths", *[(f"o-a1b2c3d4e5/r-a1b2/{WORKLOADS}/{DEV}/",)] * 3),
            ("aws:PrincipalTag/team", *[Lookup.MISSING] * 3),
            ("aws:PrincipalIsAWSService", *["false"] * 3),
            ("aws:ViaAWSService", *["false"] * 3),
            ("aws:SecureTransport", *["true"] * 3),
            ("aws:PrincipalServiceName", *[Lookup.MISSING] * 3),
            ("aws:CalledVia", *[Lookup.MISSING] * 3),
            ("aws:SourceArn", *[Lookup.MISSING] * 3),
            ("aws:RequestedRegion", *[Lookup.UNKNOWN] * 3),
            ("aws:MultiFactorAuthPresent", *[Lookup.UNKNOWN] * 3),
            ("aws:SourceIp", *[Lookup.UNKNOWN] * 3),
            ("aws:SourceVpce", *[Lookup.UNKNOWN] * 3),
            ("aws:CurrentTime", *[Lookup.UNKNOWN] * 3),
            ("ec2:InstanceType", *[Lookup.UNKNOWN] * 3),
        ],
    )
    def test_keys_when_nothing_is_said(self, key, role, user, root_user):
        labels = ("role/Admin", "user/john", "root user")

        assert tuple(self.context(label).get(key) for label in labels) == (role, user, root_user)

    def test_user_ids(self):
        role_id = ACME.accounts[DEV_1].roles["Admin"].id

        assert self.context("role/Admin").get("aws:userid") == f"{role_id}:orgsim"
        assert self.context("user/john").get("aws:userid") == john(ACME).id
        assert self.context("root user").get("aws:userid") == DEV_1

    @pytest.mark.parametrize(
        ("said", "key", "value"),
        [
            ({"region": "eu-west-1"}, "aws:RequestedRegion", "eu-west-1"),
            ({"mfa": Mfa.USED}, "aws:MultiFactorAuthPresent", "true"),
            ({"mfa": Mfa.USED}, "aws:MultiFactorAuthAge", Lookup.UNKNOWN),
            ({"mfa": Mfa.NOT_USED}, "aws:MultiFactorAuthPresent", "false"),
            ({"mfa": Mfa.NOT_USED}, "aws:MultiFactorAuthAge", Lookup.MISSING),
            ({"mfa": Mfa.KEY_ABSENT}, "aws:MultiFactorAuthPresent", Lookup.MISSING),
            ({"mfa": Mfa.KEY_ABSENT}, "aws:MultiFactorAuthAge", Lookup.MISSING),
            ({"source_ip": "203.0.113.10"}, "aws:SourceIp", "203.0.113.10"),
            ({"source_ip": "203.0.113.10"}, "aws:SourceVpce", Lookup.MISSING),
            ({"time": datetime(2026, 11, 22, 14, tzinfo=UTC)}, "aws:CurrentTime", "2026-11-22T14:00:00Z"),
            ({"time": datetime(2026, 11, 22, 14, tzinfo=UTC)}, "aws:EpochTime", "1795356000"),
            ({"principal_tags": {"Team": "net"}}, "aws:PrincipalTag/team", "net"),
        ],
    )
    def test_keys_that_are_said(self, said, key, value):
        assert self.context(**said).get(key) == value

    TAGS = ({"Key": "team", "Value": "net"}, {"Key": "env", "Value": "dev"})

    def test_tags_of_a_session_come_on_top_of_the_roles(self):
        tagged = done(("iam.tag_role", {"account_id": DEV_1, "role_name": "Admin", "tags": list(self.TAGS)}))

        context = self.context("role/Admin", organization=tagged, principal_tags={"Team": "ops"})

        assert context.get("aws:PrincipalTag/team") == "ops"
        assert context.get("aws:PrincipalTag/env") == "dev"

    def test_a_user_has_no_session_to_tag(self):
        tagged = done(("iam.tag_user", {"account_id": DEV_1, "user_name": "john", "tags": list(self.TAGS)}))

        context = self.context("user/john", organization=tagged, principal_tags={"Team": "ops", "x": "y"})

        assert context.get("aws:PrincipalTag/team") == "net"
        assert context.get("aws:PrincipalTag/x") is Lookup.MISSING

    @pytest.mark.parametrize(
        ("resource", "account", "organization", "paths"),
        [
            ("arn:aws:s3:::bucket", DEV_1, "o-a1b2c3d4e5", (f"o-a1b2c3d4e5/r-a1b2/{WORKLOADS}/{DEV}/",)),
            (f"arn:aws:sqs:eu-west-1:{NEWCO}:q", NEWCO, "o-a1b2c3d4e5", ("o-a1b2c3d4e5/r-a1b2/",)),
            ("arn:aws:sqs:eu-west-1:999999999999:q", "999999999999", Lookup.MISSING, Lookup.MISSING),
        ],
    )
    def test_the_resource_is_its_own_accounts_or_of_the_account_it_names(
        self, resource, account, organization, paths
    ):
        context = self.context(resource=resource)

        assert context.get("aws:ResourceAccount") == account
        assert context.get("aws:ResourceOrgID") == organization
        assert context.get("aws:ResourceOrgPaths") == paths
        assert context.get("aws:PrincipalAccount") == DEV_1

    def test_circumstances_can_be_keys(self):
        one, same = (Circumstances(principal_tags={"a": "b"}) for _ in range(2))

        assert len({one, same, Circumstances(mfa=Mfa.USED)}) == 2


def test_prod_1_has_no_john():
    assert principal(ACME, PROD_1, "user/john") is None
