"""Who has the link reads one revision, until it expires or is revoked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import services, snapshots
from accounts.forks import TooMany
from accounts.models import OrganizationRecord, Snapshot, Visitor

pytestmark = pytest.mark.django_db


def test_the_link_opens_what_was_shared(small_world):
    snapshot, token = snapshots.share(small_world, 0)

    assert snapshots.opened_by(token) == snapshot


def test_the_secret_of_a_link_is_kept_nowhere(small_world):
    snapshot, token = snapshots.share(small_world, 0)

    assert token not in str(Snapshot.objects.values().get(pk=snapshot.pk))


def test_what_is_kept_of_a_link_opens_nothing(small_world):
    snapshot, _ = snapshots.share(small_world, 0)

    with pytest.raises(Snapshot.DoesNotExist):
        snapshots.opened_by(snapshot.token_hash)


def test_a_link_expires(small_world):
    snapshot, token = snapshots.share(small_world, 0, days=7)
    assert snapshot.expires - snapshot.created == timedelta(days=7)

    Snapshot.objects.update(expires=timezone.now())

    with pytest.raises(Snapshot.DoesNotExist):
        snapshots.opened_by(token)


def test_revoking_one_link_closes_no_other(small_world):
    first, token = snapshots.share(small_world, 0)
    second, other_token = snapshots.share(small_world, 0)

    snapshots.revoke(first)

    with pytest.raises(Snapshot.DoesNotExist):
        snapshots.opened_by(token)
    assert snapshots.opened_by(other_token) == second


def test_only_so_many_links_are_open_at_once(small_world, monkeypatch):
    monkeypatch.setattr(snapshots, "MOST_OPEN", 1)
    first, _ = snapshots.share(small_world, 0)

    with pytest.raises(TooMany):
        snapshots.share(small_world, 0)

    snapshots.revoke(first)
    snapshots.share(small_world, 0)


def test_open_links_are_listed_before_the_latest_closed_ones(small_world, monkeypatch):
    monkeypatch.setattr(snapshots, "MOST_CLOSED", 1)
    first, second, third = (snapshots.share(small_world, 0)[0] for _ in range(3))
    snapshots.revoke(second)
    snapshots.revoke(third)

    assert snapshots.listed(small_world) == [first, third]


def test_an_organization_is_kept_while_a_link_shows_it(small_world):
    long_ago, now = timezone.now() - timedelta(days=500), timezone.now()
    OrganizationRecord.objects.update(last_used=long_ago)
    Visitor.objects.update(last_seen=long_ago)
    snapshot, _ = snapshots.share(small_world, 0)

    assert services.delete_abandoned_sandboxes(now - timedelta(days=400)) == 0

    snapshots.revoke(snapshot)

    assert services.delete_abandoned_sandboxes(now - timedelta(days=400)) == 1
