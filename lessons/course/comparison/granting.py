"""The proofs on the side of IAM. Each takes a ``Trial``, returns what it has shown, and raises ``NotYet``
where the organization does not show it.

Sources: IAM User Guide, "Policies and permissions", "Policy evaluation logic", "IAM identities".
"""

from __future__ import annotations

import json
from typing import Final

from accounts.organization.billing import bill, teaching_prices
from accounts.organization.state import AccountId
from lessons.course.comparison.trial import NotYet, Sentence, Trial, free_name
from lessons.course.comparison.witnesses import (
    MOST_ACCOUNTS,
    arn_of,
    granting_policy,
    home,
    management,
    members,
    new_user,
    policy_text,
    requests_passing,
)
from lessons.course.marking import gettext_noop
from policies.engine.decision import Decision, GateKind

READ_ONLY_ACCESS: Final = "arn:aws:iam::aws:policy/ReadOnlyAccess"
START: Final = "ec2:StartInstances"
TERMINATE: Final = "ec2:TerminateInstances"
SEE_THE_BILL: Final = "ce:GetCostAndUsage"
READ_OBJECT: Final = "s3:GetObject"


def _expect_allowed(
    trial: Trial, account_id: AccountId, name: str, action: str, on: str | None = None
) -> None:
    asked = trial.ask(account_id, f"user/{name}", action, on)
    if asked.decision is not Decision.ALLOWED:
        raise NotYet(gettext_noop("The grant has no effect here: %(code)s."), code=asked.rule.code)


def _grant(trial: Trial, account_id: AccountId, name: str, action: str) -> None:
    """By an inline policy."""
    trial.do(
        "iam.put_user_policy",
        account_id=account_id,
        user_name=name,
        policy_name=f"Allow{action.partition(':')[2]}",
        policy_document=policy_text("Allow", action),
    )


def stays_in_its_account(trial: Trial) -> Sentence:
    """A grant in one account changes nothing in the others."""
    account, action = home(trial)
    name = new_user(trial, account.id)
    _grant(trial, account.id, name, action)
    _expect_allowed(trial, account.id, name, action)
    others = [each for each in trial.now.accounts.values() if each.id != account.id]
    touched = {each.account_id for each in trial.judge.impact(trial.start, trial.now).accounts} - {account.id}
    if touched or not others:
        raise NotYet(gettext_noop("Your organization has no other account that could stay as it was."))
    return Sentence.of(
        gettext_noop(
            "The new user %(name)s and the new policy are in %(account)s and decide there. In the other "
            "%(count)s accounts nothing has changed."
        ),
        name=name,
        account=account.name,
        count=len(others),
    )


def hangs_on_identities(trial: Trial) -> Sentence:
    """Managed policies are attached to users, groups and roles."""
    account, _ = home(trial)
    name = new_user(trial, account.id)
    group, role = free_name(account.groups, "builders"), free_name(account.roles, "Builder")
    trial.do("iam.create_group", account_id=account.id, group_name=group)
    trial.do(
        "iam.create_role",
        account_id=account.id,
        role_name=role,
        assume_role_policy_document=_trust(account.id),
    )
    for kind, of in (("user", name), ("group", group), ("role", role)):
        trial.do(
            f"iam.attach_{kind}_policy",
            account_id=account.id,
            policy_arn=READ_ONLY_ACCESS,
            **{f"{kind}_name": of},
        )
    return Sentence.of(
        gettext_noop("In %(account)s one managed policy was attached to a user, to a group and to a role."),
        account=account.name,
    )


def _trust(account_id: AccountId) -> str:
    principal = {"AWS": f"arn:aws:iam::{account_id}:root"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def grants(trial: Trial) -> Sentence:
    """An inline policy, a managed policy and the policy of a resource each grant."""
    account, action = home(trial)
    before = new_user(trial, account.id)
    if trial.ask(account.id, f"user/{before}", action).rule.gate is not GateKind.IDENTITY:
        raise NotYet(gettext_noop("A user without any policy is not stopped by IAM here."))
    _grant(trial, account.id, before, action)
    _expect_allowed(trial, account.id, before, action)
    managed = new_user(trial, account.id)
    listing = "s3:ListAllMyBuckets"
    trial.do("iam.attach_user_policy", account_id=account.id, user_name=managed, policy_arn=READ_ONLY_ACCESS)
    _expect_allowed(trial, account.id, managed, listing)
    reader = new_user(trial, account.id)
    bucket = f"proof-{account.id}"
    trial.do("s3.create_bucket", account_id=account.id, bucket=bucket)
    on = f"arn:aws:s3:::{bucket}/*"
    document = policy_text(
        "Allow", READ_OBJECT, Resource=on, Principal={"AWS": arn_of(trial, account.id, reader)}
    )
    trial.do("s3.put_bucket_policy", account_id=account.id, bucket=bucket, policy=document)
    _expect_allowed(trial, account.id, reader, READ_OBJECT, f"arn:aws:s3:::{bucket}/report")
    return Sentence.of(
        gettext_noop(
            "Three users without policies in %(account)s were refused. An inline policy, a managed policy "
            "and a bucket policy have each granted one of them what it names."
        ),
        account=account.name,
    )


def lets_somebody_start(trial: Trial) -> Sentence:
    """Somebody may start EC2 instances and not terminate them."""
    for account in members(trial)[:MOST_ACCOUNTS]:
        for name in account.users:
            who = f"user/{name}"
            grant = granting_policy(trial.evaluate(account.id, who, START))
            if not grant or granting_policy(trial.evaluate(account.id, who, TERMINATE)):
                continue
            asked = trial.ask(account.id, who, START)
            trial.ask(account.id, who, TERMINATE)
            if asked.decision is Decision.ALLOWED:
                return Sentence.of(
                    gettext_noop("`%(grant)s` lets %(name)s start instances, and not terminate them."),
                    grant=grant,
                    name=name,
                )
            return Sentence.of(
                gettext_noop(
                    "`%(grant)s` grants %(name)s to start instances, and not to terminate them. That "
                    "%(place)s stops both is the other half of the table."
                ),
                grant=grant,
                name=name,
                place=asked.rule.target_name,
            )
    raise NotYet(
        gettext_noop(
            "No user of yours is granted to start EC2 instances and nothing more dangerous. Give one an "
            "inline policy that allows `ec2:StartInstances`."
        )
    )


def needs_every_level(trial: Trial) -> Sentence:
    """What is granted counts where every level lets it pass."""
    for account, who, action, grant, levels in requests_passing(trial):
        trial.ask(account.id, who, action)
        return Sentence.of(
            gettext_noop("All %(count)s levels down to %(account)s let it pass, and `%(grant)s` grants it."),
            count=levels,
            account=account.name,
            grant=grant,
        )
    raise NotYet(gettext_noop("Nobody in your member accounts may do anything."))


def stays_within_the_limit(trial: Trial) -> Sentence:
    """Who is granted everything may do what the SCPs let pass."""
    universe = trial.judge.universe
    for account, who, action, _, _ in requests_passing(trial):
        allowed = trial.judge.permissions(trial.now, account.id, who).allowed
        passing = trial.judge.passing(trial.now, account.id)
        if passing != universe.all and not allowed & ~passing:
            trial.ask(account.id, who, action)
            beyond = universe.first(universe.all & ~passing)
            trial.ask(account.id, who, beyond)
            return Sentence.of(
                gettext_noop(
                    "%(account)s/%(who)s may do %(allowed)s actions, all of them among the %(passing)s that "
                    "the SCPs let pass."
                ),
                account=account.name,
                who=who,
                allowed=allowed.bit_count(),
                passing=passing.bit_count(),
            )
    raise NotYet(gettext_noop("No SCP of yours limits anybody who may do something. Attach one to a unit."))


def groups_its_users(trial: Trial) -> Sentence:
    """A user has what the group has."""
    account, action = home(trial)
    name, group = new_user(trial, account.id), free_name(account.groups, "builders")
    trial.do("iam.create_group", account_id=account.id, group_name=group)
    trial.do(
        "iam.put_group_policy",
        account_id=account.id,
        group_name=group,
        policy_name="Build",
        policy_document=policy_text("Allow", action),
    )
    trial.do("iam.add_user_to_group", account_id=account.id, group_name=group, user_name=name)
    _expect_allowed(trial, account.id, name, action)
    return Sentence.of(
        gettext_noop(
            "In %(account)s a policy hangs on the group %(group)s, and %(name)s in it may do what it allows."
        ),
        account=account.name,
        group=group,
        name=name,
    )


def knows_no_bill(trial: Trial) -> Sentence:
    """Identities cost nothing; whether they see the bill is a permission."""
    head = management(trial)
    if not head.state.is_usable:
        raise NotYet(gettext_noop("Nobody can use your management account."))
    month = trial.time.date()
    before = bill(trial.now, teaching_prices(), month).total
    name = new_user(trial, head.id)
    refused = trial.ask(head.id, f"user/{name}", SEE_THE_BILL)
    _grant(trial, head.id, name, SEE_THE_BILL)
    _expect_allowed(trial, head.id, name, SEE_THE_BILL)
    after = bill(trial.now, teaching_prices(), month).total
    if before != after or refused.rule.gate is not GateKind.IDENTITY:
        raise NotYet(gettext_noop("Here a user changes the bill."))
    return Sentence.of(
        gettext_noop(
            "A user and a policy more: the bill is what it was. Whether %(name)s sees it is a permission "
            "like any other, first refused, then granted."
        ),
        name=name,
    )


def makes_identities(trial: Trial) -> Sentence:
    """Users, roles and access keys come by calls of the API."""
    account, _ = home(trial)
    name, role = new_user(trial, account.id), free_name(account.roles, "Builder")
    trial.do(
        "iam.create_role",
        account_id=account.id,
        role_name=role,
        assume_role_policy_document=_trust(account.id),
    )
    trial.do("iam.create_access_key", account_id=account.id, user_name=name)
    return Sentence.of(
        gettext_noop(
            "The user %(name)s, the role %(role)s and an access key were made in %(account)s: three calls."
        ),
        name=name,
        role=role,
        account=account.name,
    )


def grants_one_thing(trial: Trial) -> Sentence:
    """Least privilege: one identity, one action."""
    account, action = home(trial)
    name = new_user(trial, account.id)
    # Some actions are anybody's, such as asking who one is.
    before = trial.judge.permissions(trial.now, account.id, f"user/{name}").allowed
    _grant(trial, account.id, name, action)
    _expect_allowed(trial, account.id, name, action)
    after = trial.judge.permissions(trial.now, account.id, f"user/{name}").allowed
    if after ^ before != 1 << trial.judge.universe.index(action):
        raise NotYet(gettext_noop("Here one grant gives a user more than that."))
    return Sentence.of(
        gettext_noop("Of %(total)s actions the policy gave the new user %(name)s one more, `%(action)s`."),
        total=len(trial.judge.universe),
        name=name,
        action=action,
    )


def hires_in_each_branch(trial: Trial) -> Sentence:
    """Two accounts may each have a user of the same name; they are two people."""
    branches = [each for each in trial.now.accounts.values() if each.state.is_usable]
    if len(branches) < 2:
        raise NotYet(gettext_noop("Your organization has one account only. Create a branch first."))
    one, other = branches[:2]
    name = free_name({*one.users, *other.users}, "ana")
    for account in (one, other):
        trial.do("iam.create_user", account_id=account.id, user_name=name)
    return Sentence.of(
        gettext_noop(
            "%(one)s and %(other)s have each hired %(name)s: two people, `%(arn)s` and `%(other_arn)s`."
        ),
        one=one.name,
        other=other.name,
        name=name,
        arn=arn_of(trial, one.id, name),
        other_arn=arn_of(trial, other.id, name),
    )


def makes_no_accounts(trial: Trial) -> Sentence:
    """IAM has no action that makes an account."""
    universe = trial.judge.universe
    actions = tuple(universe.names(universe.service_mask("iam")))
    if "iam:CreateAccount" in universe:
        raise NotYet(gettext_noop("The catalogue has an action of IAM that makes accounts."))
    return Sentence.of(
        gettext_noop(
            "None of the %(count)s actions of IAM makes an account. The nearest, `iam:CreateAccountAlias`, "
            "gives one a name."
        ),
        count=len(actions),
    )
