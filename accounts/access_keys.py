"""The access key with which programs act for the management account of a claimable sandbox."""

from __future__ import annotations

from accounts import store
from accounts.models import OrganizationRecord
from accounts.organization.derived_secrets import secret_access_key
from accounts.organization.identifiers import Occasion
from accounts.organization.operations.iam import create_access_key
from accounts.organization.state import Organization, User

ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess"


def with_administrators_key(organization: Organization, occasion: Occasion) -> Organization:
    """The organization as it was, where its management account has no administrator who is a user."""
    user = _administrator(organization)
    if user is None:
        return organization
    account_id = organization.management_account_id
    outcome = create_access_key(organization, account_id=account_id, user_name=user.name, occasion=occasion)
    return outcome.organization


def administrators_key(record: OrganizationRecord) -> tuple[str, str] | None:
    """Its identifier and its secret; None without one."""
    user = _administrator(store.load(record))
    if user is None or not user.access_keys:
        return None
    key_id = next(iter(user.access_keys))
    return key_id, secret_access_key(record.seed, key_id)


def _administrator(organization: Organization) -> User | None:
    users = organization.accounts[organization.management_account_id].users.values()
    return next((user for user in users if ADMINISTRATOR_ACCESS in user.attached), None)
