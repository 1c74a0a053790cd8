"""Who or what in the account is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from accounts.organization.arns import group_arn, role_arn, root_user_arn, user_arn
from accounts.organization.decisions import ROOT_USER, principals_of
from accounts.organization.state import Account, Organization, Role, User
from accounts.page.inside.grants import Grant, carried, managed
from accounts.page.inside.labels import ICONS, IDENTITIES, parts
from accounts.page.inside.tree import trusted
from accounts.page.resource_policies import ResourceRow
from accounts.page.subjects import identities

MOST_NAMED: Final = 50
ARNS: Final = {"user": user_arn, "group": group_arn, "role": role_arn}
PLURALS: Final = {ROOT_USER: "roles", "policy": "policies", "inline": "policies"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """``grant`` is there for a policy, with the ``tags`` of a managed one, ``resource`` for a resource;
    ``trust`` and ``trusted`` for a role. ``more_members`` of a group are not among ``members``. ``arn`` is
    empty for what has none, an inline policy."""

    label: str
    kind: str
    name: str
    icon: str
    is_principal: bool
    arn: str = ""
    description: str = ""
    own: tuple[Grant, ...] = ()
    through_groups: tuple[Grant, ...] = ()
    groups: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    more_members: int = 0
    trust: str = ""
    trusted: tuple[str, ...] = ()
    is_fixed: bool = False
    grant: Grant | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    resource: ResourceRow | None = None

    @property
    def identity(self) -> bool:
        """The root user is no identity of IAM: it carries no policies and cannot be deleted."""
        return self.kind in IDENTITIES

    @property
    def plural(self) -> str:
        """What stands above the name in the path to it."""
        return PLURALS.get(self.kind, f"{self.kind}s")

    @property
    def id(self) -> str:
        """Of the item in the tree."""
        return f"n-{self.label}".replace(" ", "_")


def chosen_of(
    organization: Organization,
    account: Account,
    label: str,
    grants: Sequence[Grant],
    resources: Sequence[ResourceRow],
) -> Chosen:
    """``label`` is in the account."""
    kind, name = parts(label)
    if kind in IDENTITIES:
        return _identity(organization, account, label)
    if kind == ROOT_USER:
        return Chosen(label, kind, name, ICONS[kind], is_principal=True, arn=root_user_arn(account.id))
    if kind == "resource":
        row = next(row for row in resources if row.arn == name)
        return Chosen(label, kind, row.name, ICONS[kind], is_principal=False, arn=row.arn, resource=row)
    # One of AWS's own that nobody carries can be looked at, too.
    grant = next((grant for grant in grants if grant.label == label), None) or managed(account, name, "", ())
    own = account.policies.get(grant.arn)
    tags = own.tags if own else {}
    return Chosen(
        label, kind, grant.name, ICONS[kind], is_principal=False, arn=grant.arn, grant=grant, tags=tags
    )


def _identity(organization: Organization, account: Account, label: str) -> Chosen:
    kind, name = parts(label)
    identity = identities(account, kind)[name]
    groups = identity.groups if isinstance(identity, User) else ()
    members = [user.name for user in account.users.values() if kind == "group" and name in user.groups]
    is_role = isinstance(identity, Role)
    return Chosen(
        label=label,
        kind=kind,
        name=name,
        icon=ICONS[kind],
        is_principal=label in principals_of(account),
        arn=ARNS[kind](account.id, identity.path, name),
        description=identity.description if isinstance(identity, Role) else "",
        own=tuple(carried(account, identity, label)),
        through_groups=tuple(
            grant for group in groups for grant in carried(account, account.groups[group], f"group/{group}")
        ),
        groups=groups,
        members=tuple(members[:MOST_NAMED]),
        more_members=max(len(members) - MOST_NAMED, 0),
        trust=identity.trust.text if isinstance(identity, Role) else "",
        trusted=tuple(trusted(organization, account, identity)) if isinstance(identity, Role) else (),
        is_fixed=is_role and isinstance(identity, Role) and identity.is_service_linked,
    )
