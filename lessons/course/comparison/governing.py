"""The proofs on the side of Organizations. Each takes a ``Trial``, returns what it has shown, and raises
``NotYet`` where the organization does not show it.

Sources: Organizations User Guide, "What is AWS Organizations?", "SCP evaluation", "Consolidated billing";
Organizations API Reference.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from accounts.organization.arns import role_arn
from accounts.organization.billing import bill, teaching_prices
from accounts.organization.decisions import principals_of
from accounts.organization.state import Account
from lessons.course.comparison.trial import NotYet, Sentence, Trial, free_name
from lessons.course.comparison.witnesses import (
    MOST_ACCOUNTS,
    management,
    members,
    new_scp,
    new_user,
    stopped_grant,
    telling,
)
from lessons.course.marking import gettext_noop
from policies.engine.decision import Decision, GateKind
from policies.engine.request import Exemption

ADMINISTRATOR_ACCESS: Final = "arn:aws:iam::aws:policy/AdministratorAccess"
CREATE_USER: Final = "iam:CreateUser"


def governs_many(trial: Trial) -> Sentence:
    """One attached SCP decides the same request in several accounts."""
    by_rule: dict[tuple[str, str, str], list[Account]] = defaultdict(list)
    for account in members(trial)[:MOST_ACCOUNTS]:
        ceiling = trial.judge.ceiling(trial.now, account.id)
        action = telling(trial, ceiling.explicitly_denied)
        if action is None:
            continue
        for rule, actions in ceiling.by_rule:
            if rule.decision is Decision.EXPLICITLY_DENIED and (named := telling(trial, actions)):
                by_rule[rule.target_name, rule.policy_name or "", named].append(account)
    (place, policy, action), bound = max(
        by_rule.items(), key=lambda each: len(each[1]), default=(("", "", ""), [])
    )
    if len(bound) < 2:
        raise NotYet(
            gettext_noop("No SCP of yours denies anything to two accounts at once. Attach one to a unit.")
        )
    for account in bound[:2]:
        trial.ask(account.id, principals_of(account)[0], action)
    return Sentence.of(
        gettext_noop("`%(policy)s`, attached once at %(place)s, decides for %(count)s accounts."),
        policy=policy,
        place=place,
        count=len(bound),
    )


def reaches_everybody(trial: Trial) -> Sentence:
    """An SCP at the root reaches every member account."""
    bound = members(trial)
    trial.do(
        "organizations.attach_policy",
        policy_id=new_scp(trial, "Deny", CREATE_USER),
        target_id=trial.now.root.id,
    )
    for account in (bound[0], bound[-1])[: len(bound)]:
        trial.ask(account.id, principals_of(account)[0], CREATE_USER)
    bit = 1 << trial.judge.universe.index(CREATE_USER)
    if not all(trial.judge.ceiling(trial.now, each.id).explicitly_denied & bit for each in bound):
        raise NotYet(gettext_noop("An SCP at the root does not reach all of your accounts."))
    return Sentence.of(
        gettext_noop(
            "Attached once at the root, a Deny of `%(action)s` holds in all %(count)s member accounts."
        ),
        action=CREATE_USER,
        count=len(bound),
    )


def hangs_on_places(trial: Trial) -> Sentence:
    """Policies of Organizations hang on the root, units and accounts, and on nothing else."""
    account = members(trial)[0]
    unit = next(iter(trial.now.units.values()), None)
    if unit is None:
        raise NotYet(gettext_noop("Your organization has no organizational unit. Create one first."))
    policy_id = new_scp(trial, "Deny", CREATE_USER)
    for target in (trial.now.root.id, unit.id, account.id):
        trial.do("organizations.attach_policy", policy_id=policy_id, target_id=target)
    role = role_arn(account.id, "/", "Admin")
    code = trial.is_refused("organizations.attach_policy", policy_id=policy_id, target_id=role)
    if not code:
        raise NotYet(gettext_noop("A policy of Organizations was attached to a role."))
    return Sentence.of(
        gettext_noop(
            "The same SCP was attached to the root, to %(unit)s and to %(account)s. A role is no target: AWS "
            "answers `%(code)s`."
        ),
        unit=unit.name,
        account=account.name,
        code=code,
    )


def grants_nothing(trial: Trial) -> Sentence:
    """What an SCP allows, nobody may do who is not granted it by IAM."""
    for account in members(trial)[:MOST_ACCOUNTS]:
        action = telling(trial, trial.judge.ceiling(trial.now, account.id).allowed)
        if action is not None:
            break
    else:
        raise NotYet(gettext_noop("No member account of yours lets any request pass."))
    policy_id = new_scp(trial, "Allow", action)
    trial.do("organizations.attach_policy", policy_id=policy_id, target_id=account.id)
    name = new_user(trial, account.id)
    asked = trial.ask(account.id, f"user/{name}", action)
    if asked.decision is not Decision.IMPLICITLY_DENIED or asked.rule.gate is not GateKind.IDENTITY:
        raise NotYet(gettext_noop("Here a user without any policy is not stopped by that."))
    return Sentence.of(
        gettext_noop(
            "Every SCP down to %(account)s lets `%(action)s` pass, the new one names it, and still a user "
            "without a policy may not: nothing in IAM grants it."
        ),
        account=account.name,
        action=action,
    )


def closes_ec2(trial: Trial) -> Sentence:
    """In some unit nobody can use EC2, and it is an SCP of that unit that says so."""
    universe = trial.judge.universe
    ec2 = universe.service_mask("ec2")
    accounts_in: dict[str, list[Account]] = defaultdict(list)
    for account in members(trial):
        for target in trial.now.path(account.id):
            accounts_in[target].append(account)
    for unit in trial.now.units.values():
        inside = accounts_in[unit.id]
        above = trial.now.parent_of(unit.id) or trial.now.root.id
        is_closed = not trial.judge.passing(trial.now, unit.id) & ec2
        if inside and is_closed and trial.judge.passing(trial.now, above) & ec2:
            trial.ask(inside[0].id, principals_of(inside[0])[0], "ec2:RunInstances")
            return Sentence.of(
                gettext_noop(
                    "Not one of the %(actions)s actions of EC2 gets past %(unit)s: nobody in its accounts, "
                    "%(accounts)s, can use it."
                ),
                actions=ec2.bit_count(),
                unit=unit.name,
                accounts=", ".join(each.name for each in inside[:6]),
            )
    raise NotYet(gettext_noop("No unit of yours is closed to EC2. Attach `DenyEC2` to one, then ask again."))


def has_levels(trial: Trial) -> Sentence:
    """The path to an account has a level for each unit; the management account hears none of them."""
    deepest = max(members(trial), key=lambda each: len(trial.now.path(each.id)))
    path = [trial.now.name_of(target) for target in trial.now.path(deepest.id)]
    if len(path) < 3:
        raise NotYet(gettext_noop("No account of yours is in an organizational unit. Move one into a unit."))
    action = telling(trial, trial.judge.universe.all) or CREATE_USER
    who = principals_of(deepest)[0]
    trial.ask(deepest.id, who, action)
    levels = [
        gate.name
        for gate in trial.evaluate(deepest.id, who, action).gates
        if gate.kind is GateKind.SERVICE_CONTROL
    ]
    if levels != path:
        raise NotYet(
            gettext_noop("SCPs are not enabled here, so no level is asked. Enable them at the root.")
        )
    head = management(trial)
    boss = principals_of(head)[0]
    trial.ask(head.id, boss, action)
    exempt = [gate.exemption for gate in trial.evaluate(head.id, boss, action).gates]
    if Exemption.MANAGEMENT_ACCOUNT not in exempt:
        raise NotYet(gettext_noop("The management account is asked like any other here."))
    return Sentence.of(
        gettext_noop(
            "A request in %(account)s hears %(count)s levels: %(path)s. %(management)s, which manages them "
            "all, hears none."
        ),
        account=deepest.name,
        count=len(path),
        path=" › ".join(path),
        management=head.name,
    )


def limits_grants(trial: Trial) -> Sentence:
    """IAM grants it, an SCP stops it."""
    found = stopped_grant(trial)
    trial.ask(found.account_id, found.who, found.action)
    if found.rule.policy_name is None:
        return Sentence.of(
            gettext_noop("`%(grant)s` grants it, and no SCP at %(place)s lets it pass."),
            grant=found.grant,
            place=found.rule.target_name,
        )
    return Sentence.of(
        gettext_noop("`%(grant)s` grants it, `%(policy)s` at %(place)s denies it."),
        grant=found.grant,
        policy=found.rule.policy_name,
        place=found.rule.target_name,
    )


def pays_one_bill(trial: Trial) -> Sentence:
    """The management account pays for all accounts."""
    found = bill(trial.now, teaching_prices(), trial.time.date())
    if len(found.accounts) < 2:
        raise NotYet(gettext_noop("Your organization has one account only, which pays for itself."))
    if found.payer != trial.now.management_account_id:
        raise NotYet(gettext_noop("Somebody else than the management account pays here."))
    return Sentence.of(
        gettext_noop(
            "%(payer)s gets one bill for %(count)s accounts: $%(total)s for the month, at the teaching "
            "prices."
        ),
        payer=trial.now.name_of(found.payer),
        count=len(found.accounts),
        total=f"{found.total:,.2f}",
    )


def makes_accounts(trial: Trial) -> Sentence:
    """Accounts come and go by calls of the API."""
    name = creates_account(trial)
    number = next(each for each in range(900000000001, 900000000999) if not _is_known(trial, f"{each}"))
    trial.do("organizations.invite_account_to_organization", target={"Id": f"{number}", "Type": "ACCOUNT"})
    leaving = next(
        (
            each
            for each in members(trial)[:MOST_ACCOUNTS]
            if trial.would_do("organizations.remove_account_from_organization", account_id=each.id)
        ),
        None,
    )
    if leaving is None:
        raise NotYet(
            gettext_noop(
                "An account was created and one invited, but none of yours can be removed: each lacks a "
                "payment method of its own, is too new, or is a delegated administrator."
            )
        )
    trial.do("organizations.remove_account_from_organization", account_id=leaving.id)
    return Sentence.of(
        gettext_noop("%(made)s was created, an account was invited, and %(left)s was removed: three calls."),
        made=name,
        left=leaving.name,
    )


def _is_known(trial: Trial, account_id: str) -> bool:
    invited = {each.recipient.id for each in trial.now.handshakes.values()}
    return account_id in trial.now.accounts or account_id in trial.now.outsiders or account_id in invited


def creates_account(trial: Trial) -> str:
    """The name of the account that was created."""
    taken = {account.name for account in trial.now.accounts.values()}
    name = free_name(taken, "new-account")
    response = trial.do(
        "organizations.create_account", account_name=name, email=f"{name}@{trial.now.id}.example"
    )
    state = response["CreateAccountStatus"]["State"]
    if state == "FAILED" or len(trial.now.accounts) == len(trial.start.accounts):
        raise NotYet(
            gettext_noop("AWS creates no more accounts here: %(reason)s."),
            reason=response["CreateAccountStatus"].get("FailureReason", state),
        )
    return name


def creates_accounts(trial: Trial) -> Sentence:
    name = creates_account(trial)
    return Sentence.of(
        gettext_noop(
            "%(management)s called CreateAccount, and %(name)s was there: %(before)s accounts, then "
            "%(after)s."
        ),
        management=management(trial).name,
        name=name,
        before=len(trial.start.accounts),
        after=len(trial.now.accounts),
    )


def creates_no_users(trial: Trial) -> Sentence:
    """Organizations has no action that makes a user, a group or a role."""
    universe = trial.judge.universe
    actions = tuple(universe.names(universe.service_mask("organizations")))
    made = [name.partition(":")[2].removeprefix("Create") for name in actions if ":Create" in name]
    if any(each.endswith(("User", "Role", "Group")) for each in made):
        raise NotYet(gettext_noop("The catalogue has an action of Organizations that makes identities."))
    return Sentence.of(
        gettext_noop(
            "Of the %(count)s actions of Organizations, those that create make %(made)s. No user, no role; "
            "only a new account comes with one role, through which the management account gets in."
        ),
        count=len(actions),
        made=", ".join(made),
    )


def cannot_be_lifted(trial: Trial) -> Sentence:
    """Whatever is granted in the account, the SCP above it stays."""
    found = stopped_grant(trial)
    name = new_user(trial, found.account_id)
    trial.do(
        "iam.attach_user_policy",
        account_id=found.account_id,
        user_name=name,
        policy_arn=ADMINISTRATOR_ACCESS,
    )
    asked = trial.ask(found.account_id, f"user/{name}", found.action)
    if asked.rule.gate is not GateKind.SERVICE_CONTROL:
        raise NotYet(gettext_noop("A new administrator of that account is not stopped by an SCP."))
    return Sentence.of(
        gettext_noop("A new user of %(account)s with `AdministratorAccess` is stopped at %(place)s, too."),
        account=asked.account,
        place=asked.rule.target_name,
    )


def binds_branches(trial: Trial) -> Sentence:
    """Headquarters limits its branches, and is not bound itself."""
    found = stopped_grant(trial)
    head = management(trial)
    boss = next(
        (
            who
            for who in principals_of(head)
            if trial.evaluate(head.id, who, found.action).decision is Decision.ALLOWED
        ),
        None,
    )
    if boss is None:
        raise NotYet(
            gettext_noop("Nobody in your management account is granted what an SCP stops elsewhere.")
        )
    trial.ask(found.account_id, found.who, found.action)
    trial.ask(head.id, boss, found.action)
    return Sentence.of(
        gettext_noop(
            "The branch %(account)s is held to the limit of %(place)s. Headquarters, %(management)s, is "
            "not: SCPs never bind it."
        ),
        account=trial.now.name_of(found.account_id),
        place=found.rule.target_name,
        management=head.name,
    )
