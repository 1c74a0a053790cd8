"""The principals of an account.

A principal goes by a label, which is how the page writes it: ``role/Admin``, ``user/john``,
``root user``.
"""

from __future__ import annotations

from typing import Final

from accounts.organization.arns import (
    AWS_MANAGED_POLICY_PREFIX,
    role_session_arn,
    root_user_arn,
    user_arn,
)
from accounts.organization.decisions.resources import account_of
from accounts.organization.decisions.session import Session
from accounts.organization.state import (
    Account,
    AccountId,
    Organization,
    Role,
    User,
)
from policies.catalogue import managed_policies
from policies.engine.request import Principal, PrincipalType

PrincipalName = str

ROOT_USER: Final = "root user"
SESSION_NAME: Final = "orgsim"
"""What sessions of roles are called here, where nobody really assumes one."""


def principals_of(account: Account) -> tuple[PrincipalName, ...]:
    """Roles, users, the root user, service-linked roles; each kind in the order it was made.

    A closed account has none: nobody can use it. A service-linked role is left out while the
    simulator does not know the policy that AWS gave it.
    """
    if not account.state.is_usable:
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


def principal(
    organization: Organization, account_id: AccountId, label: PrincipalName, session: Session | None = None
) -> Principal | None:
    """Who asks, of the organization or an account around it; a role in ``session``, which is one of it.

    None if the account has no such principal, or is closed.
    """
    identity = identity_of(account_of(organization, account_id), label)
    if identity is None:
        return None
    if isinstance(identity, User):
        arn = user_arn(account_id, identity.path, identity.name)
        return Principal(arn, account_id, PrincipalType.USER, unique_id=identity.id)
    if isinstance(identity, Role):
        name = SESSION_NAME if session is None else session.name
        arn = role_session_arn(account_id, identity.name, name)
        return Principal(arn, account_id, PrincipalType.ROLE_SESSION, unique_id=identity.id)
    return Principal(root_user_arn(account_id), account_id, PrincipalType.ROOT_USER)


def is_service_linked(account: Account, label: PrincipalName) -> bool:
    identity = identity_of(account, label)
    return isinstance(identity, Role) and identity.is_service_linked


def identity_of(account: Account, label: PrincipalName) -> User | Role | str | None:
    """The user or role, ``ROOT_USER`` for the root user, None for nobody."""
    if not account.state.is_usable:
        return None
    if label == ROOT_USER:
        return ROOT_USER
    kind, _, name = label.partition("/")
    if kind == "user":
        return account.users.get(name)
    return account.roles.get(name) if kind == "role" else None


def _is_simulated(role: Role) -> bool:
    return all(
        arn in managed_policies() for arn in role.attached if arn.startswith(AWS_MANAGED_POLICY_PREFIX)
    )
