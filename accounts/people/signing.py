"""A name and a password, for who wants them; the browsers somebody is known in; leaving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from importlib import import_module
from typing import Final

from django.conf import settings
from django.contrib import auth
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.models import Visitor, VisitorKey
from accounts.people.leaving import delete_person
from accounts.people.limits import Bucket, Limit, limited, network_of
from accounts.people.merging import merge
from accounts.people.phrase import is_phrase_of
from accounts.services import make_known
from accounts.visitors import Browser, VisitorRequest

BY_ADDRESS: Final = Limit("sign-in by address", most=60, within=timedelta(minutes=10))
BY_NAME: Final = Limit("sign-in by name and address", most=8, within=timedelta(minutes=5))
# Guessing one name from many addresses; so many that nobody locks somebody else out by accident.
BY_NAME_EVERYWHERE: Final = Limit("sign-in by name", most=100, within=timedelta(hours=1))
# Of names that were taken: who asks for more wants to know which names there are.
SIGNING_UP: Final = Limit("sign-up by address", most=30, within=timedelta(minutes=10))


class NameTaken(ValueError):
    """Somebody else has this name."""


class WrongPassword(ValueError):
    """The name, or the password, or both: which of them is not said."""


def sign_up(
    request: VisitorRequest,
    *,
    username: str,
    password: str,
    email: str,
    also: Callable[[AbstractUser], None] = lambda user: None,
    tries: Sequence[Bucket] = (),
) -> None:
    """What was made in this browser is now kept under a name. Raises ``NameTaken`` and ``TooManyTries``.

    For a visitor without a name; ``password`` has been validated. ``also`` is done with who has signed up: if
    it raises, nobody has. That is counted under ``tries``, too.
    """
    users = get_user_model().objects
    visitor = request.visitor
    with limited(SIGNING_UP.of(network_of(request.META["REMOTE_ADDR"])), *tries):
        try:
            with transaction.atomic():
                if users.filter(username__iexact=username).exists():
                    raise NameTaken(username)
                user = users.create_user(username, email, password)
                also(user)
                # Last: somebody whose row is taken back would be given a cookie for it all the same.
                make_known(visitor)
                visitor.user = user
                visitor.save(update_fields=["user"])
        except IntegrityError as error:
            raise NameTaken(username) from error
    _start_session(request, request.browser.hand_over(request.browser.visitor()), user)


def sign_in(request: VisitorRequest, *, username: str, password: str) -> None:
    """What was made in this browser comes to what the person has.

    Raises ``WrongPassword`` and ``TooManyTries``.
    """
    address, name = network_of(request.META["REMOTE_ADDR"]), username.lower()
    tried = BY_ADDRESS.of(address), BY_NAME.of(f"{name} {address}"), BY_NAME_EVERYWHERE.of(name)
    with limited(*tried):
        user = auth.authenticate(request, username=username, password=password)
        if user is None:
            raise WrongPassword
    with transaction.atomic():
        key = welcome(request.browser, _person(request.browser, user))
    _start_session(request, key, user)


def enter(request: VisitorRequest, visitor: Visitor) -> None:
    """With a recovery phrase: this browser is ``visitor``'s from now on, and so is what was made in it."""
    # Whoever was signed in here is so no longer.
    auth.logout(request)
    welcome(request.browser, visitor)


def welcome(browser: Browser, person: Visitor) -> VisitorKey:
    """This browser becomes ``person``'s, with what was made in it, unless that has another name."""
    with transaction.atomic():
        here = browser.visitor()
        if here.pk is not None and here.pk != person.pk and here.user_id is None:
            merge(here, into=person)
        return browser.hand_over(person)


def sign_out(request: VisitorRequest) -> None:
    """This browser is nobody's afterwards; what was made in it stays its owner's."""
    request.browser.leave()
    auth.logout(request)


def end(key: VisitorKey) -> None:
    """Sign one browser out, wherever it is."""
    if key.session:
        import_module(settings.SESSION_ENGINE).SessionStore(key.session).delete()
    key.delete()


def proves(request: VisitorRequest, secret: str) -> bool:
    """Whether ``secret`` is the visitor's password, or their phrase. Raises ``TooManyTries``."""
    visitor = request.visitor
    try:
        with limited(BY_NAME_EVERYWHERE.of(f"visitor {visitor.pk}")):
            if not (visitor.user and visitor.user.check_password(secret)) and not is_phrase_of(
                visitor, secret
            ):
                raise WrongPassword
    except WrongPassword:
        return False
    return True


def change_password(request: VisitorRequest, password: str) -> None:
    """For who has proved who they are; every other browser is signed out."""
    user = request.visitor.user
    user.set_password(password)
    user.save(update_fields=["password"])
    for key in request.visitor.keys.exclude(pk=request.browser.key.pk):
        end(key)
    _start_session(request, request.browser.key, user)


def erase(request: VisitorRequest) -> None:
    """Everything that is kept of this visitor, at once, for good."""
    visitor = request.visitor
    with transaction.atomic():
        if visitor.pk is not None:
            for key in visitor.keys.all():
                end(key)
            delete_person(visitor, visitor.user)
    sign_out(request)


def _person(browser: Browser, user: AbstractUser) -> Visitor:
    """Whose name this is. Who got theirs elsewhere, in the admin, has made nothing yet."""
    person = Visitor.objects.filter(user=user).first()
    if person is None:
        person = browser.visitor()
        if person.user_id is not None:
            person = Visitor()
        person.user = user
        person.save()
    return person


def _start_session(request: HttpRequest, key: VisitorKey, user: AbstractUser) -> None:
    auth.login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    key.session = request.session.session_key
    key.save(update_fields=["session"])
