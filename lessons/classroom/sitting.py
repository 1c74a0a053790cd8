"""What a learner does in a class. Nobody needs an account: a seat is a browser's, or a phrase's."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import OrganizationRecord, Visitor
from accounts.people import codes
from accounts.people.limits import Limit, limited, network_of
from accounts.services import Halted, make_known
from lessons import attempts
from lessons.classroom import common, nicknames, scoring, sharing
from lessons.classroom.news import tell_instructor, tell_of_seats
from lessons.classroom.voting import ClassQuestion
from lessons.models import Attempt, Ballot, Classroom, ClassStep, HelpRequest, Seat, Step, Vote
from lessons.models.classroom import CODE_LENGTH

BY_ADDRESS: Final = Limit("class code by address", most=300, within=timedelta(minutes=10))
"""A class of two hundred comes in from one address, and many of them mistype."""
SEEN_EVERY: Final = timedelta(minutes=1)
ACTIVE: Final = timedelta(minutes=2)
"""Whoever was seen within this time is there."""
LONGEST_QUESTION: Final = 300


class NoClass(LookupError):
    """No class has ``code``, as it was read. ``nearest`` is the code of the one open class that has it but
    for one character; empty if there is none, or there are several."""

    def __init__(self, code: str, nearest: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.nearest = nearest

    @property
    def written(self) -> str:
        """As it stands on the projector, if one could be like that."""
        return f"{self.code[:3]} {self.code[3:]}" if is_a_code(self.code) else self.code

    @property
    def slip(self) -> tuple[str, str]:
        """The character that was typed, and the one of ``nearest``."""
        return next((a, b) for a, b in zip(self.code, self.nearest, strict=True) if a != b)


class NotLetIn(Exception):
    """The class does not take them: it is full, or they were removed from it; the message says which."""


class TooLate(Exception):
    """The vote is closed, or the class has gone on."""


class Paused(Exception):
    """Everybody looks up; nothing is taken from a learner meanwhile."""


def class_of_code(text: str, address: str) -> Classroom:
    """The class with this code, however it is typed. Raises ``NoClass`` and ``limits.TooManyTries``."""
    code = codes.typed_code(text)[: 2 * CODE_LENGTH]
    with limited(BY_ADDRESS.of(network_of(address))):
        found = Classroom.objects.filter(code=code, ended=None).exclude(opened=None).first() if code else None
        if found is None:
            raise NoClass(code, _nearest(code))
    return found


def _nearest(code: str) -> str:
    """Who guesses codes gains little by it: the tries of an address are counted, and codes are far apart."""
    if len(code) != CODE_LENGTH or not code.isalnum():
        return ""
    one_off = Q()
    for place in range(CODE_LENGTH):
        one_off |= Q(code__startswith=code[:place], code__endswith=code[place + 1 :])
    near = Classroom.objects.filter(one_off, ended=None).exclude(opened=None).values_list("code", flat=True)
    # In SQLite, "startswith" does not mind capitals; all codes are capitals.
    found = list(near[:2])
    return str(found[0]) if len(found) == 1 else ""


def is_a_code(code: str) -> bool:
    """Whether one could be like that."""
    return len(code) == CODE_LENGTH and set(code) <= set(codes.ALPHABET)


def seat_of(classroom: Classroom, visitor: Visitor) -> Seat | None:
    """None for who has none, or was removed."""
    if visitor.pk is None:
        return None
    return classroom.seats.filter(visitor=visitor, removed=None).first()


def seat_at(public_id: str, visitor: Visitor) -> Seat | None:
    """The one that is or was theirs in the class of this address, with what all of its pages need."""
    if visitor.pk is None:
        return None
    found = Seat.objects.select_related("classroom__instructor")
    try:
        return found.get(classroom__public_id=public_id, visitor=visitor)
    except Seat.DoesNotExist:
        return None


def running_seat(visitor: Visitor) -> Seat | None:
    """In the class that they came to last, of those that have not ended."""
    seats = visitor.seats.filter(removed=None, classroom__ended=None).exclude(classroom__opened=None)
    return seats.select_related("classroom").order_by("-last_seen", "-pk").first()


def join(classroom: Classroom, visitor: Visitor, nickname: str) -> Seat:
    """Take a seat, or the one that is theirs already. Raises ``NotLetIn`` and ``nicknames.BadNickname``."""
    with transaction.atomic():
        classroom.refresh_from_db(from_queryset=Classroom.objects.select_for_update())
        taken = classroom.seats.filter(visitor=visitor).first() if visitor.pk else None
        if taken is not None and taken.removed is None:
            return taken
        if taken is not None:
            raise NotLetIn(_("The instructor has taken you out of this class."))
        if classroom.ended is not None or classroom.opened is None:
            raise NotLetIn(_("This class is not open."))
        if classroom.seats.filter(removed=None).count() >= classroom.room:
            raise NotLetIn(_("This class is full."))
        called = nicknames.checked(nickname, classroom)
        # Not before: who is not let in stays unknown.
        make_known(visitor)
        team = scoring.team_of_newcomer(classroom)
        seat = Seat.objects.create(classroom=classroom, visitor=visitor, nickname=called, team=team)
        sharing.give_account(seat)
        tell_of_seats(classroom)
        # Not everybody: two hundred who come in would each have all who wait fetch the page anew.
        tell_instructor(classroom)
    return seat


def note_seen(seat: Seat) -> None:
    """That they are there; not with every request. The instructor is told of who comes back."""
    now = timezone.now()
    away = now - seat.last_seen
    if away > SEEN_EVERY:
        Seat.objects.filter(pk=seat.pk).update(last_seen=now)
    if away > ACTIVE:
        tell_instructor(seat.classroom)


def current_step(classroom: Classroom) -> ClassStep | None:
    """The one that is open; None between steps. As the class shares it: to be read only."""
    return next((step for step in common.steps_of(classroom) if step.is_open), None)


def task_of(seat: Seat, step: ClassStep) -> Attempt:
    """The seat's attempt at the task of a step that has been opened, which it begins the first time.

    Raises ``TooLate`` for a step that is not open yet, or has no task.
    """
    if step.kind != ClassStep.Kind.TASK or step.opened is None or step.classroom_id != seat.classroom_id:
        raise TooLate
    with transaction.atomic():
        # Two windows of one learner begin one attempt.
        Seat.objects.select_for_update().get(pk=seat.pk)
        found = seat.attempts.filter(class_step=step, organization__isnull=False).first()
        if found is not None:
            return found
        assert seat.visitor is not None
        made = attempts.begin(seat.visitor, step.lesson, step.document, step.title)
        made.seat, made.class_step, made.version, made.step = seat, step, step.version, Step.DO
        made.save(update_fields=["seat", "class_step", "version", "step"])
        tell_instructor(seat.classroom)
    return made


def cast(vote: Vote, seat: Seat, choice: int) -> Ballot:
    """What this seat says; said again, it is changed. Raises ``TooLate``, ``Paused``, and ``IndexError`` for
    no choice."""
    question = ClassQuestion(vote.step)
    if not 0 <= choice < len(question.beliefs):
        raise IndexError(choice)
    with transaction.atomic():
        # So that none is taken after the instructor has closed it.
        current = Vote.objects.select_for_update().get(pk=vote.pk)
        if seat.classroom.is_paused:
            raise Paused
        if not current.is_open or vote.step.classroom_id != seat.classroom_id:
            raise TooLate
        ballot, _made = Ballot.objects.update_or_create(
            vote=current,
            seat=seat,
            defaults={
                "choice": choice,
                "is_right": choice in question.right,
                "misconception": question.beliefs[choice] or "",
                "cast": timezone.now(),
            },
        )
        tell_instructor(seat.classroom)
    return ballot


def ask_for_help(seat: Seat, step: ClassStep | None, clause: str = "", text: str = "") -> HelpRequest:
    """Stand in the queue; who stands there already stays where they are, and may ask something else."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                request = HelpRequest.objects.create(seat=seat)
        except IntegrityError:
            request = HelpRequest.objects.select_for_update().get(seat=seat, ended=None)
        request.step, request.clause = step, clause[:80]
        request.text = " ".join(text.split())[:LONGEST_QUESTION]
        request.save(update_fields=["step", "clause", "text"])
        tell_instructor(seat.classroom)
    return request


def leave_queue(seat: Seat, end: HelpRequest.End = HelpRequest.End.WITHDRAWN) -> None:
    """Nothing to do for who is not in it."""
    with transaction.atomic(savepoint=False):
        waiting = seat.help_requests.filter(ended=None)
        if waiting.update(ended=timezone.now(), end=end):
            tell_instructor(seat.classroom)


def keep_still(sender: object, record: OrganizationRecord, visitor: Visitor, **more: object) -> None:
    """While a class is paused its learners change nothing: neither in their tasks, nor in the copies where
    solutions are played, nor in the organization that they share; its instructor may. ``revising`` calls
    this."""
    if record.is_sandbox:
        return
    attempt = attempts.played_in(record)
    if attempt is not None:
        is_paused = attempt.seat is not None and attempt.seat.classroom.is_paused
    else:
        paused = Classroom.objects.filter(is_paused=True)
        if record.visitor_id == visitor.pk:
            is_paused = paused.filter(seats__attempts__replays__organization=record).exists()
        else:
            is_paused = paused.filter(is_shared=True, organization=record).exists()
    if is_paused:
        raise Halted(record, _("The class is paused. Look up for a moment; nothing you did is lost."))


def note_work(sender: object, attempt: Attempt, **_: object) -> None:
    """A task of a class was worked at; who has solved it needs no more help. ``judged`` calls this."""
    if attempt.seat is None:
        return
    if attempt.solved is not None:
        leave_queue(attempt.seat, HelpRequest.End.SOLVED)
    tell_instructor(attempt.seat.classroom)


def place_in_queue(seat: Seat) -> int | None:
    """From 1; None for who is not in it."""
    request = seat.help_requests.filter(ended=None).first()
    if request is None:
        return None
    waiting = HelpRequest.objects.filter(seat__classroom=seat.classroom_id, seat__removed=None, ended=None)
    return waiting.filter(asked__lt=request.asked).count() + 1


def step_out(seat: Seat, is_away: bool) -> None:
    """Of *follow me*, or back in; the instructor does not see it."""
    Seat.objects.filter(pk=seat.pk).update(is_away=is_away)
    seat.is_away = is_away
