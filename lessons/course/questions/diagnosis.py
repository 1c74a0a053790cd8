"""Which misconception somebody probably holds, after a few answers; and what to ask next.

Bayes' rule over the beliefs and *none of them*. Everybody slips at times: with probability ``SLIP`` any
option is chosen instead, so that one wrong click proves nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final

from lessons.course.misconceptions import about_decisions
from lessons.course.questions.items import Item, Option

Hypothesis = str | None
NONE: Final = None
"""The hypothesis that somebody holds no misconception."""
SLIP: Final = 0.1
SURE: Final = 0.8
"""A belief is named from this probability on."""
PROOF: Final = 2
"""Wrong answers that it takes, however probable one alone makes a belief."""
PRIORS: Final[Mapping[Hypothesis, float]] = {"M20": 2.0}
"""Of what is not 1. No question tells M20 and another belief at once, so that it would be asked too late."""
FEWEST: Final = 4
MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """``option`` None: "I do not know", which speaks for nothing."""

    item: Item
    option: Option | None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """``probabilities`` of every hypothesis, the likeliest first. ``shown`` counts by belief the wrong
    answers that are its own."""

    probabilities: Mapping[Hypothesis, float]
    shown: Mapping[str, int]
    answers: int

    @property
    def likeliest(self) -> Hypothesis:
        return next(iter(self.probabilities))

    @property
    def held(self) -> str | None:
        """The belief that somebody probably holds; None for none, and while nothing is sure."""
        belief = self.likeliest
        return belief if self._is_sure and belief is not None else None

    @property
    def is_done(self) -> bool:
        """Whether asking on would tell little more."""
        return self.answers >= MOST or (self.answers >= FEWEST and self._is_sure)

    @property
    def _is_sure(self) -> bool:
        belief = self.likeliest
        has_shown = belief is None or self.shown.get(belief, 0) >= PROOF
        return has_shown and self.probabilities[belief] >= SURE


def about_every_decision() -> frozenset[str]:
    return frozenset(each.id for each in about_decisions())


def diagnose(answers: Sequence[Answer], beliefs: Iterable[str]) -> Diagnosis:
    """Whether somebody holds one of these beliefs. The more they are, the more questions it takes."""
    weights = {hypothesis: PRIORS.get(hypothesis, 1.0) for hypothesis in (NONE, *sorted(beliefs))}
    for answer in answers:
        if answer.option is None:
            continue
        for hypothesis in weights:
            weights[hypothesis] *= _likelihood(answer.item, answer.option, hypothesis)
    whole = sum(weights.values())
    ordered = sorted(weights.items(), key=lambda pair: -pair[1])
    shown = Counter(
        belief
        for answer in answers
        if answer.option is not None
        for belief in answer.item.shown_by(answer.option)
    )
    return Diagnosis({hypothesis: weight / whole for hypothesis, weight in ordered}, shown, len(answers))


def _likelihood(item: Item, option: Option, hypothesis: Hypothesis) -> float:
    if item.says(hypothesis) == option:
        return 1 - SLIP
    return SLIP / (len(item.options) - 1)


def most_telling(diagnosis: Diagnosis, items: Iterable[Item]) -> Item | None:
    """The item whose answer is expected to tell most; None if none of them tells anything."""
    best = max(items, key=lambda item: information(diagnosis, item), default=None)
    return best if best is not None and information(diagnosis, best) > 0 else None


def information(diagnosis: Diagnosis, item: Item) -> float:
    """In bits: the entropy of the answer, less what slips alone make of it."""
    chances = dict.fromkeys(item.options, 0.0)
    for hypothesis, probability in diagnosis.probabilities.items():
        chances[item.says(hypothesis)] += probability
    others = len(item.options) - 1
    slipped = [chance * (1 - SLIP) + (1 - chance) * SLIP / others for chance in chances.values()]
    noise = _entropy([1 - SLIP, *[SLIP / others] * others])
    return _entropy(slipped) - noise


def _entropy(chances: Iterable[float]) -> float:
    return -sum(chance * log2(chance) for chance in chances if chance)
