"""Every rule of the documentation as a case; see ``cases/__init__.py`` for how a case reads."""

from __future__ import annotations

import json

import pytest

from policies.catalogue import catalogue
from policies.engine.action_sets import ActionUniverse
from policies.engine.cases import Case, CaseError, read_case
from policies.engine.decision import Decision, GateVerdict
from policies.engine.evaluate import ALWAYS_ALLOWED, evaluate
from policies.engine.permissions import permissions
from policies.engine.request import ResourcePattern
from tests.engine.cases import FOLDER, Example, canonical, examples, world

EXAMPLES = examples()
REFUSED = [example for example in EXAMPLES if example.written["decision"] == "error"]
DECIDED = [example for example in EXAMPLES if example.written["decision"] != "error"]
REQUIRED = {"sentence", "section", "request", "decision", "rule"}
POLICIES = {
    "identity_policies",
    "permission_boundary",
    "session_policies",
    "service_control_policies",
    "resource_control_policies",
    "resource_policy",
    "vpc_endpoint_policy",
}


SERVICES_WITH_RCPS = frozenset(
    name for name, service in catalogue().services.items() if service.supports_rcps
)


def read(example: Example) -> Case:
    return read_case(example.content, SERVICES_WITH_RCPS)


@pytest.mark.parametrize("topic", sorted({example.topic for example in DECIDED}))
def test_is_decided_as_documented_and_by_the_rule_that_decides(topic):
    documented, decided = {}, {}
    for example in DECIDED:
        if example.topic == topic:
            case = read(example)
            evaluation = evaluate(case.request, case.policies)
            documented[example.id] = example.written["decision"], example.written["rule"]
            decided[example.id] = evaluation.decision.value, evaluation.rule.code

    assert decided == documented


@pytest.mark.parametrize("example", REFUSED, ids=lambda example: example.id)
def test_a_policy_that_breaks_the_grammar_is_refused_at_its_place(example):
    with pytest.raises(CaseError) as refusal:
        read(example)

    place, _, _ = str(refusal.value).partition(" (line")
    assert place == example.written["rule"]


def test_each_is_decided_likewise_by_the_set_of_all_that_is_allowed():
    otherwise = [example.id for example in DECIDED if not is_decided_likewise_at_once(read(example), example)]

    assert otherwise == []


def is_decided_likewise_at_once(case: Case, example: Example) -> bool:
    request = case.request
    if isinstance(request.resource, ResourcePattern):
        return True  # a set of actions is about one resource, or about any
    resource = None if request.resource == "*" else str(request.resource)
    universe = ActionUniverse([request.action], [() if resource is None else (resource,)], frozenset())
    at_once = permissions(
        case.policies,
        request.principal,
        request.context,
        universe,
        on=resource,
        resource_account=None if resource is None else request.resource_account,
    )
    decided = at_once.decision(0).value, at_once.rule(0).code
    return decided == (example.written["decision"], example.written["rule"])


def test_the_gate_that_decides_says_so_itself():
    for example in DECIDED:
        case = read(example)
        evaluation = evaluate(case.request, case.policies)
        rule = evaluation.rule
        if case.request.action.lower() in ALWAYS_ALLOWED:
            continue  # whatever the gates say
        (gate,) = (
            each for each in evaluation.gates if each.kind is rule.gate and each.target_id == rule.target_id
        )
        assert gate.verdict is VERDICTS[evaluation.decision], example.id
        assert gate.is_required or evaluation.decision is not Decision.IMPLICITLY_DENIED, example.id


VERDICTS = {
    Decision.ALLOWED: GateVerdict.PASSES,
    Decision.EXPLICITLY_DENIED: GateVerdict.EXPLICITLY_DENIES,
    Decision.IMPLICITLY_DENIED: GateVerdict.NOTHING_ALLOWS,
    Decision.DEPENDS: GateVerdict.DEPENDS,
}


def test_there_are_at_least_four_hundred():
    assert len(EXAMPLES) >= 400


def test_each_says_its_rule_and_where_it_is_documented():
    for example in EXAMPLES:
        members = example.written.keys()
        assert members >= REQUIRED, example.id
        assert members <= REQUIRED | POLICIES | {"rows", "departs"}, example.id
        assert example.written["sentence"].endswith("."), example.id


def test_each_says_something_of_its_own():
    sentences = [example.written["sentence"] for example in EXAMPLES]

    assert sorted(sentences) == sorted(set(sentences))


def test_the_sections_are_those_of_the_documentation():
    known = {f"{guide}: {title}" for guide, titles in world()["sections"].items() for title in titles}

    assert {example.written["section"] for example in EXAMPLES} == known


def test_every_departure_has_its_reason():
    departures = {example.written["departs"] for example in EXAMPLES if "departs" in example.written}

    assert departures == set(world()["departures"])


def test_no_row_of_a_table_and_no_worked_example_is_left_out():
    rows = [row for example in EXAMPLES for row in example.written.get("rows", [])]
    wanted = [
        f"{table} {row}" for table, said in world()["rows"].items() for row in said.replace(",", "").split()
    ]

    assert sorted(rows) == sorted(wanted)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_the_files_are_formatted(path):
    text = path.read_text()

    assert text == canonical(json.loads(text)) + "\n", "run python -m tests.engine.cases"
