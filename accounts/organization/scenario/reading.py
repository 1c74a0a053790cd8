"""A scenario document to an ``Organization``, or every fault in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from accounts.organization.identifiers import (
    ACCOUNT_ID,
    ORGANIZATION_ID,
    POLICY_ID,
    ROOT_ID,
    UNIT_ID,
    Occasion,
)
from accounts.organization.quotas import IN_FORCE
from accounts.organization.scenario.reading_iam import read_iam
from accounts.organization.scenario.shape import FORMAT, VERSION, Node, Reading, ScenarioError
from accounts.organization.state import (
    AWS_MANAGED,
    Account,
    AccountState,
    FeatureSet,
    JoinedMethod,
    Organization,
    OrganizationalUnit,
    Policy,
    PolicyType,
    Root,
)
from policies.engine.document import PolicyKind

Thing = TypeVar("Thing")


def from_document(document: Mapping[str, object], seed: str) -> Organization:
    """The organization that ``document`` describes. Raises ``ScenarioError`` with every fault.

    IAM's unique identifiers that the document leaves out are derived from ``seed``. What operations
    keep true is true of it: parents exist, siblings differ in name, attachments are within the quotas.
    """
    reading = Reading()
    organization = _organization(Node(reading, document, ""), seed)
    if reading.faults:
        raise ScenarioError(reading.faults)
    return organization


def _organization(document: Node, seed: str) -> Organization:
    if document.value("format") != FORMAT:
        document.fault("format", f"must be {FORMAT}")
    if document.value("version") != VERSION:
        document.fault("version", f"must be {VERSION}")
    document.text("name", "")
    document.text("description", "")
    head = document.node("organization")
    organization = Organization(
        id=head.text("id", pattern=ORGANIZATION_ID),
        management_account_id=head.text("management_account_id"),
        feature_set=head.choice("feature_set", FeatureSet.ALL),
        root=Root(id=""),
        units={},
        accounts={},
        policies={},
        attachments={},
    )
    head.end()
    root = document.node("root")
    policies = [(node, _policy(node)) for node in document.nodes("policies")]
    units = [(node, _unit(node)) for node in document.nodes("organizational_units")]
    accounts = [(node, _account(node, seed)) for node in document.nodes("accounts")]
    document.end()
    organization = replace(
        organization,
        root=_root(root),
        policies={policy.id: policy for _, policy in policies},
        units={unit.id: unit for _, unit in units},
        accounts={account.id: account for _, account in accounts},
    )
    targets = [
        (root, organization.root.id),
        *((node, unit.id) for node, unit in units),
        *((node, account.id) for node, account in accounts),
    ]
    organization = replace(
        organization,
        attachments={target: attached for node, target in targets if (attached := node.texts("attached"))},
    )
    for node in (root, *(node for node, _ in (*policies, *units, *accounts))):
        node.end()
    _check_organization(head, organization)
    _check_policies(policies)
    _check_tree(organization, units, accounts)
    _check_attachments(organization, targets)
    return organization


def _root(node: Node) -> Root:
    types = []
    for name in node.texts("policy_types"):
        try:
            types.append(PolicyType(name))
        except ValueError:
            node.fault("policy_types", f"{name} is not a policy type that is simulated")
    return Root(
        id=node.text("id", pattern=ROOT_ID), name=node.text("name", "Root"), policy_types=frozenset(types)
    )


def _policy(node: Node) -> Policy:
    return Policy(
        id=node.text("id", pattern=POLICY_ID),
        name=node.text("name"),
        description=node.text("description", ""),
        type=node.choice("type", PolicyType.SERVICE_CONTROL_POLICY),
        document=node.policy("content", PolicyKind.SERVICE_CONTROL),
    )


def _unit(node: Node) -> OrganizationalUnit:
    return OrganizationalUnit(
        id=node.text("id", pattern=UNIT_ID),
        name=node.text("name"),
        parent_id=node.text("parent_id"),
        tags=node.text_by_name("tags"),
    )


def _account(node: Node, seed: str) -> Account:
    joined = node.time("joined")
    account = Account(
        id=node.text("id", pattern=ACCOUNT_ID),
        name=node.text("name"),
        email=node.text("email"),
        parent_id=node.text("parent_id"),
        joined=joined,
        joined_method=node.choice("joined_method", JoinedMethod.CREATED),
        state=node.choice("state", AccountState.ACTIVE),
        tags=node.text_by_name("tags"),
    )
    return read_iam(node, account, Occasion(seed, 0, joined))


def _check_organization(head: Node, organization: Organization) -> None:
    manager = organization.accounts.get(organization.management_account_id)
    if manager is None:
        head.fault("management_account_id", "is not among the accounts")
    elif manager.state is not AccountState.ACTIVE:
        head.fault("management_account_id", "is a closed account")
    if organization.feature_set is not FeatureSet.ALL and organization.root.policy_types:
        head.fault("feature_set", "must be ALL while a policy type is enabled")


def _check_policies(policies: list[tuple[Node, Policy]]) -> None:
    _check_different(policies, "id", lambda policy: policy.id, taken=AWS_MANAGED)
    names = [(policy.type, policy.name) for policy in AWS_MANAGED.values()]
    _check_different(policies, "name", lambda policy: (policy.type, policy.name), taken=names)


def _check_tree(
    organization: Organization,
    units: list[tuple[Node, OrganizationalUnit]],
    accounts: list[tuple[Node, Account]],
) -> None:
    _check_different(units, "id", lambda unit: unit.id)
    _check_different(units, "name", lambda unit: (unit.parent_id, unit.name))
    _check_different(accounts, "id", lambda account: account.id)
    _check_different(accounts, "email", lambda account: account.email.lower())
    parents = [
        *((node, unit.parent_id) for node, unit in units),
        *((node, account.parent_id) for node, account in accounts),
    ]
    for node, parent_id in parents:
        if parent_id != organization.root.id and parent_id not in organization.units:
            node.fault("parent_id", "is neither the root nor an organizational unit")
    for node, unit in units:
        if _depth(organization, unit) > IN_FORCE.organizational_unit_depth:
            node.fault(
                "parent_id", f"lies deeper than {IN_FORCE.organizational_unit_depth} levels below the root"
            )


def _depth(organization: Organization, unit: OrganizationalUnit) -> int:
    """Levels below the root. Of units in a circle, more than any limit."""
    depth = 1
    while unit.parent_id in organization.units and depth <= len(organization.units):
        unit = organization.units[unit.parent_id]
        depth += 1
    return depth if unit.parent_id not in organization.units else depth + IN_FORCE.organizational_unit_depth


def _check_attachments(organization: Organization, targets: Iterable[tuple[Node, str]]) -> None:
    enabled = organization.is_enabled(PolicyType.SERVICE_CONTROL_POLICY)
    most = IN_FORCE.service_control_policies_attached
    for node, target_id in targets:
        attached = organization.attachments.get(target_id, ())
        for policy_id in attached:
            if organization.policy(policy_id) is None:
                node.fault("attached", f"{policy_id} is not among the policies")
        if attached and not enabled:
            node.fault("attached", "must be empty while service control policies are not enabled")
        if enabled and not 1 <= len(attached) <= most:
            node.fault("attached", f"must hold 1 to {most} service control policies while they are enabled")


def _check_different(
    things: Iterable[tuple[Node, Thing]],
    member: str,
    key: Callable[[Thing], object],
    taken: Iterable[object] = (),
) -> None:
    seen = set(taken)
    for node, thing in things:
        if key(thing) in seen:
            node.fault(member, "is taken already")
        seen.add(key(thing))
