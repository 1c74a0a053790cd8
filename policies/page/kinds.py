"""The kinds of policies, as somebody chooses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from policies.engine.document import PolicyKind
from policies.engine.quotas import BY_KIND, SizeQuota


@dataclass(frozen=True, slots=True)
class Kind:
    """``key`` stands in addresses; ``limit`` says whose size limit it is; ``note`` whom it binds.
    These three are in English; a page translates them."""

    key: str
    kind: PolicyKind
    label: str
    limit: str
    note: str

    @property
    def quota(self) -> SizeQuota:
        return BY_KIND[self.kind]

    @property
    def stands_alone(self) -> bool:
        """Whether such a policy is made by itself, and not with a role, a resource or a session."""
        return self.kind in (
            PolicyKind.SERVICE_CONTROL,
            PolicyKind.RESOURCE_CONTROL,
            PolicyKind.IDENTITY,
            PolicyKind.PERMISSIONS_BOUNDARY,
        )

    @property
    def grants(self) -> bool:
        """Whether an Allow gives something. In the other kinds it only lets pass."""
        return self.kind in (PolicyKind.IDENTITY, PolicyKind.TRUST, PolicyKind.RESOURCE)


KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            "scp",
            PolicyKind.SERVICE_CONTROL,
            gettext_noop("SCP"),
            gettext_noop("SCP limit"),
            gettext_noop(
                "“Below” are the member accounts under the place you attach it to, their root users "
                "included. Not the management account, not service-linked roles."
            ),
        ),
        Kind(
            "rcp",
            PolicyKind.RESOURCE_CONTROL,
            gettext_noop("RCP"),
            gettext_noop("RCP limit"),
            gettext_noop(
                "It binds the resources of the member accounts below, whoever asks for them. "
                "Not those of the management account, not service-linked roles."
            ),
        ),
        Kind(
            "identity",
            PolicyKind.IDENTITY,
            gettext_noop("Identity"),
            gettext_noop("limit of a managed policy"),
            gettext_noop(
                "It acts for the users, groups and roles that it is attached to, as far as SCPs and a "
                "permissions boundary let it. Inline policies have limits of their own."
            ),
        ),
        Kind(
            "boundary",
            PolicyKind.PERMISSIONS_BOUNDARY,
            gettext_noop("Boundary"),
            gettext_noop("limit of a managed policy"),
            gettext_noop(
                "A permissions boundary is the most that identity policies can give to its user or role."
            ),
        ),
        Kind(
            "session",
            PolicyKind.SESSION,
            gettext_noop("Session"),
            gettext_noop("session policy limit"),
            gettext_noop("It is passed when a session begins, and is the most that the session can do."),
        ),
        Kind(
            "trust",
            PolicyKind.TRUST,
            gettext_noop("Trust"),
            gettext_noop("default limit of a trust policy"),
            gettext_noop(
                "A trust policy belongs to one role and says who may assume it. "
                "Somebody in another account also needs an identity policy that allows it."
            ),
        ),
        Kind(
            "resource",
            PolicyKind.RESOURCE,
            gettext_noop("Resource"),
            gettext_noop("limit of a bucket policy"),
            gettext_noop(
                "It belongs to one resource. Somebody in another account also needs an identity policy that "
                "allows it. The size limit differs from service to service."
            ),
        ),
        Kind(
            "endpoint",
            PolicyKind.VPC_ENDPOINT,
            gettext_noop("VPC endpoint"),
            gettext_noop("endpoint policy limit"),
            gettext_noop("It binds what passes through the endpoint, and nothing that takes another way."),
        ),
    )
}
