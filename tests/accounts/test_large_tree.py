"""What of a large organization is in the page: numbers for crowds, and the way to what is chosen."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from accounts.organization.decisions import Circumstances
from accounts.organization.operations.organizations import attach_policy
from accounts.organization.state import Organization
from accounts.page.destinations import MOST_LISTED, found_destinations, move_dialog
from accounts.page.finding import find
from accounts.page.rooms import Crowd, Room, Tree, tree_of
from accounts.page.rooms.opening import (
    MOST_ITEMS,
    STEP_OF_ACCOUNTS,
    STEPS_KEPT,
    Window,
    earlier,
    later,
    tokens_in,
    window_of,
)
from accounts.page.view import view_of
from accounts.selectors import judge
from policies.catalogue import catalogue
from tests.accounts.crowds import crowded
from tests.organization.world import ACME, DENY_EC2, DEV, DEV_1, FULL_AWS_ACCESS, MGMT, PROD, ROOT, SBX_1

LARGE = crowded(accounts=300)
MANY_UNITS = crowded(accounts=300, units=300)
APP_250 = "700000000250"
EC2_ACTIONS = len(catalogue().by_service["ec2"])


def tree(
    organization: Organization, *, at: str, opened: str = "", before: Organization | None = None
) -> Tree:
    return tree_of(organization, view_of({"at": at, "open": opened}, organization), judge(), before)


def rooms(tree: Tree) -> Iterator[Room]:
    """Those in the page."""
    waiting = [tree.root]
    while waiting:
        yield (room := waiting.pop())
        waiting += room.rooms


def room(tree: Tree, target_id: str) -> Room:
    return next(each for each in rooms(tree) if each.id == target_id)


def crowd(tree: Tree, target_id: str) -> Crowd:
    (found,) = room(tree, target_id).crowds
    return found


def cards(tree: Tree) -> list[str]:
    """The accounts in the page."""
    shown = [placed for each in rooms(tree) for placed in each.accounts]
    shown += [placed for each in rooms(tree) for one in each.crowds for placed in one.accounts]
    return [card.id for card, _ in shown]


def test_a_small_organization_is_in_the_page_whole_and_needs_no_tokens():
    whole = tree(ACME, at=DEV_1)

    assert sorted(cards(whole)) == sorted(ACME.accounts)
    assert {each.id for each in rooms(whole)} == {ROOT, *ACME.units}
    assert not any(each.crowds or each.shows for each in rooms(whole))
    assert whole.opened == ""


def test_many_accounts_of_a_room_that_hear_the_same_are_told_by_their_number():
    dev = crowd(tree(LARGE, at=SBX_1), DEV)

    assert (dev.count, dev.verdict.word, dev.is_open) == (303, "explicitly denied", False)
    assert dev.label == "303 accounts in Dev, explicitly denied"
    assert room(tree(LARGE, at=SBX_1), DEV).held == 303


def test_the_management_account_never_disappears_in_a_crowd():
    flat = crowded(accounts=300, parent_id=ROOT)

    assert MGMT in cards(tree(flat, at=SBX_1))


def test_the_chosen_account_is_in_the_page_with_its_place_among_all():
    large = tree(LARGE, at=APP_250)

    (place,) = (place for card, place in crowd(large, DEV).accounts if card.selected)
    assert (place.size, place.position) == (303, 253)
    assert len(cards(large)) < 100


def test_what_the_page_says_is_open_stays_open_when_something_else_is_chosen():
    opened = tree(LARGE, at=APP_250).opened

    assert crowd(tree(LARGE, at=SBX_1, opened=opened), DEV).is_open


def test_many_units_come_in_steps_and_the_one_on_the_way_is_among_them():
    root = tree(MANY_UNITS, at=list(MANY_UNITS.units)[200]).root

    assert [each.name for each in root.rooms if each.selected] == ["team-196"]
    assert len(root.rooms) == 24
    assert root.before is not None
    assert root.after is not None
    assert root.before.words == "192 earlier units"
    assert root.rooms[0].place.position == root.before.place.position + 1


def test_a_unit_off_the_way_is_closed_until_it_is_opened():
    assert not room(tree(MANY_UNITS, at=SBX_1), list(ACME.units)[1]).is_open
    workloads = next(unit.id for unit in ACME.units.values() if unit.name == "Workloads")

    assert room(tree(MANY_UNITS, at=SBX_1, opened=workloads), workloads).is_open


def test_however_much_is_opened_the_page_has_an_end():
    wide = f"{DEV}:deny:0-180"
    teams = [f"ou-{ROOT.removeprefix('r-')}-team{number:04d}" for number in range(1, 25)]
    large = tree(MANY_UNITS, at=APP_250, opened=" ".join([wide, *teams]))

    items = sum(1 + len(each.accounts) + len(each.crowds) for each in rooms(large)) + len(cards(large))
    assert items <= MOST_ITEMS + STEP_OF_ACCOUNTS


@pytest.mark.parametrize("nonsense", ["x", "::::", "ou:deny", f"{DEV}:deny:9-x", f"{DEV}:no:0-60", "é:1:²-3"])
def test_nonsense_opens_nothing(nonsense: str):
    assert tree(LARGE, at=SBX_1, opened=nonsense).opened == ""


def test_of_two_tokens_for_one_list_the_later_counts():
    assert list(map(str, tokens_in("ou-1:deny:0-60 ou-2 ou-1:deny:60-120"))) == ["ou-2", "ou-1:deny:60-120"]


def test_going_on_through_a_long_list_leaves_what_was_first():
    window = window_of("deny", 1000, None, chosen=0)
    for _ in range(5):
        assert window is not None
        window = later("deny", window, 1000)

    assert window == Window(180, 360)
    assert window.end - window.start == STEPS_KEPT * STEP_OF_ACCOUNTS
    assert earlier("deny", window) == Window(120, 300)
    assert later("deny", Window(840, 960), 1000) == Window(840, 1000)


def test_a_crowd_and_its_unit_carry_the_sum_of_what_their_accounts_lost():
    full = crowded(accounts=100, parent_id=PROD)
    before = replace(full, attachments={**full.attachments, PROD: (FULL_AWS_ACCESS,)})
    after = attach_policy(before, policy_id=DENY_EC2, target_id=PROD).organization

    large = tree(after, at=SBX_1, before=before)

    lost = crowd(large, PROD).lost
    assert lost == 102 * EC2_ACTIONS
    assert room(large, PROD).lost == large.root.lost == lost


def test_the_tallies_are_what_each_account_hears_by_itself():
    view = view_of({"at": SBX_1, "action": "s3:GetObject"}, LARGE)
    heard = judge().who_can(LARGE, "s3:GetObject", view.who, Circumstances(region="eu-west-1"))

    tallies = tree_of(LARGE, view, judge(), None).tallies
    assert sum(tally.count for tally in tallies) == len(heard)
    assert {tally.verdict.key: tally.count for tally in tallies}["allow"] == sum(
        each is not None and each.value == "allowed" for each in heard.values()
    )


def found(organization: Organization, words: str) -> dict[str, list[str]]:
    kinds = find(organization, view_of({"at": SBX_1}, organization), words)
    return {kind.title: [each.name for each in kind.found] for kind in kinds}


@pytest.mark.parametrize(
    ("words", "kind", "first"),
    [
        ("app-250", "Accounts", "app-250"),
        ("700000000250", "Accounts", "app-250"),
        ("app-250@example", "Accounts", "app-250"),
        ("TEAM-7", "Units", "team-7"),
        ("root", "Units", "Root"),
        ("john", "Principals", "user/john"),
        ("app-250 admin", "Principals", "role/Admin"),
        ("denyec2", "Policies", "DenyEC2"),
    ],
)
def test_things_are_found_by_name_number_and_address(words: str, kind: str, first: str):
    assert found(MANY_UNITS, words)[kind][0] == first


def test_what_is_found_leads_to_itself_in_the_tree():
    (kind,) = find(LARGE, view_of({"at": SBX_1}, LARGE), "app-250 developer")

    (developer,) = kind.found
    assert developer.view is not None
    assert (developer.view.at, developer.view.who) == (APP_250, "role/Developer")


def test_nothing_is_found_under_no_words_and_under_strange_ones():
    assert found(LARGE, "  ") == {}
    assert found(LARGE, "no such thing") == {}


def test_among_many_units_the_move_dialog_lists_some_and_finds_the_others():
    dialog = move_dialog(MANY_UNITS, view_of({"at": APP_250}, MANY_UNITS))

    assert dialog.are_many
    assert len(dialog.destinations) == MOST_LISTED
    assert [place.name for place in found_destinations(MANY_UNITS, DEV, "team-250")] == ["team-250"]
    (dev,) = found_destinations(MANY_UNITS, DEV, "workloads dev")
    assert (dev.way, dev.is_here) == ("Root › Workloads", True)
