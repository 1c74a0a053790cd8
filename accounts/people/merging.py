"""What somebody made before we knew who they are, put to what they have."""

from __future__ import annotations

from django.db import transaction

from accounts import store
from accounts.models import OrganizationRecord, Visitor, VisitorKey
from accounts.organization import scenario
from accounts.signals import merged


def merge(visitor: Visitor, into: Visitor) -> None:
    """All that ``visitor`` has is ``into``'s from now on; ``visitor`` is gone, with the keys and the phrase.

    The keys do not move: a secret that somebody else has put into this browser must not open what
    ``into`` has.
    """
    with transaction.atomic():
        has_sandbox = into.organizations.filter(is_sandbox=True).exists()
        for record in visitor.organizations.filter(is_sandbox=True):
            # The one that a first visit makes would stand before what is being worked on.
            if has_sandbox and _is_untouched(record):
                record.delete()
        merged.send(Visitor, visitor=visitor, into=into)
        for relation in Visitor._meta.related_objects:
            if relation.related_model is not VisitorKey:
                rows = relation.related_model._base_manager.filter(**{relation.field.name: visitor})
                rows.update(**{relation.field.name: into})
        visitor.delete()


def _is_untouched(record: OrganizationRecord) -> bool:
    """As it came with orgsim, and linked from nowhere."""
    if record.revision or record.forked_from_id or record.forks.exists() or record.snapshots.exists():
        return False
    try:
        document = scenario.built_in(record.name)
    except KeyError:
        return False
    return scenario.from_document(document, record.seed) == store.load(record)
