"""The comparison: twelve aspects of two services, and their summary in seven features."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from accounts.organization.decisions import Judge
from accounts.organization.state import Organization
from lessons.course.comparison import governing, granting
from lessons.course.comparison.trial import Found, NotYet, Sentence, Trial
from lessons.course.lesson import Aspect
from lessons.course.marking import gettext_noop

Proof = Callable[[Trial], Sentence]


class Side(Enum):
    ORGANIZATIONS = "organizations"
    IAM = "iam"


class Feature(Enum):
    """The seven rows of the summary."""

    SCOPE = "scope"
    MAIN_FUNCTION = "main function"
    POLICY_TYPE = "policy type"
    LEVEL_OF_CONTROL = "level of control"
    BILLING = "billing"
    CREATES_ACCOUNTS = "creates accounts"
    CREATES_IDENTITIES = "creates users and roles"


@dataclass(frozen=True, slots=True)
class Cell:
    """``key`` is how it is kept once it is proved; ``text`` is what it says, in one line of English."""

    key: str
    text: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class Row:
    """``lessons`` are numbers, the most telling first."""

    topic: Aspect | Feature
    title: str
    organizations: Cell
    iam: Cell
    lessons: tuple[int, ...]

    @property
    def cells(self) -> tuple[Cell, Cell]:
        return self.organizations, self.iam


def _row(
    topic: Aspect | Feature,
    title: str,
    organizations: tuple[str, Proof],
    iam: tuple[str, Proof],
    *lessons: int,
) -> Row:
    table = "aspect" if isinstance(topic, Aspect) else "summary"
    place = f"{table}/{topic.value.replace(' ', '-')}"
    return Row(
        topic,
        title,
        Cell(f"{place}/{Side.ORGANIZATIONS.value}", *organizations),
        Cell(f"{place}/{Side.IAM.value}", *iam),
        lessons,
    )


COMPARISON: Final = (
    _row(
        Aspect.PURPOSE,
        gettext_noop("Purpose"),
        (gettext_noop("Groups and governs many accounts"), governing.governs_many),
        (gettext_noop("Decides requests in one account"), granting.stays_in_its_account),
        1,
    ),
    _row(
        Aspect.SCOPE,
        gettext_noop("Scope"),
        (gettext_noop("The whole organization"), governing.reaches_everybody),
        (gettext_noop("One account"), granting.stays_in_its_account),
        2,
    ),
    _row(
        Aspect.MANAGEMENT_LEVEL,
        gettext_noop("Management level"),
        (gettext_noop("Root, OUs, accounts"), governing.hangs_on_places),
        (gettext_noop("Users, groups, roles"), granting.hangs_on_identities),
        2,
    ),
    _row(
        Aspect.POLICIES_USED,
        gettext_noop("Policies used"),
        (gettext_noop("SCPs and RCPs: the outer limit"), governing.grants_nothing),
        (gettext_noop("Inline, managed, resource-based: the grants"), granting.grants),
        4,
        5,
        9,
        10,
    ),
    _row(
        Aspect.USE_CASE,
        gettext_noop("Example use case"),
        (gettext_noop("Nobody in Dev uses EC2"), governing.closes_ec2),
        (gettext_noop("John may start EC2 instances"), granting.lets_somebody_start),
        6,
        4,
    ),
    _row(
        Aspect.CONTROL,
        gettext_noop("Type of control"),
        (gettext_noop("Sets a maximum, grants nothing"), governing.grants_nothing),
        (gettext_noop("Grants, within that maximum"), granting.stays_within_the_limit),
        2,
        5,
    ),
    _row(
        Aspect.HIERARCHY,
        gettext_noop("Hierarchy"),
        (gettext_noop("Management account → OUs → accounts"), governing.has_levels),
        (gettext_noop("Account → users, groups, roles"), granting.groups_its_users),
        3,
        7,
    ),
    _row(
        Aspect.INTEGRATION,
        gettext_noop("Integration"),
        (gettext_noop("Limits whatever IAM grants"), governing.limits_grants),
        (gettext_noop("Counts only if every level allows"), granting.needs_every_level),
        6,
        5,
        10,
    ),
    _row(
        Aspect.BILLING,
        gettext_noop("Billing"),
        (gettext_noop("One bill for all accounts"), governing.pays_one_bill),
        (gettext_noop("None; decides only who may see it"), granting.knows_no_bill),
        13,
    ),
    _row(
        Aspect.AUTOMATION,
        gettext_noop("Automation"),
        (gettext_noop("Create, invite, remove accounts"), governing.makes_accounts),
        (gettext_noop("Create users, roles, keys"), granting.makes_identities),
        14,
    ),
    _row(
        Aspect.GOVERNANCE,
        gettext_noop("Governance focus"),
        (gettext_noop("Rules no member account can lift"), governing.cannot_be_lifted),
        (gettext_noop("Least privilege for each identity"), granting.grants_one_thing),
        8,
        9,
        15,
    ),
    _row(
        Aspect.ANALOGY,
        gettext_noop("Analogy"),
        (gettext_noop("Headquarters sets the limits"), governing.binds_branches),
        (gettext_noop("Each branch hires its own staff"), granting.hires_in_each_branch),
        1,
    ),
)

SUMMARY: Final = (
    _row(
        Feature.SCOPE,
        gettext_noop("Scope"),
        (gettext_noop("organization"), governing.reaches_everybody),
        (gettext_noop("account"), granting.stays_in_its_account),
        2,
    ),
    _row(
        Feature.MAIN_FUNCTION,
        gettext_noop("Main function"),
        (gettext_noop("govern accounts"), governing.governs_many),
        (gettext_noop("decide requests"), granting.grants_one_thing),
        1,
        2,
    ),
    _row(
        Feature.POLICY_TYPE,
        gettext_noop("Policy type"),
        (gettext_noop("SCP, RCP: limit"), governing.grants_nothing),
        (gettext_noop("identity, resource: grant"), granting.grants),
        5,
        10,
    ),
    _row(
        Feature.LEVEL_OF_CONTROL,
        gettext_noop("Level of control"),
        (gettext_noop("root, OU, account"), governing.hangs_on_places),
        (gettext_noop("user, group, role"), granting.hangs_on_identities),
        3,
        2,
    ),
    _row(
        Feature.BILLING,
        gettext_noop("Billing"),
        (gettext_noop("consolidated"), governing.pays_one_bill),
        (gettext_noop("none"), granting.knows_no_bill),
        13,
    ),
    _row(
        Feature.CREATES_ACCOUNTS,
        gettext_noop("Creates accounts?"),
        (gettext_noop("yes"), governing.creates_accounts),
        (gettext_noop("no"), granting.makes_no_accounts),
        14,
    ),
    _row(
        Feature.CREATES_IDENTITIES,
        gettext_noop("Creates users and roles?"),
        (gettext_noop("no"), governing.creates_no_users),
        (gettext_noop("yes"), granting.makes_identities),
        2,
        14,
    ),
)

CELLS: Final[Mapping[str, Cell]] = {cell.key: cell for row in (*COMPARISON, *SUMMARY) for cell in row.cells}


def cell_of(key: str) -> Cell:
    """``KeyError`` for no cell."""
    return CELLS[key]


def prove(cell: Cell, organization: Organization, judge: Judge, time: datetime) -> Found:
    """Whether this organization shows what the cell says. Nothing is changed: what is tried, is tried in a
    copy. ``time`` is when the operations happen."""
    trial = Trial(organization, judge, time)
    try:
        says = cell.proof(trial)
    except NotYet as reason:
        return Found(False, reason.says, tuple(trial.evidence))
    return Found(True, says, tuple(trial.evidence))
