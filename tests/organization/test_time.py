"""The simulated time, which runs ahead of the clock when it is let pass."""

from datetime import timedelta

import pytest

from accounts.organization.errors import organizations
from accounts.organization.errors import orgsim as errors
from accounts.organization.operations import apply
from accounts.organization.operations.organizations import close_account
from accounts.organization.operations.organizations.due import after_time, seen_at
from accounts.organization.operations.orgsim import complete_sign_up, pass_time
from accounts.organization.state import AccountState, HandshakeState
from tests.organization.world import ACME, BOLT, MGMT, NOON, OCCASION, ROOT, SBX_1, invited, later, refused


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


class TestTheClock:
    """Time passes by itself, too: whatever is done next finds all that was due."""

    CLOSING = close_account(invited(ACME), account_id=SBX_1, occasion=OCCASION).organization

    def next_operation(self, **span):
        made = {"parent_id": ROOT, "name": "x"}
        occasion = later(**span)
        return apply(self.CLOSING, "organizations.create_organizational_unit", made, occasion).organization

    def test_an_account_is_closed_after_its_hour_and_gone_after_90_days(self):
        assert self.next_operation(minutes=59).accounts[SBX_1].state is AccountState.PENDING_CLOSURE
        assert self.next_operation(hours=1).accounts[SBX_1].state is AccountState.CLOSED
        assert SBX_1 in self.next_operation(days=89).accounts
        assert SBX_1 not in self.next_operation(days=90).accounts

    def test_what_is_done_is_refused_as_by_then(self):
        close = ("organizations.close_account", {"account_id": SBX_1})

        with refused(organizations.Conflict):
            apply(self.CLOSING, *close, later(minutes=59))
        with refused(organizations.AccountAlreadyClosed):
            apply(self.CLOSING, *close, later(hours=1))
        with refused(organizations.AccountNotFound):
            apply(self.CLOSING, *close, later(days=90))

    def test_handshakes_expire(self):
        (handshake,) = self.next_operation(days=15).handshakes.values()

        assert handshake.state is HandshakeState.EXPIRED

    def test_where_nothing_is_due_nothing_is_made_anew(self):
        assert after_time(self.CLOSING, NOON) is self.CLOSING
        assert seen_at(self.CLOSING, NOON) is self.CLOSING

    def test_until_something_is_done_an_account_that_is_gone_can_still_be_seen(self):
        assert seen_at(self.CLOSING, later(days=90).time).accounts[SBX_1].state is AccountState.CLOSED


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
