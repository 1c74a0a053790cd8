"""Two browsers turn out to be one learner's: of what a learner has only once, what is left."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import Visitor
from lessons.classroom import sharing
from lessons.classroom.news import tell_everybody, tell_of_seats
from lessons.models import Attempt, HelpRequest, Proof, Review, Seat, Step


def settle(sender: object, visitor: Visitor, into: Visitor, **_: object) -> None:
    """``merged`` calls this, and then moves everything that is still ``visitor``'s."""
    _drop_what_was_only_looked_at(visitor, into)
    for seat in visitor.seats.filter(classroom__in=into.seats.values("classroom")):
        _settle_seat(seat, into.seats.get(classroom=seat.classroom))
    known = {review.misconception: review for review in into.reviews.all()}
    for review in visitor.reviews.filter(misconception__in=known):
        _settle_review(review, known[review.misconception])
    for proof in visitor.proofs.filter(cell__in=into.proofs.values("cell")):
        # Proved is proved: the earlier one says since when.
        other = Proof.objects.get(visitor=into, cell=proof.cell)
        (proof if other.time <= proof.time else other).delete()


def _drop_what_was_only_looked_at(visitor: Visitor, into: Visitor) -> None:
    """A lesson that was opened and not begun must not stand before one that is half done."""
    opened = visitor.attempts.filter(
        step=Step.READ, operations=0, hints=0, assisted=False, solved=None, answers=None
    )
    for attempt in opened.filter(lesson__in=into.attempts.values("lesson")).select_related("organization"):
        _delete(attempt)


def _settle_seat(seat: Seat, kept: Seat) -> None:
    """In a class one sits once. Of two attempts at a task the one that got further counts there; the other is
    one's own."""
    for attempt in seat.attempts.all():
        twin = kept.attempts.filter(class_step=attempt.class_step).first()
        further, other = (twin, attempt) if twin and _how_far(twin) >= _how_far(attempt) else (attempt, twin)
        for each, of in ((further, kept), (other, None)):
            if each is not None:
                each.seat, each.class_step = of, attempt.class_step if of else None
                each.save(update_fields=["seat", "class_step"])
    seat.ballots.exclude(vote__in=kept.ballots.values("vote")).update(seat=kept)
    if kept.help_requests.filter(ended=None).exists():
        seat.help_requests.filter(ended=None).update(ended=timezone.now(), end=HelpRequest.End.WITHDRAWN)
    seat.help_requests.update(seat=kept)
    if seat.removed is not None and kept.removed is None:
        # Nobody comes back in by another browser.
        kept.removed = seat.removed
        kept.save(update_fields=["removed"])
    sharing.take_account(seat)
    seat.delete()
    tell_of_seats(kept.classroom)
    tell_everybody(kept.classroom)


def _how_far(attempt: Attempt) -> tuple[bool, float, int]:
    return attempt.solved is not None, attempt.score, attempt.operations


def _delete(attempt: Attempt) -> None:
    organization = attempt.organization
    attempt.delete()
    if organization is not None:
        organization.delete()


def _settle_review(review: Review, other: Review) -> None:
    """One belief is asked about once: by the plan that asks sooner. A plan that is done with asks never."""
    asks_sooner = review.due is not None and (other.due is None or review.due < other.due)
    (other if asks_sooner else review).delete()
