"""Who may become an instructor by themselves: everybody, who has an invitation, or nobody.

A code of ten characters has 49 bits. As often as ``BY_EVERYBODY`` allows, guessing one of a thousand
invitations takes longer than a hundred thousand years. It is kept as a hash that needs ``SECRET_KEY``: it
cannot be worked out from the database, and since nobody can steer the hash, how long a look-up takes tells
nothing of it.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import InstructorInvitation
from accounts.people.codes import grouped, new_code, typed_code
from accounts.people.limits import Bucket, Limit, limited, network_of
from accounts.people.roles import Role, give_role, role_of

LENGTH: Final = 10
GROUP: Final = 5

BY_ADDRESS: Final = Limit("invitation by address", most=30, within=timedelta(minutes=10))
BY_USER: Final = Limit("invitation by user", most=10, within=timedelta(minutes=10))
BY_EVERYBODY: Final = Limit("invitation by everybody", most=500, within=timedelta(hours=1))


class SignUp(StrEnum):
    """The setting ``INSTRUCTOR_SIGN_UP``."""

    OPEN = "open"
    INVITATION = "invitation"
    CLOSED = "closed"


class SignUpClosed(Exception):
    """Nobody becomes an instructor without being made one."""


class Fault(StrEnum):
    """Why a code lets nobody in."""

    UNKNOWN = "unknown"
    REVOKED = "revoked"
    USED_UP = "used up"
    EXPIRED = "expired"


class InvitationRefused(ValueError):
    def __init__(self, fault: Fault) -> None:
        super().__init__(f"The invitation is {fault}.")
        self.fault = fault


def way_in() -> SignUp:
    return SignUp(settings.INSTRUCTOR_SIGN_UP)


def give_code(invitation: InstructorInvitation) -> str:
    """A new code for it, as it is shown; a former one no longer works. It is kept nowhere."""
    code = new_code(LENGTH)
    invitation.code_hash = _hash(code)
    invitation.save()
    return grouped(code, GROUP)


def invitation_path(code: str) -> str:
    """Where it is used, with the code filled in."""
    return f"{resolve_url(settings.INSTRUCTOR_SIGN_UP_URL)}?{urlencode({'code': code})}"


def tries(request: HttpRequest) -> tuple[Bucket, ...]:
    """What an attempt to become an instructor with a code is counted under."""
    known = (BY_USER.of(str(request.user.pk)),) if request.user.is_authenticated else ()
    return (BY_ADDRESS.of(network_of(request.META["REMOTE_ADDR"])), *known, BY_EVERYBODY.of())


def become_instructor(request: HttpRequest, code: str = "") -> None:
    """For who is signed in. Raises ``InvitationRefused``, ``SignUpClosed`` and ``TooManyTries``."""
    if role_of(request.user) >= Role.INSTRUCTOR:
        return
    with limited(*tries(request)), transaction.atomic():
        admit(request.user, code)


def admit(user: AbstractBaseUser, code: str = "") -> None:
    """Make somebody an instructor, by the site's rule; ``code`` is what they typed. In a transaction of the
    caller, who counts tries. Raises ``InvitationRefused`` and ``SignUpClosed``."""
    way = way_in()
    if way is SignUp.CLOSED:
        raise SignUpClosed
    if way is SignUp.INVITATION:
        _use(code)
    give_role(user, Role.INSTRUCTOR)


def _use(code: str) -> None:
    invitation = InstructorInvitation.objects.filter(code_hash=_hash(typed_code(code))).first()
    if invitation is None:
        raise InvitationRefused(Fault.UNKNOWN)
    if invitation.revoked is not None:
        raise InvitationRefused(Fault.REVOKED)
    if invitation.expires <= timezone.now():
        raise InvitationRefused(Fault.EXPIRED)
    # In one statement, so that two at once do not both have the last use.
    left = InstructorInvitation.objects.filter(pk=invitation.pk, used__lt=F("uses"))
    if not left.update(used=F("used") + 1):
        raise InvitationRefused(Fault.USED_UP)


def _hash(code: str) -> str:
    return salted_hmac("orgsim.invitation", code, algorithm="sha256").hexdigest()
