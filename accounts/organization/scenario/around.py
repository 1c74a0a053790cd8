"""What an organization has seldom, in a scenario document: beside its identifier."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from accounts.organization.quotas import MOST_AHEAD
from accounts.organization.scenario.bill import billing, read_billing
from accounts.organization.scenario.membership import read_resource_policy, resource_policy
from accounts.organization.scenario.plain import Members, present, time
from accounts.organization.scenario.shape import Node
from accounts.organization.state import AccountId, Billing, Organization, ResourcePolicy, ServicePrincipal

MOST_SECONDS_AHEAD: Final = int(MOST_AHEAD.total_seconds())


class Around(NamedTuple):
    """Members of an ``Organization``, by their names."""

    trusted_services: dict[ServicePrincipal, datetime]
    delegated_administrators: dict[AccountId, dict[ServicePrincipal, datetime]]
    resource_policy: ResourcePolicy | None
    billing: Billing
    ahead: timedelta
    is_deleted: bool


def read_around(head: Node) -> Around:
    policy, bill = head.optional_node("resource_policy"), head.optional_node("billing")
    delegated = head.optional_node("delegated_administrators")
    return Around(
        trusted_services=head.times_by_name("trusted_services"),
        delegated_administrators={}
        if delegated is None
        else {account_id: delegated.times_by_name(account_id) for account_id in delegated.members},
        resource_policy=None if policy is None else read_resource_policy(policy),
        billing=Billing() if bill is None else read_billing(bill),
        ahead=timedelta(seconds=head.integer("seconds_ahead", 0, least=0, most=MOST_SECONDS_AHEAD)),
        is_deleted=head.boolean("is_deleted", default=False),
    )


def around(organization: Organization) -> Members:
    policy = organization.resource_policy
    return present(
        trusted_services={service: time(since) for service, since in organization.trusted_services.items()},
        delegated_administrators={
            account_id: {service: time(since) for service, since in services.items()}
            for account_id, services in organization.delegated_administrators.items()
        },
        resource_policy=None if policy is None else resource_policy(policy),
        billing=billing(organization.billing),
        seconds_ahead=int(organization.ahead.total_seconds()),
        is_deleted=organization.is_deleted,
    )
