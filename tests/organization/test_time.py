"""The simulated time, which runs ahead of the clock when it is let pass."""

from datetime import timedelta

import pytest

from accounts.organization.errors import orgsim as errors
from accounts.organization.operations import apply
from accounts.organization.operations.organizations import close_account
from accounts.organization.operations.orgsim import complete_sign_up, pass_time
from accounts.organization.state import AccountState, HandshakeState
from tests.organization.world import ACME, BOLT, MGMT, OCCASION, SBX_1, invited, refused


def let_pass(days, organization=ACME):
    return pass_time(organization, days=days, occasion=OCCASION).organization


def test_days_add_up():
    after = apply(let_pass(3), "orgsim.pass_time", {"days": 4}, OCCASION).organization

    assert after.ahead == timedelta(days=7)


def test_what_is_due_happens():
    closing = close_account(invited(ACME), account_id=SBX_1, occasion=OCCASION).organization

    after = let_pass(15, closing)
    (handshake,) = after.handshakes.values()
    assert handshake.state is HandshakeState.EXPIRED
    assert after.accounts[SBX_1].state is AccountState.CLOSED
    assert SBX_1 not in apply(after, "orgsim.pass_time", {"days": 75}, OCCASION).organization.accounts


@pytest.mark.parametrize("days", [0, -1, 3_651, "4", True, 1.5])
def test_between_one_day_and_ten_years(days):
    with refused(errors.InvalidInput):
        let_pass(days)


def test_ten_years_in_all():
    assert let_pass(3_650).ahead == timedelta(days=3_650)
    with refused(errors.InvalidInput):
        let_pass(1, let_pass(3_650))


def test_signing_up_is_completed_once_and_for_all():
    assert complete_sign_up(ACME, account_id=MGMT).organization == ACME
    with refused(errors.NotFound):
        complete_sign_up(ACME, account_id=BOLT)
