"""The policies to read before one says what they do: their texts, and nothing of what comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Final

from accounts.organization.decisions.principals import identity_of
from accounts.organization.state import Organization, Policy, Role, User
from accounts.page.rooms import attached_policies
from lessons.course.case import Case
from lessons.course.exercise import Question
from lessons.course.names import Absent
from lessons.course.placeholders import resolved
from lessons.page.predicting import witness_of

MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Document:
    """``places`` are where the policy is attached; nowhere if the question is what that would do."""

    name: str
    places: tuple[str, ...]
    text: str


def documents_of(case: Case, question: Question) -> tuple[Document, ...]:
    """Those that are not AWS's own: the organization's, then those of the principal and of resources."""
    organization = case.present
    found = (*_of_organization(case, question), *_of_principal(case, question), *_of_resources(organization))
    return tuple(islice(found, MOST))


def _of_organization(case: Case, question: Question) -> Iterator[Document]:
    organization = case.present
    places: dict[str, list[str]] = {}
    for target_id in (organization.root.id, *organization.units, *organization.accounts):
        for policy in attached_policies(organization, target_id):
            places.setdefault(policy.id, []).append(organization.name_of(target_id))
    for action in question.actions:
        # What the question makes itself, a unit or a policy, has no identifier yet.
        with suppress(Absent):
            if policy_id := resolved(action.parameters.get("policy_id"), case.names):
                places.setdefault(policy_id, [])
    for policy_id, names in places.items():
        policy = organization.any_policy(policy_id)
        if isinstance(policy, Policy) and not policy.aws_managed:
            yield Document(policy.name, tuple(names), policy.content)


def _of_principal(case: Case, question: Question) -> Iterator[Document]:
    witness = witness_of(question, case)
    account = case.present.accounts.get(witness.account_id) if witness else None
    identity = identity_of(account, witness.label) if account and witness else None
    if account is None or not isinstance(identity, User | Role):
        return
    for name, document in identity.inline.items():
        yield Document(name, (f"{account.name}/{identity.name}",), document.text)
    for arn in identity.attached:
        if arn in account.policies:
            managed = account.policies[arn]
            yield Document(managed.name, (f"{account.name}/{identity.name}",), managed.document.text)


def _of_resources(organization: Organization) -> Iterator[Document]:
    for account in organization.accounts.values():
        for resource in account.resources.values():
            if resource.policy is not None:
                name = resource.arn.rpartition(":")[2]
                yield Document(name, (account.name,), resource.policy.text)
