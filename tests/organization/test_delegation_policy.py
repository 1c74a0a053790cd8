"""Organizations User Guide, "Delegated administrator for AWS Organizations"."""

import json
import re
from dataclasses import replace

import pytest

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations import (
    delete_resource_policy,
    put_resource_policy,
    tag_resource,
)
from accounts.organization.state import FeatureSet
from tests.organization.world import ACME, AUDIT, MGMT, OCCASION, later, refused


def delegation(*actions, **members):
    statement = {
        "Sid": "Delegate",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{AUDIT}:root"},
        "Action": list(actions),
        "Resource": "*",
        **members,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


READ = delegation("organizations:Describe*", "organizations:List*")
WRITE = delegation("organizations:CreatePolicy", "organizations:AttachPolicy")


def put(content=READ, organization=ACME, occasion=OCCASION, **parameters):
    return put_resource_policy(organization, content=content, occasion=occasion, **parameters)


def without(element, **instead):
    document = json.loads(READ)
    del document["Statement"][0][element]
    document["Statement"][0].update(instead)
    return json.dumps(document)


class TestPut:
    def test_there_is_one_and_another_takes_its_place(self):
        first, response = put(tags=[{"Key": "a", "Value": "b"}])
        second = put(WRITE, first, later(days=1)).organization

        identifier = first.resource_policy.id
        assert re.fullmatch(r"rp-[a-z0-9]{8}", identifier)
        assert response["ResourcePolicy"] == {
            "ResourcePolicySummary": {
                "Id": identifier,
                "Arn": f"arn:aws:organizations::{MGMT}:resourcepolicy/{ACME.id}/{identifier}",
            },
            "Content": READ,
        }
        assert (second.resource_policy.id, second.resource_policy.document.text) == (identifier, WRITE)
        assert second.resource_policy.tags == {"a": "b"}

    @pytest.mark.parametrize(
        "action",
        ["organizations:MoveAccount", "organizations:*", "*", "s3:GetObject", "organizations:Nothing"],
    )
    def test_only_the_management_of_policies_and_reading_can_be_delegated(self, action):
        with refused(errors.InvalidInput, "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY"):
            put(delegation("organizations:ListRoots", action))

    def test_no_policy_by_exclusion(self):
        with refused(errors.InvalidInput, "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY"):
            put(without("Action", NotAction="organizations:MoveAccount"))
        with refused(errors.InvalidInput, "UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY"):
            put(without("Resource", NotResource=f"arn:aws:organizations::{MGMT}:root/*"))

    def test_40000_characters_at_most(self):
        assert put(READ + " " * (40_000 - len(READ))).organization
        with refused(errors.ConstraintViolation, "POLICY_CONTENT_LIMIT_EXCEEDED"):
            put(READ + " " * (40_001 - len(READ)))

    def test_refusals(self):
        for content in ("", "{", without("Principal")):
            with refused(errors.InvalidInput, "INVALID_RESOURCE_POLICY_JSON"):
                put(content)
        with refused(errors.InvalidInput, "INVALID_SYSTEM_TAGS_PARAMETER"):
            put(organization=put().organization, tags=[{"Key": "a", "Value": "b"}])
        with refused(errors.ConstraintViolation, "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"):
            put(organization=replace(ACME, feature_set=FeatureSet.CONSOLIDATED_BILLING))


class TestDelete:
    def test_nothing_is_delegated_any_more(self):
        assert delete_resource_policy(put().organization).organization == ACME

    def test_refusals(self):
        with refused(errors.ResourcePolicyNotFound):
            delete_resource_policy(ACME)
        with refused(errors.ConstraintViolation, "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"):
            delete_resource_policy(replace(ACME, feature_set=FeatureSet.CONSOLIDATED_BILLING))


def test_it_can_be_tagged():
    made = put().organization

    tagged = tag_resource(made, resource_id=made.resource_policy.id, tags=[{"Key": "a", "Value": "b"}])
    assert tagged.organization.resource_policy == replace(made.resource_policy, tags={"a": "b"})
