"""A policy is put into words in the language that is spoken, and in English where nobody speaks another."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from policies.catalogue import catalogue
from policies.engine.document import PolicyKind
from policies.engine.parse import parse_policy
from policies.review import sentence, spoken

ONLY_IN_IRELAND = """{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "ec2:*",
    "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}}}"""


def said() -> str:
    (statement,) = parse_policy(ONLY_IN_IRELAND, PolicyKind.SERVICE_CONTROL).statements
    return sentence(statement, PolicyKind.SERVICE_CONTROL, catalogue())


@pytest.fixture
def nobody_speaks() -> Iterator[None]:
    known = spoken.speak(spoken.ENGLISH)
    yield
    spoken.speak(known)


def test_a_sentence_is_in_the_language_of_the_reader():
    with override("de"):
        assert said() == (
            "Verweigert allen darunter jede Aktion von EC2 (826) "
            "– wenn `aws:RequestedRegion` nicht `eu-west-1` ist."
        )


def test_what_is_printed_without_a_page_stays_in_english(nobody_speaks):
    with override("de"):
        assert said() == (
            "Denies every EC2 action (826) to everybody below if `aws:RequestedRegion` is not `eu-west-1`."
        )
