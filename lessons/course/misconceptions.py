"""What people believe that is not so. Each belief about decisions is an evaluator, wrong in exactly that way.

A belief changes what takes part in a decision, or one rule of it, and leaves the rest to the engine. So its
answer is what somebody says who holds this belief and no other. Sources of the truth beside each:
Organizations User Guide, "SCP evaluation"; IAM User Guide, "Policy evaluation logic".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from accounts.organization.decisions import (
    ROOT_USER,
    Circumstances,
    Judge,
    Mfa,
    PrincipalName,
    is_service_linked,
)
from accounts.organization.decisions.asked import Asked, asked_by
from accounts.organization.decisions.policies import levels_to
from accounts.organization.decisions.resources import account_of, owner_of
from accounts.organization.state import FULL_AWS_ACCESS, AccountId, Organization
from policies.engine.decision import Decision, Gate, GateKind, GateVerdict
from policies.engine.document import Effect, Statement
from policies.engine.evaluate import evaluate
from policies.engine.guardrails import match_all
from policies.engine.request import AttachedPolicy, Exemption, Level, Request
from policies.engine.truth import Truth


@dataclass(frozen=True)
class Asking:
    """One question about a decision. ``before`` is the organization before the operation that the question
    is about, None where it is about none."""

    organization: Organization
    account_id: AccountId
    label: PrincipalName
    action: str
    resource: str | None = None
    circumstances: Circumstances = field(default_factory=Circumstances)
    before: Organization | None = None

    @cached_property
    def asked(self) -> Asked:
        """Every belief bends the same question."""
        return asked_by(self.organization, self.account_id, self.label, self.circumstances, self.resource)

    def truth(self, judge: Judge) -> Decision:
        return _decide(judge, self, self.asked)


Evaluator = Callable[[Judge, Asking, Decision], Decision]
"""The last is the truth, for questions to which a belief makes no difference."""


@dataclass(frozen=True, slots=True)
class Misconception:
    """``belief`` is said by who holds it, ``truth`` by AWS's documentation. ``lesson`` is the number of the
    lesson that breaks it. ``decide`` is None for a belief that is not about decisions; ``reasons`` are what
    its holder says for an answer, by the answer or, with None, for any."""

    id: str
    belief: str
    truth: str
    lesson: int
    decide: Evaluator | None = None
    reasons: Mapping[Decision | None, str] = field(default_factory=dict)

    def reason(self, answer: Decision) -> str:
        return self.reasons.get(answer) or self.reasons.get(None, "")


# How beliefs decide


def _decide(judge: Judge, asking: Asking, asked: Asked) -> Decision:
    return evaluate(judge.request_of(asked, asking.action), asked.policies).decision


def _levels(asked: Asked) -> tuple[Level, ...]:
    """None where SCPs do not bind."""
    levels = asked.policies.service_control
    return () if isinstance(levels, Exemption) else levels


def _with_levels(asked: Asked, levels: tuple[Level, ...] | Exemption) -> Asked:
    return replace(asked, policies=replace(asked.policies, service_control=levels))


def _bent(bend: Callable[[Judge, Asking, Asked], Asked]) -> Evaluator:
    """The engine's decision on a question that the belief has bent."""

    def decide(judge: Judge, asking: Asking, truth: Decision) -> Decision:
        asked = asking.asked
        bent = bend(judge, asking, asked)
        return truth if bent is asked else _decide(judge, asking, bent)

    return decide


def _on_levels(bend: Callable[[tuple[Level, ...], Request], tuple[Level, ...]]) -> Evaluator:
    """As ``_bent``, for beliefs about SCPs alone, where there are any."""

    def bent(judge: Judge, asking: Asking, asked: Asked) -> Asked:
        levels = _levels(asked)
        changed = bend(levels, judge.request_of(asked, asking.action)) if levels else levels
        return asked if changed == levels else _with_levels(asked, changed)

    return _bent(bent)


FULL_ACCESS: Final = AttachedPolicy(
    FULL_AWS_ACCESS.name, FULL_AWS_ACCESS.id, "everywhere", FULL_AWS_ACCESS.document
)


def _is_full_access(policy: AttachedPolicy) -> bool:
    return policy.identifier == FULL_AWS_ACCESS.id


def _matches(policy: AttachedPolicy, effect: Effect, request: Request) -> bool:
    """Whether a statement of this effect surely matches."""
    results = match_all((policy,), request)
    return any(each.matches is Truth.YES and each.statement.effect is effect for each in results)


def _without(policy: AttachedPolicy, leave_out: Callable[[Statement], bool]) -> AttachedPolicy:
    kept = tuple(each for each in policy.document.statements if not leave_out(each))
    # Documents are equal when their texts are, and this one is no longer what its text says.
    text = f"{policy.document.text}\n{[each.index for each in kept]}"
    return replace(policy, document=replace(policy.document, statements=kept, text=text))


def _is_deny(statement: Statement) -> bool:
    return statement.effect is Effect.DENY


def _scps_grant(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    allowing = [each for level in _levels(asked) for each in level.policies if not _is_full_access(each)]
    allows = tuple(_without(policy, _is_deny) for policy in allowing)
    if not allows:
        return asked
    return replace(asked, policies=replace(asked.policies, identity=(*asked.policies.identity, *allows)))


def _nearest_level(levels: tuple[Level, ...], request: Request) -> tuple[Level, ...]:
    return levels[-1:]


def _one_level_is_enough(levels: tuple[Level, ...], request: Request) -> tuple[Level, ...]:
    everything = tuple(policy for level in levels for policy in level.policies)
    return (replace(levels[-1], policies=everything),)


def _allow_below_beats_deny(levels: tuple[Level, ...], request: Request) -> tuple[Level, ...]:
    named = [
        depth
        for depth, level in enumerate(levels)
        if any(not _is_full_access(each) and _matches(each, Effect.ALLOW, request) for each in level.policies)
    ]
    deepest = max(named, default=0)
    return tuple(
        replace(level, policies=tuple(_without(each, _is_deny) for each in level.policies))
        if depth < deepest
        else level
        for depth, level in enumerate(levels)
    )


def _management_is_bound(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    if asked.policies.service_control is not Exemption.MANAGEMENT_ACCOUNT:
        return asked
    return _with_levels(asked, levels_to(asking.organization, asking.account_id))


def _root_user_is_exempt(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    return _with_levels(asked, Exemption.NOT_SUBJECT) if asking.label == ROOT_USER else asked


def _administrator_beats_scps(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    is_administrator = any(
        action.source == "*" and not statement.excludes_actions
        for policy in asked.policies.identity
        for statement in policy.document.statements
        if statement.effect is Effect.ALLOW
        for action in statement.actions
    )
    return _with_levels(asked, Exemption.NOT_SUBJECT) if is_administrator else asked


def _specific_allow_beats_wildcard(levels: tuple[Level, ...], request: Request) -> tuple[Level, ...]:
    """At the same level; a deny that names the action stays."""

    def names_it(statement: Statement) -> bool:
        return any(each.source.lower() == request.action.lower() for each in statement.actions)

    def bent(level: Level) -> Level:
        statements = [each for policy in level.policies for each in policy.document.statements]
        if not any(each.effect is Effect.ALLOW and names_it(each) for each in statements):
            return level
        return replace(
            level,
            policies=tuple(
                _without(policy, lambda each: _is_deny(each) and not names_it(each))
                for policy in level.policies
            ),
        )

    return tuple(map(bent, levels))


def _no_allow_is_open(levels: tuple[Level, ...], request: Request) -> tuple[Level, ...]:
    def has_allow(level: Level) -> bool:
        return any(not _is_deny(each) for policy in level.policies for each in policy.document.statements)

    return tuple(
        level if has_allow(level) else replace(level, policies=(*level.policies, FULL_ACCESS))
        for level in levels
    )


def _passing_is_permission(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    if not _levels(asked):
        return asked
    return replace(asked, policies=replace(asked.policies, identity=(*asked.policies.identity, FULL_ACCESS)))


def _policies_travel(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    """The SCPs of the place that the account came from hang on it as before."""
    before = asking.before
    if before is None or asking.account_id not in before.accounts or not _levels(asked):
        return asked
    new = {level.target_id for level in _levels(asked)}
    came_along = [level for level in levels_to(before, asking.account_id) if level.target_id not in new]
    return _with_levels(asked, (*_levels(asked), *came_along))


def _missing_is_false(judge: Judge, asking: Asking, truth: Decision) -> Decision:
    if asking.circumstances.mfa is not Mfa.KEY_ABSENT:
        return truth
    return replace(asking, circumstances=replace(asking.circumstances, mfa=Mfa.NOT_USED)).truth(judge)


def _accounts_swapped(judge: Judge, asking: Asking, truth: Decision) -> Decision:
    """In one account both policies have to allow; across two, either will do."""
    asked = asking.asked
    if asked.policies.resource is None or truth is Decision.EXPLICITLY_DENIED:
        return truth
    evaluation = evaluate(judge.request_of(asked, asking.action), asked.policies)
    sides = [gate for gate in evaluation.gates if gate.kind in (GateKind.IDENTITY, GateKind.RESOURCE)]
    if any(_stops(gate) for gate in evaluation.gates if gate.kind is GateKind.SERVICE_CONTROL):
        return truth
    allow = [any(_allows(gate, kind) for gate in sides) for kind in (GateKind.IDENTITY, GateKind.RESOURCE)]
    is_same_account = asked.resource_account in (None, asking.account_id)
    agreed = all(allow) if is_same_account else any(allow)
    return Decision.ALLOWED if agreed else Decision.IMPLICITLY_DENIED


def _stops(gate: Gate) -> bool:
    return gate.verdict in (GateVerdict.NOTHING_ALLOWS, GateVerdict.EXPLICITLY_DENIES)


def _allows(gate: Gate, kind: GateKind) -> bool:
    return gate.kind is kind and any(
        each.matches is Truth.YES and each.statement.effect is Effect.ALLOW for each in gate.statements
    )


def _delegated_is_exempt(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    is_delegated = asking.account_id in asking.organization.delegated_administrators
    return _with_levels(asked, Exemption.NOT_SUBJECT) if is_delegated else asked


def _service_linked_are_bound(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    account = account_of(asking.organization, asking.account_id)
    if asked.policies.service_control is not Exemption.SERVICE_LINKED_ROLE or not is_service_linked(
        account, asking.label
    ):
        return asked
    return _with_levels(asked, levels_to(asking.organization, asking.account_id))


def _scps_guard_resources(judge: Judge, asking: Asking, asked: Asked) -> Asked:
    """The SCPs above the owner of the resource count as well."""
    organization = asking.organization
    owner = owner_of(organization, asking.account_id, asking.resource)
    if owner == asking.account_id or owner not in organization.accounts or not _levels(asked):
        return asked
    return _with_levels(asked, (*_levels(asked), *levels_to(organization, owner)))


_ALL: Final = (
    Misconception(
        "M1",
        "An SCP grants permissions.",
        "An SCP only sets the maximum. Somebody in the account must still be granted the action by IAM.",
        5,
        _bent(_scps_grant),
        {None: "An SCP allows it."},
    ),
    Misconception(
        "M2",
        "The nearest level wins.",
        "There is no nearest level. The root, every organizational unit on the path and the account are all "
        "asked: each must allow, and a deny at any of them is final.",
        9,
        _on_levels(_nearest_level),
        {None: "The account is the nearest level, and the nearest level decides."},
    ),
    Misconception(
        "M3",
        "An allow at any level is enough.",
        "Every level must allow. One level without an allow stops the request.",
        9,
        _on_levels(_one_level_is_enough),
        {None: "One of the levels allows it."},
    ),
    Misconception(
        "M4",
        "An allow further down takes a deny back.",
        "A deny anywhere on the path is final. No allow, wherever it stands, takes it back.",
        7,
        _on_levels(_allow_below_beats_deny),
        {None: "The allow further down takes the deny back."},
    ),
    Misconception(
        "M5",
        "The management account is limited by SCPs, too.",
        "SCPs do not apply to the management account, wherever they are attached.",
        8,
        _bent(_management_is_bound),
        {None: "The SCPs bind the management account like any other."},
    ),
    Misconception(
        "M6",
        "The root user of an account is exempt from SCPs.",
        "SCPs limit every principal of a member account, its root user included.",
        8,
        _bent(_root_user_is_exempt),
        {None: "Root users are exempt from SCPs."},
    ),
    Misconception(
        "M7",
        "AdministratorAccess beats an SCP.",
        "Effective permissions are what IAM grants and the SCPs let through. An administrator is granted "
        "everything, and that changes nothing about the limits.",
        6,
        _bent(_administrator_beats_scps),
        {None: "Its identity policy grants everything."},
    ),
    Misconception(
        "M8",
        "A specific allow beats a deny with a wildcard.",
        "A deny wins over an allow, however broad the one and however exact the other is.",
        7,
        _on_levels(_specific_allow_beats_wildcard),
        {None: "An allow that names the action beats a deny with a wildcard."},
    ),
    Misconception(
        "M9",
        "Where no SCP allows anything, everything is open.",
        "A level needs an allow. Deny lists work because FullAWSAccess stands beside them.",
        9,
        _on_levels(_no_allow_is_open),
        {None: "Where no SCP allows anything, nothing is limited."},
    ),
    Misconception(
        "M10",
        "What the SCPs let through is permitted.",
        "Passing the SCPs is only half the way. Without an allow in IAM the request is implicitly denied.",
        6,
        _bent(_passing_is_permission),
        {None: "The SCPs let it through."},
    ),
    Misconception(
        "M11",
        "An account takes its inherited policies along when it moves.",
        "Only what is attached to the account itself travels. What hangs on a unit stays with the unit.",
        7,
        _bent(_policies_travel),
        {None: "The account brought the policies of its old unit along."},
    ),
    Misconception(
        "M12",
        "An organizational unit changes what its accounts may do, by itself.",
        "A unit only groups. What changes permissions are the policies that are attached to it.",
        1,
    ),
    Misconception(
        "M13",
        "Organizations and IAM do the same, so either will do.",
        "Organizations governs accounts. IAM decides about the requests of identities within one account.",
        2,
    ),
    Misconception(
        "M14",
        "A condition key that is missing counts as false.",
        "A missing key matches no Bool condition. Only an operator that ends in IfExists takes it.",
        11,
        _missing_is_false,
        {None: "A key that is missing counts as false."},
    ),
    Misconception(
        "M15",
        "In one account both policies must allow; across accounts one is enough.",
        "It is the other way round: in one account either may grant, across two accounts both sides must.",
        10,
        _accounts_swapped,
        {
            Decision.ALLOWED: "One of the two policies is enough.",
            Decision.IMPLICITLY_DENIED: "Both policies would have to allow it.",
        },
    ),
    Misconception(
        "M16",
        "Who pays for an account sees its data.",
        "Consolidated billing shows costs. It gives nobody access to anything in the accounts.",
        13,
    ),
    Misconception(
        "M17",
        "An invited account is a member.",
        "An invitation is a question. The account joins when it accepts.",
        14,
    ),
    Misconception(
        "M18",
        "A tag policy makes a tag compulsory.",
        "A tag policy says how a tag is spelled and which values it may have. A missing tag breaks no rule.",
        15,
    ),
    Misconception(
        "M19",
        "A delegated administrator is exempt from SCPs.",
        "It is a member account like any other: what is delegated is the administration of one service.",
        15,
        _bent(_delegated_is_exempt),
        {None: "A delegated administrator is exempt from SCPs."},
    ),
    Misconception(
        "M20",
        "An SCP stops service-linked roles.",
        "SCPs do not affect service-linked roles, by which AWS services act in the account.",
        12,
        _bent(_service_linked_are_bound),
        {None: "SCPs stop the roles of services, too."},
    ),
    Misconception(
        "M21",
        "An SCP guards the resources of an account.",
        "An SCP limits the principals of its accounts. Who comes from elsewhere is limited by the policy of "
        "the resource, or by a resource control policy.",
        10,
        _bent(_scps_guard_resources),
        {None: "The SCPs above the owner guard the resource."},
    ),
)

MISCONCEPTIONS: Final[Mapping[str, Misconception]] = {each.id: each for each in _ALL}


def about_decisions() -> Iterable[Misconception]:
    return (each for each in _ALL if each.decide is not None)


def answers(asking: Asking, judge: Judge) -> tuple[Decision, Mapping[str, Decision]]:
    """What AWS decides, and what each belief does that decides otherwise."""
    truth = asking.truth(judge)
    believed = {each.id: each.decide(judge, asking, truth) for each in _ALL if each.decide is not None}
    return truth, {each: answer for each, answer in believed.items() if answer is not truth}
