"""Organizations User Guide, "Tagging AWS Organizations resources"."""

import pytest

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations import create_policy, tag_resource, untag_resource
from tests.organization.world import (
    ACME,
    BOLT,
    DENY_EC2,
    DEV,
    DEV_1,
    FULL_AWS_ACCESS,
    OCCASION,
    ROOT,
    refused,
)

WITH_TAG_POLICY, _ = create_policy(
    ACME, content='{"tags": {}}', description="", name="Tags", type="TAG_POLICY", occasion=OCCASION
)
(TAG_POLICY,) = WITH_TAG_POLICY.management_policies


def tag(resource_id, organization=WITH_TAG_POLICY, **tags):
    listed = [{"Key": key, "Value": value} for key, value in tags.items()]
    return tag_resource(organization, resource_id=resource_id, tags=listed).organization


def tags_of(organization, resource_id):
    if resource_id == organization.root.id:
        return organization.root.tags
    everything = {
        **organization.units,
        **organization.accounts,
        **organization.policies,
        **organization.management_policies,
    }
    return everything[resource_id].tags


@pytest.mark.parametrize("resource_id", [ROOT, DEV, DEV_1, DENY_EC2, TAG_POLICY])
class TestEveryEntity:
    def test_tags_are_added_and_changed(self, resource_id):
        tagged = tag(resource_id, tag(resource_id, env="dev", team="a"), team="b")

        assert tags_of(tagged, resource_id) == {"env": "dev", "team": "b"}

    def test_tags_are_taken_away_and_nothing_else(self, resource_id):
        tagged = tag(resource_id, env="dev")

        untagged, response = untag_resource(tagged, resource_id=resource_id, tag_keys=["env", "missing"])
        assert untagged == WITH_TAG_POLICY
        assert response == {}


def test_refusals():
    for resource_id in (BOLT, "ou-a1b2-missing1", "rp-missing1"):
        with refused(errors.TargetNotFound):
            tag(resource_id, env="dev")
        with refused(errors.TargetNotFound):
            untag_resource(ACME, resource_id=resource_id, tag_keys=["env"])
    with refused(errors.InvalidInput, "TARGET_NOT_SUPPORTED"):
        tag(FULL_AWS_ACCESS, env="dev")
    with refused(errors.InvalidInput, "DUPLICATE_TAG_KEY"):
        tag(DEV, env="dev", ENV="prod")
    with refused(errors.InvalidInput, "INVALID_SYSTEM_TAGS_PARAMETER"):
        tag(DEV, **{"aws:mine": "x"})
    with refused(errors.InvalidInput, "INVALID_PATTERN"):
        tag(DEV, env="x" * 257)


def test_fifty_tags_at_most():
    fifty = tag(DEV, **dict.fromkeys(map("k{}".format, range(50)), ""))

    with refused(errors.ConstraintViolation, "MAX_TAG_LIMIT_EXCEEDED"):
        tag(DEV, fifty, another="")
    assert tag(DEV, fifty, k0="changed")
