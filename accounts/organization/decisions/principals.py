"""The principals of an account, and the policies that take part in their requests.

A principal goes by a label, which is how the page writes it: ``role/Admin``, ``user/john``,
``root user``. Sources: IAM User Guide, "Policy evaluation logic"; Organizations User Guide, "Service
control policies".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from accounts.organization.arns import (
    AWS_MANAGED_POLICY_PREFIX,
    role_session_arn,
    root_user_arn,
    user_arn,
)
from accounts.organization.state import (
    Account,
    AccountId,
    AccountState,
    Group,
    Organization,
    PolicyType,
    Role,
    TargetId,
    User,
)
from policies.catalogue import managed_policies
from policies.engine.document import PolicyDocument
from policies.engine.request import (
    AttachedPolicy,
    Exemption,
    Level,
    Policies,
    Principal,
    PrincipalType,
)

PrincipalName = str

ROOT_USER: Final = "root user"
SESSION_NAME: Final = "orgsim"
"""What sessions of roles are called here, where nobody really assumes one."""


def principals_of(account: Account) -> tuple[PrincipalName, ...]:
    """Roles, users, the root user, service-linked roles; each kind in the order it was made.

    A closed account has none: nobody can use it. A service-linked role is left out while the
    simulator does not know the policy that AWS gave it.
    """
    if account.state is not AccountState.ACTIVE:
        return ()
    return (
        *(f"role/{role.name}" for role in account.roles.values() if not role.is_service_linked),
        *(f"user/{name}" for name in account.users),
        ROOT_USER,
        *(
            f"role/{role.name}"
            for role in account.roles.values()
            if role.is_service_linked and _is_simulated(role)
        ),
    )


def principal(organization: Organization, account_id: AccountId, label: PrincipalName) -> Principal | None:
    """Who asks. None if the account has no such principal, or is closed."""
    account = organization.accounts[account_id]
    identity = identity_of(account, label)
    if identity is None:
        return None
    if isinstance(identity, User):
        return Principal(user_arn(account_id, identity.path, identity.name), account_id, PrincipalType.USER)
    if isinstance(identity, Role):
        arn = role_session_arn(account_id, identity.name, SESSION_NAME)
        return Principal(arn, account_id, PrincipalType.ROLE_SESSION)
    return Principal(root_user_arn(account_id), account_id, PrincipalType.ROOT_USER)


def policies_for(organization: Organization, account_id: AccountId, label: PrincipalName) -> Policies:
    """All policies that take part. ``KeyError`` if the account has no such principal."""
    account = organization.accounts[account_id]
    exemption = exemption_of(organization, account, label)
    return Policies(
        service_control=exemption or levels_to(organization, account_id),
        identity=identity_policies(account, label),
    )


def exemption_of(organization: Organization, account: Account, label: PrincipalName) -> Exemption | None:
    """Why SCPs do not bind this principal, or None."""
    exemption = exemption_of_account(organization, account)
    if exemption is None and is_service_linked(account, label):
        return Exemption.SERVICE_LINKED_ROLE
    return exemption


def exemption_of_account(organization: Organization, account: Account) -> Exemption | None:
    """Why SCPs bind nobody in this account, or None."""
    if account.id == organization.management_account_id:
        return Exemption.MANAGEMENT_ACCOUNT
    if not organization.is_enabled(PolicyType.SERVICE_CONTROL_POLICY):
        return Exemption.POLICY_TYPE_DISABLED
    return None


def is_service_linked(account: Account, label: PrincipalName) -> bool:
    identity = identity_of(account, label)
    return isinstance(identity, Role) and identity.is_service_linked


def levels_to(organization: Organization, target_id: TargetId) -> tuple[Level, ...]:
    """The SCPs on the way from the root to ``target_id``, which is the last level."""
    return tuple(level_at(organization, step) for step in organization.path(target_id))


def level_at(organization: Organization, target_id: TargetId) -> Level:
    name = organization.name_of(target_id)
    attached = organization.policies_at(target_id, PolicyType.SERVICE_CONTROL_POLICY)
    return Level(
        target_id,
        name,
        tuple([AttachedPolicy(policy.name, policy.id, name, policy.document) for policy in attached]),
    )


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


def identity_of(account: Account, label: PrincipalName) -> User | Role | str | None:
    """The user or role, ``ROOT_USER`` for the root user, None for nobody."""
    if account.state is not AccountState.ACTIVE:
        return None
    if label == ROOT_USER:
        return ROOT_USER
    kind, _, name = label.partition("/")
    if kind == "user":
        return account.users.get(name)
    return account.roles.get(name) if kind == "role" else None


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


def _is_simulated(role: Role) -> bool:
    return all(
        arn in managed_policies() for arn in role.attached if arn.startswith(AWS_MANAGED_POLICY_PREFIX)
    )
