"""What the script does not build, and why: comments at its top, so that nothing is missing unsaid."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.organization.exporting.script.shell import comment
from accounts.organization.exporting.templates import MADE_BY_AWS
from accounts.organization.state import Organization, ResourceType


def left_out(organization: Organization) -> Iterator[str]:
    named = [f"{count:,} {what}" for what, count in _counts(organization).items() if count]
    yield comment("Not as it is in orgsim:")
    yield from (f"#   {what}" for what in named)
    if organization.is_deleted:
        yield "#   an organization: this one was deleted; only its former management account is built"
    yield "#   identifiers, dates, numbers of policy versions, when something was last used: AWS makes them"


def _counts(organization: Organization) -> dict[str, int]:
    """How many there are of each thing."""
    accounts, billing = organization.accounts.values(), organization.billing
    held = [resource for account in accounts for resource in account.resources.values()]
    resources = [resource.type for resource in held]
    devices = [device for account in accounts for device in account.mfa_devices.values()]
    members = [account for account in accounts if account.id != organization.management_account_id]
    return {
        "accounts that are closed, suspended or not active yet, with all that is in them": sum(
            not account.state.is_usable for account in accounts
        ),
        "accounts outside of the organization: they are others' to make": len(organization.outsiders),
        "handshakes: other people would have to answer them": len(organization.handshakes),
        "accounts that were invited are created instead": sum(
            account.joined_method.value == "INVITED" for account in members
        ),
        f"accounts have no role {MADE_BY_AWS}; AWS makes it in every account it creates": sum(
            MADE_BY_AWS not in account.roles for account in members
        ),
        "Lambda functions: their code is not known": resources.count(ResourceType.LAMBDA_FUNCTION),
        "EC2 instances: their images are not known": resources.count(ResourceType.EC2_INSTANCE),
        "keys and secrets that are about to be deleted": sum(
            resource.deletion is not None for resource in held
        ),
        "DynamoDB tables get a key named id: theirs is not known": resources.count(
            ResourceType.DYNAMODB_TABLE
        ),
        "secrets are made without a value: theirs is not known": resources.count(
            ResourceType.SECRETS_MANAGER_SECRET
        ),
        "MFA devices are made, but not enabled: that takes two of their codes": sum(
            device.owner is not None for device in devices
        ),
        "access keys of root users: only a root user can make them": sum(
            len(account.root_access_keys) for account in accounts
        ),
        "passwords of root users: no command sets them": sum(
            account.has_root_credentials for account in members
        ),
        "accounts' usage: it comes from using something": sum(bool(account.usage) for account in accounts),
        "reserved instances, savings plans and credits: they cost money": sum(
            map(len, (billing.reserved_instances, billing.savings_plans, billing.credits))
        ),
        "accounts that share no discounts or no credits: a preference of the console's": len(
            billing.not_sharing | billing.not_sharing_credits
        ),
    }
