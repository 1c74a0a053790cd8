"""How credentials are written, and what only the dialog about an MFA device shows."""

from __future__ import annotations

from django import template
from django.utils import timezone

from accounts.models import OrganizationRecord
from accounts.organization.state import Account, MfaDevice
from accounts.page import credentials

register = template.Library()


@register.simple_tag
def authenticator(
    record: OrganizationRecord, account: Account, device: MfaDevice
) -> credentials.Authenticator:
    """Derived when it is rendered, and kept nowhere."""
    return credentials.authenticator(device, account.name, seed=record.seed, clock=timezone.now())


@register.filter
def cut_path(arn: str) -> str:
    """Its last part, by which people know the device."""
    return arn.rpartition("/")[2]


@register.filter
def hours(seconds: int) -> str:
    """``3 h 30 min``; whole hours without minutes."""
    full, minutes = divmod(seconds // 60, 60)
    return f"{full} h {minutes} min" if minutes else f"{full} h"
