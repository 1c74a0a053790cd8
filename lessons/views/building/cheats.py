"""Lazy answers: those in stock, and those that somebody shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from accounts.visitors import VisitorRequest
from lessons.building import choosing
from lessons.building.bench import Bench
from lessons.building.drafts import editing
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


def _drop(request: VisitorRequest, exercise: BuiltExercise) -> None:
    """A cheat that came with a copied lesson, by its name."""
    name = request.POST.get("name", "")
    with editing(exercise) as draft:
        draft["cheats"] = [each for each in draft["cheats"] if each["name"] != name]


DOINGS: Final[Mapping[str, Do]] = {**solution.DOINGS, "add": _add, "drop": _drop}
