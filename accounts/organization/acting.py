"""Who administers one account of an organization: what may they call?

Whatever the policies in force let their role call, in their own account. Organizations itself listens to the
management account only, but for a member that leaves. Source: Organizations User Guide, "Managing access
permissions for an organization"; "Leaving an organization as a member account".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from accounts.organization.arns import role_arn
from accounts.organization.decisions import Judge
from accounts.organization.errors import iam, organizations
from accounts.organization.operations import Operation
from accounts.organization.state import Account, AccountId, Organization
from policies.engine.decision import Decision, Evaluation
from policies.engine.explain.access_denied import access_denied_message

ADMINISTRATORS: Final = ("Admin", "OrganizationAccountAccessRole")
"""Roles as which an account is administered: the first that is there."""
OF_MEMBERS: Final = frozenset({"organizations.leave_organization"})
"""What a member account calls of Organizations."""
_REFUSED: Final = (Decision.EXPLICITLY_DENIED, Decision.IMPLICITLY_DENIED)


def administrator_of(account: Account) -> str | None:
    """The name of the role."""
    return next((name for name in ADMINISTRATORS if name in account.roles), None)


def expect_allowed(
    organization: Organization,
    account_id: AccountId,
    operation: Operation,
    parameters: Mapping[str, object],
    judge: Judge,
) -> str:
    """The ARN of the role that calls. What only depends on the request is let through: one can choose to
    send such a request.

    Raises the ``AccessDenied`` of IAM or Organizations.
    """
    account = organization.accounts.get(account_id)
    if account is None:
        raise organizations.AccessDenied(f"Account {account_id} is no longer in this organization.")
    name = administrator_of(account)
    if name is None:
        raise iam.AccessDenied(f"No role is left that administers {account.name}.")
    _expect_in_own_account(organization, account, operation, parameters)
    label = f"role/{name}"
    evaluation = judge.evaluate(organization, account_id, label, operation.action)
    if evaluation.decision in _REFUSED:
        request = judge.request(organization, account_id, label, operation.action)
        says = access_denied_message(evaluation, request) or ""
        error = organizations.AccessDenied if operation.service == "organizations" else iam.AccessDenied
        raise error(f"{says}. {_decided(evaluation)}".strip())
    return role_arn(account_id, account.roles[name].path, name)


def _expect_in_own_account(
    organization: Organization, account: Account, operation: Operation, parameters: Mapping[str, object]
) -> None:
    if operation.key in OF_MEMBERS:
        if parameters.get("caller_account_id") != account.id:
            raise organizations.AccessDenied(f"Only an account itself calls {operation.name}.")
    elif operation.service in ("organizations", "orgsim"):
        raise organizations.AccessDenied(
            f"Only the management account can do this ({operation.name}); {account.name} is a member account."
        )
    elif operation.key == "sts.get_caller_identity":
        of_users = (user.access_keys for user in account.users.values())
        if not any(parameters.get("access_key_id") in keys for keys in (account.root_access_keys, *of_users)):
            raise iam.AccessDenied(f"This access key is none of {account.name}.")
    elif parameters.get("account_id") != account.id:
        raise iam.AccessDenied(f"The role that administers {account.name} does nothing in another account.")


def _decided(evaluation: Evaluation) -> str:
    """Which policy: AWS tells its type only."""
    rule = evaluation.rule
    if rule.policy_name is None:
        return f"Nothing at {rule.target_name} allows it." if rule.target_name else ""
    return f"It is {rule.policy_name} at {rule.target_name} that denies it."
