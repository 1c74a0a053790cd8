"""The sandbox's page as a browser gets it: what it says, what it refuses, and whose it is."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts import services, store
from accounts.models import OrganizationRecord
from policies.catalogue import catalogue
from tests.accounts.factories import VisitorFactory

HTMX = {"HX-Request": "true"}
ACTIONS = len(catalogue().actions)
EC2_ACTIONS = len(catalogue().by_service["ec2"])


def page_url(record: OrganizationRecord, query: str = "") -> str:
    return reverse("accounts:organization", args=[record.public_id]) + query


def get(client: Client, record: OrganizationRecord, query: str = "") -> str:
    response = client.get(page_url(record, query))
    assert response.status_code == 200
    return response.content.decode()


def operate(client: Client, record: OrganizationRecord, op: str, **fields: str):
    url = reverse("accounts:operate", args=[record.public_id])
    return client.post(url, {"op": op, **fields}, headers=HTMX)


def identifier(record: OrganizationRecord, name: str) -> str:
    organization = store.load(record)
    everything = [organization.root, *organization.units.values(), *organization.accounts.values()]
    return next(entity.id for entity in everything if entity.name == name)


def move(
    client: Client, record: OrganizationRecord, account: str, source: str, destination: str, **fields: str
):
    return operate(
        client,
        record,
        "organizations.move_account",
        account_id=identifier(record, account),
        source_parent_id=identifier(record, source),
        destination_parent_id=identifier(record, destination),
        **fields,
    )


def counts(html: str) -> dict[str, int]:
    """The numbers that the region "Allowed actions" carries."""
    region = re.search(r'<section class="panel allowed"[^>]*>', html)
    assert region
    return {name: int(value) for name, value in re.findall(r'data-([a-z-]+)="(\d+)"', region[0])}


# Whose it is


def test_a_first_visit_opens_a_sandbox_of_ones_own_and_a_second_the_same(db):
    browser = Client()
    first = browser.get("/sandbox/", follow=True)
    again = browser.get("/sandbox/", follow=True)
    assert first.status_code == 200
    assert first.redirect_chain[-1] == again.redirect_chain[-1]
    assert Client().get("/sandbox/").url != first.redirect_chain[-1][0]


@pytest.mark.parametrize(
    "name",
    [
        "organization",
        "operate",
        "preview",
        "what_would",
        "do_edit",
        "dialog",
        "new_policy",
        "policy",
        "account",
        "billing",
    ],
)
def test_somebody_elses_sandbox_is_not_there_on_any_address(client, acme, name):
    arguments = {
        "dialog": ["policies"],
        "policy": [next(iter(store.load(acme).policies))],
        "account": [identifier(acme, "sbx-1")],
    }.get(name, [])
    url = reverse(f"accounts:{name}", args=[acme.public_id, *arguments])
    stranger = Client()
    answers = stranger.post(url) if name in ("operate", "do_edit") else stranger.get(url)
    assert answers.status_code == 404
    assert client.get(url).status_code != 404


def test_a_claim_link_gives_the_sandbox_to_one_browser_once(db):
    record, token = services.create_claimable_sandbox()
    url = reverse("accounts:claim", args=[token])
    owner = Client()
    assert owner.get(url, follow=True).status_code == 200
    assert owner.get(page_url(record)).status_code == 200
    assert Client().get(url).status_code == 404


# What it says


def test_the_counts_add_up_to_the_catalogue_whoever_asks(client, acme):
    for who in ("role/Admin", "role/Developer", "root user", "user/john", "nobody"):
        for name in ("Root", "Dev", "mgmt", "dev-1", "prod-1"):
            numbers = counts(get(client, acme, f"?at={identifier(acme, name)}&as={who}"))
            parts = ("allowed", "depends", "denied", "not-allowed")
            assert sum(numbers[part] for part in parts) == numbers["total"] == ACTIONS


def test_the_question_is_answered_for_every_account_at_once(client, acme):
    html = get(client, acme, "?action=ec2:RunInstances&as=role/Admin")
    said = r'data-name="([\w-]+)"[^>]*aria-label="[^"]*?, (allowed|explicitly denied|implicitly denied)'
    verdicts = dict(re.findall(said, html))
    assert verdicts["sbx-1"] == "allowed"
    assert verdicts["dev-1"] == "explicitly denied"
    assert verdicts["prod-1"] == "implicitly denied"
    assert verdicts["mgmt"] == "allowed"


@pytest.mark.parametrize("typed", ["ec2:RunInstance", "EC2:runinstanses", "ec2:Run'Instances"])
def test_an_unknown_action_is_named_with_the_nearest_ones(client, acme, typed):
    html = get(client, acme, f"?action={typed}")
    assert "AWS has no action" in html
    assert "action=ec2%3ARunInstances" in html


def test_what_is_kept_of_one_page_is_in_the_language_of_the_next(client, acme):
    """What is above a room, and the form of the circumstances, are written once for all who see the same."""
    assert "organizational unit," in get(client, acme)

    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
    german = get(client, acme)

    assert "Organisationseinheit (OU)," in german
    assert "kommen durch" in german
    assert not re.search(r"</b> pass</span>|Source IP address|organizational unit,", german)


@pytest.mark.parametrize(
    "query", ["?ip=nonsense", "?time=soon", "?tags=team", "?at=ou-0000-00000000", "?shown=-1"]
)
def test_nonsense_in_the_address_does_no_harm(client, acme, query):
    assert counts(get(client, acme, query))["total"] == ACTIONS


def test_circumstances_change_the_numbers(client, acme):
    mfa_only = """{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:*",
        "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}}"""
    john = {"account_id": identifier(acme, "sbx-1"), "user_name": "ana"}
    operate(client, acme, "iam.create_user", **john)
    operate(client, acme, "iam.put_user_policy", **john, policy_name="WithMfa", policy_document=mfa_only)
    ana = f"?at={john['account_id']}&as=user/ana"
    assert counts(get(client, acme, ana))["depends"] == EC2_ACTIONS
    assert counts(get(client, acme, ana + "&mfa=true"))["allowed"] > EC2_ACTIONS - 1
    assert counts(get(client, acme, ana + "&mfa=false"))["allowed"] < EC2_ACTIONS


@pytest.mark.parametrize(
    ("tab", "says"),
    [
        ("reasons", "DenyEC2"),
        ("changed", "r0 → r1"),
        ("services", "everything allowed"),
        ("search", "Instances</code>"),
    ],
)
def test_every_tab_has_something_to_say(client, acme, tab, says):
    move(client, acme, "sbx-1", "Sandbox", "Dev")
    assert says in get(client, acme, f"?at={identifier(acme, 'sbx-1')}&tab={tab}&find=ec2:Run*")


# What it does


def test_a_move_answers_with_what_was_lost_and_by_which_rule(client, acme):
    html = move(client, acme, "sbx-1", "Sandbox", "Dev").content.decode()
    assert counts(html)["lost"] == EC2_ACTIONS
    assert counts(html)["gained"] == 0
    assert f"sbx-1 moved from Sandbox to Dev. {EC2_ACTIONS} actions lost, none gained." in html
    assert "aws organizations move-account" in html
    assert "DenyEC2" in html


def test_after_a_move_the_moved_account_is_selected_and_the_changes_are_shown(client, acme):
    html = move(client, acme, "sbx-1", "Sandbox", "Dev").content.decode()
    card = re.search(r'<li role="treeitem" [^>]*data-name="sbx-1"[^>]*>', html)[0]
    assert f'aria-label="sbx-1, account, explicitly denied, 0 actions gained, {EC2_ACTIONS} lost"' in card
    assert 'aria-selected="true"' in card
    assert re.search(r'id="tab-changed"[^>]*aria-selected="true"', html)


def test_the_status_tells_what_the_operation_did_whatever_is_selected(client, acme):
    move(client, acme, "sbx-1", "Sandbox", "Dev")
    for name in ("sbx-1", "mgmt", "Root"):
        html = get(client, acme, f"?at={identifier(acme, name)}")
        assert f"sbx-1 moved from Sandbox to Dev. {EC2_ACTIONS} actions lost, none gained." in html


def test_what_was_allowed_and_depends_now_is_not_called_lost(client, acme):
    without_mfa = """{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "ec2:*",
        "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}}}"""
    policy = {"name": "NeedsMfa", "type": "SERVICE_CONTROL_POLICY", "content": without_mfa}
    operate(client, acme, "organizations.create_policy", **policy)
    policy_id = list(store.load(acme_now(acme)).policies)[-1]
    sandbox = identifier(acme, "Sandbox")
    html = operate(
        client, acme, "organizations.attach_policy", policy_id=policy_id, target_id=sandbox
    ).content
    assert f"In sbx-1, at most: {EC2_ACTIONS} actions now depend." in html.decode()


def acme_now(acme: OrganizationRecord) -> OrganizationRecord:
    acme.refresh_from_db()
    return acme


def test_rebuilding_a_unit_is_told_as_one_thing(client, acme):
    parts = {"organizational_unit_id": "Prod", "destination_parent_id": "Sandbox"}
    html = operate(
        client,
        acme,
        "move_organizational_unit",
        **{key: identifier(acme, name) for key, name in parts.items()},
    ).content.decode()
    assert "Prod was built anew in Sandbox, and its accounts moved there. No action gained or lost." in html


@pytest.mark.parametrize(
    ("account", "destination", "left_behind"),
    [
        ("newco", "Security", None),
        ("sbx-1", "Dev", "Sandbox"),
        ("dev-1", "Prod", "Dev"),
        ("mgmt", "Dev", None),
    ],
)
def test_only_the_scps_of_rooms_that_it_leaves_are_left_behind(
    client, acme, account, destination, left_behind
):
    url = reverse("accounts:preview", args=[acme.public_id])
    asked = {
        "account_id": identifier(acme, account),
        "destination_parent_id": identifier(acme, destination),
    }
    html = client.get(url, asked, headers=HTMX).content.decode()
    assert (f"Left behind: SCPs of {left_behind}" in html) if left_behind else ("Left behind" not in html)


def test_undo_and_redo_are_offered_when_there_is_something_to(client, acme):
    def offered(html: str) -> set[str]:
        return {op for op in ("undo", "redo") if not re.search(rf'id="{op}"[^>]*\sdisabled', html)}

    assert offered(get(client, acme)) == set()
    assert offered(move(client, acme, "sbx-1", "Sandbox", "Dev").content.decode()) == {"undo"}
    assert offered(operate(client, acme, "undo").content.decode()) == {"redo"}
    assert offered(operate(client, acme, "redo").content.decode()) == {"undo"}
    assert offered(move(client, acme, "audit", "Security", "Dev").content.decode()) == {"undo"}


def test_the_answer_to_an_operation_is_what_a_reload_shows(client, acme):
    response = move(client, acme, "sbx-1", "Sandbox", "Prod")
    reloaded = client.get(response["HX-Replace-Url"], headers=HTMX)
    mask = re.compile(r'value="[\w-]{60,}"|X-CSRFToken[^}]*')
    assert mask.sub("", response.content.decode()) == mask.sub("", reloaded.content.decode())


def test_without_javascript_an_operation_leads_back_to_the_page(client, acme):
    url = reverse("accounts:operate", args=[acme.public_id])
    response = client.post(
        url,
        {
            "op": "organizations.move_account",
            "account_id": identifier(acme, "sbx-1"),
            "source_parent_id": identifier(acme, "Sandbox"),
            "destination_parent_id": identifier(acme, "Dev"),
        },
    )
    assert response.status_code == 302
    assert counts(client.get(response.url).content.decode())["lost"] == EC2_ACTIONS


def test_a_preview_tells_the_same_as_the_move_and_writes_nothing(client, acme):
    url = reverse("accounts:preview", args=[acme.public_id])
    asked = {"account_id": identifier(acme, "sbx-1"), "destination_parent_id": identifier(acme, "Dev")}
    html = client.get(url, asked, headers=HTMX).content.decode()
    assert f"−{EC2_ACTIONS}" in html
    assert re.search(r"<code>DenyEC2</code> at Dev", html)
    acme.refresh_from_db()
    assert acme.revision == 0


def test_undo_redo_and_reset_give_back_what_was(client, acme):
    start = store.load(acme)
    move(client, acme, "sbx-1", "Sandbox", "Dev")
    acme.refresh_from_db()
    moved = store.load(acme)
    for op, expected in (("undo", start), ("redo", moved), ("reset", start), ("undo", moved)):
        assert operate(client, acme, op).status_code == 200
        acme.refresh_from_db()
        assert store.load(acme) == expected


# What it refuses: AWS's error, in words, and everything as it was


@pytest.mark.parametrize(
    ("op", "fields", "error"),
    [
        (
            "organizations.move_account",
            {"account_id": "sbx-1", "source_parent_id": "Sandbox", "destination_parent_id": "Sandbox"},
            "DuplicateAccountException",
        ),
        (
            "organizations.move_account",
            {
                "account_id": "sbx-1",
                "source_parent_id": "Sandbox",
                "destination_parent_id": "ou-a1b2-00000000",
            },
            "DestinationParentNotFoundException",
        ),
        (
            "organizations.move_account",
            {"account_id": "sbx-1", "source_parent_id": "Dev", "destination_parent_id": "Prod"},
            "Exception",
        ),
        (
            "organizations.delete_organizational_unit",
            {"organizational_unit_id": "Dev"},
            "OrganizationalUnitNotEmptyException",
        ),
        (
            "organizations.detach_policy",
            {"policy_id": "p-FullAWSAccess", "target_id": "Sandbox"},
            "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        ),
        (
            "organizations.create_organizational_unit",
            {"parent_id": "Root", "name": "Security"},
            "DuplicateOrganizationalUnitException",
        ),
        (
            "organizations.create_policy",
            {"name": "X", "type": "SERVICE_CONTROL_POLICY", "content": "{not json"},
            "MalformedPolicyDocumentException",
        ),
    ],
)
def test_a_refusal_is_422_with_awss_error_and_changes_nothing(client, acme, op, fields, error):
    names = {entity: identifier(acme, entity) for entity in ("sbx-1", "Sandbox", "Dev", "Prod", "Root")}
    before = store.load(acme)
    response = operate(client, acme, op, **{key: names.get(value, value) for key, value in fields.items()})
    assert response.status_code == 422
    assert error in response.content.decode()
    acme.refresh_from_db()
    assert (acme.revision, store.load(acme)) == (0, before)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"op": "organizations.launch_missiles"},
        {"op": "organizations.move_account"},
        {"op": "undo"},
        {"op": "x" * 200},
    ],
)
def test_an_incomplete_or_impossible_form_is_422(client, acme, fields):
    response = client.post(reverse("accounts:operate", args=[acme.public_id]), fields, headers=HTMX)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_a_refused_dialog_comes_back_with_the_reason_and_what_was_typed(client, acme):
    response = operate(
        client,
        acme,
        "organizations.create_organizational_unit",
        parent_id=identifier(acme, "Root"),
        name="Security",
        dialog="new-unit",
    )
    assert response.status_code == 422
    assert response["HX-Retarget"] == "#dialog-slot"
    html = response.content.decode()
    assert "DuplicateOrganizationalUnitException" in html
    assert 'value="Security"' in html


def test_a_stale_revision_is_409_and_tells_what_happened_meanwhile(client, acme):
    move(client, acme, "sbx-1", "Sandbox", "Dev")
    response = move(client, acme, "audit", "Security", "Prod", base_revision="0")
    assert response.status_code == 409
    assert "sbx-1 moved from Sandbox to Dev." in response.content.decode()
    acme.refresh_from_db()
    assert acme.revision == 1


def test_meanwhile_is_told_as_it_was_then(client, acme):
    sandbox = {"organizational_unit_id": identifier(acme, "Sandbox"), "name": "Playground"}
    operate(client, acme, "organizations.update_organizational_unit", **sandbox)
    response = move(client, acme, "sbx-1", "Playground", "Dev", base_revision="0")
    assert "Sandbox is now called Playground." in response.content.decode()


def test_a_form_of_another_site_is_refused(acme, visitor):
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(reverse("accounts:operate", args=[acme.public_id]), {"op": "reset"})
    assert response.status_code == 403


# How it travels


def test_the_page_asks_no_other_host_and_forbids_inline_code(client, acme):
    response = client.get(page_url(acme))
    html = response.content.decode()
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//', html) == []
    assert re.findall(r'\s(?:style|onclick|onload)="', html) == []
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", ["", "?drawer=log", "dialogs/policies", "nowhere/"])
def test_a_personal_page_is_kept_by_no_cache(client, acme, address):
    for headers in ({}, HTMX):
        response = client.get(page_url(acme) + address, headers=headers)
        assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
        assert {"Cookie", "HX-Request"} <= set(response["Vary"].split(", "))


def test_head_answers_as_get_does_without_the_body(client, acme):
    for address in ("/", page_url(acme), page_url(acme) + "dialogs/help", "/healthz"):
        assert client.head(address).status_code == client.get(address).status_code
        assert client.head(address).content == b""


def test_a_look_ahead_at_a_claim_link_does_not_use_it_up(db):
    _, token = services.create_claimable_sandbox()
    url = reverse("accounts:claim", args=[token])
    assert Client().head(url).status_code == 405
    assert Client().get(url).status_code == 302


def test_every_page_is_told_to_be_careful(client, acme):
    response = client.get(page_url(acme))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db(transaction=True)
def test_a_page_needs_a_constant_number_of_queries(client, acme, django_assert_max_num_queries):
    get(client, acme)
    with django_assert_max_num_queries(8):
        get(client, acme)


def test_healthz_tells_the_version(client, db):
    response = client.get("/healthz")
    assert (response.status_code, response.json()["status"]) == (200, "ok")


def test_what_is_not_there_has_a_page_that_says_so(client, db):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


def test_a_strangers_visitor_row_is_not_made_by_reading(db):
    Client().get("/healthz")
    assert not VisitorFactory._meta.model.objects.exists()
