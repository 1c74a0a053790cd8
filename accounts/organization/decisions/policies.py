"""The policies that take part in the requests of a principal.

Sources: IAM User Guide, "Policy evaluation logic"; Organizations User Guide, "Service control policies" and
"Resource control policies".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from accounts.organization.decisions.principals import PrincipalName, identity_of, is_service_linked
from accounts.organization.decisions.resources import account_of, is_member, owner_of, policy_of
from accounts.organization.decisions.session import Session
from accounts.organization.state import (
    RCP_FULL_AWS_ACCESS,
    Account,
    AccountId,
    Group,
    Organization,
    Policy,
    PolicyType,
    Role,
    TargetId,
    User,
)
from policies.catalogue import catalogue, managed_policies
from policies.engine.document import PolicyDocument
from policies.engine.request import AttachedPolicy, Exemption, Level, Policies


def policies_for(
    organization: Organization,
    account_id: AccountId,
    label: PrincipalName,
    resource: str | None = None,
    session: Session | None = None,
) -> Policies:
    """All policies that take part. ``KeyError`` if the account has no such principal.

    Without a ``resource`` the request is about one of the caller's own account. ``session`` is one of the
    role asked about.
    """
    account = account_of(organization, account_id)
    owner = owner_of(organization, account_id, resource)
    carried = policy_of(organization, owner, resource)
    return Policies(
        service_control=exemption_of(organization, account, label) or levels_to(organization, account_id),
        identity=identity_policies(account, label),
        resource_control=resource_control(organization, account, label, owner),
        boundary=boundary_policies(account, label),
        session=_session_policies(session),
        resource=None if carried is None else (carried,),
        services_with_rcps=services_with_rcps(),
    )


def exemption_of(organization: Organization, account: Account, label: PrincipalName) -> Exemption | None:
    """Why SCPs do not bind this principal, or None."""
    exemption = exemption_from(organization, account.id, PolicyType.SERVICE_CONTROL_POLICY)
    if exemption is None and is_service_linked(account, label):
        return Exemption.SERVICE_LINKED_ROLE
    return exemption


def exemption_from(
    organization: Organization, account_id: AccountId, policy_type: PolicyType
) -> Exemption | None:
    """Why SCPs bind nobody in this account, or RCPs protect nothing in it; None if they do."""
    if not is_member(organization, account_id):
        return Exemption.NO_ORGANIZATION
    if account_id == organization.management_account_id:
        return Exemption.MANAGEMENT_ACCOUNT
    return None if organization.is_enabled(policy_type) else Exemption.POLICY_TYPE_DISABLED


def resource_control(
    organization: Organization, account: Account, label: PrincipalName, owner: AccountId
) -> tuple[Level, ...] | Exemption | None:
    """The RCPs over what ``owner`` owns, or why they bind this principal of ``account`` not at all.

    None: the organization has none, and nobody needs to hear of them.
    """
    if not organization.is_enabled(PolicyType.RESOURCE_CONTROL_POLICY):
        return None
    exemption = exemption_from(organization, owner, PolicyType.RESOURCE_CONTROL_POLICY)
    if exemption is None and is_service_linked(account, label):
        return Exemption.SERVICE_LINKED_ROLE
    return exemption or levels_to(organization, owner, PolicyType.RESOURCE_CONTROL_POLICY)


@lru_cache(maxsize=1)
def services_with_rcps() -> frozenset[str]:
    """The prefixes of the services whose resources RCPs reach."""
    services = catalogue().services
    return frozenset(prefix for prefix, service in services.items() if service.supports_rcps)


def levels_to(
    organization: Organization,
    target_id: TargetId,
    policy_type: PolicyType = PolicyType.SERVICE_CONTROL_POLICY,
) -> tuple[Level, ...]:
    """The SCPs, or RCPs, on the way from the root to ``target_id``, which is the last level."""
    return tuple(level_at(organization, step, policy_type) for step in organization.path(target_id))


def level_at(
    organization: Organization,
    target_id: TargetId,
    policy_type: PolicyType = PolicyType.SERVICE_CONTROL_POLICY,
) -> Level:
    name = organization.name_of(target_id)
    attached = policies_taking_part(organization, target_id, policy_type)
    return Level(
        target_id,
        name,
        tuple([AttachedPolicy(policy.name, policy.id, name, policy.document) for policy in attached]),
    )


def policies_taking_part(
    organization: Organization, target_id: TargetId, policy_type: PolicyType
) -> tuple[Policy, ...]:
    """Without ``RCPFullAWSAccess``: the engine knows that it stands on every level."""
    attached = organization.policies_at(target_id, policy_type)
    return tuple(policy for policy in attached if policy is not RCP_FULL_AWS_ACCESS)


def boundary_policies(account: Account, label: PrincipalName) -> tuple[AttachedPolicy, ...] | None:
    """The permissions boundary, None where there is none. One that nobody knows allows nothing.

    ``KeyError`` if there is no such principal.
    """
    identity = identity_of(account, label)
    if identity is None:
        raise KeyError(label)
    arn = None if isinstance(identity, str) else identity.boundary
    if arn is None:
        return None
    document = _managed(account, arn)
    if document is None:
        return ()
    return (AttachedPolicy(arn.rpartition("/")[2], arn, label, document),)


def identity_policies(account: Account, label: PrincipalName) -> tuple[AttachedPolicy, ...]:
    """Inline, then managed, then those of each group. ``KeyError`` if there is no such principal."""
    return tuple(
        AttachedPolicy(name, identifier, where, document)
        for where, holder in _holders(account, label)
        for name, identifier, document in _granted(account, holder)
    )


def identity_documents(account: Account, label: PrincipalName) -> tuple[PolicyDocument, ...]:
    """The documents of ``identity_policies``, for those who ask about a hundred thousand principals."""
    return tuple(
        [document for _, holder in _holders(account, label) for _, _, document in _granted(account, holder)]
    )


def _holders(account: Account, label: PrincipalName) -> Iterator[tuple[str, User | Group | Role]]:
    """Who holds policies that take part, and what the page calls it: the principal, then its groups."""
    identity = identity_of(account, label)
    if identity is None:
        raise KeyError(label)
    if isinstance(identity, str):
        return
    yield label, identity
    if isinstance(identity, User):
        for name in identity.groups:
            yield f"group/{name}", account.groups[name]


def _granted(account: Account, holder: User | Group | Role) -> Iterator[tuple[str, str, PolicyDocument]]:
    """Name, identifier and document of each policy."""
    for name, document in holder.inline.items():
        yield name, name, document
    for arn in holder.attached:
        found = _managed(account, arn)
        if found is not None:
            yield arn.rpartition("/")[2], arn, found


def _managed(account: Account, arn: str) -> PolicyDocument | None:
    if arn in account.policies:
        return account.policies[arn].document
    aws_managed = managed_policies().get(arn)
    return None if aws_managed is None else aws_managed.document


def _session_policies(session: Session | None) -> tuple[AttachedPolicy, ...] | None:
    if session is None or session.policy is None:
        return None
    return (AttachedPolicy("session policy", "session policy", session.words, session.policy),)
