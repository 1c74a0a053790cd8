"""How credentials are written, and what only the dialog about an MFA device shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template
from django.utils import timezone

from accounts import selectors
from accounts.models import OrganizationRecord
from accounts.organization.operations.iam.reads import service_last_accessed as last_accessed
from accounts.organization.state import Account, MfaDevice
from accounts.page import credentials

register = template.Library()


@register.simple_tag
def authenticator(
    record: OrganizationRecord, account: Account, device: MfaDevice
) -> credentials.Authenticator:
    """Derived when it is rendered, and kept nowhere."""
    return credentials.authenticator(device, account.name, seed=record.seed, clock=timezone.now())


@register.simple_tag
def service_last_accessed(
    record: OrganizationRecord, arns: Sequence[str], services: Mapping[str, str]
) -> tuple[Mapping[str, object], ...]:
    """Of those who are named ``arns``; what was used last comes first, what never was comes last."""
    accesses = [access for access in selectors.accesses(record) if access.arn in arns]
    lines = last_accessed(services, accesses)
    return tuple(sorted(lines, key=lambda line: str(line.get("LastAuthenticated", "")), reverse=True))


@register.filter
def cut_path(arn: str) -> str:
    """Its last part, by which people know the device."""
    return arn.rpartition("/")[2]


@register.filter
def hours(seconds: int) -> str:
    """``3 h 30 min``; whole hours without minutes."""
    full, minutes = divmod(seconds // 60, 60)
    return f"{full} h {minutes} min" if minutes else f"{full} h"
