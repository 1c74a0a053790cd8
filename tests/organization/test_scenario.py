"""Scenario documents: there and back exactly; every fault with its place."""

import copy
import json
from collections.abc import Callable
from importlib.resources import files

import pytest

from accounts.organization.operations import apply
from accounts.organization.scenario import ScenarioError, built_in, from_document, to_document
from accounts.organization.state import Organization
from tests.organization.world import (
    ACME,
    DEV,
    DEV_1,
    MGMT,
    NEWCO,
    OCCASION,
    PROD,
    READ_ONLY_ACCESS,
    ROOT,
    SANDBOX,
    SBX_1,
    SCP_TYPE,
    SCPS,
    SECURITY,
    WORKLOADS,
    policy,
    trust,
)


def busy() -> Organization:
    """acme with something of everything."""
    organization = ACME
    odd_text = '{ "Statement":{"Effect":"Deny","Action":"rds:*","Resource":"*"}, "Version":"2012-10-17" }'
    tags = [{"Key": "env", "Value": "ä"}]
    for key, parameters in (
        ("organizations.create_account", {"email": "x@acme.example", "account_name": "x", "tags": tags}),
        ("organizations.create_organizational_unit", {"parent_id": DEV, "name": "Deep", "tags": tags}),
        (
            "organizations.create_policy",
            {"content": odd_text, "description": "", "name": "Odd", "type": SCP_TYPE},
        ),
        ("organizations.close_account", {"account_id": SBX_1}),
        ("iam.create_group", {"account_id": DEV_1, "group_name": "devs", "path": "/eu/"}),
        (
            "iam.put_group_policy",
            {
                "account_id": DEV_1,
                "group_name": "devs",
                "policy_name": "P",
                "policy_document": policy("Allow", "s3:*"),
            },
        ),
        ("iam.add_user_to_group", {"account_id": DEV_1, "group_name": "devs", "user_name": "john"}),
        ("iam.tag_user", {"account_id": DEV_1, "user_name": "john", "tags": tags}),
        (
            "iam.create_policy",
            {
                "account_id": DEV_1,
                "policy_name": "Own",
                "policy_document": policy("Allow", "s3:*"),
                "description": "Ours.",
            },
        ),
        (
            "iam.attach_role_policy",
            {
                "account_id": DEV_1,
                "role_name": "Admin",
                "policy_arn": f"arn:aws:iam::{DEV_1}:policy/Own",
            },
        ),
        (
            "iam.create_role",
            {
                "account_id": DEV_1,
                "role_name": "Tagged",
                "assume_role_policy_document": trust(DEV_1),
                "tags": tags,
            },
        ),
    ):
        organization = apply(organization, key, parameters, OCCASION).organization
    return organization


class TestThereAndBack:
    @pytest.mark.parametrize("organization", [ACME, busy()], ids=["acme", "busy"])
    def test_the_value_comes_back_exactly_and_in_its_order(self, organization):
        document = json.loads(json.dumps(to_document(organization)))

        back = from_document(document, seed="another")

        assert back == organization
        assert to_document(back) == document
        assert list(back.units) == list(organization.units)
        assert list(back.accounts) == list(organization.accounts)

    def test_without_scps(self):
        off = apply(
            ACME, "organizations.disable_policy_type", {"root_id": ROOT, "policy_type": SCP_TYPE}, OCCASION
        ).organization

        assert from_document(to_document(off), seed="another") == off

    def test_a_policy_is_an_object_where_that_gives_its_very_text_again(self):
        documents = {entry["name"]: entry["content"] for entry in to_document(busy())["policies"]}

        assert isinstance(documents["DenyEC2"], dict)
        assert isinstance(documents["Odd"], str)

    def test_identifiers_left_out_come_from_the_seed(self):
        one, same, other = (from_document(built_in("acme"), seed) for seed in ("a", "a", "b"))

        assert one == same
        assert one.accounts[MGMT].users["boss"].id != other.accounts[MGMT].users["boss"].id
        assert one.accounts[MGMT].users["boss"].created == one.accounts[MGMT].joined


Edit = Callable[[dict], None]


def faults(edit: Edit) -> list[str]:
    """What is wrong with acme's document after ``edit``: places and messages."""
    document = copy.deepcopy(dict(built_in("acme")))
    edit(document)
    with pytest.raises(ScenarioError) as caught:
        from_document(document, seed="tests")
    return [str(fault) for fault in caught.value.faults]


def set_at(*path, to) -> Edit:
    def edit(document: dict) -> None:
        *way, last = path
        place = document
        for step in way:
            place = place[step]
        place[last] = to

    return edit


def without(*path) -> Edit:
    def edit(document: dict) -> None:
        *way, last = path
        place = document
        for step in way:
            place = place[step]
        del place[last]

    return edit


UNITS, ACCOUNTS = "organizational_units", "accounts"


class TestFaults:
    @pytest.mark.parametrize(
        ("edit", "path", "message"),
        [
            (set_at("format", to="other"), "format", "must be orgsim-scenario"),
            (set_at("version", to=2), "version", "must be 1"),
            (set_at("goals", to=[]), "goals", "is not known here"),
            (without("organization"), "organization", "is missing"),
            (set_at("root", to=[]), "root", "must be an object"),
            (set_at(ACCOUNTS, to={}), "accounts", "must be a list"),
            (set_at("name", to=7), "name", "must be text"),
            (set_at("organization", "id", to="acme"), "organization.id", "does not have the form"),
            (set_at("organization", "feature_set", to="SOME"), "organization.feature_set", "must be one of"),
            (
                set_at("organization", "feature_set", to="CONSOLIDATED_BILLING"),
                "organization.feature_set",
                "must be ALL while",
            ),
            (
                set_at("organization", "management_account_id", to="999999999999"),
                "organization.management_account_id",
                "is not among the accounts",
            ),
            (set_at(ACCOUNTS, 0, "state", to="CLOSED"), "organization.management_account_id", "is a closed"),
            (set_at("root", "policy_types", to=["RULES"]), "root.policy_types", "RULES is not a policy type"),
            (set_at("root", "policy_types", to=[]), f"{UNITS}[0].attached", "which is not enabled"),
            (set_at("root", "attached", to=[]), "root.attached", "must hold 1 to 10"),
            (set_at("root", "attached", to=["p-00000000"]), "root.attached", "p-00000000 is not among"),
            (set_at("root", "attached", to=[SCPS["DenyS3"]] * 2), "root.attached", "names something twice"),
            (set_at("root", "attached", to="p-FullAWSAccess"), "root.attached", "must be a list of texts"),
            (set_at("policies", 1, "name", to="DenyEC2"), "policies[1].name", "is taken already"),
            (set_at("policies", 1, "name", to="FullAWSAccess"), "policies[1].name", "is taken already"),
            (set_at("policies", 1, "id", to="p-FullAWSAccess"), "policies[1].id", "is taken already"),
            (set_at("policies", 0, "content", to=7), "policies[0].content", "must be a policy"),
            (
                set_at("policies", 0, "content", "Statement", 0, "Effect", to="Maybe"),
                "policies[0].content.Statement[0].Effect",
                "",
            ),
            (without("policies", 0, "content"), "policies[0].content", "is missing"),
            (
                set_at("policies", 0, "content", to={"Id": "\ud800"}),
                "policies[0].content",
                "half a character",
            ),
            (set_at(UNITS, 3, "name", to="Dev"), f"{UNITS}[3].name", "is taken already"),
            (set_at(UNITS, 3, "name", to=" "), f"{UNITS}[3].name", "must be readable text"),
            (set_at(UNITS, 3, "name", to="\ud800"), f"{UNITS}[3].name", "must be text"),
            (set_at("policies", 1, "name", to=""), "policies[1].name", "needs at least 1 character"),
            (set_at(ACCOUNTS, 1, "name", to="<é>"), f"{ACCOUNTS}[1].name", "plain letters"),
            (set_at(ACCOUNTS, 1, "email", to="nobody"), f"{ACCOUNTS}[1].email", "is not an e-mail address"),
            (
                set_at(ACCOUNTS, 3, "users", 0, "inline", to={"two words": {}}),
                f"{ACCOUNTS}[3].users[0].inline",
                "'two words' cannot be",
            ),
            (set_at(UNITS, 0, "parent_id", to="ou-a1b2-00000000"), f"{UNITS}[0].parent_id", "is neither"),
            (set_at(UNITS, 1, "parent_id", to=DEV), f"{UNITS}[1].parent_id", "deeper than 5"),  # a circle
            (set_at(UNITS, 0, "tags", to={"a": 1}), f"{UNITS}[0].tags", "must be an object of texts"),
            (
                set_at(ACCOUNTS, 1, "email", to="MGMT@acme.example"),
                f"{ACCOUNTS}[1].email",
                "is taken already",
            ),
            (set_at(ACCOUNTS, 1, "id", to=MGMT), f"{ACCOUNTS}[1].id", "is taken already"),
            (set_at(ACCOUNTS, 1, "id", to="12"), f"{ACCOUNTS}[1].id", "does not have the form"),
            (set_at(ACCOUNTS, 1, "parent_id", to=MGMT), f"{ACCOUNTS}[1].parent_id", "is neither"),
            (
                set_at(ACCOUNTS, 1, "joined", to="2026-01-01T09:00:00"),
                f"{ACCOUNTS}[1].joined",
                "with its zone",
            ),
            (set_at(ACCOUNTS, 1, "joined", to=None), f"{ACCOUNTS}[1].joined", "with its zone"),
            (
                set_at(ACCOUNTS, 3, "users", 0, "groups", to=["x"]),
                f"{ACCOUNTS}[3].users[0].groups",
                "x is not",
            ),
            (
                set_at(ACCOUNTS, 3, "users", 0, "inline", "StartAndStopInstances", to="[]"),
                f"{ACCOUNTS}[3].users[0].inline.StartAndStopInstances",
                "",
            ),
            (
                set_at(ACCOUNTS, 3, "users", 0, "inline", to=[]),
                f"{ACCOUNTS}[3].users[0].inline",
                "must be an",
            ),
            (
                set_at(ACCOUNTS, 3, "roles", 1, "name", to="ADMIN"),
                f"{ACCOUNTS}[3].roles[1].name",
                "is taken already (case",
            ),
            (
                set_at(ACCOUNTS, 3, "roles", 0, "attached", to=["arn:aws:iam::aws:policy/Nothing"]),
                f"{ACCOUNTS}[3].roles[0].attached",
                "arn:aws:iam::aws:policy/Nothing is neither",
            ),
            (set_at(ACCOUNTS, 3, "roles", 0, "id", to="AIDA"), f"{ACCOUNTS}[3].roles[0].id", "does not have"),
            (
                set_at(ACCOUNTS, 3, "roles", 0, "trust", "Statement", 0, "Resource", to="*"),
                f"{ACCOUNTS}[3].roles[0].trust.Statement[0].Resource",
                "",
            ),
            (
                set_at(ACCOUNTS, 3, "roles", 0, "colour", to="x"),
                f"{ACCOUNTS}[3].roles[0].colour",
                "is not known",
            ),
        ],
    )
    def test_each_has_its_place(self, edit, path, message):
        assert any(found.startswith(f"{path}: ") and message in found for found in faults(edit))

    def test_all_are_reported_at_once(self):
        def edit(document: dict) -> None:
            document["version"] = 9
            document["root"]["name"] = 7
            del document["accounts"][2]["name"]

        places = [found.partition(":")[0] for found in faults(edit)]

        assert places == ["version", "root.name", "accounts[2].name"]

    def test_each_once(self):
        assert faults(without("policies", 0, "content")) == ["policies[0].content: is missing"]
        assert faults(without("root"))[0] == "root: is missing"

    @pytest.mark.parametrize("document", [{}, [], None, {"organization": 1, "root": 2, "accounts": [3]}])
    def test_anything_else_is_refused_too(self, document):
        with pytest.raises(ScenarioError):
            from_document(document, seed="tests")

    def test_eleven_policies_are_too_many(self):
        extra = [
            {"id": f"p-extra{n:03}", "name": f"Extra {n}", "content": json.loads(policy("Deny", "s3:*"))}
            for n in range(11)
        ]

        def edit(document: dict) -> None:
            document["policies"] += extra
            document["root"]["attached"] = [entry["id"] for entry in extra]

        assert faults(edit) == [
            "root.attached: must hold 1 to 10 of type SERVICE_CONTROL_POLICY while it is enabled"
        ]


class TestSchema:
    SCHEMA = json.loads(
        files("accounts.organization.scenario").joinpath("scenario.schema.json").read_text("utf-8")
    )

    @pytest.mark.parametrize(
        "document", [built_in("acme"), to_document(ACME), to_document(busy())], ids=["acme", "whole", "busy"]
    )
    def test_it_knows_every_member_and_what_must_be_there(self, document):
        self.check(document, self.SCHEMA)

    def check(self, value: object, schema: dict) -> None:
        """As much of JSON Schema as tells members that one of the two does not know."""
        if "$ref" in schema:
            schema = self.SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
        if "enum" in schema:
            assert value in schema["enum"]
        if "const" in schema:
            assert value == schema["const"]
        if schema.get("type") == "array":
            for item in value:
                self.check(item, schema["items"])
        if "properties" in schema:
            assert set(schema["required"]) <= set(value) <= set(schema["properties"])
            for member, inner in value.items():
                self.check(inner, schema["properties"][member])


def test_there_are_built_in_scenarios_by_name():
    assert built_in("acme")["name"] == "acme"
    with pytest.raises(KeyError):
        built_in("nothing")
    with pytest.raises(KeyError):
        built_in("../scenario/scenario.schema")


def test_acme_is_as_the_course_says():
    """Curriculum, "Shared fixture acme" and "The sandbox opens with"."""
    tree = {
        ACME.name_of(parent): [account.name for account in ACME.accounts_of(parent)]
        for parent in (ROOT, *ACME.units)
    }
    attached = {
        ACME.name_of(target): [ACME.policy(policy_id).name for policy_id in attached]
        for target, attached in ACME.attachments.items()
    }

    assert tree == {
        "Root": ["mgmt", "newco"],
        "Security": ["audit", "log"],
        "Workloads": [],
        "Dev": ["dev-1", "dev-2", "dev-3"],
        "Prod": ["prod-1", "prod-2"],
        "Sandbox": ["sbx-1"],
    }
    assert {ACME.units[unit].parent_id for unit in (SECURITY, WORKLOADS, SANDBOX)} == {ROOT}
    assert {ACME.units[unit].parent_id for unit in (DEV, PROD)} == {WORKLOADS}
    assert attached.pop("Root") == ["FullAWSAccess", "DenyLeaveOrg"]
    assert attached.pop("Dev") == ["FullAWSAccess", "DenyEC2"]
    assert attached.pop("Prod") == ["AllowS3Only"]
    assert len(attached) == 13
    assert all(names == ["FullAWSAccess"] for names in attached.values())
    assert list(SCPS) == [
        "DenyEC2",
        "DenyCreateIAMUser",
        "DenyLeaveOrg",
        "ProtectCloudTrail",
        "AllowS3Only",
        "AllowEC2",
        "DenyS3",
    ]
    assert {name: list(account.users) for name, account in by_name().items() if account.users} == {
        "mgmt": ["boss"],
        "dev-1": ["john"],
        "prod-1": ["mary"],
    }
    assert all(list(account.roles) == ["Admin", "Developer"] for account in ACME.accounts.values())
    assert by_name()["prod-1"].users["mary"].attached == (READ_ONLY_ACCESS,)
    assert ACME.accounts[NEWCO].joined_method.value == "INVITED"


def by_name():
    return {account.name: account for account in ACME.accounts.values()}
