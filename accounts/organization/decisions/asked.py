"""One principal's question, as the engine takes it."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.organization.decisions.circumstances import Circumstances, context_for
from accounts.organization.decisions.policies import policies_for
from accounts.organization.decisions.principals import PrincipalName, principal
from accounts.organization.decisions.resources import owner_of
from accounts.organization.state import AccountId, Organization
from policies.engine.action_sets import ActionUniverse
from policies.engine.permissions import Permissions, permissions
from policies.engine.request import Context, Policies, Principal


@dataclass(frozen=True, slots=True)
class Asked:
    """``resource_account`` owns the ``resource``; both None for any resource of the caller's own account."""

    policies: Policies
    principal: Principal
    context: Context
    resource: str | None
    resource_account: AccountId | None

    def permissions(self, universe: ActionUniverse) -> Permissions:
        return permissions(
            self.policies,
            self.principal,
            self.context,
            universe,
            on=self.resource,
            resource_account=self.resource_account,
        )


def asked_by(
    organization: Organization,
    account_id: AccountId,
    label: PrincipalName,
    circumstances: Circumstances,
    resource: str | None = None,
) -> Asked:
    """``KeyError`` if the account has no such principal."""
    session = circumstances.session_of(account_id, label)
    who = principal(organization, account_id, label, session)
    if who is None:
        raise KeyError(label)
    return Asked(
        policies_for(organization, account_id, label, resource, session),
        who,
        context_for(organization, account_id, label, circumstances, resource),
        resource,
        None if resource is None else owner_of(organization, account_id, resource),
    )
