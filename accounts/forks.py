"""Going on from an earlier revision, in an organization of its own. What came after it stays where it is."""

import secrets
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import history, services, store
from accounts.models import OrganizationRecord, Visitor
from accounts.organization import scenario
from accounts.organization.identifiers import Occasion
from accounts.organization.own_keys import with_own_access_keys

MOST_ORGANIZATIONS = 50
"""Of one visitor: each fork is an organization whole."""


class TooMany(Exception):
    """The visitor has as much of this as anybody may; the message says so."""


def fork(record: OrganizationRecord, revision: int, visitor: Visitor) -> OrganizationRecord:
    """A new organization of this visitor, which begins as ``record`` was at ``revision``, with access keys
    and secrets of its own.

    Raises ``TooMany``, and ``KeyError`` for a revision that is not in the log.
    """
    # Read back from its own document, which is what its log will be replayed from.
    seed = secrets.token_hex(16)
    began = with_own_access_keys(history.state_at(record, revision), Occasion(seed, 0, timezone.now()))
    document = scenario.to_document(began)
    with transaction.atomic():
        expect_room(visitor)
        made = OrganizationRecord(
            name=f"{record.name[:80]} (r{revision})",
            # Not the other's: what is made here must not go by the identifiers of what was made there.
            seed=seed,
            visitor=visitor,
            forked_from=record,
            forked_at=revision,
        )
        store.create(made, scenario.from_document(document, seed))
    return made


def begin(document: Mapping[str, object], name: str, visitor: Visitor) -> OrganizationRecord:
    """A new organization of this visitor from a scenario document, with access keys and secrets of its own.

    Raises ``ScenarioError`` and ``TooMany``; then nothing is written.
    """
    occasion = Occasion(secrets.token_hex(16), 0, timezone.now())
    organization = with_own_access_keys(scenario.from_document(document, occasion.seed), occasion)
    with transaction.atomic():
        services.make_known(visitor)
        expect_room(visitor)
        made, _ = services.create_from_document(scenario.to_document(organization), name, visitor)
    return made


def expect_room(visitor: Visitor) -> None:
    """That this visitor may have one sandbox more. Within a transaction; raises ``TooMany``."""
    # Two at once are counted one after the other.
    Visitor.objects.select_for_update().get(pk=visitor.pk)
    if OrganizationRecord.objects.of(visitor).filter(is_sandbox=True).count() >= MOST_ORGANIZATIONS:
        words = _("You have %(count)s organizations, and more are not kept.")
        raise TooMany(words % {"count": MOST_ORGANIZATIONS})
