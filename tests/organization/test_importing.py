"""Bring your own organization: what AWS prints, to a scenario."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from accounts.organization.importing import (
    Imported,
    UnreadableFilesError,
    answers_in,
    import_answers,
    unpacked,
)
from accounts.organization.scenario import ScenarioError, ScenarioFault, from_document, to_document
from accounts.organization.scenario.shape import text_of
from accounts.organization.state import Organization
from tests.accounts.factories import SMALL_WORLD
from tests.organization import generators
from tests.organization.aws_answers import printed
from tests.organization.world import ACME, DENY_EC2, DEV, DEV_1, MGMT, ROOT, policy

SMALL = from_document(SMALL_WORLD, "tests")


def imported(files: dict[str, bytes], *, keep_identifiers: bool = True) -> Imported:
    return import_answers(answers_in(files), keep_identifiers=keep_identifiers, seed="tests")


def remarks_of(files: dict[str, bytes]) -> str:
    return "\n".join(map(str, imported(files).remarks))


def changed(files: dict[str, bytes], name: str, change) -> dict[str, bytes]:
    """``files`` with ``change`` made to the answer in one of them."""
    answer = json.loads(files[name])
    change(answer)
    return {**files, name: json.dumps(answer).encode()}


def as_printed(organization: Organization) -> Organization:
    """Without what those answers of AWS do not tell, policies of IAM laid out in one way, and policies
    attached in the order of their types."""
    document = json.loads(json.dumps(to_document(organization)))
    for member in ("outsiders", "handshakes", "create_account_requests"):
        document.pop(member, None)
    for member in ("billing", "seconds_ahead"):
        document["organization"].pop(member, None)
    document["organization"].get("resource_policy", {}).pop("tags", None)
    not_told = ("resources", "mfa_devices", "root_access_keys", "password_policy", "alias", "closed", "usage")
    for account in document["accounts"]:
        for member in (*not_told, "can_stand_alone", "has_root_credentials"):
            account.pop(member, None)
        for user in account.get("users", ()):
            user.pop("access_keys", None)
            user.pop("login_profile", None)
        for identity in (*account.get("users", ()), *account.get("groups", ()), *account.get("roles", ())):
            for name, content in identity.get("inline", {}).items():
                identity["inline"][name] = laid_out(content)
        for role in account.get("roles", ()):
            role["trust"] = laid_out(role["trust"])
        for managed in account.get("policies", ()):
            managed.pop("tags", None)
            for version in managed["versions"]:
                version["document"] = laid_out(version["document"])
    types = {each["id"]: each["type"] for each in document["policies"]}
    for target in (document["root"], *document["organizational_units"], *document["accounts"]):
        if "attached" in target:
            target["attached"].sort(key=lambda policy_id: types.get(policy_id, "SERVICE_CONTROL_POLICY"))
    return from_document(document, "tests")


def laid_out(content: object) -> object:
    return json.loads(content) if isinstance(content, str) else content


# There and back


@pytest.mark.parametrize("organization", [ACME, SMALL], ids=["acme", "small world"])
def test_what_aws_prints_of_an_organization_is_imported_as_it_was(organization):
    assert imported(printed(organization)).organization == as_printed(organization)


@given(organization=generators.organizations)
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])  # the first parses the policies
def test_whatever_organization_is_printed_comes_back(organization):
    assert imported(printed(organization)).organization == as_printed(organization)


def test_the_order_of_the_files_does_not_matter():
    files = printed(ACME)
    accounts = {name: files[name] for name in reversed(files) if "list-organizational-units" not in name}

    assert set(imported({**accounts, **files}).organization.accounts) == set(ACME.accounts)


def test_the_document_is_a_scenario_that_can_be_read_again():
    result = imported(printed(ACME))

    assert from_document(json.loads(json.dumps(result.document)), "tests") == result.organization


# Which answer is which


def test_outputs_may_stand_one_after_the_other_in_one_file():
    files = printed(ACME)
    about_all = ["describe-organization.json", "list-roots.json", "list-accounts.json"]
    together = b"\n".join(files.pop(name) for name in about_all)

    assert imported({**files, "all.json": together}).organization == as_printed(ACME)


def test_all_outputs_may_stand_in_one_object_by_their_commands():
    by_command = {name.removesuffix(".json"): json.loads(text) for name, text in printed(ACME).items()}
    together = json.dumps(by_command).encode()

    assert imported({"all.json": together}).organization == as_printed(ACME)


def test_pages_may_stand_in_a_list():
    files = printed(ACME)
    accounts = json.loads(files["list-accounts.json"])["Accounts"]
    files["list-accounts.json"] = json.dumps(
        [{"Accounts": accounts[:3]}, {"Accounts": accounts[3:]}]
    ).encode()

    assert imported(files).organization == as_printed(ACME)


def test_parents_can_be_told_by_list_parents():
    files = {name: text for name, text in printed(ACME).items() if not name.startswith("list-children")}
    for account in ACME.accounts.values():
        answer = {"Parents": [{"Id": account.parent_id, "Type": "ORGANIZATIONAL_UNIT"}]}
        files[f"list-parents {account.id}.json"] = json.dumps(answer).encode()

    assert imported(files).organization == as_printed(ACME)


def test_parents_can_be_told_by_the_paths_of_accounts():
    files = {name: text for name, text in printed(ACME).items() if not name.startswith("list-children")}

    def tell(answer):
        for account in answer["Accounts"]:
            path = "/".join((ACME.id, *ACME.path(account["Id"]), ""))
            account["Paths"] = [path]

    assert imported(changed(files, "list-accounts.json", tell)).organization == as_printed(ACME)


def test_attachments_can_be_told_by_list_targets_for_policy():
    files = printed(ACME)
    del files[f"list-policies-for-target-SERVICE_CONTROL_POLICY-{DEV}.json"]
    answer = {"Targets": [{"TargetId": DEV, "Type": "ORGANIZATIONAL_UNIT"}]}
    for policy_id in ("p-FullAWSAccess", DENY_EC2):
        files[f"list-targets-for-policy-{policy_id}.json"] = json.dumps(answer).encode()

    assert imported(files).organization.attachments[DEV] == ("p-FullAWSAccess", DENY_EC2)


def test_policies_of_iam_may_be_encoded_as_in_the_answers_api():
    files = printed(ACME)

    def encode(answer):
        role = answer["RoleDetailList"][0]
        role["AssumeRolePolicyDocument"] = (
            json.dumps(role["AssumeRolePolicyDocument"]).replace("{", "%7B").replace('"', "%22")
        )

    name = f"{MGMT}/get-account-authorization-details.json"
    (first, *_) = imported(changed(files, name, encode)).organization.accounts[MGMT].roles.values()
    assert text_of(json.loads(first.trust.text)) == ACME.accounts[MGMT].roles[first.name].trust.text


def test_versions_of_a_policy_come_the_eldest_first_though_aws_prints_the_newest_first():
    (deploy,) = imported(printed(SMALL)).organization.accounts["300000000001"].policies.values()

    assert list(deploy.versions) == ["v1", "v3"]
    assert deploy.default_version_id == "v3"


# What is missing


@pytest.mark.parametrize("missing", ["describe-organization", "list-roots", "list-accounts"])
def test_a_missing_output_is_named_by_its_command(missing):
    files = printed(ACME)
    del files[f"{missing}.json"]

    with pytest.raises(ScenarioError, match=f"aws organizations {missing}"):
        imported(files)


def test_an_account_under_nobody_is_a_fault():
    files = printed(ACME)
    del files[f"list-children-{DEV}.json"]

    with pytest.raises(ScenarioError, match=f"the parent of {DEV_1}.*list-parents"):
        imported(files)


def test_an_account_without_its_iam_is_empty_and_that_is_said():
    files = printed(ACME)
    del files[f"{DEV_1}/get-account-authorization-details.json"]
    del files[f"{DEV_1}/list-roles.json"]

    assert not imported(files).organization.accounts[DEV_1].users
    assert f"{DEV_1}: there is no output of get-account-authorization-details" in remarks_of(files)


def test_without_attachments_full_access_is_assumed_and_that_is_said():
    files = {name: text for name, text in printed(ACME).items() if "list-policies-for-target" not in name}

    assert imported(files).organization.attachments[ROOT] == ("p-FullAWSAccess",)
    assert "FullAWSAccess is assumed" in remarks_of(files)


# What is not understood


def test_each_member_that_is_not_simulated_is_named_once_with_a_count():
    def use(answer):
        for role in answer["RoleDetailList"]:
            role["RoleLastUsed"] = {"Region": "eu-west-1"}

    files = changed(printed(ACME), f"{DEV_1}/get-account-authorization-details.json", use)

    assert remarks_of(files) == (
        f"{DEV_1}/get-account-authorization-details.json.RoleDetailList[0]: RoleDetail.RoleLastUsed is not "
        "simulated (and 1 more)"
    )


def test_a_policy_that_cannot_be_read_is_left_out_and_that_is_said():
    def break_it(answer):
        user = answer["UserDetailList"][0]
        user["UserPolicyList"] = [
            {"PolicyName": "New", "PolicyDocument": {"Statement": [{"Effect": "Perhaps"}]}}
        ]

    files = changed(printed(ACME), f"{DEV_1}/get-account-authorization-details.json", break_it)

    assert not imported(files).organization.accounts[DEV_1].users["john"].inline
    assert "the inline policy New of the user john is left out, since it cannot be read" in remarks_of(files)


def test_a_policy_of_a_type_that_is_not_simulated_is_left_out_and_that_is_said():
    new = {"Id": "p-newnewnew", "Name": "New", "Type": "NEW_POLICY", "AwsManaged": False}
    files = printed(ACME)
    files[f"list-policies-for-target-NEW_POLICY-{ROOT}.json"] = json.dumps({"Policies": [new]}).encode()

    assert imported(files).organization == as_printed(ACME)
    assert "the policy type NEW_POLICY is not simulated" in remarks_of(files)


def test_an_answer_of_another_operation_is_named():
    files = {**printed(ACME), "list-buckets.json": b'{"Buckets": []}'}

    assert "list-buckets.json: is not an answer that is imported" in remarks_of(files)


def test_an_answer_that_does_not_say_what_it_is_about_is_named():
    files = {**printed(ACME), "tags.json": b'{"Tags": [{"Key": "a", "Value": "b"}]}'}

    assert "tags.json: does not say what it is about" in remarks_of(files)


# Pseudonyms


def test_numbers_addresses_and_names_of_accounts_are_others():
    text = json.dumps(imported(printed(SMALL), keep_identifiers=False).document)

    for account in SMALL.accounts.values():
        assert account.id not in text
        assert account.email not in text
        assert f'"{account.name}"' not in text
    for unit_id in (*SMALL.units, SMALL.root.id, SMALL.id):
        assert unit_id not in text


def test_pseudonyms_are_the_same_inside_of_policies():
    john = replace(SMALL.accounts["300000000001"].users["john"], boundary=None)
    of_john = policy("Deny", "s3:*", Condition={"StringEquals": {"aws:PrincipalAccount": "300000000001"}})
    described = {"PolicySummary": {"Id": "p-denyjohn", "Name": "J", "Type": "SERVICE_CONTROL_POLICY"}}
    files = printed(SMALL)
    files["describe-policy.json"] = json.dumps({"Policy": {**described, "Content": of_john}}).encode()

    result = imported(files, keep_identifiers=False).organization
    account = next(each for each in result.accounts.values() if john.name in each.users)
    assert any(account.id in each.content for each in result.policies.values())
    assert account.users["john"].attached == (f"arn:aws:iam::{account.id}:policy/team/Deploy",)


def test_pseudonyms_are_the_same_each_time():
    first, second = (imported(printed(SMALL), keep_identifiers=False) for _ in range(2))

    assert first.document == second.document


def test_pseudonyms_keep_what_is_decided():
    result = imported(printed(ACME), keep_identifiers=False).organization

    assert [unit.name for unit in result.units.values()] == [unit.name for unit in ACME.units.values()]
    assert [len(each) for each in result.attachments.values()] == [
        len(each) for each in as_printed(ACME).attachments.values()
    ]


# Hostile files


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", None),
        (b"{", "line 1, column 2"),
        (b"[]", "must hold JSON objects"),
        (b'[{"Accounts": []}, 1]', "must hold JSON objects"),
        (b"{\xff}", "byte 1 is not UTF-8"),
        (b"\xff\xfe{", "byte 2 is not UTF-16"),
        (b"Id: o-1", "--output json"),
        (b'{"a": ' * 100 + b"1" + b"}" * 100, "nested deeper than 64"),
        (b'{"a": ' * 100_000, "nested deeper than 64"),
        (b'{"a": NaN}', "NaN is not JSON"),
        (b'{"a": "\\u0000"}', "U+0000"),
        (b'{"\\ud800": 1}', "half a character"),
        (b'{"a": ' + b"1" * 5_000 + b"}", "digits"),
    ],
)
def test_what_is_no_json_of_aws_is_refused_with_the_name_of_its_file(content, says):
    if says is None:
        assert answers_in({"bad.json": content}) == []
        return
    with pytest.raises(UnreadableFilesError) as caught:
        answers_in({"bad.json": content})
    assert caught.value.faults[0].path == "bad.json"
    assert says in caught.value.faults[0].message


WRONG = (None, 1, "x", [], [1], {}, {"a": 1}, True, 1e300, -1e300)


def faults_of(*answers: object) -> tuple[ScenarioFault, ...]:
    """Nothing else may go wrong with answers, whatever they are."""
    try:
        imported({f"{number}-{ROOT}.json": json.dumps(each).encode() for number, each in enumerate(answers)})
    except ScenarioError as error:
        return error.faults
    return ()


@pytest.mark.parametrize(
    "member",
    [
        "Organization",
        "Roots",
        "Accounts",
        "Account",
        "OrganizationalUnits",
        "OrganizationalUnit",
        "Policies",
        "Policy",
        "Targets",
        "Tags",
        "Parents",
        "Children",
        "DelegatedServices",
        "DelegatedAdministrators",
        "EnabledServicePrincipals",
        "ResourcePolicy",
        "UserDetailList",
        "GroupDetailList",
        "RoleDetailList",
        "Roles",
    ],
)
def test_members_of_the_wrong_type_are_faults(member):
    for wrong in WRONG:
        assert faults_of({member: wrong})
        assert faults_of({member: [wrong]})


@pytest.mark.parametrize(
    "member", ["Id", "Name", "Email", "State", "JoinedTimestamp", "JoinedMethod", "Paths"]
)
def test_members_of_accounts_of_the_wrong_type_are_faults_with_their_place(member):
    organization = {"Organization": {"Id": "o-aaaaaaaaaa", "MasterAccountId": MGMT}}
    roots = {"Roots": [{"Id": ROOT}]}
    account = {"Id": MGMT, "Name": "mgmt", "Email": "mgmt@example.com", "JoinedTimestamp": 0}
    parent = {"Children": [{"Id": MGMT}]}
    assert not faults_of(organization, roots, {"Accounts": [account]}, parent)

    for wrong in ({"a": 1}, 1e300, -1e300) if member != "JoinedTimestamp" else (1e300, "x", [1]):
        faults = faults_of(organization, roots, {"Accounts": [{**account, member: wrong}]}, parent)
        assert f"2-{ROOT}.json.Accounts[0].{member}" in [fault.path for fault in faults]


def zipped(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def test_files_can_come_in_one_archive():
    files = unpacked("all.zip", zipped({**printed(ACME), "__MACOSX/._a.json": b"?", "README": b"?"}))

    assert imported(files).organization == as_printed(ACME)


def test_an_archive_that_grows_too_large_is_refused():
    with pytest.raises(UnreadableFilesError, match="more than 1,000,000 bytes"):
        unpacked("bomb.zip", zipped({"a.json": b" " * 2_000_000}), most=1_000_000)


@pytest.mark.parametrize(
    "content", [b"", b"PK", zipped({"a.json": b"{}"})[:-30]], ids=["empty", "begun", "cut short"]
)
def test_what_is_no_archive_is_refused(content):
    with pytest.raises(UnreadableFilesError, match="is not an archive"):
        unpacked("all.zip", content)


# Files of Windows, and of people


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_files_may_begin_with_a_mark_and_end_their_lines_as_windows_does(encoding):
    files = {
        name: json.dumps(json.loads(content), indent=4).replace("\n", "\r\n").encode(encoding)
        for name, content in printed(SMALL).items()
    }

    assert imported(files).organization == as_printed(SMALL)


def test_pages_of_one_answer_may_come_in_any_files():
    files = printed(ACME)
    accounts = json.loads(files.pop("list-accounts.json"))["Accounts"]
    pages = [{"Accounts": accounts[:4], "NextToken": "x"}, {"Accounts": accounts[4:]}]
    files["list-accounts.json"] = b"".join(json.dumps(page).encode() for page in pages)

    assert imported(files).organization == as_printed(ACME)


def test_an_archive_with_nothing_to_read_or_with_one_name_twice_is_refused():
    with pytest.raises(UnreadableFilesError, match="no file whose name ends in"):
        unpacked("all.zip", zipped({"README": b""}))
    twice = zipped({"a.json": b"{}", "b.json": b"{}"}).replace(b"b.json", b"a.json")
    with pytest.raises(UnreadableFilesError, match="two files of the same name"):
        unpacked("all.zip", twice)


# Pseudonyms where they are easily overlooked


@pytest.mark.parametrize(
    ("condition", "leaves"),
    [
        ({"aws:PrincipalOrgPaths": f"{SMALL.id}/{SMALL.root.id}/ou-tiny-*"}, "o-0000000001/r-0001/ou-0001-*"),
        ({"aws:PrincipalOrgID": SMALL.id}, "o-0000000001"),
        ({"aws:username": "jane.doe@corp.example"}, "person-"),
        ({"aws:PrincipalAccount": ["300000000001", "999999999999"]}, "100000000"),
    ],
)
def test_no_identifier_is_left_in_a_condition(condition, leaves):
    content = policy("Deny", "s3:*", Condition={"StringLike": condition})
    described = {"PolicySummary": {"Id": "p-denyjohn", "Name": "J", "Type": "SERVICE_CONTROL_POLICY"}}
    files = printed(SMALL)
    files["describe-policy.json"] = json.dumps({"Policy": {**described, "Content": content}}).encode()

    text = json.dumps(imported(files, keep_identifiers=False).document)
    assert leaves in text
    for real in ("tiny", SMALL.id, "jane", "corp.example", "300000000001", "999999999999"):
        assert real not in text


def test_addresses_in_names_and_tags_are_the_same_person_everywhere():
    def rename(answer):
        answer["UserDetailList"][0]["UserName"] = "jane@corp.example"
        answer["UserDetailList"][0]["Tags"] = [{"Key": "owner", "Value": "mailto:jane@corp.example"}]

    files = changed(printed(SMALL), "300000000001/get-account-authorization-details.json", rename)
    result = imported(files, keep_identifiers=False).organization
    (person,) = [
        user
        for account in result.accounts.values()
        for user in account.users.values()
        if "owner" in user.tags
    ]

    assert person.tags["owner"] == f"mailto:{person.name}"
    assert "corp.example" not in json.dumps(to_document(result))
