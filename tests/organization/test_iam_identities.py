"""IAM User Guide, "IAM users", "IAM user groups", "IAM roles": made, deleted, tagged, put together."""

import re
from dataclasses import replace

import pytest

from accounts.organization.errors import iam as errors
from accounts.organization.operations.iam import (
    add_user_to_group,
    attach_role_policy,
    create_group,
    create_policy,
    create_role,
    create_user,
    delete_group,
    delete_policy,
    delete_role,
    delete_role_policy,
    delete_user,
    detach_role_policy,
    put_role_policy,
    remove_user_from_group,
    tag_role,
    tag_user,
    untag_role,
    untag_user,
    update_assume_role_policy,
)
from accounts.organization.operations.organizations import create_account
from tests.organization.world import (
    ACME,
    ADMINISTRATOR_ACCESS,
    DEV_1,
    NOON,
    OCCASION,
    PROD_1,
    SBX_1,
    john,
    policy,
    refused,
    trust,
    with_account,
)

IN_DEV_1 = {"account_id": DEV_1}
CREATE = {
    "user": (create_user, "user_name", "users", {}),
    "group": (create_group, "group_name", "groups", {}),
    "role": (create_role, "role_name", "roles", {"assume_role_policy_document": trust(DEV_1)}),
    "policy": (create_policy, "policy_name", "policies", {"policy_document": policy("Allow", "s3:*")}),
}
KINDS = list(CREATE)


def create(kind, name, organization=ACME, **parameters):
    operation, parameter, _, others = CREATE[kind]
    parameters = {**IN_DEV_1, parameter: name, **others, **parameters}
    return operation(organization, occasion=OCCASION, **parameters)


def entities(organization, kind):
    return getattr(organization.accounts[DEV_1], CREATE[kind][2])


class TestCreate:
    @pytest.mark.parametrize(
        ("kind", "prefix"), [("user", "AIDA"), ("group", "AGPA"), ("role", "AROA"), ("policy", "ANPA")]
    )
    def test_identifier_arn_and_time(self, kind, prefix):
        after, response = create(kind, "team", path="/eu/")
        (shown,) = response.values()
        (made,) = (entity for entity in entities(after, kind).values() if entity.name == "team")

        assert re.fullmatch(rf"{prefix}[A-Z2-7]{{17}}", made.id)
        assert shown["Arn"] == f"arn:aws:iam::{DEV_1}:{kind}/eu/team"
        assert shown["CreateDate"] == "2026-09-01T12:00:00Z"
        assert made.created == NOON
        assert made.id in shown.values()

    def test_a_new_user_may_do_nothing(self):
        user = (
            create("user", "ana", tags=[{"Key": "team", "Value": "net"}])
            .organization.accounts[DEV_1]
            .users["ana"]
        )

        assert (user.inline, user.attached, user.groups) == ({}, (), ())
        assert user.tags == {"team": "net"}

    @pytest.mark.parametrize("kind", KINDS)
    def test_names_of_a_kind_differ_by_more_than_case(self, kind):
        before = create(kind, "Team").organization

        with refused(errors.EntityAlreadyExists):
            create(kind, "team", before)

    def test_kinds_and_accounts_do_not_share_names(self):
        organization = ACME
        for kind in KINDS:
            organization = create(kind, "same", organization).organization
        assert create("user", "same", organization, account_id=PROD_1).organization

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("name", ["", "two words", "ä", "a/b", "x" * 129])
    def test_unfit_names(self, kind, name):
        with refused(errors.ValidationError):
            create(kind, name)

    @pytest.mark.parametrize(
        ("kind", "longest"), [("user", 64), ("role", 64), ("group", 128), ("policy", 128)]
    )
    def test_length_of_names(self, kind, longest):
        assert create(kind, "x" * longest).organization
        with refused(errors.ValidationError):
            create(kind, "x" * (longest + 1))

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize(
        "path", ["", "eu", "/eu", "//" + "x" * 512 + "/", "/a b/", "/aws-service-role/x/"]
    )
    def test_unfit_paths(self, kind, path):
        with refused(errors.ValidationError):
            create(kind, "team", path=path)

    @pytest.mark.parametrize("kind", ["role", "policy"])
    def test_descriptions_have_a_thousand_characters(self, kind):
        assert create(kind, "team", description="x" * 1000).organization
        with refused(errors.ValidationError):
            create(kind, "team", description="x" * 1001)

    @pytest.mark.parametrize(
        ("kind", "most"), [("user", 5_000), ("group", 300), ("role", 1_000), ("policy", 1_500)]
    )
    def test_quotas_of_an_account(self, kind, most):
        after = create(kind, "first").organization
        *_, one = entities(after, kind).values()
        many = {f"n{number}": replace(one, name=f"n{number}") for number in range(most)}
        full = with_account(after, replace(after.accounts[DEV_1], **{CREATE[kind][2]: many}))

        with refused(errors.LimitExceeded):
            create(kind, "one-more", full)

    @pytest.mark.parametrize("kind", ["role", "policy"])
    def test_documents_are_parsed(self, kind):
        parameter = next(iter(CREATE[kind][3]))

        with pytest.raises(errors.MalformedPolicyDocument) as caught:
            create(kind, "team", **{parameter: policy("Allow", "s3")})

        assert caught.value.code == "MalformedPolicyDocument"
        assert any(fault.path.startswith("Statement[0].Action") for fault in caught.value.faults)

    @pytest.mark.parametrize(("kind", "most"), [("role", 2_048), ("policy", 6_144)])
    def test_sizes_do_not_count_white_space(self, kind, most):
        parameter, document = next(iter(CREATE[kind][3].items()))
        padded = document.replace("{", "{" + " \n" * most, 1)
        sid = "x" * (most - len("".join(document.split())) - len('"Sid":"",'))
        longest = document.replace('"Effect"', f'"Sid":"{sid}","Effect"')

        assert create(kind, "team", **{parameter: padded}).organization
        assert create(kind, "team", **{parameter: longest}).organization
        with refused(errors.LimitExceeded):
            create(kind, "team", **{parameter: longest.replace("xx", "xxx", 1)})

    @pytest.mark.parametrize("kind", KINDS)
    def test_only_in_accounts_of_the_organization(self, kind):
        with refused(errors.AccessDenied):
            create(kind, "team", account_id="999999999999")


class TestDelete:
    def test_what_nothing_hangs_on_goes(self):
        organization = ACME
        for kind in KINDS:
            organization = create(kind, "team", organization).organization
        arn = f"arn:aws:iam::{DEV_1}:policy/team"

        for operation, parameters in (
            (delete_user, {"user_name": "team"}),
            (delete_group, {"group_name": "team"}),
            (delete_role, {"role_name": "team"}),
            (delete_policy, {"policy_arn": arn}),
        ):
            organization, response = operation(organization, **IN_DEV_1, **parameters)
            assert response == {}
        assert organization == ACME

    def test_a_user_first_loses_policies_and_groups(self):
        with refused(errors.DeleteConflict):
            delete_user(ACME, **IN_DEV_1, user_name="john")  # an inline policy
        with refused(errors.DeleteConflict):
            delete_user(ACME, account_id=PROD_1, user_name="mary")  # an attached policy
        member = create("user", "ana", create("group", "devs").organization).organization
        member = add_user_to_group(member, **IN_DEV_1, group_name="devs", user_name="ana").organization
        with refused(errors.DeleteConflict):
            delete_user(member, **IN_DEV_1, user_name="ana")
        with refused(errors.DeleteConflict):
            delete_group(member, **IN_DEV_1, group_name="devs")

    def test_a_role_first_loses_its_policies(self):
        with refused(errors.DeleteConflict):
            delete_role(ACME, **IN_DEV_1, role_name="Admin")

    def test_a_policy_is_first_detached(self):
        arn = f"arn:aws:iam::{DEV_1}:policy/team"
        before = create("policy", "team").organization
        attached = attach_role_policy(before, **IN_DEV_1, role_name="Admin", policy_arn=arn).organization

        with refused(errors.DeleteConflict):
            delete_policy(attached, **IN_DEV_1, policy_arn=arn)
        with refused(errors.AccessDenied):
            delete_policy(ACME, **IN_DEV_1, policy_arn=ADMINISTRATOR_ACCESS)

    def test_what_is_not_there(self):
        for operation, parameters in (
            (delete_user, {"user_name": "nobody"}),
            (delete_group, {"group_name": "nobody"}),
            (delete_role, {"role_name": "nobody"}),
            (delete_policy, {"policy_arn": f"arn:aws:iam::{DEV_1}:policy/nobody"}),
        ):
            with refused(errors.NoSuchEntity):
                operation(ACME, **IN_DEV_1, **parameters)


class TestGroups:
    DEVS = create("group", "devs").organization

    def add(self, organization, group_name="devs", user_name="john"):
        return add_user_to_group(organization, **IN_DEV_1, group_name=group_name, user_name=user_name)

    def test_a_user_is_in_a_group_once(self):
        once = self.add(self.DEVS).organization
        twice = self.add(once).organization

        assert john(once).groups == ("devs",)
        assert twice == once

    def test_and_leaves_it(self):
        before = self.add(self.DEVS).organization

        after = remove_user_from_group(before, **IN_DEV_1, group_name="devs", user_name="john").organization

        assert after == self.DEVS
        with refused(errors.NoSuchEntity):
            remove_user_from_group(after, **IN_DEV_1, group_name="devs", user_name="john")

    def test_ten_groups_at_most(self):
        organization = ACME
        for number in range(11):
            organization = create("group", f"g{number}", organization).organization
        for number in range(10):
            organization = self.add(organization, f"g{number}").organization

        with refused(errors.LimitExceeded):
            self.add(organization, "g10")

    def test_both_must_exist(self):
        with refused(errors.NoSuchEntity):
            self.add(self.DEVS, group_name="ops")
        with refused(errors.NoSuchEntity):
            self.add(self.DEVS, user_name="nobody")
        with refused(errors.NoSuchEntity):
            remove_user_from_group(self.DEVS, **IN_DEV_1, group_name="devs", user_name="nobody")


class TestTrust:
    def test_a_new_trust_policy_takes_the_place_of_the_old(self):
        after = update_assume_role_policy(
            ACME, **IN_DEV_1, role_name="Admin", policy_document=trust(SBX_1)
        ).organization

        assert after.accounts[DEV_1].roles["Admin"].trust.text == trust(SBX_1)

    def test_refusals(self):
        def update(role_name="Admin", document="{}"):
            update_assume_role_policy(ACME, **IN_DEV_1, role_name=role_name, policy_document=document)

        with refused(errors.NoSuchEntity):
            update("nobody", trust(SBX_1))
        with refused(errors.LimitExceeded):
            update(document="x" * 2_049)
        with pytest.raises(errors.MalformedPolicyDocument):
            update(document=policy("Allow", "s3:*"))  # says what, not who


class TestServiceLinkedRoles:
    @pytest.mark.parametrize(
        ("operation", "parameters"),
        [
            (delete_role, {}),
            (update_assume_role_policy, {"policy_document": trust(DEV_1)}),
            (put_role_policy, {"policy_name": "p", "policy_document": policy("Allow", "s3:*")}),
            (delete_role_policy, {"policy_name": "p"}),
            (attach_role_policy, {"policy_arn": ADMINISTRATOR_ACCESS}),
            (detach_role_policy, {"policy_arn": ADMINISTRATOR_ACCESS}),
        ],
    )
    def test_only_their_service_changes_them(self, operation, parameters):
        organization, response = create_account(
            ACME, email="new@acme.example", account_name="new", occasion=OCCASION
        )
        account_id = response["CreateAccountStatus"]["AccountId"]

        with refused(errors.UnmodifiableEntity):
            operation(
                organization,
                account_id=account_id,
                role_name="AWSServiceRoleForOrganizations",
                **parameters,
            )


class TestTags:
    @pytest.mark.parametrize(
        ("tag", "untag", "who", "kind", "name"),
        [
            (tag_user, untag_user, {"user_name": "john"}, "user", "john"),
            (tag_role, untag_role, {"role_name": "Admin"}, "role", "Admin"),
        ],
    )
    def test_keys_are_the_same_in_any_case(self, tag, untag, who, kind, name):
        def tags(organization):
            return entities(organization, kind)[name].tags

        first = tag(ACME, **IN_DEV_1, **who, tags=[{"Key": "Team", "Value": "net"}]).organization
        second = tag(first, **IN_DEV_1, **who, tags=[{"Key": "team", "Value": "ops"}]).organization
        third = untag(second, **IN_DEV_1, **who, tag_keys=["TEAM", "other"]).organization

        assert (tags(first), tags(second)) == ({"Team": "net"}, {"team": "ops"})
        assert third == ACME

    def test_refusals(self):
        with refused(errors.NoSuchEntity):
            tag_user(ACME, **IN_DEV_1, user_name="nobody", tags=[])
        with refused(errors.NoSuchEntity):
            untag_role(ACME, **IN_DEV_1, role_name="nobody", tag_keys=[])
        with refused(errors.InvalidInput):
            tag_user(ACME, **IN_DEV_1, user_name="john", tags=[{"Key": "aws:x", "Value": ""}])
        with refused(errors.LimitExceeded):
            tags = [{"Key": f"k{number}", "Value": ""} for number in range(51)]
            tag_user(ACME, **IN_DEV_1, user_name="john", tags=tags)
