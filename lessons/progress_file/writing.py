"""Rows → file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.logs import Log, log_of
from accounts.models import Visitor
from lessons.models import Answer, Attempt, Seat
from lessons.progress_file.shape import FORMAT, VERSION


def progress_of(visitor: Visitor) -> dict[str, object]:
    """All that this visitor has, as the document of a file; of somebody who has made nothing it is empty."""
    content: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "exported": _time(timezone.now()),
        "organizations": [],
        "attempts": [],
        "answers": [],
        "reviews": [],
        "proofs": [],
        "classes": [],
    }
    if visitor.pk is not None:
        kept = visitor.organizations.filter(Q(is_sandbox=True) | Q(attempt__is_preview=False))
        records = list(kept.select_related("start").order_by("created", "pk"))
        places = {record.pk: place for place, record in enumerate(records)}
        attempts = (
            visitor.attempts.filter(is_preview=False).order_by("started", "pk").prefetch_related("answers")
        )
        content |= {
            "organizations": [_organization(log_of(record)) for record in records],
            "attempts": [_attempt(attempt, places) for attempt in attempts],
            "answers": _answers(visitor.answers.filter(attempt=None)),
            "reviews": [
                {
                    "misconception": review.misconception,
                    "step": review.step,
                    "due": review.due and _time(review.due),
                    "noticed": _time(review.noticed),
                }
                for review in visitor.reviews.order_by("pk")
            ],
            "proofs": [
                {"cell": proof.cell, "found": proof.found, "time": _time(proof.time)}
                for proof in visitor.proofs.order_by("pk")
            ],
            "classes": [_class(seat) for seat in visitor.seats.select_related("classroom")],
        }
    return {**content, "signature": signature_of(content)}


def signature_of(content: Mapping[str, object]) -> str:
    """Says that this site has written ``content``, which is a document without its signature."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return salted_hmac("orgsim.progress", text, algorithm="sha256").hexdigest()


def _organization(log: Log) -> dict[str, object]:
    return {
        "name": log.name,
        "seed": log.seed,
        "created": _time(log.created),
        "last_used": _time(log.last_used),
        "is_sandbox": log.is_sandbox,
        "start": log.start,
        "events": [
            {
                "kind": step.kind.value,
                "restores": step.restores,
                "group": step.group,
                "time": _time(step.time),
                "operation": step.operation,
                "parameters": step.parameters,
                "response": step.response,
            }
            for step in log.steps
        ],
    }


def _attempt(attempt: Attempt, places: Mapping[int, int]) -> dict[str, object]:
    return {
        "lesson": attempt.lesson,
        "organization": None if attempt.organization_id is None else places[attempt.organization_id],
        "document": attempt.document,
        "names": attempt.names,
        "seed": attempt.seed,
        "step": attempt.step,
        "hints": attempt.hints,
        "assisted": attempt.assisted,
        "met": attempt.met,
        "score": attempt.score,
        "operations": attempt.operations,
        "started": _time(attempt.started),
        "last_used": _time(attempt.last_used),
        "solved": attempt.solved and _time(attempt.solved),
        "answers": _answers(attempt.answers.all()),
    }


def _answers(answers: Iterable[Answer]) -> list[dict[str, object]]:
    return [
        {
            "kind": answer.kind,
            "question": answer.question,
            "asking": answer.asking,
            "choice": answer.choice,
            "first_choice": answer.first_choice,
            "is_right": answer.is_right,
            "misconception": answer.misconception,
            "time": _time(answer.time),
        }
        for answer in answers
    ]


def _class(seat: Seat) -> dict[str, object]:
    """What a class keeps of somebody, but their attempts: those stand among all others."""
    return {
        "name": seat.classroom.name,
        "nickname": seat.nickname,
        "team": seat.team,
        "joined": _time(seat.joined),
        "last_seen": _time(seat.last_seen),
        "ballots": [
            {
                "step": ballot.vote.step.title,
                "question": ballot.vote.step.question,
                "round": ballot.vote.round,
                "choice": ballot.choice,
                "is_right": ballot.is_right,
                "misconception": ballot.misconception,
                "cast": _time(ballot.cast),
            }
            for ballot in seat.ballots.select_related("vote__step").order_by("cast", "pk")
        ],
        "help": [
            {"clause": request.clause, "text": request.text, "asked": _time(request.asked)}
            for request in seat.help_requests.all()
        ],
    }


def _time(time: datetime) -> str:
    return time.isoformat()
