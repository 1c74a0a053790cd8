"""Organizations of lessons and questions, gone on with in a sandbox of one's own."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from accounts import forks, services
from accounts.models import OrganizationRecord, Visitor
from accounts.organization import scenario
from accounts.organization.identifiers import Occasion
from accounts.organization.own_keys import with_own_access_keys
from accounts.organization.state import Organization


def open_in_sandbox(visitor: Visitor, organization: Organization, name: str) -> OrganizationRecord:
    """A new sandbox that begins so, with access keys of its own. Raises ``forks.TooMany``."""
    occasion = Occasion(secrets.token_hex(16), 0, timezone.now())
    document = scenario.to_document(with_own_access_keys(organization, occasion))
    with transaction.atomic():
        services.make_known(visitor)
        forks.expect_room(visitor)
        record, _ = services.create_from_document(document, name, visitor)
    return record
