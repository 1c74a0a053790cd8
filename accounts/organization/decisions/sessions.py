"""May somebody have this session? ``sts:AssumeRole`` asked of whom it is to come from.

Source: STS API Reference, ``AssumeRole``; IAM User Guide, "Pass session tags in AWS STS".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from accounts.organization.arns import role_arn
from accounts.organization.decisions.asked import Asked, asked_by
from accounts.organization.decisions.circumstances import Circumstances
from accounts.organization.decisions.judge import ANYHOW, Judge
from accounts.organization.decisions.principals import ROOT_USER
from accounts.organization.decisions.resources import account_of
from accounts.organization.decisions.session import Session
from accounts.organization.state import Organization
from policies.engine.decision import Decision, Evaluation
from policies.engine.evaluate import evaluate
from policies.engine.request import Context, ContextValue

ASSUME_ROLE: Final = "sts:AssumeRole"
TAG_SESSION: Final = "sts:TagSession"
"""Asked as well, of a session with tags."""

REQUEST_TAG: Final = "aws:requesttag/"


@dataclass(frozen=True, slots=True)
class Assumption:
    """What AWS says to who wants the session: by action, each with all its gates."""

    evaluations: tuple[tuple[str, Evaluation], ...]

    @property
    def hindrance(self) -> tuple[str, Evaluation] | None:
        """The first action that is not allowed for sure; None if the session may be had."""
        return next((each for each in self.evaluations if each[1].decision is not Decision.ALLOWED), None)

    @property
    def is_refused(self) -> bool:
        return any(
            evaluation.decision not in (Decision.ALLOWED, Decision.DEPENDS)
            for _, evaluation in self.evaluations
        )


def assume_role(
    judge: Judge, organization: Organization, session: Session, circumstances: Circumstances = ANYHOW
) -> Assumption:
    """Whether ``session.source`` may have the session, by its own policies and by the role's trust policy.

    ``circumstances`` are those of the source's request; in role chaining it is in the session before. Tags
    that are inherited are not passed, so nobody has to be allowed to. ``KeyError`` if there is no such source
    or role. ``ValueError`` for a session without a source, and for the root user: AWS lets no root user
    assume a role.
    """
    if session.source is None or session.source[1] == ROOT_USER:
        raise ValueError("a session is assumed by a user or by a role")
    role = account_of(organization, session.account_id).roles[session.role]
    resource = role_arn(session.account_id, role.path, role.name)
    if session.before is not None:
        circumstances = replace(circumstances, session=session.before)
    asked = asked_by(organization, *session.source, circumstances, resource)
    actions = (ASSUME_ROLE, TAG_SESSION) if session.tags else (ASSUME_ROLE,)
    return Assumption(tuple((action, _decided(judge, asked, action, session)) for action in actions))


def _decided(judge: Judge, asked: Asked, action: str, session: Session) -> Evaluation:
    request = judge.request_of(replace(asked, context=_with_session(asked.context, session)), action)
    return evaluate(request, asked.policies)


def _with_session(context: Context, session: Session) -> Context:
    """The request names the session and its tags, and no other tags."""
    said: dict[str, ContextValue] = {"sts:rolesessionname": session.name}
    said.update({REQUEST_TAG + key.lower(): value for key, value in session.tags.items()})
    keys = {"aws:tagkeys": tuple(session.tags), "sts:transitivetagkeys": session.transitive}
    said.update({key: names for key, names in keys.items() if names})
    absent = {key for key, names in keys.items() if not names}
    return Context(
        {**context.values, **said},
        closed=False,
        absent=context.absent | absent,
        absent_prefixes=(*context.absent_prefixes, REQUEST_TAG),
    )
