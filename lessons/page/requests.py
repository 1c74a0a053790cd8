"""A request that a lesson speaks of, on the page of its organization."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from accounts.models import OrganizationRecord
from accounts.organization.state import Organization
from accounts.page.view import View, view_of
from lessons.course.language import Witness


def view_on(witness: Witness, organization: Organization, **more: str) -> View:
    """How one looks at the request, with its circumstances. Its account is one of the organization's."""
    return view_of(QueryDict(urlencode(_fields(witness) | more)), organization)


def address_on(record: OrganizationRecord, view: View) -> str:
    return f"{reverse('accounts:organization', args=[record.public_id])}?{view.query}"


def _fields(witness: Witness) -> dict[str, str]:
    given = witness.circumstances
    return {
        "at": witness.account_id,
        "as": witness.label,
        "action": witness.action,
        "on": witness.resource or "",
        "region": given.region or "",
        "mfa": given.mfa.value if given.mfa else "",
        "ip": given.source_ip or "",
        "time": given.time.isoformat() if given.time else "",
        "tags": ",".join(f"{key}={value}" for key, value in given.principal_tags.items()),
    }
