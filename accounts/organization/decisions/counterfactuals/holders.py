"""The operations that change a policy where it is: at a level of the organization, or with who holds it."""

from __future__ import annotations

from accounts.organization.arns import AWS_MANAGED_POLICY_PREFIX
from accounts.organization.decisions.counterfactuals.question import Question
from accounts.organization.decisions.counterfactuals.values import MADE_POLICY, Edit, EditKind, Step
from accounts.organization.operations.resource_policies import putting_policy
from accounts.organization.state import FULL_AWS_ACCESS, PolicyType, TargetId
from policies.engine.decision import Gate, GateKind
from policies.engine.document import Effect
from policies.engine.explain.messages import message
from policies.engine.request import AttachedPolicy


def make_service_control(
    question: Question, effect: Effect, content: str, target_id: TargetId
) -> tuple[Step, ...]:
    """A new SCP, and attach it."""
    policies = (FULL_AWS_ACCESS, *question.organization.policies.values())
    name = question.new_name(effect, {policy.name for policy in policies})
    words = {"content": content, "description": "", "name": name}
    return (
        ("organizations.create_policy", {**words, "type": PolicyType.SERVICE_CONTROL_POLICY.value}),
        ("organizations.attach_policy", {"policy_id": MADE_POLICY, "target_id": target_id}),
    )


def detach_service_control(policy: AttachedPolicy, target_id: TargetId) -> Step:
    return ("organizations.detach_policy", {"policy_id": policy.identifier, "target_id": target_id})


def put_inline(question: Question, effect: Effect, document: str) -> Step:
    """A new inline policy of the caller."""
    kind, _, name = question.label.partition("/")
    account = question.organization.accounts[question.account_id]
    identity = (account.users if kind == "user" else account.roles)[name]
    return (
        f"iam.put_{kind}_policy",
        {
            "account_id": question.account_id,
            f"{kind}_name": name,
            "policy_name": question.new_name(effect, identity.inline),
            "policy_document": document,
        },
    )


def rewrite(question: Question, gate: Gate, policy: AttachedPolicy, text: str) -> Step | None:
    """Another text for a policy, whatever its kind. None for what its holder cannot write, as AWS's own."""
    if gate.kind.is_per_level:
        return ("organizations.update_policy", {"policy_id": policy.identifier, "content": text})
    if gate.kind is GateKind.RESOURCE:
        return putting_policy(question.owner, policy.identifier, text)
    if policy.identifier.startswith(AWS_MANAGED_POLICY_PREFIX):
        return None
    if policy.identifier.startswith("arn:"):
        version = {"policy_arn": policy.identifier, "policy_document": text, "set_as_default": True}
        return ("iam.create_policy_version", {"account_id": question.account_id, **version})
    kind, name = holder_of(policy)
    return (
        f"iam.put_{kind}_policy",
        {
            "account_id": question.account_id,
            f"{kind}_name": name,
            "policy_name": policy.identifier,
            "policy_document": text,
        },
    )


def delete_policy(question: Question, policy: AttachedPolicy, edit: EditKind) -> Edit:
    """An identity policy goes: a managed one is detached, an inline one deleted."""
    kind, name = holder_of(policy)
    holder = {"account_id": question.account_id, f"{kind}_name": name}
    if policy.identifier.startswith("arn:"):
        step: Step = (f"iam.detach_{kind}_policy", {**holder, "policy_arn": policy.identifier})
        words = message("detach", policy=policy.name, target=policy.attached_to, id=policy.identifier)
    else:
        step = (f"iam.delete_{kind}_policy", {**holder, "policy_name": policy.identifier})
        words = message("delete", policy=policy.name, target=policy.attached_to)
    return Edit(edit, words, (step,))


def leave_group(question: Question, policy: AttachedPolicy, edit: EditKind) -> Edit:
    """The caller, a user, leaves the group that holds the policy."""
    _, group = holder_of(policy)
    _, _, user = question.label.partition("/")
    parameters = {"account_id": question.account_id, "group_name": group, "user_name": user}
    return Edit(
        edit,
        message("leave", principal=question.label, group=group),
        (("iam.remove_user_from_group", parameters),),
    )


def holder_of(policy: AttachedPolicy) -> tuple[str, str]:
    """``("group", "devs")`` of an identity policy."""
    kind, _, name = policy.attached_to.partition("/")
    return kind, name
