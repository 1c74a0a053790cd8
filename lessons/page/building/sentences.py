"""What a proposed clause asks for, in words: beside its tick, and for the learner once it is ticked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lessons.course.building.proposing import Proposal
from lessons.course.placeholders import renamed

MOST_NAMED: Final = 3

SENTENCES: Final[Mapping[str, str]] = {
    "can": gettext_noop("%(who)s can `%(action)s`"),
    "cannot": gettext_noop("%(who)s cannot `%(action)s`"),
    "still_can": gettext_noop("%(who)s still can `%(action)s`"),
    "still_cannot": gettext_noop("%(who)s still cannot `%(action)s`"),
    "moved": gettext_noop("%(account)s is in %(to)s"),
    "unit_made": gettext_noop("%(in)s has a unit %(unit)s"),
    "unit_deleted": gettext_noop("%(in)s has no unit %(unit)s any more"),
    "attached": gettext_noop("%(policy)s is attached to %(to)s"),
    "detached": gettext_noop("%(policy)s is not attached to %(from)s"),
    "members_more": gettext_noop("%(name)s is a member of the organization"),
    "members_less": gettext_noop("%(name)s is no member of the organization"),
    "invited_more": gettext_noop("%(name)s is invited"),
    "invited_less": gettext_noop("%(name)s has no open invitation"),
    "policy_types_more": gettext_noop("policies of the type %(name)s are enabled"),
    "policy_types_less": gettext_noop("policies of the type %(name)s are disabled"),
    "trusted_services_more": gettext_noop("%(name)s has trusted access"),
    "trusted_services_less": gettext_noop("%(name)s has no trusted access"),
    "feature_set": gettext_noop("the features of the organization are %(name)s"),
    "delegated": gettext_noop("%(account)s administers %(service)s"),
    "users_more": gettext_noop("%(account)s has a user %(name)s"),
    "users_less": gettext_noop("%(account)s has no user %(name)s"),
    "groups_more": gettext_noop("%(account)s has a group %(name)s"),
    "groups_less": gettext_noop("%(account)s has no group %(name)s"),
    "roles_more": gettext_noop("%(account)s has a role %(name)s"),
    "roles_less": gettext_noop("%(account)s has no role %(name)s"),
    "resources_more": gettext_noop("%(account)s has %(name)s"),
    "resources_less": gettext_noop("%(account)s does not have %(name)s"),
    "tagged": gettext_noop("%(node)s has the tag %(tag)s"),
    "untagged": gettext_noop("%(node)s has no tag %(tag)s"),
    "not_under": gettext_noop("%(account)s is not in %(unit)s"),
    "same_others": gettext_noop("every other account decides as before"),
    "same_rest": gettext_noop("everything else is decided as before"),
}
UNCHANGED: Final[Mapping[str, str]] = {
    "accounts": gettext_noop("the accounts are as at the start"),
    "tree": gettext_noop("the tree is as at the start"),
    "policies": gettext_noop("no policy is edited"),
    "attachments": gettext_noop("everything stays attached where it was"),
    "identities": gettext_noop("users, groups and roles are as at the start"),
    "resources": gettext_noop("the resources are as at the start"),
}


def sentence_of(proposal: Proposal) -> str:
    """Markdown for a line. Names are in braces, so that they may be others in a variant."""
    if proposal.says == "unchanged":
        return _(UNCHANGED[proposal.parameters["part"]])
    return _(SENTENCES[proposal.says]) % _written(proposal)


def plain(text: str) -> str:
    """Without the braces."""
    return str(renamed(text, {}))


def _written(proposal: Proposal) -> Mapping[str, Any]:
    said = dict(proposal.parameters)
    if "who" in said:
        said["who"] = who_words(said["who"])
    if proposal.says == "not_under":
        said = {name: f"{{{{{value}}}}}" for name, value in said.items()}
    return said


def who_words(names: tuple[str, ...] | list[str]) -> str:
    named = ", ".join(names[:MOST_NAMED])
    left = len(names) - MOST_NAMED
    return _("%(named)s and %(count)s more") % {"named": named, "count": left} if left > 0 else named
