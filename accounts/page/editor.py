"""The policy editor: what the text gets wrong, what it says, and what saving it would do."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from accounts.organization.decisions import Judge
from accounts.organization.errors import AwsError
from accounts.organization.operations import as_cli
from accounts.organization.state import FULL_AWS_ACCESS, Organization, PolicyType, TargetId
from accounts.page import settings_review
from accounts.page.changes import Effect, effect
from accounts.page.muting import MutableStatement, mutable_statements, without
from accounts.page.organization_policies import UNSAVED, OrganizationWriter
from accounts.page.policy_types import WORDS
from accounts.page.subjects import Entry, Subject
from accounts.page.view import View
from policies.catalogue import catalogue
from policies.engine import document as language
from policies.engine.document import PolicyDocument, PolicyKind, Statement
from policies.review import (
    Expansion,
    Finding,
    Review,
    Severity,
    expansions,
    of_actions,
    of_conditions,
    of_resources,
    review,
    sentence,
)

MOST_SENTENCES = 4
MOST_ACCOUNTS = 12
MOST_EXPANSIONS = 6


@dataclass(frozen=True, slots=True)
class DiffLine:
    """``mark`` is ``+``, ``-``, a space, or ``@`` for the place where a stretch begins."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class EditorPage:
    """``effect`` is None where there is none to show; ``effect_note`` then says why. It is that of the text
    without the statements that are muted; ``mutable`` are the statements that can be.

    ``attached_to`` names where an SCP is, or would be; ``diff`` goes from the stored text to this one.
    """

    subject: Subject
    entry: Entry
    review: Review
    findings: tuple[Finding, ...]
    sentences: tuple[str, ...]
    more_sentences: int
    effect: Effect | None
    effect_note: str
    mutable: tuple[MutableStatement, ...]
    expansions: tuple[Expansion, ...]
    diff: tuple[DiffLine, ...]
    attached_to: tuple[str, ...]
    command: str

    @property
    def is_changed(self) -> bool:
        return bool(self.diff) or self.subject.is_new

    @property
    def muted(self) -> tuple[str, ...]:
        return tuple(statement.label for statement in self.mutable if statement.is_muted)

    @property
    def size_share(self) -> float:
        """In per cent, at most 100."""
        return min(100 * self.review.size / self.subject.quota.characters, 100)

    @property
    def more_accounts(self) -> int:
        return max(len(self.effect.accounts) - MOST_ACCOUNTS, 0) if self.effect else 0

    @property
    def shown_accounts(self) -> tuple[object, ...]:
        return self.effect.accounts[:MOST_ACCOUNTS] if self.effect else ()


def editor_page(
    organization: Organization,
    subject: Subject,
    entry: Entry,
    view: View,
    judge: Judge,
    muted: Collection[int] = (),
) -> EditorPage:
    """Nothing is written: ``entry`` is tried on a value that is thrown away. ``muted`` are the indices of
    statements without which it is tried."""
    if subject.kind is None:
        return _settings_page(organization, subject, entry)
    read = review(entry.content, subject.kind, subject.quota, catalogue(), beside=subject.beside)
    trial = _tried(organization, subject, read, entry, view, judge, muted)
    after = trial.after
    targets = _targets(after, subject)
    document = read.document
    remarks: tuple[Finding, ...] = ()
    if document and not subject.fixed:
        remarks = (*_of_type(after, targets, subject), *_at_targets(after, targets, document, subject))
    statements = document.statements if document else ()
    return EditorPage(
        subject=subject,
        entry=entry,
        review=read,
        findings=(*read.findings, *remarks),
        sentences=tuple(
            _sentence(statement, subject, after, targets) for statement in statements[:MOST_SENTENCES]
        ),
        more_sentences=max(len(statements) - MOST_SENTENCES, 0),
        effect=trial.effect,
        effect_note=trial.note,
        mutable=trial.mutable,
        expansions=expansions(document, catalogue())[:MOST_EXPANSIONS] if document else (),
        diff=() if subject.is_new else tuple(diff_lines(subject.stored.content, entry.content)),
        attached_to=tuple(after.name_of(target) for target in targets),
        command=_command(organization, subject, entry),
    )


def _settings_page(organization: Organization, subject: Subject, entry: Entry) -> EditorPage:
    """Of a management policy, which decides no action: what it sets, and what of it is ignored where."""
    assert subject.policy_type is not None
    read = settings_review.review(entry.content, subject.policy_type, subject.quota)
    after, note = organization, _("It sets up services, and decides no action.")
    remarks: tuple[Finding, ...] = ()
    sentences: tuple[str, ...] = ()
    if read.is_refused:
        note = _("AWS would refuse this text, so it would change nothing.")
    elif isinstance(subject.writer, OrganizationWriter):
        sentences = settings_review.sentences(entry.content, subject.policy_type)
        try:
            after = subject.writer.foreseen_settings(organization, entry)
        except AwsError as error:
            note = error.message
    targets = _targets(after, subject)
    if not read.is_refused:
        policy_id = UNSAVED if subject.is_new else subject.arguments[0]
        remarks = (
            *_of_type(after, targets, subject),
            *settings_review.ignored(after, subject.policy_type, policy_id, targets),
        )
        if not targets:
            note += " " + _("It is attached nowhere, and has no effect until it is attached.")
    return EditorPage(
        subject=subject,
        entry=entry,
        review=read,
        findings=(*read.findings, *remarks),
        sentences=sentences[:MOST_SENTENCES],
        more_sentences=max(len(sentences) - MOST_SENTENCES, 0),
        effect=None,
        effect_note=note,
        mutable=(),
        expansions=(),
        diff=() if subject.is_new else tuple(diff_lines(subject.stored.content, entry.content)),
        attached_to=tuple(after.name_of(target) for target in targets),
        command=_command(organization, subject, entry),
    )


@dataclass(frozen=True, slots=True)
class _Trial:
    """The organization as it would be, what that changes, and in its absence why there is nothing."""

    after: Organization
    effect: Effect | None = None
    note: str = ""
    mutable: tuple[MutableStatement, ...] = ()


def _tried(
    organization: Organization,
    subject: Subject,
    read: Review,
    entry: Entry,
    view: View,
    judge: Judge,
    muted: Collection[int],
) -> _Trial:
    writer, document = subject.writer, read.document
    if writer is None or subject.fixed:
        return _Trial(organization)
    if document is None or read.is_refused:
        return _Trial(organization, None, _("AWS would refuse this text, so it would change nothing."))

    def foreseen(document: PolicyDocument) -> Organization:
        return writer.foreseen(organization, document, entry)

    try:
        after = foreseen(document)
    except AwsError as error:
        return _Trial(organization, None, error.message)
    if subject.policy_type and not _targets(after, subject):
        return _Trial(after, None, _("It is attached nowhere, and has no effect until it is attached."))
    if subject.route == "new_managed_policy":
        return _Trial(after, None, _("It is attached to nobody, and has no effect until it is attached."))
    if subject.kind is PolicyKind.RESOURCE:
        note = _("It decides requests that name this resource: choose it as Resource in a question.")
        return _Trial(after, None, note)
    mutable = mutable_statements(document, muted, foreseen, view, judge)
    if mutable:
        document = without(document, muted)
    found = effect(organization, foreseen(document), view, judge)
    if found.principals:
        return _Trial(after, found, mutable=mutable)
    if not subject.is_new and document == _stored(subject):
        return _Trial(after, None, _("The text is as it was saved."), mutable)
    return _Trial(after, None, _("Nobody gains or loses an action by it."), mutable)


def _stored(subject: Subject) -> PolicyDocument | None:
    assert subject.kind is not None
    return review(subject.stored.content, subject.kind, subject.quota, catalogue()).document


def _targets(organization: Organization, subject: Subject) -> tuple[TargetId, ...]:
    """Where a policy of the organization is attached; a new one goes by ``UNSAVED``."""
    if subject.policy_type is None:
        return ()
    policy_id = UNSAVED if subject.is_new else subject.arguments[0]
    return tuple(target for target, ids in organization.attachments.items() if policy_id in ids)


class _Commands:
    """A draft that only writes down what would be typed."""

    def __init__(self, organization: Organization, file: str) -> None:
        self.lines: list[str] = []
        self._organization = organization
        self._file = file

    def apply(self, operation: str, /, **parameters: object) -> Mapping[str, Any]:
        file = {
            name: self._file
            for name in ("content", "policy_document", "policy", "resource_policy", "attribute_value")
            if name in parameters
        }
        self.lines.append(as_cli(operation, parameters | file, self._organization))
        return {"Policy": {"PolicySummary": {"Id": UNSAVED}}}


def _command(organization: Organization, subject: Subject, entry: Entry) -> str:
    """The first command that would save it; the second, if any, attaches what that makes."""
    if subject.writer is None or subject.fixed:
        return ""
    commands = _Commands(organization, f"file://{entry.name or 'policy'}.json")
    subject.writer.save(commands, replace(entry, name=entry.name or "NAME"))
    return commands.lines[0]


def place_of_effect(organization: Organization, subject: Subject, at: TargetId) -> TargetId:
    """Where to look at what it does: ``at`` if it acts there, else where it is attached first."""
    targets = _targets(organization, subject)
    if not targets or set(targets) & set(organization.path(at)):
        return at
    return targets[0]


# In words


def _sentence(
    statement: Statement, subject: Subject, after: Organization, targets: tuple[TargetId, ...]
) -> str:
    if subject.kind in (PolicyKind.RESOURCE_CONTROL, PolicyKind.RESOURCE):
        return sentence(statement, subject.kind, catalogue())
    what, meant = of_actions(statement, catalogue())
    narrowed = " ".join(filter(None, (of_resources(statement), of_conditions(statement.conditions))))
    denies = statement.effect is language.Effect.DENY
    if not meant:
        return (_("Denies %(what)s.") if denies else _("Allows %(what)s.")) % {"what": what}
    if subject.kind is PolicyKind.SERVICE_CONTROL:
        words = {"what": what, "where": _places(after, targets)}
        if denies:
            return f"{_joined(_('Denies %(what)s to everybody %(where)s') % words, narrowed)}."
        says = _joined(_("Lets %(what)s pass %(where)s") % words, narrowed)
        return _("%(says)s; it grants nothing.") % {"says": says}
    words = {"what": what, "who": _carriers(subject.owner)}
    says = _("Denies %(who)s %(what)s") if denies else _("Allows %(who)s %(what)s")
    return f"{_joined(says % words, narrowed).rstrip(',')}."


def _carriers(owner: str) -> str:
    """Whom an identity policy is about."""
    kind, _slash, name = owner.partition("/")
    if not name:
        return _("whoever carries it")
    if kind == "group":
        return _("the users of group %(name)s") % {"name": name}
    return f"{_(kind)} {name}"


def _joined(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _places(organization: Organization, targets: tuple[TargetId, ...]) -> str:
    names = [organization.name_of(target) for target in targets]
    if not names:
        return _("where it is attached")
    if len(names) > 3:
        return _("at %(count)s places") % {"count": len(names)}
    return _("at %(places)s") % {"places": _(" and ").join(names)}


# Beside other policies


def _of_type(
    organization: Organization, targets: tuple[TargetId, ...], subject: Subject
) -> Iterator[Finding]:
    """That the whole type does nothing, if so."""
    if targets and subject.policy_type and not organization.is_enabled(subject.policy_type):
        yield Finding(
            "type-disabled",
            Severity.WARNING,
            _("%(types)s are disabled in this organization")
            % {"types": _(WORDS[subject.policy_type].plural)},
            _("Attached or not, none of them does anything until the type is enabled at the root."),
        )


def _at_targets(
    organization: Organization, targets: tuple[TargetId, ...], document: PolicyDocument, subject: Subject
) -> Iterator[Finding]:
    """What an SCP's reader should know about the places where it is attached."""
    if (
        not targets
        or subject.policy_type is not PolicyType.SERVICE_CONTROL_POLICY
        or not organization.is_enabled(PolicyType.SERVICE_CONTROL_POLICY)
    ):
        return
    allows = _has_allow(document)
    bare = [target for target in targets if not _is_anything_allowed(organization, target)]
    if bare:
        yield Finding(
            "nothing-allowed",
            Severity.WARNING,
            _("nothing is allowed %(where)s") % {"where": _places(organization, tuple(bare))},
            _(
                "No SCP there has an Allow, so every action is implicitly denied below. FullAWSAccess beside "
                "it would let through what this one does not deny."
            ),
        )
    elif allows and all(FULL_AWS_ACCESS.id in organization.attachments[target] for target in targets):
        yield Finding(
            "beside-full-access",
            Severity.SUGGESTION,
            _("FullAWSAccess stands beside it"),
            _("That lets every action pass already: the Allow in here adds nothing while both are attached."),
        )
    if organization.management_account_id in targets:
        yield Finding(
            "exempt-target",
            Severity.SUGGESTION,
            _("%(account)s is the management account")
            % {"account": organization.name_of(organization.management_account_id)},
            _("SCPs do not bind it, wherever they are attached."),
        )


def _is_anything_allowed(organization: Organization, target: TargetId) -> bool:
    attached = organization.policies_at(target, PolicyType.SERVICE_CONTROL_POLICY)
    return any(_has_allow(policy.document) for policy in attached)


def _has_allow(document: PolicyDocument) -> bool:
    return any(statement.effect is language.Effect.ALLOW for statement in document.statements)


def diff_lines(before: str, after: str) -> Iterator[DiffLine]:
    """From one text to the other, with two lines around each change."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=2, lineterm="")
    for number, line in enumerate(lines):
        if number > 1:
            yield DiffLine(line[0], line[1:] if line[0] != "@" else line.strip("@ "))
