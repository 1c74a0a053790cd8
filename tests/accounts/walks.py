"""Random walks: any operation of ``OPERATIONS``, on what is there or on what might be."""

import json
from datetime import UTC, datetime

from hypothesis import strategies as st

from accounts.organization import operations
from accounts.organization.errors import AwsError
from accounts.organization.identifiers import Occasion
from accounts.organization.operations import OPERATIONS
from accounts.organization.state import Organization
from tests.accounts import billing_walk
from tests.accounts.factories import DELEGATE, DENY_EC2, FULL_AWS_ACCESS, READ_ONLY
from tests.organization import credentials, resource_walk

ALLOW = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
)
DENY = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}
)
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)
DELEGATION = st.just(json.dumps(DELEGATE))
TAG_POLICY = json.dumps({"tags": {"x": {"tag_value": {"@@assign": ["1"]}}}})
TYPES = st.sampled_from(["SERVICE_CONTROL_POLICY", "TAG_POLICY", "RESOURCE_CONTROL_POLICY"])
NAMES = st.sampled_from(["a", "b", "c", "Dev", "john", "JOHN"])
TAGS = st.dictionaries(st.sampled_from("xyz"), st.sampled_from("12"), max_size=3).map(
    lambda tags: [{"Key": key, "Value": value} for key, value in tags.items()]
)


def operation(draw, organization: Organization) -> tuple[str, dict[str, object]]:
    """The name of an operation and parameters for it, which AWS seldom refuses."""
    occasion = Occasion("a try", 1, datetime(2026, 9, 26, tzinfo=UTC))
    for _ in range(30):
        key, parameters = _any_operation(draw, organization)
        try:
            operations.apply(organization, key, parameters, occasion)
        except AwsError:
            continue
        break
    return key, parameters


def _any_operation(draw, organization: Organization) -> tuple[str, dict[str, object]]:
    key = draw(st.sampled_from(sorted(OPERATIONS)))
    account = organization.accounts[draw(st.sampled_from(list(organization.accounts)))]
    parents = [organization.root.id, *organization.units]
    policies = [FULL_AWS_ACCESS, DENY_EC2, *organization.policies, *organization.management_policies]
    delegation = [] if organization.resource_policy is None else [organization.resource_policy.id]
    # A name that comes without its service means the same in all of them.
    vocabulary: dict[str, st.SearchStrategy[object]] = {
        **credentials.vocabulary(account),
        **billing_walk.vocabulary(),
        "account_id": st.just(account.id),
        "account_name": NAMES,
        "assume_role_policy_document": st.just(TRUST),
        "caller_account_id": st.sampled_from([*organization.accounts, *organization.outsiders]),
        "content": st.sampled_from([ALLOW, DENY, TAG_POLICY])
        if key != "organizations.put_resource_policy"
        else DELEGATION,
        "days": st.integers(1, 100),
        "description": NAMES,
        "destination_parent_id": st.sampled_from(parents),
        "email": st.builds("{}@example.org".format, NAMES),
        "feature_set": st.sampled_from(["ALL", "CONSOLIDATED_BILLING"]),
        "handshake_id": st.sampled_from([*organization.handshakes, "h-missing123"]),
        "group_name": NAMES | st.sampled_from(["developers", *account.groups]),
        "iam_user_access_to_billing": st.just("ALLOW"),
        "name": NAMES,
        "notes": NAMES,
        "organizational_unit_id": st.sampled_from([*organization.units, "ou-tiny-missing1"]),
        "parent_id": st.sampled_from(parents),
        "path": st.sampled_from(["/", "/team/"]),
        "policy_arn": st.sampled_from([READ_ONLY, *account.policies]),
        "policy_document": st.just(TRUST) if "assume_role" in key else st.sampled_from([ALLOW, DENY]),
        "policy_id": st.sampled_from(policies),
        "policy_name": NAMES,
        "policy_type": TYPES,
        "resource_id": st.sampled_from([*parents, account.id, *organization.policies, *delegation]),
        "role_name": NAMES | st.sampled_from(["Admin", *account.roles]),
        "root_id": st.just(organization.root.id),
        "service_principal": st.sampled_from(["guardduty.amazonaws.com", "config.amazonaws.com"]),
        "source_parent_id": st.just(account.parent_id),
        "tag_keys": st.lists(st.sampled_from("xyz"), min_size=1),
        "tags": TAGS,
        "target": st.sampled_from([*organization.outsiders, "999999999999"]).map(
            lambda account_id: {"Id": account_id, "Type": "ACCOUNT"}
        ),
        "target_id": st.sampled_from([*parents, *organization.accounts]),
        "type": TYPES,
        "user_name": NAMES | st.sampled_from(["mary", *account.users]),
        **resource_walk.vocabulary(key, account),
    }
    return key, {name: draw(vocabulary[name]) for name in OPERATIONS[key].parameters}
