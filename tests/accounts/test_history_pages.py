"""The past as a browser gets it: read, compared, gone on from, shared; and by nobody else."""

import re
from datetime import timedelta
from urllib.parse import quote, unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import services, snapshots, store
from accounts.models import OrganizationRecord, Snapshot
from tests.accounts.factories import DENY_EC2, DEV, DEV_1, ROOT, SANDBOX, SANDBOX_1, OrganizationRecordFactory
from tests.conftest import Server

HTMX = {"HX-Request": "true"}
HUGE = 10**30
DENY_EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'


@pytest.fixture
def story(server: Server, small_world) -> OrganizationRecord:
    """r1: sandbox-1 moves to Dev. r2: DenyEC2 is attached to the root. r3: undone. r4: OU Research."""
    with server.at_work():
        perform(
            small_world,
            "organizations.move_account",
            account_id=SANDBOX_1,
            source_parent_id=SANDBOX,
            destination_parent_id=DEV,
        )
        perform(small_world, "organizations.attach_policy", policy_id=DENY_EC2, target_id=ROOT)
        services.undo(small_world, base_revision=None, visitor=small_world.visitor)
        perform(small_world, "organizations.create_organizational_unit", parent_id=ROOT, name="Research")
    return small_world


def perform(record: OrganizationRecord, operation: str, **parameters: object) -> None:
    services.perform(record, operation, base_revision=None, visitor=record.visitor, **parameters)


def url(name: str, record: OrganizationRecord, *args: object) -> str:
    return reverse(f"accounts:{name}", args=[record.public_id, *args])


def get(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def link_of(html: str) -> str:
    """The shared link's path, from the page that shows it once."""
    found = re.search(r'<code id="new-link">https?://[^/]+([^<]+)</code>', html)
    assert found
    return found[1].replace("&amp;", "&")


def share(client: Client, record: OrganizationRecord, revision: int, **fields: str) -> str:
    response = client.post(url("share", record, revision), {"days": "30", **fields})
    assert response.status_code == 200
    return link_of(response.content.decode())


def parents(html: str) -> dict[str, int]:
    """How deep each entity of the tree stands, by its name."""
    return {
        name: int(level)
        for name, level in re.findall(r'role="treeitem"[^>]*data-name="([^"]+)"[^>]*aria-level="(\d+)"', html)
    }


# One revision


def test_a_permalink_shows_the_organization_as_it_was(client, story):
    then, now = (get(client, url("revision", story, revision)) for revision in (3, 4))

    assert "Research" not in parents(then)
    assert "Research" in parents(now)


def test_a_permalink_keeps_the_view(client, story):
    html = get(client, url("revision", story, 1) + f"?at={DEV_1}&action=s3:GetObject&shape=outline")

    assert f'data-at="{DEV_1}"' in html
    assert 'data-shape="outline"' in html
    assert 'value="s3:GetObject"' in html


def test_a_permalink_restores_all_that_was_looked_at(client, story):
    """The principal, the filter of accounts, the tab with its search, how much is shown, the open trace."""
    query = f"at={DEV_1}&as=user/mary&action=s3:GetObject&tally=none&drawer=explain&region=eu-west-3"
    searched = f"{query}&tab=search&find=s3:Get*&verdict=deny&shown=100"
    for address in (url("organization", story), url("revision", story, 1), share(client, story, 1)):
        html = get(client, f"{address}?{searched}".replace("??", "?"))
        assert re.search(r'id="tree"[^>]*data-only="none"', html)
        assert re.search(r'id="tally-none"[^>]*aria-pressed="true"', html)
        assert 'id="explain"' in html
        assert "<option selected>user/mary</option>" in html
        assert 'value="s3:Get*"' in html
        assert '<input type="hidden" name="verdict" value="deny"' in html

    # All of it stands in the address that the page gives itself.
    response = client.get(f"{url('revision', story, 1)}?{searched}", headers=HTMX)
    address = unquote(response["HX-Replace-Url"])
    assert set(address.partition("?")[2].split("&")) == set(searched.split("&"))


def test_history_and_comparison_lead_back_to_the_same_view(client, story):
    view = f"at={DEV_1}&action=s3:GetObject"

    for page in (f"{url('history', story)}?", f"{url('compare', story)}?from=0&to=4&"):
        html = get(client, f"{page}view={quote(view)}")
        assert f'href="{url("organization", story)}?{view.replace("&", "&amp;")}"' in html


def test_the_past_can_be_asked_and_explained_but_not_changed(client, story):
    html = get(client, url("revision", story, 2) + f"?at={DEV_1}&drawer=explain")

    assert 'id="explain"' in html
    operations = reverse("accounts:operate", args=[story.public_id])
    assert operations not in html
    assert reverse("accounts:what_would", args=[story.public_id]) not in html


def test_the_past_says_what_had_just_happened(client, story):
    assert "sandbox-1 moved from Sandbox to Dev." in get(client, url("revision", story, 1))


def test_an_undo_says_where_it_led(client, story):
    assert "Undo: as at r1." in get(client, url("revision", story, 3))


def test_the_log_leads_to_each_revision(client, story):
    html = get(client, url("organization", story) + "?drawer=log")

    assert f'href="{url("revision", story, 1)}' in html.partition('id="log"')[2]


def test_every_revision_leads_to_its_neighbours_and_back_to_now(client, story):
    html = get(client, url("revision", story, 2))

    for neighbour in (1, 3):
        assert f'href="{url("revision", story, neighbour)}' in html
    assert f'href="{url("organization", story)}' in html


def test_there_is_nothing_before_the_start(client, story):
    html = get(client, url("revision", story, 0) + "?tab=changed")

    assert 'id="one-back"' not in html
    assert "There is nothing before this" in html


def test_the_page_of_the_present_has_the_scrubber(client, story):
    html = get(client, url("organization", story))

    assert re.search(r'<input type="range" id="revision"[^>]*max="4" value="4"', html)
    assert f'href="{url("revision", story, 3)}' in html


def test_the_scrubber_leads_to_the_permalink_of_the_same_view(client, story):
    response = client.get(url("go_to", story), {"revision": "2", "view": f"at={DEV_1}"})

    assert response.url == f"{url('revision', story, 2)}?at={DEV_1}"


def test_the_page_of_the_present_is_left_and_the_past_is_morphed(client, story):
    from_now = client.get(url("go_to", story), {"revision": "2"}, headers=HTMX)
    from_past = client.get(url("go_to", story), {"revision": "2", "page": "past"}, headers=HTMX, follow=True)

    assert from_now["HX-Redirect"].startswith(url("revision", story, 2))
    morphed = from_past.content.decode()
    assert "<title>r2 · small world" in morphed
    assert "<html" not in morphed


@pytest.mark.parametrize("revision", [5, HUGE])
def test_a_revision_that_never_was_is_not_found(client, story, revision):
    for name in ("revision", "fork", "share"):
        send = client.get if name == "revision" else client.post
        assert send(url(name, story, revision), {"days": "30"}).status_code == 404


@pytest.mark.parametrize("typed", ["5", "-1", "", "x", "１", "9" * 5000, "1e3"])
def test_what_is_no_revision_is_not_found(client, story, typed):
    assert client.get(url("go_to", story), {"revision": typed}).status_code == 404
    assert client.get(url("compare", story), {"from": "0", "to": typed}).status_code == 404
    assert client.get(url("history", story), {"newest": typed}).status_code == 404


# Two revisions


def test_a_comparison_tells_what_moved_came_and_went(client, story):
    html = get(client, url("compare", story) + "?from=0&to=4")

    assert "<b>sandbox-1</b> Sandbox → Dev" in html
    assert "<b>Research</b> in Root" in html


def test_a_comparison_tells_what_was_attached(client, story):
    forth, back = (get(client, url("compare", story) + query) for query in ("?from=1&to=2", "?from=2&to=1"))

    assert "<b>DenyEC2</b> attached to Root" in forth
    assert "<b>DenyEC2</b> detached from Root" in back


def test_a_comparison_tells_who_may_do_more_and_who_less(client, story):
    perform(story, "organizations.update_policy", policy_id=DENY_EC2, content=DENY_EVERYTHING)

    forth, back = (
        get(client, url("compare", story) + query).partition('id="decisions-title"')[2]
        for query in ("?from=4&to=5", "?from=5&to=4")
    )

    assert ">dev-1</a>" in forth
    assert "delta v-deny" in forth
    assert "delta v-allow" not in forth
    assert "delta v-allow" in back
    assert "delta v-deny" not in back


def test_a_comparison_shows_how_a_policy_was_rewritten(client, story):
    perform(story, "organizations.update_policy", policy_id=DENY_EC2, content=DENY_EVERYTHING, name="DenyAll")

    html = get(client, url("compare", story) + "?from=4&to=5")

    assert "was called DenyEC2" in html
    assert '<ins><span aria-hidden="true">+ </span>{&quot;Version&quot;' in html


def test_a_comparison_tells_what_changed_inside_an_account(client, story):
    perform(story, "iam.create_user", account_id=DEV_1, user_name="zoe")

    assert "<b>user zoe</b> is new, in dev-1" in get(client, url("compare", story) + "?from=4&to=5")


def test_an_operation_and_its_undoing_leave_no_difference(client, story):
    assert "show no difference" in get(client, url("compare", story) + "?from=1&to=3")


# Forks


def test_going_on_from_the_past_makes_another_organization(client, story):
    response = client.post(url("fork", story, 1), {"view": f"at={DEV_1}"})

    made = story.forks.get()
    assert response.url == f"{url('organization', made)}?at={DEV_1}"
    assert store.load(made).accounts[SANDBOX_1].parent_id == DEV
    story.refresh_from_db()
    assert story.revision == 4


def test_the_history_lists_the_forks_and_a_fork_where_it_comes_from(client, story):
    client.post(url("fork", story, 1))
    made = story.forks.get()

    assert f'href="{url("organization", made)}"' in get(client, url("history", story))
    assert f'href="{url("revision", story, 1)}">small world at r1</a>' in get(client, url("history", made))


def test_the_list_of_revisions_goes_back_page_by_page(client, story):
    html = get(client, url("history", story) + "?newest=2")

    assert "r2</span> DenyEC2 was attached to Root." in html
    assert "r0</span> The start." in html
    assert "r3</span>" not in html


# Links


def test_whoever_has_the_link_sees_that_revision_without_a_cookie(client, story):
    address = share(client, story, 1, view=f"at={DEV_1}")

    response = Client().get(address)

    html = response.content.decode()
    assert f'data-at="{DEV_1}"' in html
    assert "Research" not in parents(html)
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


def test_a_link_shows_nothing_else_and_leads_nowhere_else(client, story):
    address = share(client, story, 2)

    html = Client().get(f"{address}?at={DEV_1}&drawer=explain&tab=changed").content.decode()

    assert story.public_id not in html
    assert 'method="post"' not in html
    assert "moved from" not in html
    assert Client().post(address).status_code == 405


@pytest.mark.parametrize("query", ["tab=changed&drawer=explain", "tab=search&find=s3:*&drawer=everybody"])
def test_a_link_shows_the_same_whatever_is_done_later(client, story, query):
    """And no access key: not those that were there, nor any that is created later."""
    address = share(client, story, 4)
    before = Client().get(f"{address}?at={DEV_1}&as=user/mary&{query}").content

    perform(story, "iam.create_access_key", account_id=DEV_1, user_name="mary")
    perform(story, "organizations.attach_policy", policy_id=DENY_EC2, target_id=SANDBOX)
    perform(story, "account.put_account_name", account_id=DEV_1, account_name="later")
    services.reset(story, base_revision=None, visitor=story.visitor)

    assert Client().get(f"{address}?at={DEV_1}&as=user/mary&{query}").content == before
    assert b"AKIA" not in before


def test_the_log_is_not_part_of_a_link(client, story):
    address = share(client, story, 2)

    assert 'id="log"' not in Client().get(f"{address}?drawer=log").content.decode()


def test_a_link_is_shown_once(client, story):
    address = share(client, story, 1)

    assert address not in get(client, url("history", story))


@pytest.mark.parametrize("days", ["", "0", "31", "-1", "99999999999", "x"])
def test_a_link_works_for_the_days_that_are_offered(client, story, days):
    assert client.post(url("share", story, 1), {"days": days}).status_code == 422
    assert not Snapshot.objects.exists()


def test_a_revoked_link_is_closed_and_others_stay_open(client, story):
    first, second = share(client, story, 1), share(client, story, 1)
    oldest = story.snapshots.earliest("pk")

    client.post(url("revoke", story, oldest.pk))

    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert "revoked" in get(client, url("history", story))


def test_an_expired_link_is_closed(client, story):
    address = share(client, story, 1)

    Snapshot.objects.update(expires=timezone.now() - timedelta(seconds=1))

    assert Client().get(address).status_code == 404


def test_more_links_than_are_kept_are_refused(client, story, monkeypatch):
    monkeypatch.setattr(snapshots, "MOST_OPEN", 0)

    response = client.post(url("share", story, 1), {"days": "30"})

    assert response.status_code == 422
    assert "Revoke one first" in response.content.decode()


# Other people


def test_nobody_else_reads_shares_forks_or_revokes(client, db):
    theirs = OrganizationRecordFactory()
    snapshot, _ = snapshots.share(theirs, 0)

    for name, *args in (("revision", 0), ("history",), ("compare",), ("go_to",)):
        assert client.get(url(name, theirs, *args), {"revision": "0"}).status_code == 404
    for name, *args in (("fork", 0), ("share", 0), ("revoke", snapshot.pk)):
        assert client.post(url(name, theirs, *args), {"days": "30"}).status_code == 404
    assert snapshots.Snapshot.objects.get().is_open


def test_a_link_of_somebody_else_cannot_be_revoked_through_ones_own_organization(client, story):
    snapshot, _ = snapshots.share(OrganizationRecordFactory(), 0)

    assert client.post(url("revoke", story, snapshot.pk)).status_code == 404
    assert client.post(url("revoke", story, HUGE)).status_code == 404
    assert Snapshot.objects.get().is_open


def test_a_link_that_never_was_is_not_found(client, db):
    assert client.get(reverse("accounts:shared", args=["x" * 43])).status_code == 404
