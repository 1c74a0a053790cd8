"""Secrets that exist without being kept: derived from the organization's seed whenever they are shown.

Neither the log nor the database has them. An operation that is done again, and a page that is loaded
again, derive the same ones.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime

import pyotp

from accounts.organization.state import MfaDevice

INTERVAL = 30
"""Seconds that a code of a virtual MFA device lasts. Source: RFC 6238, and what AWS uses."""
LONGEST_SHOWN = 64


def secret_access_key(seed: str, access_key_id: str) -> str:
    """Forty characters, as AWS's have."""
    return base64.b64encode(_derived(seed, "access key", access_key_id)[:30]).decode()


def totp_secret(seed: str, device: MfaDevice) -> str:
    """``Base32StringSeed``. A device made anew under the same name has another."""
    digest = _derived(seed, "mfa", device.serial_number, device.created.isoformat())
    return base64.b32encode(digest[:20]).decode()


def totp_address(seed: str, device: MfaDevice, account_name: str) -> str:
    """What the QR code says: the ``otpauth://`` address that authenticator apps read.

    Names are cut short, since a scenario may have longer ones than a QR code has room for.
    """
    totp = pyotp.TOTP(totp_secret(seed, device), interval=INTERVAL)
    name = device.serial_number.rpartition("/")[2]
    label = f"{name[:LONGEST_SHOWN]}@{account_name[:LONGEST_SHOWN]}"
    return totp.provisioning_uri(name=label, issuer_name="orgsim")


def codes(seed: str, device: MfaDevice, time: datetime, steps: range) -> Iterator[str]:
    """What the device shows; step 0 is the code of ``time``, step 1 the one after it."""
    totp = pyotp.TOTP(totp_secret(seed, device), interval=INTERVAL)
    return (totp.at(time, counter_offset=step) for step in steps)


def _derived(*parts: str) -> bytes:
    seed, *rest = parts
    return hmac.new(seed.encode(), "\n".join(rest).encode(), hashlib.sha256).digest()
