"""What is kept of people does not outlive their cookies."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from accounts import snapshots
from accounts.models import InstructorInvitation, OrganizationRecord, Tally, Visitor
from accounts.people.forgetting import forget
from accounts.people.invitations import give_code
from tests.accounts.factories import OrganizationRecordFactory, VisitorFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=401)


def test_who_has_not_been_here_for_that_long_is_forgotten_with_all_that_is_theirs():
    user = get_user_model().objects.create_user("priya")
    OrganizationRecordFactory(visitor=VisitorFactory(last_seen=LONG_AGO, user=user))
    here = VisitorFactory(last_seen=NOW)

    assert forget(NOW - timedelta(days=400)) == 1

    assert list(Visitor.objects.all()) == [here]
    assert not OrganizationRecord.objects.exists()
    assert not get_user_model().objects.exists()


def test_what_a_link_shows_to_others_stays_as_long_as_the_link():
    snapshots.share(OrganizationRecordFactory(visitor=VisitorFactory(last_seen=LONG_AGO)), 0)

    assert forget(NOW - timedelta(days=400)) == 0


def test_who_runs_the_site_is_not_deleted():
    VisitorFactory(last_seen=LONG_AGO, user=get_user_model().objects.create_superuser("admin"))

    forget(NOW - timedelta(days=400))

    assert get_user_model().objects.get().is_staff


def test_the_address_of_who_was_invited_is_kept_for_a_month_after_the_invitation():
    give_code(InstructorInvitation(email="noor@example.com", expires=NOW - timedelta(days=31)))
    give_code(InstructorInvitation(email="priya@example.com", expires=NOW - timedelta(days=29)))

    forget(NOW - timedelta(days=400))

    assert InstructorInvitation.objects.get().email == "priya@example.com"


def test_tries_are_counted_for_a_day_at_most():
    Tally.objects.create(bucket="old", since=NOW - timedelta(days=2), count=3)
    Tally.objects.create(bucket="new", since=NOW, count=3)

    forget(NOW - timedelta(days=400))

    assert [tally.bucket for tally in Tally.objects.all()] == ["new"]
