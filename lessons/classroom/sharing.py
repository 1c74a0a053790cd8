"""One organization for a whole class: its instructor runs it, each learner administers one account of it."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Final

from accounts import services, store
from accounts.guests import Guest
from accounts.models import OrganizationRecord, Visitor
from accounts.organization.acting import administrator_of
from accounts.organization.errors import AwsError
from accounts.organization.state import Account, AccountState, Organization, OrganizationalUnit
from lessons.models import Seat

UNIT: Final = "Class"
"""Under the root: where accounts are that were made for learners."""


def seat_in(record: OrganizationRecord, visitor: Visitor) -> Seat | None:
    """The seat of this visitor in the class whose organization everybody shares, while it is held."""
    seats = Seat.objects.filter(visitor=visitor, removed=None).exclude(account_id="")
    of_class = seats.filter(classroom__organization=record, classroom__is_shared=True, classroom__ended=None)
    return of_class.select_related("classroom__instructor").first()


def guest_of(record: OrganizationRecord, visitor: Visitor) -> Guest | None:
    """As whom a learner acts there."""
    seat = seat_in(record, visitor)
    return Guest(seat.account_id) if seat else None


def give_account(seat: Seat) -> None:
    """One that is nobody's yet, else a new one. The class is locked, so that no two get the same."""
    record = seat.classroom.organization
    if not seat.classroom.is_shared or record is None or record.visitor is None:
        return
    organization = store.load(record)
    taken = set(seat.classroom.seats.exclude(account_id="").values_list("account_id", flat=True))
    free = (each.id for each in organization.accounts.values() if _can_be_given(organization, each))
    seat.account_id = next((each for each in free if each not in taken), None) or _made_for(seat, record)
    seat.save(update_fields=["account_id"])


def take_account(seat: Seat) -> None:
    """An account that was made for the seat is closed, where AWS closes it; any other is free again."""
    record, account_id = seat.classroom.organization, seat.account_id
    if not account_id or record is None or record.visitor is None:
        return
    seat.account_id = ""
    seat.save(update_fields=["account_id"])
    organization = store.load(record)
    unit = _unit_of(organization)
    account = organization.accounts.get(account_id)
    if unit is None or account is None or account.parent_id != unit.id:
        return
    # AWS closes three at once, and a tenth of all within a month.
    with suppress(AwsError):
        services.perform(
            record,
            "organizations.close_account",
            base_revision=None,
            visitor=record.visitor,
            account_id=account_id,
        )


def _can_be_given(organization: Organization, account: Account) -> bool:
    return (
        account.id != organization.management_account_id
        and account.state is AccountState.ACTIVE
        and administrator_of(account) is not None
    )


def _unit_of(organization: Organization) -> OrganizationalUnit | None:
    return next((unit for unit in organization.units_of(organization.root.id) if unit.name == UNIT), None)


def _made_for(seat: Seat, record: OrganizationRecord) -> str:
    assert record.visitor is not None
    script = partial(_make, name=seat.nickname, number=seat.pk)
    events = services.perform_group(record, script, base_revision=None, visitor=record.visitor)
    return str(events[0].response["CreateAccountStatus"]["AccountId"])


def _make(draft: services.Draft, *, name: str, number: int) -> None:
    """As an instructor would by hand: made, and moved from the root."""
    # Names of accounts are ASCII.
    called = name if name.isascii() and name.isprintable() else f"seat-{number}"
    made = draft.apply(
        "organizations.create_account", account_name=called, email=f"seat-{number}@example.com"
    )
    root_id, unit = draft.organization.root.id, _unit_of(draft.organization)
    if unit is None:
        response = draft.apply("organizations.create_organizational_unit", parent_id=root_id, name=UNIT)
        unit_id = response["OrganizationalUnit"]["Id"]
    else:
        unit_id = unit.id
    draft.apply(
        "organizations.move_account",
        account_id=made["CreateAccountStatus"]["AccountId"],
        source_parent_id=root_id,
        destination_parent_id=unit_id,
    )
