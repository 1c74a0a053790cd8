"""Somebody goes, with all that is theirs."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from accounts.models import Visitor
from accounts.signals import leaving


def delete_person(visitor: Visitor, user: AbstractBaseUser | None = None) -> None:
    """For good: with the name ``user``, if that is to go, too."""
    with transaction.atomic():
        leaving.send(Visitor, visitor=visitor, user=user)
        visitor.delete()
        if user is not None:
            user.delete()
