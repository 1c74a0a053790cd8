"""Management policies in acme: root → Workloads → Prod → prod-1, with any policies at each level."""

import json
from dataclasses import replace

from accounts.organization.management_policies import EffectivePolicy, effective
from accounts.organization.state import ManagementPolicy, Organization, PolicyType
from tests.organization.world import ACME, PROD, PROD_1, ROOT

LEVELS = {"root": ROOT, "prod": PROD, "account": PROD_1}
CHILDREN = "@@operators_allowed_for_child_policies"
NOBODY = {CHILDREN: ["@@none"]}

TAG = PolicyType.TAG_POLICY
OPT_OUT = PolicyType.AISERVICES_OPT_OUT_POLICY
BACKUP = PolicyType.BACKUP_POLICY


def attached(policy_type: PolicyType, organization: Organization = ACME, **levels: object) -> Organization:
    """``root``, ``prod`` and ``account`` are each a policy, or a list of them in order of attachment."""
    policies, attachments = dict(organization.management_policies), dict(organization.attachments)
    for level, target_id in LEVELS.items():
        given = levels.get(level, [])
        for number, content in enumerate(given if isinstance(given, list) else [given], start=1):
            policy_id = f"p-{policy_type.value[:3].lower()}{level}{number}"
            name = f"{level}-{number}"
            policies[policy_id] = ManagementPolicy(policy_id, name, "", policy_type, json.dumps(content))
            attachments[target_id] = (*attachments.get(target_id, ()), policy_id)
    root = replace(organization.root, policy_types=organization.root.policy_types | {policy_type})
    return replace(organization, root=root, management_policies=policies, attachments=attachments)


def merged(policy_type: PolicyType, target_id: str = PROD_1, **levels: object) -> EffectivePolicy:
    found = effective(attached(policy_type, **levels), policy_type, target_id)
    assert found is not None
    return found


def tags(**settings: object) -> dict[str, object]:
    """A tag policy about the policy key ``cc``."""
    return {"tags": {"cc": settings}}


def assign(value: object) -> dict[str, object]:
    return {"@@assign": value}


def append(*values: str) -> dict[str, object]:
    return {"@@append": list(values)}


def remove(*values: str) -> dict[str, object]:
    return {"@@remove": list(values)}


def below(*operators: str) -> dict[str, object]:
    return {CHILDREN: [f"@@{operator}" for operator in operators]}


def values_of(policy: EffectivePolicy) -> object:
    return policy.settings["tags"]["cc"].get("tag_value")
