"""A question as it is asked, and, once it is, as it was answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.organization.decisions import Judge, Mfa, is_service_linked
from accounts.organization.decisions.resources import account_of
from accounts.organization.state import Organization
from accounts.page import verdicts
from accounts.page.explanation import Explanation, explanation_of
from accounts.page.verdicts import Verdict
from accounts.page.view import view_of
from lessons.course.misconceptions import MISCONCEPTIONS, Asking, Misconception
from lessons.page.scene import Scene, scene_of
from policies.engine.decision import Decision, GateKind

SERVICES = {"guardduty.amazonaws.com": "GuardDuty", "access-analyzer.amazonaws.com": "IAM Access Analyzer"}
"""By the names that they have on AWS's pages."""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """``text`` is safe HTML, or plain; a ``verdict`` stands before it. ``is_right`` is False as long as
    nothing is answered."""

    number: int
    text: str
    verdict: Verdict | None = None
    because: str = ""
    is_right: bool = False
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """``belief`` is the one by which somebody would answer so. ``explanation``: the request that the question
    is about, if it is about one. ``partly`` says how far an answer of several choices is right, if only in
    part."""

    is_right: bool
    is_unknown: bool
    belief: Misconception | None
    explanation: Explanation | None
    partly: str = ""


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """``who`` asks for ``action``, where the question is about one decision; else ``ask`` says it all.
    ``facts`` are what the picture does not show."""

    ask: str
    who: str
    action: str
    resource: str
    facts: tuple[str, ...]
    choices: tuple[ChoiceView, ...]
    is_several: bool
    scene: Scene
    answered: Answered | None


def picture(
    organization: Organization, asking: Asking | None, judge: Judge, *, is_answered: bool, is_whole: bool
) -> Scene:
    return scene_of(organization, asking, judge, is_covered=not is_answered, is_whole=is_whole)


def explained(asking: Asking, judge: Judge) -> Explanation | None:
    """The ladder of gates, as the sandbox shows it; None for a caller from outside the organization."""
    if asking.account_id not in asking.organization.accounts:
        return None
    data: Mapping[str, str] = {"at": asking.account_id, "as": asking.label, "action": asking.action}
    view = replace(
        view_of(data, asking.organization), circumstances=asking.circumstances, resource=asking.resource
    )
    return explanation_of(asking.organization, asking.account_id, asking.label, view, judge)


def belief_of(misconceptions: Sequence[str | None]) -> Misconception | None:
    """The first that there is one of."""
    return next((MISCONCEPTIONS[each] for each in misconceptions if each in MISCONCEPTIONS), None)


def facts_of(asking: Asking) -> Iterator[str]:
    """What a request depends on, and nobody can see in rooms and policies."""
    organization = asking.organization
    account = account_of(organization, asking.account_id)
    name = account.name
    before = asking.before
    if before is not None and asking.account_id in before.accounts:
        source = before.name_of(before.accounts[asking.account_id].parent_id)
        destination = organization.name_of(organization.accounts[asking.account_id].parent_id)
        if source != destination:
            yield _("%(account)s has just been moved from %(source)s to %(destination)s.") % {
                "account": name,
                "source": source,
                "destination": destination,
            }
    for service in organization.delegated_administrators.get(asking.account_id, ()):
        yield _("%(account)s is the delegated administrator for %(service)s.") % {
            "account": name,
            "service": SERVICES.get(service, service),
        }
    if is_service_linked(account, asking.label):
        yield _("The role is service-linked: an AWS service acts by it.")
    if asking.circumstances.mfa is Mfa.KEY_ABSENT:
        yield _("The request is signed with a long-term access key, so it does not say anything about MFA.")


def reason_of(decision: Decision, asking: Asking, judge: Judge) -> str:
    """What speaks for a decision, in words as general as those of the beliefs beside it, whether it is right
    or not: they must not give it away."""
    if decision is Decision.ALLOWED:
        return _("It is granted, and nothing that applies here denies it.")
    if decision is Decision.EXPLICITLY_DENIED:
        return _("A deny applies, and that is final.")
    question = (asking.organization, asking.account_id, asking.label, asking.action)
    rule = judge.evaluate(*question, asking.circumstances, asking.resource).rule
    if rule.gate is GateKind.SERVICE_CONTROL:
        return _("One of the levels does not allow it.")
    return _("Somebody who would have to grant it does not.")


def verdict_of(decision: Decision) -> Verdict:
    return verdicts.BY_DECISION[decision]
