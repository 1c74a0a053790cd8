"""Two browsers turn out to be one learner's: of what a learner has only once, what is left."""

from __future__ import annotations

from accounts.models import Visitor
from lessons.models import Attempt, Proof, Review, Step


def settle(sender: object, visitor: Visitor, into: Visitor, **_: object) -> None:
    """``merged`` calls this, and then moves everything that is still ``visitor``'s."""
    _drop_what_was_only_looked_at(visitor, into)
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


def _delete(attempt: Attempt) -> None:
    organization = attempt.organization
    attempt.delete()
    if organization is not None:
        organization.delete()


def _settle_review(review: Review, other: Review) -> None:
    """One belief is asked about once: by the plan that asks sooner. A plan that is done with asks never."""
    asks_sooner = review.due is not None and (other.due is None or review.due < other.due)
    (other if asks_sooner else review).delete()
