"""The misconceptions M1 to M21, in words.

Sources of the truth beside each: Organizations User Guide, "SCP evaluation"; IAM User Guide, "Policy
evaluation logic".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from accounts.organization.decisions import Judge
from lessons.course.marking import gettext_noop
from lessons.course.misconceptions import deciding
from lessons.course.misconceptions.asking import Asking
from lessons.course.misconceptions.deciding import Evaluator
from policies.engine.decision import Decision


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


_ALL: Final = (
    Misconception(
        "M1",
        gettext_noop("An SCP grants permissions."),
        gettext_noop(
            "An SCP only sets the maximum. Somebody in the account must still be granted the action by IAM."
        ),
        5,
        deciding.scps_grant,
        {None: gettext_noop("An SCP allows it.")},
    ),
    Misconception(
        "M2",
        gettext_noop("The nearest level wins."),
        gettext_noop(
            "There is no nearest level. The root, every organizational unit on the path and the account are "
            "all asked: each must allow, and a deny at any of them is final."
        ),
        9,
        deciding.nearest_level,
        {None: gettext_noop("The account is the nearest level, and the nearest level decides.")},
    ),
    Misconception(
        "M3",
        gettext_noop("An allow at any level is enough."),
        gettext_noop("Every level must allow. One level without an allow stops the request."),
        9,
        deciding.one_level_is_enough,
        {None: gettext_noop("One of the levels allows it.")},
    ),
    Misconception(
        "M4",
        gettext_noop("An allow further down takes a deny back."),
        gettext_noop("A deny anywhere on the path is final. No allow, wherever it stands, takes it back."),
        7,
        deciding.allow_below_beats_deny,
        {None: gettext_noop("The allow further down takes the deny back.")},
    ),
    Misconception(
        "M5",
        gettext_noop("The management account is limited by SCPs, too."),
        gettext_noop("SCPs do not apply to the management account, wherever they are attached."),
        8,
        deciding.management_is_bound,
        {None: gettext_noop("The SCPs bind the management account like any other.")},
    ),
    Misconception(
        "M6",
        gettext_noop("The root user of an account is exempt from SCPs."),
        gettext_noop("SCPs limit every principal of a member account, its root user included."),
        8,
        deciding.root_user_is_exempt,
        {None: gettext_noop("Root users are exempt from SCPs.")},
    ),
    Misconception(
        "M7",
        gettext_noop("AdministratorAccess beats an SCP."),
        gettext_noop(
            "Effective permissions are what IAM grants and the SCPs let through. An administrator is granted "
            "everything, and that changes nothing about the limits."
        ),
        6,
        deciding.administrator_beats_scps,
        {None: gettext_noop("Its identity policy grants everything.")},
    ),
    Misconception(
        "M8",
        gettext_noop("A specific allow beats a deny with a wildcard."),
        gettext_noop("A deny wins over an allow, however broad the one and however exact the other is."),
        7,
        deciding.specific_allow_beats_wildcard,
        {None: gettext_noop("An allow that names the action beats a deny with a wildcard.")},
    ),
    Misconception(
        "M9",
        gettext_noop("Where no SCP allows anything, everything is open."),
        gettext_noop("A level needs an allow. Deny lists work because FullAWSAccess stands beside them."),
        9,
        deciding.no_allow_is_open,
        {None: gettext_noop("Where no SCP allows anything, nothing is limited.")},
    ),
    Misconception(
        "M10",
        gettext_noop("What the SCPs let through is permitted."),
        gettext_noop(
            "Passing the SCPs is only half the way. Without an allow in IAM the request is implicitly denied."
        ),
        6,
        deciding.passing_is_permission,
        {None: gettext_noop("The SCPs let it through.")},
    ),
    Misconception(
        "M11",
        gettext_noop("An account takes its inherited policies along when it moves."),
        gettext_noop(
            "Only what is attached to the account itself travels. What hangs on a unit stays with the unit."
        ),
        7,
        deciding.policies_travel,
        {None: gettext_noop("The account brought the policies of its old unit along.")},
    ),
    Misconception(
        "M12",
        gettext_noop("An organizational unit changes what its accounts may do, by itself."),
        gettext_noop(
            "A unit only groups. What changes permissions are the policies that are attached to it."
        ),
        1,
    ),
    Misconception(
        "M13",
        gettext_noop("Organizations and IAM do the same, so either will do."),
        gettext_noop(
            "Organizations governs accounts. IAM decides about the requests of identities within one account."
        ),
        2,
    ),
    Misconception(
        "M14",
        gettext_noop("A condition key that is missing counts as false."),
        gettext_noop(
            "A missing key matches no Bool condition. Only an operator that ends in IfExists takes it."
        ),
        11,
        deciding.missing_is_false,
        {None: gettext_noop("A key that is missing counts as false.")},
    ),
    Misconception(
        "M15",
        gettext_noop("In one account both policies must allow; across accounts one is enough."),
        gettext_noop(
            "It is the other way round: in one account either may grant, across two accounts both sides must."
        ),
        10,
        deciding.accounts_swapped,
        {
            Decision.ALLOWED: gettext_noop("One of the two policies is enough."),
            Decision.IMPLICITLY_DENIED: gettext_noop("Both policies would have to allow it."),
        },
    ),
    Misconception(
        "M16",
        gettext_noop("Who pays for an account sees its data."),
        gettext_noop("Consolidated billing shows costs. It gives nobody access to anything in the accounts."),
        13,
    ),
    Misconception(
        "M17",
        gettext_noop("An invited account is a member."),
        gettext_noop("An invitation is a question. The account joins when it accepts."),
        14,
    ),
    Misconception(
        "M18",
        gettext_noop("A tag policy makes a tag compulsory."),
        gettext_noop(
            "A tag policy says how a tag is spelled and which values it may have. A "
            "missing tag breaks no rule."
        ),
        15,
    ),
    Misconception(
        "M19",
        gettext_noop("A delegated administrator is exempt from SCPs."),
        gettext_noop(
            "It is a member account like any other: what is delegated is the administration of one service."
        ),
        15,
        deciding.delegated_is_exempt,
        {None: gettext_noop("A delegated administrator is exempt from SCPs.")},
    ),
    Misconception(
        "M20",
        gettext_noop("An SCP stops service-linked roles."),
        gettext_noop("SCPs do not affect service-linked roles, by which AWS services act in the account."),
        12,
        deciding.service_linked_are_bound,
        {None: gettext_noop("SCPs stop the roles of services, too.")},
    ),
    Misconception(
        "M21",
        gettext_noop("An SCP guards the resources of an account."),
        gettext_noop(
            "An SCP limits the principals of its accounts. Who comes from elsewhere is limited by the "
            "policy of the resource, or by a resource control policy."
        ),
        10,
        deciding.scps_guard_resources,
        {None: gettext_noop("The SCPs above the owner guard the resource.")},
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
