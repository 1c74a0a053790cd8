"""What the checker finds is said in the language that is spoken, whatever it finds."""

import re
from collections.abc import Iterator

import pytest

from policies.catalogue import catalogue
from policies.engine.faults import FaultCode
from policies.engine.quotas import BY_KIND
from policies.review import review, spoken
from tests.messages.test_pseudo_locale import without_brackets
from tests.policies.corpus import EXAMPLES, Example

FAULTS = frozenset(each.value for each in FaultCode)
QUOTED = re.compile(r"`[^`]*`")


@pytest.fixture
def brackets() -> Iterator[None]:
    known = spoken.speak(spoken.Voice("⟦{}⟧".format, str))
    yield
    spoken.speak(known)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_no_english_is_left_of_a_finding(example: Example, brackets):
    for finding in review(example.text, example.kind, BY_KIND[example.kind], catalogue()).findings:
        if finding.code in FAULTS:
            continue  # the engine's own words
        for text in (finding.title, finding.detail, finding.advice):
            assert not re.search("[A-Za-z]{2,}", without_brackets(QUOTED.sub("", text))), text
