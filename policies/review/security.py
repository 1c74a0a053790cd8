"""What a careful reader remarks about how much an Allow gives away.

Only the kinds that grant are read so: what a boundary or an SCP allows gives nobody anything.
Source: IAM Access Analyzer, "Policy check reference", security warnings.
"""

from __future__ import annotations

from collections.abc import Iterator

from policies.engine.action_sets import ActionSet
from policies.engine.document import Effect, PolicyKind, Statement
from policies.review.remarks import Remark, path_of
from policies.review.spoken import gettext as _
from policies.review.subject import GRANTS, Subject

PASS_ROLE = "iam:PassRole"
_LIMITS_PASSING = frozenset({"iam:passedtoservice", "iam:associatedresourcearn"})

ESCALATIONS = (
    ("iam:AttachUserPolicy",),
    ("iam:AttachGroupPolicy",),
    ("iam:AttachRolePolicy",),
    ("iam:PutUserPolicy",),
    ("iam:PutGroupPolicy",),
    ("iam:PutRolePolicy",),
    ("iam:CreatePolicyVersion",),
    ("iam:SetDefaultPolicyVersion",),
    ("iam:AddUserToGroup",),
    ("iam:UpdateAssumeRolePolicy",),
    ("iam:CreateAccessKey",),
    ("iam:CreateLoginProfile",),
    ("iam:UpdateLoginProfile",),
    (PASS_ROLE, "lambda:CreateFunction"),
    (PASS_ROLE, "ec2:RunInstances"),
    (PASS_ROLE, "cloudformation:CreateStack"),
    (PASS_ROLE, "glue:CreateDevEndpoint"),
    (PASS_ROLE, "sagemaker:CreateNotebookInstance"),
    (PASS_ROLE, "datapipeline:CreatePipeline"),
)
"""Actions that on any resource give whoever has them all permissions there are: by changing what they
are allowed, by becoming somebody else, or by having a service act as a role of their choice."""


def of_security(subject: Subject, statement: Statement) -> Iterator[Remark]:
    if statement.effect is not Effect.ALLOW or subject.kind not in GRANTS:
        return
    path = path_of(statement)
    if statement.excludes_resources:
        detail = _("Every resource but those listed, in any account, and every new one.")
        yield Remark((*path, "NotResource"), "not-resource-allows", _("`NotResource` with Allow"), detail)
    if subject.kind is not PolicyKind.IDENTITY:
        return
    if is_everything(subject, statement):
        title = _("allows every action on every resource")
        yield Remark(path, "allows-everything", title, _("Whoever has it is an administrator."))
    elif _passes_any_role(subject, statement):
        number = _entry_with(subject, statement, PASS_ROLE)
        where = subject.entry(subject.actions_path(statement), number)
        title = _("every role can be passed to every service")
        detail = _("Also one that may do more than whoever passes it: the service then acts for them.")
        yield Remark(where, "pass-role-any", title, detail, statement.actions[number].source)


def of_escalation(subject: Subject) -> Iterator[Remark]:
    """The first way to all permissions that the document as a whole leaves open."""
    if subject.kind is not PolicyKind.IDENTITY:
        return
    allows = [each for each in subject.document.statements if _is_sweeping(each, Effect.ALLOW)]
    if any(is_everything(subject, statement) for statement in allows):
        return
    universe = subject.catalogue.universe
    allowed = _union(subject, allows)
    allowed &= ~_union(subject, [e for e in subject.document.statements if _is_sweeping(e, Effect.DENY)])
    for way in ESCALATIONS:
        if all(action in universe and allowed >> universe.index(action) & 1 for action in way):
            statement = next(each for each in allows if _means(subject, each, way[0]))
            number = _entry_with(subject, statement, way[0])
            path = subject.entry(subject.actions_path(statement), number)
            names = f" {_('and')} ".join(f"`{action}`" for action in way)
            title = _("%(action)s on any resource gives everything") % {"action": names}
            if len(way) > 1:
                title = _("%(actions)s on any resource together give everything") % {"actions": names}
            detail = _("Whoever has it can get every permission that anybody has in the account.")
            yield Remark(path, "privilege-escalation", title, detail, statement.actions[number].source)
            return


def is_everything(subject: Subject, statement: Statement) -> bool:
    return (
        _is_sweeping(statement, Effect.ALLOW) and subject.meant(statement) == subject.catalogue.universe.all
    )


def _is_sweeping(statement: Statement, effect: Effect) -> bool:
    """Whether it is about every resource, in all circumstances."""
    if statement.effect is not effect or statement.conditions or statement.excludes_resources:
        return False
    return any(resource.source == "*" for resource in statement.resources)


def _passes_any_role(subject: Subject, statement: Statement) -> bool:
    if not _means(subject, statement, PASS_ROLE):
        return False
    if any(condition.key.lower() in _LIMITS_PASSING for condition in statement.conditions):
        return False
    return any(
        resource.source == "*" or resource.source.endswith((":role/*", ":role*", ":iam:*", ":iam::*"))
        for resource in statement.resources
    )


def _means(subject: Subject, statement: Statement, action: str) -> bool:
    universe = subject.catalogue.universe
    return action in universe and bool(subject.meant(statement) >> universe.index(action) & 1)


def _entry_with(subject: Subject, statement: Statement, action: str) -> int:
    """The first entry that brings the action in; with NotAction the first of all."""
    universe = subject.catalogue.universe
    place = universe.index(action)
    found = (n for n, pattern in enumerate(statement.actions) if universe.mask((pattern,)) >> place & 1)
    return next(found, 0)


def _union(subject: Subject, statements: list[Statement]) -> ActionSet:
    union = 0
    for statement in statements:
        union |= subject.meant(statement)
    return union
