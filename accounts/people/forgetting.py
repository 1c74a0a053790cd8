"""What is kept of people does not outlive their cookies: then nobody can ask for it any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from accounts.models import InstructorInvitation, Snapshot, Tally, Visitor
from accounts.people.leaving import delete_person

OVER_FOR: Final = timedelta(days=30)
"""How long an invitation that has expired can still be looked up: it may tell an e-mail address."""
OLDEST_TALLY: Final = timedelta(days=1)
"""Longer than any limit looks back."""


def forget(gone_since: datetime) -> int:
    """Delete the people who have not been here since then, with all that is theirs, unless a link of theirs
    still works; also invitations that are long over, and the counts of tries that no limit asks for. Returns
    the number of people."""
    linked = Snapshot.objects.open().exclude(organization__visitor=None).values("organization__visitor")
    gone = Visitor.objects.filter(last_seen__lt=gone_since).exclude(pk__in=linked)
    count = 0
    # One at a time, so that people at work need not wait for all of them.
    for visitor in gone.select_related("user"):
        delete_person(visitor, None if visitor.user is None or visitor.user.is_staff else visitor.user)
        count += 1
    now = timezone.now()
    InstructorInvitation.objects.filter(expires__lt=now - OVER_FOR).delete()
    Tally.objects.filter(since__lt=now - OLDEST_TALLY).delete()
    return count
