"""Lazy answers: those in stock, and those that somebody shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from accounts.visitors import VisitorRequest
from lessons.building import choosing
from lessons.building.bench import Bench
from lessons.models import BuiltExercise
from lessons.page.building.proof import ProofPage
from lessons.page.building.sentences import sentence_of
from lessons.views.building import solution
from lessons.views.building.doing import Do


def context(request: VisitorRequest, bench: Bench) -> Mapping[str, Any]:
    return {"page": ProofPage(bench)}


def _add(request: VisitorRequest, exercise: BuiltExercise) -> None:
    """The clause that refuses a cheat."""
    choosing.tick(Bench(exercise), request.POST.get("proposal", ""), sentence_of)


DOINGS: Final[Mapping[str, Do]] = {**solution.DOINGS, "add": _add}
