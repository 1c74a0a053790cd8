"""Links that show one revision to anybody, until they expire or are revoked."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.forks import TooMany
from accounts.models import OrganizationRecord, Snapshot, hash_of, new_token

MOST_OPEN = 50
"""Of one organization."""
MOST_CLOSED = 20
"""So many are listed."""
DAYS = (7, 30, 365)
DEFAULT_DAYS = 365


def share(record: OrganizationRecord, revision: int, *, days: int = DEFAULT_DAYS) -> tuple[Snapshot, str]:
    """Open a link to ``revision`` for so many days; the snapshot, and the token, which is kept nowhere.

    Raises ``TooMany``.
    """
    with transaction.atomic():
        OrganizationRecord.objects.select_for_update().get(pk=record.pk)
        if record.snapshots.open().count() >= MOST_OPEN:
            words = _("%(count)s links to %(name)s are open. Revoke one first.")
            raise TooMany(words % {"count": MOST_OPEN, "name": record.name})
        token, now = new_token(), timezone.now()
        snapshot = Snapshot.objects.create(
            organization=record,
            revision=revision,
            token_hash=hash_of(token),
            created=now,
            expires=now + timedelta(days=days),
        )
    return snapshot, token


def revoke(snapshot: Snapshot) -> None:
    """Close the link at once. Others stay open, those to the same revision, too."""
    Snapshot.objects.filter(pk=snapshot.pk, revoked=None).update(revoked=timezone.now())


def listed(record: OrganizationRecord) -> list[Snapshot]:
    """All that are open, then the latest of those that are not."""
    is_open = record.snapshots.open()
    return [*is_open, *record.snapshots.exclude(pk__in=is_open.values("pk"))[:MOST_CLOSED]]


def opened_by(token: str) -> Snapshot:
    """What the link shows. Raises ``Snapshot.DoesNotExist``: revoked, expired, or never there."""
    return Snapshot.objects.open().select_related("organization").get(token_hash=hash_of(token))
