"""The log says in a sentence what an operation did."""

import pytest

from accounts.organization import scenario
from accounts.organization.operations import OPERATIONS
from accounts.page.log import SENTENCES, effect_words, sentence
from tests.accounts.factories import DEV, DEV_1, SANDBOX, SMALL_WORLD


@pytest.fixture(scope="module")
def organization():
    return scenario.from_document(SMALL_WORLD, "seed")


def test_every_operation_has_its_sentence():
    assert SENTENCES.keys() == OPERATIONS.keys()


def test_what_has_an_identifier_is_called_by_its_name(organization):
    moved = {"account_id": DEV_1, "source_parent_id": DEV, "destination_parent_id": SANDBOX}

    said = sentence("organizations.move_account", moved, organization, organization)

    assert said == "dev-1 moved from Dev to Sandbox."


def test_what_is_gone_is_called_by_its_identifier(organization):
    gone = {"organizational_unit_id": "ou-tiny-gone0000"}

    said = sentence("organizations.delete_organizational_unit", gone, organization, organization)

    assert said == "ou-tiny-gone0000 was deleted."


def test_a_name_is_a_name_whatever_it_looks_like(organization):
    """The name of a new account may be that of an identifier, or of a place in the sentence."""
    for name in (DEV, "{root}"):
        created = {"account_name": name, "email": "new@example.com"}

        said = sentence("organizations.create_account", created, organization, organization)

        assert said == f"{name} was created, under Root."


@pytest.mark.parametrize(
    ("gained", "lost", "opened", "says"),
    [
        (0, 0, 0, "No action gained or lost."),
        (0, 1, 0, "1 action lost, none gained."),
        (1_200, 0, 0, "1,200 actions gained, none lost."),
        (1, 2, 0, "1 action gained, 2 lost."),
        (0, 0, 826, "826 actions now depend."),
        (0, 3, 1, "3 actions lost, none gained; 1 action now depends."),
    ],
)
def test_the_effect_is_counted_in_words(gained, lost, opened, says):
    assert effect_words(gained, lost, opened) == says
