"""Organizations User Guide, "Tag policies": which tags are compliant, and which tagging is blocked."""

from dataclasses import replace

import pytest

from accounts.organization.errors import organizations as errors
from accounts.organization.management_policies import (
    Compliance,
    TagFault,
    blocked_tag,
    effective,
    tag_compliance,
    tag_rules,
)
from accounts.organization.operations.organizations import (
    create_account,
    create_organizational_unit,
    create_policy,
    invite_account_to_organization,
    put_resource_policy,
    tag_resource,
    untag_resource,
)
from accounts.organization.operations.organizations.tag_policies import check_tags, kind_of
from accounts.organization.state import Resource, ResourceType
from tests.organization.management import TAG, append, assign, attached, tags
from tests.organization.world import (
    ACME,
    BOLT,
    DENY_EC2,
    DEV,
    DEV_1,
    NOON,
    OCCASION,
    PROD_1,
    ROOT,
    SCP_TYPE,
    policy,
    refused,
    with_account,
)

COST = {
    "tags": {
        "costcenter": {
            "tag_key": assign("CostCenter"),
            "tag_value": assign(["100", "2*"]),
            "enforced_for": assign(["ec2:instance", "s3:ALL_SUPPORTED"]),
        }
    }
}


def organization_with(**tags_of_instance: str):
    """acme with ``COST`` at the root and one EC2 instance in prod-1."""
    organization = attached(TAG, root=COST)
    account = organization.accounts[PROD_1]
    instance = Resource(
        "arn:aws:ec2:eu-central-1:1:instance/i-1", ResourceType.EC2_INSTANCE, NOON, tags=tags_of_instance
    )
    return with_account(organization, replace(account, resources={instance.arn: instance}))


def instance(**tags_of_instance: str):
    found = tag_compliance(organization_with(**tags_of_instance), PROD_1)
    return next(each for each in found if each.entity.type == "ec2:instance")


class TestCompliance:
    @pytest.mark.parametrize(
        ("present", "compliance", "fault"),
        [
            ({}, Compliance.NOT_EVALUATED, None),
            ({"Team": "a"}, Compliance.NOT_EVALUATED, None),
            ({"CostCenter": "100"}, Compliance.COMPLIANT, None),
            ({"CostCenter": "215"}, Compliance.COMPLIANT, None),
            ({"CostCenter": "999"}, Compliance.NONCOMPLIANT, TagFault.VALUE),
            ({"CostCenter": ""}, Compliance.NONCOMPLIANT, TagFault.VALUE),
            ({"costcenter": "100"}, Compliance.NONCOMPLIANT, TagFault.KEY_CASE),
        ],
    )
    def test_only_tags_that_a_policy_speaks_of_are_evaluated(self, present, compliance, fault):
        found = instance(**present)

        assert found.compliance is compliance
        assert [wrong.fault for wrong in found.wrong] == ([fault] if fault else [])
        assert found.blocked == found.wrong  # the type is enforced

    def test_users_and_roles_are_evaluated_too(self):
        found = tag_compliance(organization_with(), PROD_1)

        assert "iam:user" in {each.entity.type for each in found}
        assert {each.compliance for each in found} == {Compliance.NOT_EVALUATED}


class TestRules:
    def rule(self, **settings):
        organization = attached(TAG, root=tags(**settings))
        [rule] = tag_rules(effective(organization, TAG, PROD_1))
        return rule

    def test_without_a_tag_key_lower_case_is_asked_for(self):
        organization = attached(TAG, root={"tags": {"CC": {"tag_value": assign(["1"])}}})

        assert tag_rules(effective(organization, TAG, PROD_1))[0].key == "cc"

    def test_without_values_any_is_right_and_of_an_empty_list_none(self):
        assert self.rule(tag_key=assign("CC")).takes("anything")
        assert not self.rule(tag_value=assign([])).takes("anything")

    def test_one_wildcard_stands_for_any_text(self):
        rule = self.rule(tag_value=append("a*a"))

        assert [value for value in ("a", "aa", "aba", "ab", "Aba") if rule.takes(value)] == ["aa", "aba"]


class TestEnforcement:
    @pytest.mark.parametrize(
        ("resource_type", "asked", "is_blocked"),
        [
            ("ec2:instance", {"CostCenter": "999"}, True),
            ("ec2:instance", {"costcenter": "100"}, True),
            ("ec2:instance", {"CostCenter": "100"}, False),
            ("ec2:instance", {}, False),  # no tag policy requires a tag
            ("ec2:instance", {"Team": "a"}, False),
            ("ec2:volume", {"CostCenter": "999"}, False),  # only reported
            ("s3:bucket", {"CostCenter": "999"}, True),
        ],
    )
    def test_only_tagging_of_the_listed_types_is_blocked(self, resource_type, asked, is_blocked):
        assert bool(blocked_tag(organization_with(), PROD_1, resource_type, asked)) is is_blocked

    def test_the_refusal_says_what_is_wrong(self):
        value = blocked_tag(organization_with(), PROD_1, "ec2:instance", {"CostCenter": "999"})
        key = blocked_tag(organization_with(), PROD_1, "ec2:instance", {"COSTCENTER": "100"})

        assert str(value) == "999 is not an allowed value of CostCenter (100, 2*)"
        assert str(key) == "COSTCENTER must be spelled CostCenter"

    def test_what_was_tagged_before_stays(self):
        found = instance(CostCenter="999")

        assert found.compliance is Compliance.NONCOMPLIANT
        assert found.entity.tags == {"CostCenter": "999"}


class TestTagsOfTheOrganization:
    organization = attached(
        TAG,
        root=tags(
            tag_key=assign("CC"), tag_value=assign(["1"]), enforced_for=assign(["organizations:account"])
        ),
    )

    def test_the_effective_policy_of_the_management_account_counts(self):
        with refused(errors.ConstraintViolation, "TAG_POLICY_VIOLATION"):
            check_tags(self.organization, "account", {"CC": "2"})
        with refused(errors.ConstraintViolation, "TAG_POLICY_VIOLATION"):
            check_tags(self.organization, "account", {"cc": "1"})
        check_tags(self.organization, "account", {"CC": "1", "Other": "2"})
        check_tags(attached(TAG, prod=COST), "account", {"CostCenter": "999"})

    @pytest.mark.parametrize(
        ("entity_id", "kind"), [(ROOT, "root"), (DEV, "organizationalunit"), (DENY_EC2, "policy")]
    )
    def test_types_that_are_not_listed_are_not_blocked(self, entity_id, kind):
        assert kind_of(self.organization, entity_id) == kind
        check_tags(self.organization, kind, {"CC": "2"})

    def test_every_operation_that_tags_is_refused(self):
        organization = attached(
            TAG, root=tags(tag_value=assign(["1"]), enforced_for=assign(["organizations:ALL_SUPPORTED"]))
        )
        bad = [{"Key": "cc", "Value": "2"}]
        content = policy("Deny", "s3:*")
        delegation = policy("Allow", "organizations:ListPolicies", Principal={"AWS": DEV_1})
        new = {"tags": bad, "occasion": OCCASION}

        for operation, parameters in (
            (tag_resource, {"resource_id": DEV_1, "tags": bad}),
            (create_account, {"email": "new@example.org", "account_name": "new", **new}),
            (create_organizational_unit, {"parent_id": ROOT, "name": "New", **new}),
            (create_policy, {"name": "N", "description": "", "content": content, "type": SCP_TYPE, **new}),
            (invite_account_to_organization, {"target": {"Id": BOLT, "Type": "ACCOUNT"}, **new}),
            (put_resource_policy, {"content": delegation, **new}),
        ):
            with refused(errors.ConstraintViolation, "TAG_POLICY_VIOLATION"):
                operation(organization, **parameters)
            assert operation(organization, **parameters | {"tags": [{"Key": "cc", "Value": "1"}]})

    def test_a_wrong_tag_from_before_hinders_nobody(self):
        before = tag_resource(ACME, resource_id=DEV_1, tags=[{"Key": "CC", "Value": "2"}]).organization
        organization = replace(self.organization, accounts=before.accounts)

        assert tag_resource(organization, resource_id=DEV_1, tags=[{"Key": "Team", "Value": "a"}])
        assert untag_resource(organization, resource_id=DEV_1, tag_keys=["CC"])
