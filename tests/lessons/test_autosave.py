"""Whatever ends in the middle of work, a browser or the server, all that was done before is there."""

from __future__ import annotations

import pytest

from accounts import services, store
from accounts.models import OrganizationRecord
from accounts.signals import revised
from tests.accounts.factories import ROOT
from tests.lessons.people import browser

pytestmark = pytest.mark.django_db


class PulledPlug(Exception):
    pass


def make_unit(client, record: OrganizationRecord, name: str) -> None:
    fields = {"op": "organizations.create_organizational_unit", "parent_id": ROOT, "name": name}
    client.post(f"/s/{record.public_id}/ops", fields)


def units(record: OrganizationRecord) -> list[str]:
    return [unit.name for unit in store.load(OrganizationRecord.objects.get(pk=record.pk)).units.values()]


def test_a_browser_that_was_killed_finds_every_operation_that_was_answered(server, client, small_world):
    make_unit(client, small_world, "First")
    make_unit(client, small_world, "Second")

    after_the_crash = browser(server, "a visitor's secret")

    page = after_the_crash.get("/sandbox/", follow=True).content.decode()
    assert "First" in page
    assert "Second" in page


def test_an_operation_in_whose_middle_the_server_dies_has_not_happened_and_those_before_have(
    visitor, small_world
):
    do = {"parent_id": ROOT, "base_revision": None, "visitor": visitor}
    services.perform(small_world, "organizations.create_organizational_unit", name="First", **do)

    def die(**_: object) -> None:
        raise PulledPlug

    revised.connect(die)
    try:
        with pytest.raises(PulledPlug):
            services.perform(small_world, "organizations.create_organizational_unit", name="Second", **do)
    finally:
        revised.disconnect(die)

    record = OrganizationRecord.objects.get(pk=small_world.pk)
    assert record.revision == record.events.count() == 1
    assert "First" in units(record)
    assert "Second" not in units(record)
    services.perform(record, "organizations.create_organizational_unit", name="Second", **do)
    assert "Second" in units(record)
