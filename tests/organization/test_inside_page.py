"""Inside a large account: what is in the page, and what is left for later."""

from dataclasses import replace

import pytest

from accounts.organization.decisions import Judge
from accounts.organization.state import Group, User
from accounts.page.identity_dialogs import MOST_ROWS, memberships
from accounts.page.inside import inside_page
from accounts.page.inside.tree import MOST_CARDS, WINDOW
from accounts.page.view import view_of
from policies.catalogue import catalogue
from tests.organization.world import ACME, DEV_1, NOON, READ_ONLY_ACCESS, with_account

COUNT = 5_000
JUDGE = Judge(catalogue().universe)


def crowd() -> dict[str, User]:
    """Each fifth is in the group readers, all others in none."""
    return {
        name: User(name, "/", f"AIDA{number:016}", NOON, groups=() if number % 5 else ("readers",))
        for number, name in ((number, f"user-{number:04}") for number in range(COUNT))
    }


@pytest.fixture(scope="module")
def large():
    account = ACME.accounts[DEV_1]
    readers = Group("readers", "/", "AGPA0000000000000001", NOON, attached=(READ_ONLY_ACCESS,))
    return with_account(ACME, replace(account, users=crowd(), groups={"readers": readers}))


def look(organization, **view: str):
    return inside_page(organization, view_of({"at": DEV_1, **view}, organization), JUDGE)


def shown(page, room: str) -> list[str]:
    (found,) = [each for each in page.tree.rooms if each.name == room]
    return [item.name for item in found.people]


def cards(page) -> int:
    return sum(len(room.people) for room in page.tree.rooms)


def test_of_a_crowd_a_window_is_in_the_page_and_everybody_is_counted(large):
    page = look(large)

    assert cards(page) <= MOST_CARDS + WINDOW
    assert sum(tally.count for tally in page.tree.tallies) == COUNT + 3, "Admin, Developer, the root user"


def test_who_is_chosen_is_in_the_page_wherever_they_stand(large):
    assert "user-4321" in shown(look(large, **{"as": "user/user-4321"}), "Users")


def test_positions_count_over_all(large):
    page = look(large, **{"as": "user/user-4321"})
    (users,) = [room for room in page.tree.rooms if room.name == "Users"]

    (chosen,) = [item for item in users.people if item.is_chosen]
    assert chosen.place.size == COUNT * 4 // 5
    assert chosen.place.position == 4321 - 4321 // 5


def test_a_window_goes_on_with_the_last_of_the_one_before(large):
    (before,) = [room for room in look(large).tree.rooms if room.name == "readers"]
    (after,) = [room for room in look(large, first=before.later.first).tree.rooms if room.name == "readers"]

    assert after.people[0] == replace(before.people[-1], carried=after.people[0].carried)
    assert after.earlier.first == before.people[0].label


def test_names_are_looked_for_in_all_rooms(large):
    page = look(large, seek="4320")

    assert {name for room in page.tree.rooms for name in shown(page, room.name)} == {"user-4320"}
    assert page.tree.found == 1


def test_a_group_of_such_a_name_comes_with_its_users(large):
    page = look(large, seek="readers")

    assert shown(page, "readers")
    assert page.tree.found == COUNT // 5


def test_the_picker_offers_some_and_who_is_chosen(large):
    principals = look(large, **{"as": "user/user-4321"}).panel.principals

    assert len(principals) < 250
    assert {"user/user-4321", "root user"} <= set(principals)


def test_each_element_has_an_id_of_its_own(large):
    both = replace(
        large.accounts[DEV_1],
        users={
            name: replace(user, groups=("readers", "writers")) for name, user in list(crowd().items())[:20]
        },
        groups={
            name: Group(name, "/", name, NOON, attached=(READ_ONLY_ACCESS,))
            for name in ("readers", "writers")
        },
    )
    page = look(with_account(large, both), **{"as": "user/user-0001"})

    items = [item for room in page.tree.rooms for item in (*room.policies, *room.people)]
    ids = [each.id for item in items for each in (item, *item.carried)] + [r.id for r in page.tree.rooms]
    assert len(ids) == len(set(ids))
    assert sum(item.is_chosen for item in items) == 1, "chosen where they stand first"


def test_the_members_of_a_group_come_first_and_others_are_named(large):
    view = view_of({"at": DEV_1, "as": "group/readers"}, large)
    shown = memberships(large, view, JUDGE, {})

    assert all(row.is_in for row in shown["rows"])
    assert len(shown["rows"]) + shown["more"] == COUNT
    assert len(shown["rows"]) == MOST_ROWS
