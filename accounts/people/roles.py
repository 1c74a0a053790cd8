"""What somebody may do on this site, beside what everybody may: learn, and have sandboxes of their own.

A role is a group of ``django.contrib.auth``, named after it; a member of staff is an administrator without
one. A role asks for a session: whoever is known by the cookie or a recovery phrase alone is a learner.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlencode

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

View = TypeVar("View", bound=Callable[..., Any])


class Role(StrEnum):
    """In their order: each may do what those before it may."""

    LEARNER = "learner"
    """Everybody, also without a name."""
    INSTRUCTOR = "instructor"
    """Builds exercises and leads classes, their own."""
    AUTHOR = "author"
    """Publishes exercises to the site's catalogue, and edits those that all share."""
    ADMIN = "admin"
    """Runs the site: invitations, roles, every row."""

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    # Without these four, strings would be compared: "admin" comes before "learner".
    def __lt__(self, other: str) -> bool:
        return self.rank < Role(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Role(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Role(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Role(other).rank


KEPT_AS_GROUPS: Final = (Role.INSTRUCTOR, Role.AUTHOR)


class RoleMissing(PermissionDenied):
    """Somebody who is signed in has ``role``, and ``wanted`` is more."""

    def __init__(self, role: Role, wanted: Role) -> None:
        super().__init__(f"This is for the role {wanted}; yours is {role}.")
        self.role = role
        self.wanted = wanted


def role_of(user: AbstractBaseUser | AnonymousUser) -> Role:
    """``user`` is a request's: whose session it is."""
    if not user.is_authenticated or not user.is_active:
        return Role.LEARNER
    if user.is_staff:
        return Role.ADMIN
    groups = user.groups.filter(name__in=KEPT_AS_GROUPS).values_list("name", flat=True)
    return max(map(Role, groups), default=Role.LEARNER)


def give_role(user: AbstractBaseUser, role: Role) -> None:
    """Instead of the one they have. An administrator stays one: that is no group."""
    if role is Role.ADMIN:
        raise ValueError("Administrators are made with createsuperuser, or in the admin.")
    with transaction.atomic():
        user.groups.remove(*Group.objects.filter(name__in=KEPT_AS_GROUPS))
        if role in KEPT_AS_GROUPS:
            group, _ = Group.objects.get_or_create(name=role)
            user.groups.add(group)


def requires(role: Role) -> Callable[[View], View]:
    """For a view, sync or async: only those who have this role get there, or more than it.

    Whoever is not signed in is sent to the sign-in page, and from there back. Whoever is signed in without
    the role raises ``RoleMissing``; ``handler403`` answers that with how to get it.
    """

    def decorate(view: View) -> View:
        if iscoroutinefunction(view):

            @wraps(view)
            async def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                turned_away = await sync_to_async(_turned_away)(request, role)
                return turned_away if turned_away is not None else await view(request, *args, **kwargs)

        else:

            @wraps(view)
            def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                turned_away = _turned_away(request, role)
                return turned_away if turned_away is not None else view(request, *args, **kwargs)

        return cast("View", guarded)

    return decorate


def sign_in_address(role: Role, back: str) -> str:
    """The sign-in page for this role, from which one goes on to ``back``."""
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'as': role.value, 'next': back})}"


def _turned_away(request: HttpRequest, role: Role) -> HttpResponse | None:
    """Nothing for whom the view is. Raises ``RoleMissing``."""
    if not request.user.is_authenticated:
        address = sign_in_address(role, _back(request))
        # What htmx asked for is a part of a page: the sign-in page takes the place of the whole.
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    if (present := role_of(request.user)) < role:
        raise RoleMissing(present, role)
    return None


def _back(request: HttpRequest) -> str:
    """Where somebody goes on who has signed in: never to what only a form can ask for."""
    if request.htmx:
        return request.htmx.current_url_abs_path or ""
    return request.get_full_path() if request.method in ("GET", "HEAD") else ""
