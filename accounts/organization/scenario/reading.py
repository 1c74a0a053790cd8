"""A scenario document to an ``Organization``, or every fault in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from accounts.organization.errors import AwsError
from accounts.organization.identifiers import (
    ACCOUNT_ID,
    ORGANIZATION_ID,
    POLICY_ID,
    ROOT_ID,
    UNIT_ID,
    Occasion,
)
from accounts.organization.operations.organizations.accounts import check_account_name, check_email
from accounts.organization.operations.organizations.checks import check_name
from accounts.organization.operations.organizations.first_roles import (
    SERVICE_LINKED_ROLE,
    with_service_linked_role,
)
from accounts.organization.quotas import IN_FORCE
from accounts.organization.scenario.around import read_around
from accounts.organization.scenario.credentials import (
    read_access_keys,
    read_mfa_device,
    read_password_policy,
)
from accounts.organization.scenario.json_text import is_object
from accounts.organization.scenario.membership import (
    read_create_account_request,
    read_handshake,
)
from accounts.organization.scenario.reading_iam import read_iam
from accounts.organization.scenario.resources import read_resource
from accounts.organization.scenario.shape import (
    FORMAT,
    VERSION,
    Node,
    Reading,
    ScenarioError,
    is_text,
    text_of,
)
from accounts.organization.state import (
    AWS_MANAGED,
    Account,
    AccountState,
    FeatureSet,
    JoinedMethod,
    ManagementPolicy,
    Organization,
    OrganizationalUnit,
    ParentId,
    Policy,
    PolicyType,
    Root,
    TargetId,
)

Thing = TypeVar("Thing")
PlacedThing = TypeVar("PlacedThing", covariant=True)


@dataclass(frozen=True)
class _Placed(Generic[PlacedThing]):
    """Something with its node, for faults that only the whole document shows; and its policies."""

    node: Node
    thing: PlacedThing
    attached: tuple[str, ...] = ()


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
    organization_id = head.text("id", pattern=ORGANIZATION_ID)
    management_account_id = head.text("management_account_id")
    feature_set = head.choice("feature_set", FeatureSet.ALL)
    around = read_around(head)
    head.end()
    root = _placed(document.node("root"), _root)
    policies = [_placed(node, _policy, is_target=False) for node in document.nodes("policies")]
    of_access = (placed.thing for placed in policies if isinstance(placed.thing, Policy))
    of_management = (placed.thing for placed in policies if isinstance(placed.thing, ManagementPolicy))
    units = [_placed(node, _unit) for node in document.nodes("organizational_units")]
    accounts = [_placed(node, lambda node: _account(node, seed)) for node in document.nodes("accounts")]
    outsiders = [
        _placed(node, lambda node: _account(node, seed, is_outside=True), is_target=False)
        for node in document.nodes("outsiders")
    ]
    handshakes = [read_handshake(node) for node in document.nodes("handshakes")]
    requests = [read_create_account_request(node) for node in document.nodes("create_account_requests")]
    document.end()
    targets: list[tuple[TargetId, _Placed[object]]] = [
        (root.thing.id, root),
        *((unit.thing.id, unit) for unit in units),
        *((account.thing.id, account) for account in accounts),
    ]
    organization = Organization(
        id=organization_id,
        management_account_id=management_account_id,
        feature_set=feature_set,
        root=root.thing,
        units={placed.thing.id: placed.thing for placed in units},
        accounts={placed.thing.id: placed.thing for placed in accounts},
        policies={policy.id: policy for policy in of_access},
        attachments={target_id: placed.attached for target_id, placed in targets if placed.attached},
        management_policies={policy.id: policy for policy in of_management},
        outsiders={placed.thing.id: placed.thing for placed in outsiders},
        handshakes={handshake.id: handshake for handshake in handshakes},
        create_account_requests={request.id: request for request in requests},
        **around._asdict(),
    )
    _check_organization(head, organization)
    _check_policies(policies)
    _check_tree(organization, units, accounts, outsiders)
    for _, placed in targets:
        _check_attached(organization, placed.node, placed.attached)
    return _with_service_linked_roles(organization, seed)


def _with_service_linked_roles(organization: Organization, seed: str) -> Organization:
    """While there is only consolidated billing, a member can delete the service-linked role, and is asked to
    get it again. A document in which nobody has it does not mean that all have deleted it."""
    members = organization.accounts
    if organization.feature_set is FeatureSet.ALL or any(
        SERVICE_LINKED_ROLE in account.roles for account in members.values()
    ):
        return organization
    given = {
        key: with_service_linked_role(account, Occasion(seed, 0, account.joined))
        for key, account in members.items()
    }
    return replace(organization, accounts=given)


def _placed(node: Node, read: Callable[[Node], Thing], *, is_target: bool = True) -> _Placed[Thing]:
    placed = _Placed(node, read(node), node.texts("attached") if is_target else ())
    node.end()
    return placed


def _root(node: Node) -> Root:
    types = []
    for name in node.texts("policy_types"):
        try:
            types.append(PolicyType(name))
        except ValueError:
            node.fault("policy_types", f"{name} is not a policy type that is simulated")
    return Root(
        id=node.text("id", pattern=ROOT_ID),
        name=node.text("name", "Root"),
        policy_types=frozenset(types),
        tags=node.text_by_name("tags"),
    )


def _policy(node: Node) -> Policy | ManagementPolicy:
    policy_id = node.text("id", pattern=POLICY_ID)
    name = _checked(node, "name", lambda name: check_name("The name of a policy", name))
    description = node.text("description", "")
    policy_type = node.choice("type", PolicyType.SERVICE_CONTROL_POLICY)
    tags = node.text_by_name("tags")
    if policy_type.kind is None:
        content = node.value("content")
        if not is_text(content) and not isinstance(content, dict):
            node.fault("content", "must be a policy: a JSON object, or its text")
        text = content if isinstance(content, str) else text_of(content if isinstance(content, dict) else {})
        if not is_object(text):
            node.fault("content", "must be a JSON object")
        return ManagementPolicy(policy_id, name, description, policy_type, text, tags)
    document = node.policy("content", policy_type.kind)
    return Policy(policy_id, name, description, policy_type, document, tags=tags)


def _unit(node: Node) -> OrganizationalUnit:
    return OrganizationalUnit(
        id=node.text("id", pattern=UNIT_ID),
        name=_checked(node, "name", lambda name: check_name("The name of an organizational unit", name)),
        parent_id=node.text("parent_id"),
        tags=node.text_by_name("tags"),
    )


def _account(node: Node, seed: str, *, is_outside: bool = False) -> Account:
    password_policy = node.optional_node("password_policy")
    joined = node.time("joined")
    account = Account(
        id=node.text("id", pattern=ACCOUNT_ID),
        name=_checked(node, "name", check_account_name),
        email=_checked(node, "email", check_email),
        parent_id="" if is_outside else node.text("parent_id"),
        joined=joined,
        joined_method=node.choice("joined_method", JoinedMethod.CREATED),
        state=node.choice("state", AccountState.ACTIVE),
        tags=node.text_by_name("tags"),
        resources={resource.arn: resource for resource in map(read_resource, node.nodes("resources"))},
        mfa_devices={
            device.serial_number: device for device in map(read_mfa_device, node.nodes("mfa_devices"))
        },
        root_access_keys=read_access_keys(node, "root_access_keys"),
        password_policy=None if password_policy is None else read_password_policy(password_policy),
        alias=node.text("alias", ""),
        closed=node.optional_time("closed"),
        can_stand_alone=node.boolean("can_stand_alone", default=True),
        has_root_credentials=node.boolean("has_root_credentials", default=False),
        usage=node.amounts_by_name("usage"),
    )
    return read_iam(node, account, Occasion(seed, 0, joined))


def _checked(node: Node, member: str, check: Callable[[str], None]) -> str:
    """A text that the operations would take."""
    text = node.text(member)
    if text or member in node.members:
        try:
            check(text)
        except AwsError as refusal:
            node.fault(member, refusal.message)
    return text


def _check_organization(head: Node, organization: Organization) -> None:
    manager = organization.accounts.get(organization.management_account_id)
    if manager is None:
        head.fault("management_account_id", "is not among the accounts")
    elif manager.state is not AccountState.ACTIVE:
        head.fault("management_account_id", "is a closed account")
    if organization.feature_set is not FeatureSet.ALL and organization.root.policy_types:
        head.fault("feature_set", "must be ALL while a policy type is enabled")


def _check_policies(policies: list[_Placed[Policy | ManagementPolicy]]) -> None:
    _check_different(policies, "id", lambda policy: policy.id, taken=AWS_MANAGED)
    names = [(policy.type, policy.name) for policy in AWS_MANAGED.values()]
    _check_different(policies, "name", lambda policy: (policy.type, policy.name), taken=names)


def _check_tree(
    organization: Organization,
    units: list[_Placed[OrganizationalUnit]],
    accounts: list[_Placed[Account]],
    outsiders: list[_Placed[Account]],
) -> None:
    _check_different(units, "id", lambda unit: unit.id)
    _check_different(units, "name", lambda unit: (unit.parent_id, unit.name))
    _check_different([*accounts, *outsiders], "id", lambda account: account.id)
    _check_different([*accounts, *outsiders], "email", lambda account: account.email.lower())
    most = IN_FORCE.organizational_unit_depth
    parents: list[tuple[ParentId, Node]] = [
        *((unit.thing.parent_id, unit.node) for unit in units),
        *((account.thing.parent_id, account.node) for account in accounts),
    ]
    for parent_id, node in parents:
        if parent_id != organization.root.id and parent_id not in organization.units:
            node.fault("parent_id", "is neither the root nor an organizational unit")
    for unit in units:
        if _depth(organization, unit.thing, most) > most:
            unit.node.fault("parent_id", f"puts it deeper than {most} levels below the root")


def _depth(organization: Organization, unit: OrganizationalUnit, most: int) -> int:
    """Levels below the root, counted up to one more than ``most``; units may stand in a circle."""
    depth = 1
    while depth <= most and unit.parent_id in organization.units:
        unit = organization.units[unit.parent_id]
        depth += 1
    return depth


def _check_attached(organization: Organization, node: Node, attached: tuple[str, ...]) -> None:
    for policy_id in attached:
        policy = organization.any_policy(policy_id)
        if policy is None:
            node.fault("attached", f"{policy_id} is not among the policies")
        elif not organization.is_enabled(policy.type):
            node.fault("attached", f"{policy_id} is a {policy.type.value}, which is not enabled")
    for policy_type, quota in IN_FORCE.policy_types.items():
        held = sum(
            policy is not None and policy.type is policy_type
            for policy in map(organization.any_policy, attached)
        )
        if organization.is_enabled(policy_type) and not quota.least <= held <= quota.most:
            node.fault(
                "attached",
                f"must hold {quota.least} to {quota.most} of type {policy_type.value} while it is enabled",
            )


def _check_different(
    placed: Iterable[_Placed[Thing]],
    member: str,
    key: Callable[[Thing], object],
    taken: Iterable[object] = (),
) -> None:
    seen = set(taken)
    for each in placed:
        if key(each.thing) in seen:
            each.node.fault(member, "is taken already")
        seen.add(key(each.thing))
