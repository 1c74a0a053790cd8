"""Policies that identities carry: inline ones, attached ones, and boundaries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from accounts.organization.state import Account, Group, Role, User
from accounts.page.inside.labels import IDENTITIES
from accounts.page.subjects import identities
from policies.catalogue import catalogue, managed_policies
from policies.engine.document import PolicyDocument
from policies.review import granted


@dataclass(frozen=True, slots=True)
class Grant:
    """A policy of an identity. Inline ones have no ``arn``. ``owner`` carries it, ``holders`` all who do;
    ``bounded`` are those whose permissions boundary it is. ``allows`` counts actions."""

    name: str
    kind: str
    arn: str
    owner: str
    holders: tuple[str, ...]
    document: PolicyDocument | None
    bounded: tuple[str, ...] = ()

    @property
    def allows(self) -> int:
        return granted(self.document, catalogue()).bit_count() if self.document else 0

    @property
    def label(self) -> str:
        return f"policy/{self.arn}" if self.arn else f"inline/{self.owner}/{self.name}"

    @property
    def owner_kind(self) -> str:
        return self.owner.partition("/")[0]

    @property
    def owner_name(self) -> str:
        return self.owner.partition("/")[2]


def carried(account: Account, identity: User | Group | Role, owner: str) -> Iterator[Grant]:
    """Inline, then attached. ``owner`` is the identity's label."""
    for name, document in identity.inline.items():
        yield Grant(name, gettext_noop("inline"), "", owner, (owner,), document)
    for arn in identity.attached:
        yield managed(account, arn, owner, (owner,))


def managed(
    account: Account, arn: str, owner: str, holders: tuple[str, ...], bounded: tuple[str, ...] = ()
) -> Grant:
    own = account.policies.get(arn)
    policy = own or managed_policies().get(arn)
    return Grant(
        name=arn.rpartition("/")[2],
        kind=gettext_noop("customer managed") if own else gettext_noop("AWS managed"),
        arn=arn,
        owner=owner,
        holders=holders,
        document=policy.document if policy else None,
        bounded=bounded,
    )


def grants_of(account: Account) -> tuple[Grant, ...]:
    """Every policy in the account: managed ones once, with all who carry them."""
    holders: dict[str, list[str]] = {arn: [] for arn in account.policies}
    bounded: dict[str, list[str]] = {}
    inline: list[Grant] = []
    for kind in IDENTITIES:
        for name, identity in identities(account, kind).items():
            label = f"{kind}/{name}"
            for arn in identity.attached:
                holders.setdefault(arn, []).append(label)
            if boundary := boundary_of(identity):
                holders.setdefault(boundary, [])
                bounded.setdefault(boundary, []).append(label)
            inline += [
                Grant(policy_name, "inline", "", label, (label,), document)
                for policy_name, document in identity.inline.items()
            ]
    attached = [
        managed(account, arn, "", tuple(labels), tuple(bounded.get(arn, ())))
        for arn, labels in holders.items()
    ]
    return (*attached, *inline)


def boundary_of(identity: User | Group | Role) -> str | None:
    """The ARN of the policy that bounds the identity. Groups are no principals and have none."""
    return None if isinstance(identity, Group) else identity.boundary
