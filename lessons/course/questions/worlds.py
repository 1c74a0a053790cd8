"""Small organizations in which beliefs about policies make a difference, each from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Final

from accounts.organization.decisions import Circumstances
from accounts.organization.scenario import built_in, from_document
from accounts.organization.state import Organization
from lessons.course.case import Case, play
from lessons.course.misconceptions import Asking
from lessons.course.questions.scenes import SCENES, Scene, exact_policy

SCENARIO: Final = "acme-plain"
WORLDS: Final = len(SCENES)


@dataclass(frozen=True)
class World:
    """``askings`` are the requests that are worth asking about. ``before`` is the organization before the
    operation that they are about, None where they are about none."""

    organization: Organization
    before: Organization | None
    askings: tuple[Asking, ...]


@lru_cache(maxsize=256)
def world(seed: str, number: int) -> World:
    """One of the ``WORLDS`` of this seed: acme with one scene."""
    scene = SCENES[number](Random(f"{seed}/{number}"))
    began = play(_acme(seed), scene.actions, seed)
    if scene.last is None:
        return World(began.present, None, tuple(_askings(began, scene, None)))
    after = play(began, [scene.last], seed)
    return World(after.present, began.present, tuple(_askings(after, scene, began.present)))


@lru_cache(maxsize=32)
def _acme(seed: str) -> Case:
    return play(Case(from_document(built_in(SCENARIO), seed)), [exact_policy()], seed)


def _askings(case: Case, scene: Scene, before: Organization | None) -> Iterator[Asking]:
    for ask in scene.asks:
        account_id, label = case.names.principal(f"{ask.account}/{ask.label}")
        circumstances = Circumstances(mfa=ask.mfa)
        yield Asking(case.present, account_id, label, ask.action, ask.resource, circumstances, before)
