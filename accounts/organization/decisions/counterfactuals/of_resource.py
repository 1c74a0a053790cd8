"""The policy of the resource allows the caller, or denies it less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from accounts.organization.arns import root_user_arn
from accounts.organization.decisions.counterfactuals.documents import with_statement
from accounts.organization.decisions.counterfactuals.question import Question
from accounts.organization.decisions.counterfactuals.values import Edit, EditKind, Step
from accounts.organization.decisions.principals import ROOT_USER
from accounts.organization.decisions.resources import policy_of, resource_of
from accounts.organization.operations.resource_policies import deleting_policy, putting_policy
from accounts.organization.state import Resource, ResourceType
from policies.engine.document import Effect
from policies.engine.explain.messages import message


def granting(question: Question) -> Iterator[Edit]:
    """One statement more, which names the caller alone. Nothing for what has no policy, or belongs to an
    account outside."""
    resource = question.resource
    if resource is None or question.owner not in question.organization.accounts:
        return
    found = resource_of(question.organization.accounts[question.owner], resource)
    carried = policy_of(question.organization, question.owner, resource)
    if found is None and carried is None:
        return
    arn = carried.identifier if found is None and carried is not None else found.arn if found else ""
    if found is not None and found.type is ResourceType.LAMBDA_FUNCTION:
        step: Step | None = _permission(question, found)
    else:
        statement = _statement(question, arn)
        step = putting_policy(
            question.owner, arn, with_statement(carried.document if carried else None, statement)
        )
    if step is not None:
        words = {"principal": question.label, "account": question.account_name, "action": question.action}
        says = message("allow.resource", resource=arn, **words)
        yield Edit(EditKind.ALLOW_BY_RESOURCE, says, (step,))


def without_policy(question: Question, arn: str, name: str, kind: EditKind) -> Iterator[Edit]:
    """The policy of the resource goes altogether, where it may."""
    step = deleting_policy(question.owner, arn)
    if step is not None:
        yield Edit(kind, message("delete.resource", resource=name), (step,))


def _principal(question: Question) -> str:
    if question.label == ROOT_USER:
        return root_user_arn(question.account_id)
    return question.principal_arn


def _statement(question: Question, arn: str) -> Mapping[str, object]:
    """A trust policy is about its role alone, and a key policy about its key."""
    statement: dict[str, object] = {
        "Effect": "Allow",
        "Principal": {"AWS": _principal(question)},
        "Action": question.action,
    }
    service = arn.split(":")[2]
    if service != "iam":
        statement["Resource"] = "*" if service == "kms" else question.written_resource
    return statement


def _permission(question: Question, function: Resource) -> Step:
    statements = () if function.policy is None else function.policy.statements
    parameters = {
        "account_id": question.owner,
        "function_name": function.arn,
        "statement_id": question.new_name(Effect.ALLOW, {each.sid or "" for each in statements}),
        "action": question.action,
        "principal": _principal(question),
    }
    return ("lambda.add_permission", parameters)
