"""What orgsim does not simulate, as the code itself has it: nobody keeps this list by hand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.organization.operations import OPERATIONS
from accounts.organization.operations.iam.service_linked_roles import SERVICES
from accounts.organization.operations.resource_kinds import KINDS, REGIONS
from accounts.organization.state import PolicyType
from accounts.page.numbers import grouped
from accounts.page.policy_types import WORDS
from policies.catalogue import AccessLevel, KnownBy, catalogue, global_condition_keys, managed_policies

CHANGES = frozenset({AccessLevel.WRITE, AccessLevel.PERMISSIONS_MANAGEMENT, AccessLevel.TAGGING})


@dataclass(frozen=True, slots=True)
class Names:
    """A list to unfold: ``title`` says what its names are."""

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """``instead`` says what happens where it matters. Names of AWS stand between backticks."""

    title: str
    instead: str
    lists: tuple[Names, ...] = ()


@cache
def limits() -> tuple[Limit, ...]:
    """The largest first, as far as a learner would miss them."""
    return _limits(get_language())


@cache
def _limits(language: str | None) -> tuple[Limit, ...]:
    """In the language that is spoken now, which is ``language``."""
    return (
        _operations(),
        _resources(),
        _condition_keys(),
        Limit(
            _("Policies of VPC endpoints, in the sandbox"),
            _(
                "A question there goes over the internet. The policy checker reads such policies, and "
                "`manage.py simulate` decides with them."
            ),
        ),
        Limit(
            _("Sessions from identity providers and services"),
            _(
                "Nobody can be looked at as a federated user, a user of IAM Identity Center, a web identity "
                "or SAML session, or a role that a service assumed. Their trust policies are judged all the "
                "same."
            ),
        ),
        _management_policies(),
        _managed_policies(),
        Limit(
            _("Other Regions and partitions"),
            _(
                "Everything is in the partition `aws`. Resources can be in %(count)s Regions; a question and "
                "a policy may name any."
            )
            % {"count": len(REGIONS)},
            (Names(_("Regions with resources"), REGIONS),),
        ),
        Limit(
            _("Service-linked roles of other services"),
            _("Those of %(count)s services can be made.") % {"count": len(SERVICES)},
            (Names(_("Services"), tuple(SERVICES)),),
        ),
        Limit(
            _("Access points, bucket owners' ACLs and grants"),
            _("Only policies give access. ACLs of S3, grants of KMS and sharing by AWS RAM give none here."),
        ),
    )


def _operations() -> Limit:
    done: dict[str, set[str]] = defaultdict(set)
    for operation in OPERATIONS.values():
        done[operation.service].add(operation.name.lower())
    every, carried_out, left = 0, 0, []
    for service in sorted(done.keys() & catalogue().services.keys()):
        changes = [each for each in catalogue().by_service[service] if each.access_level in CHANGES]
        missing = [each.identifier for each in changes if each.name.lower() not in done[service]]
        every += len(changes)
        carried_out += len(changes) - len(missing)
        if missing:
            numbers = {"service": service, "missing": len(missing), "all": len(changes)}
            left.append(Names(_("%(service)s: %(missing)s of %(all)s left out") % numbers, tuple(missing)))
    others = len(catalogue().services) - len(done.keys() & catalogue().services.keys())
    words = _(
        "All %(actions)s actions are decided. %(done)s of the %(every)s operations that change something in "
        "%(services)s services can be carried out; those of %(others)s other services cannot. Nothing that "
        "an operation would cost, start or send happens."
    )
    numbers = {
        "actions": grouped(len(catalogue().actions)),
        "done": carried_out,
        "every": grouped(every),
        "services": len(done) - 1,
        "others": others,
    }
    return Limit(
        _("Most operations are decided, not carried out"),
        words % numbers,
        tuple(left),
    )


def _resources() -> Limit:
    return Limit(
        _("Other kinds of resources"),
        _(
            "An account can have %(count)s kinds of resources. A question may name any ARN; a resource that "
            "is not here has no policy and no tags."
        )
        % {"count": len(KINDS)},
        (Names(_("Kinds of resources"), tuple(kind.type.value for kind in KINDS.values())),),
    )


def _condition_keys() -> Limit:
    keys = global_condition_keys().values()
    left_open = tuple(key.name for key in keys if key.known_by is KnownBy.SERVICE)
    others = sum(len(service.condition_keys) for service in catalogue().services.values())
    return Limit(
        _("Condition keys that only the service knows"),
        _(
            "%(global)s global keys, and the %(others)s keys of the services, say what is known only when a "
            "request is made. A decision that turns on one of them depends, unless the key cannot be there."
        )
        % {"global": len(left_open), "others": grouped(others)},
        (Names(_("Global keys"), left_open),),
    )


def _management_policies() -> Limit:
    stored = tuple(_(WORDS[each].plural) for each in PolicyType if each.kind is None)
    return Limit(
        _("What management policies set up"),
        _(
            "They are attached, inherited and merged as AWS does it, and tag policies refuse tags. The "
            "services themselves do nothing: no backup is made, no finding appears."
        ),
        (Names(_("Management policies"), stored),),
    )


def _managed_policies() -> Limit:
    return Limit(
        _("AWS managed policies that are not here"),
        _("%(count)s of them can be attached. An import leaves out the others, and says so.")
        % {"count": len(managed_policies())},
    )
