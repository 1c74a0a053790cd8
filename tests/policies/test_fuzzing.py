"""Whatever text comes in: the parser raises its own error and no other, and a review raises none."""

from __future__ import annotations

from random import Random

import pytest

from policies.catalogue import catalogue
from policies.engine.document import PolicyDocument, PolicyKind
from policies.engine.faults import Fault
from policies.engine.parse import PolicySyntaxError, parse_policy
from policies.engine.quotas import BY_KIND
from policies.review import review
from tests.near_policies import near_policy

EXAMPLES = 125
"""Of each kind. ``make fuzz`` takes a million, and a stopwatch."""


@pytest.mark.parametrize("kind", PolicyKind)
def test_a_text_is_a_policy_or_has_faults_with_places_and_a_review_says_which(kind):
    random = Random(kind.value)
    for _ in range(EXAMPLES):
        text = near_policy(random)
        reviewed = review(text, kind, BY_KIND[kind], catalogue())
        document, faults = read(text, kind)

        assert reviewed.document == document
        assert all(fault.line > 0 and fault.column > 0 and fault.message for fault in faults)
        if document is None:
            assert reviewed.is_refused


def read(text: str, kind: PolicyKind) -> tuple[PolicyDocument | None, tuple[Fault, ...]]:
    try:
        return parse_policy(text, kind), ()
    except PolicySyntaxError as error:
        return None, error.faults
