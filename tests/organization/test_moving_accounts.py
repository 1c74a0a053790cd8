"""Organizations API Reference, ``MoveAccount``."""

import pytest

from accounts.organization.errors import organizations as errors
from accounts.organization.operations.organizations import attach_policy, move_account
from tests.organization.world import (
    ACME,
    DENY_EC2,
    DEV,
    DEV_1,
    FULL_AWS_ACCESS,
    MGMT,
    PROD,
    ROOT,
    SANDBOX,
    SBX_1,
    SECURITY,
    refused,
)


def move(account_id: str, source: str, destination: str, organization=ACME):
    return move_account(
        organization, account_id=account_id, source_parent_id=source, destination_parent_id=destination
    )


@pytest.mark.parametrize("destination", [DEV, ROOT, SECURITY])
def test_an_account_moves_to_another_unit_or_to_the_root(destination):
    after, response = move(SBX_1, SANDBOX, destination)

    assert after.accounts[SBX_1].parent_id == destination
    assert response == {}


def test_the_management_account_may_sit_anywhere():
    assert move(MGMT, ROOT, SECURITY).organization.accounts[MGMT].parent_id == SECURITY


def test_nothing_but_the_parent_changes():
    after = move(SBX_1, SANDBOX, DEV).organization

    assert move(SBX_1, DEV, SANDBOX, after).organization == ACME
    assert list(after.accounts) == list(ACME.accounts)


def test_policies_attached_to_the_account_travel_with_it():
    before = attach_policy(ACME, policy_id=DENY_EC2, target_id=SBX_1).organization

    after = move(SBX_1, SANDBOX, PROD, before).organization

    assert after.attachments[SBX_1] == (FULL_AWS_ACCESS, DENY_EC2)


@pytest.mark.parametrize(
    ("account_id", "source", "destination", "error"),
    [
        ("999999999999", SANDBOX, DEV, errors.AccountNotFound),
        (SBX_1, "ou-a1b2-00000000", DEV, errors.SourceParentNotFound),
        (SBX_1, SANDBOX, "ou-a1b2-00000000", errors.DestinationParentNotFound),
        (SBX_1, SANDBOX, DEV_1, errors.InvalidInput),  # no account can be a parent
        (SBX_1, PROD, DEV, errors.SourceParentNotFound),  # a parent, but not this account's
        (SBX_1, SANDBOX, SANDBOX, errors.DuplicateAccount),
    ],
)
def test_refusals(account_id, source, destination, error):
    with refused(error, "INVALID_PATTERN" if error is errors.InvalidInput else None):
        move(account_id, source, destination)
