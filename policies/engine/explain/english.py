"""How every message reads in English. Another language is another table with the same keys."""

from __future__ import annotations

from collections.abc import Mapping

from policies.engine.explain.messages import Message


def render(message: Message, table: Mapping[str, str] | None = None) -> str:
    """The sentence as plain text; what goes into it is not escaped for HTML."""
    return (table or ENGLISH)[message.id].format_map(dict(message.parameters))


_WANTS = {
    "equal": "wants {wanted}",
    "not_equal": "excludes {wanted}",
    "equal_in_any_case": "wants {wanted}, in capitals or not",
    "like": "wants something like {wanted}",
    "not_like": "excludes all that is like {wanted}",
    "less": "wants less than {wanted}",
    "at_most": "wants {wanted} or less",
    "more": "wants more than {wanted}",
    "at_least": "wants {wanted} or more",
    "before": "wants a time before {wanted}",
    "not_after": "wants {wanted} or a time before",
    "after": "wants a time after {wanted}",
    "not_before": "wants {wanted} or a time after",
    "inside": "wants an address in {wanted}",
    "outside": "excludes the addresses in {wanted}",
}

ENGLISH: Mapping[str, str] = {
    # The decision
    "decision.allowed": "{action} is allowed: {statement} of {policy} ({target}) allows it, and nothing"
    " on the way denies it.",
    "decision.allowed.both": "{action} is allowed: {statement} of {policy} ({target}) allows it, so does the "
    "policy of {resource}, and nothing on the way denies it.",
    "decision.allowed.root_user.both": "{action} is allowed: the root user needs no identity policy, the "
    "policy of {resource} allows it, and nothing on the way denies it.",
    "decision.allowed.root_user": "{action} is allowed: the root user needs no policy in its own "
    "account, and nothing on the way denies it.",
    "decision.allowed.always": "{action} is allowed: it works for every caller, and no policy can take "
    "it away.",
    "decision.allowed.resource": "{action} is allowed: {statement} of {policy}, the policy of {target}, "
    "grants it to the caller, and nothing on the way denies it.",
    "decision.refused.aws_managed_policy": "{action} is implicitly denied, and no policy can allow it: "
    "{resource} is an AWS managed policy, which only AWS changes.",
    "decision.refused.aws_reserved_role": "{action} is implicitly denied, and no policy can allow it: "
    "{resource} is a role that AWS keeps for its own use, and only AWS changes it.",
    "decision.refused.aws_reserved_alias": "{action} is implicitly denied, and no policy can allow it: "
    "{resource} is an alias of an AWS managed key, and only AWS changes it.",
    "decision.depends.aws_managed_policy": "It depends: {resource} takes in AWS managed policies, which only "
    "AWS changes.",
    "decision.depends.aws_reserved_role": "It depends: {resource} takes in roles that AWS keeps for its own "
    "use, and only AWS changes these.",
    "decision.depends.aws_reserved_alias": "It depends: {resource} takes in aliases of AWS managed keys, and "
    "only AWS changes these.",
    "decision.denied.scp": "{action} is explicitly denied: {statement} of the SCP {policy} at {target} "
    "denies it, and a Deny beats every Allow.",
    "decision.denied.identity": "{action} is explicitly denied: {statement} of {policy} ({target}) "
    "denies it, and a Deny beats every Allow.",
    "decision.denied.rcp": "{action} is explicitly denied: {statement} of the RCP {policy} at {target} "
    "denies it, and a Deny beats every Allow.",
    "decision.denied.endpoint": "{action} is explicitly denied: {statement} of {policy}, the policy of "
    "{target}, denies it, and a Deny beats every Allow.",
    "decision.denied.boundary": "{action} is explicitly denied: {statement} of the permissions boundary "
    "{policy} ({target}) denies it, and a Deny beats every Allow.",
    "decision.denied.session": "{action} is explicitly denied: {statement} of the session policy {policy} "
    "({target}) denies it, and a Deny beats every Allow.",
    "decision.denied.resource": "{action} is explicitly denied: {statement} of {policy}, the policy of "
    "{target}, denies it, and a Deny beats every Allow.",
    "decision.not_allowed.scp": "{action} is implicitly denied: no SCP at {target} allows it, and every"
    " level from the root to the account has to.",
    "decision.not_allowed.identity": "{action} is implicitly denied: no identity policy of {target} "
    "allows it.",
    "decision.not_allowed.identity.delegated": "{action} is implicitly denied: no identity policy of "
    "{target} allows it. The policy of the resource names the account, which only delegates: identity "
    "policies have to allow it, too.",
    "decision.not_allowed.identity.cross_account": "{action} is implicitly denied: no identity policy of "
    "{target} allows it. Across accounts the policy of the resource is not enough, whomever it names.",
    "decision.not_allowed.endpoint": "{action} is implicitly denied: the policy of {target} does not allow "
    "it, and it limits every request that goes through there.",
    "decision.not_allowed.boundary": "{action} is implicitly denied: the permissions boundary of {target} "
    "does not allow it, and it limits what identity policies grant.",
    "decision.not_allowed.boundary.role_grant": "{action} is implicitly denied: the permissions boundary of "
    "{target} does not allow it. The policy of the resource names the role or user whose session the caller "
    "is, not the session itself, and so the boundary limits it.",
    "decision.not_allowed.session.role_grant": "{action} is implicitly denied: no session policy of "
    "{target} allows it. The policy of the resource names the role or user whose session the caller is, not "
    "the session itself, and so session policies limit it.",
    "decision.not_allowed.session.federated": "{action} is implicitly denied: no session policy was passed "
    "to {target}, and without one a federated session has nothing of its user's permissions.",
    "decision.not_allowed.session": "{action} is implicitly denied: no session policy of {target} allows it, "
    "and a session has only what these leave.",
    "decision.not_allowed.resource.cross_account": "{action} is implicitly denied: the resource is in "
    "another account, so the policy of {target} has to allow it, too, and does not.",
    "decision.not_allowed.resource.no_account": "{action} is implicitly denied: the caller has no policies "
    "of its own, so only the policy of {target} could allow it, and does not.",
    "decision.not_allowed.resource.key": "{action} is implicitly denied: the key policy of {target} has to "
    "allow it, whatever identity policies allow, and does not.",
    "decision.not_allowed.resource.role": "{action} is implicitly denied: the trust policy of {target} has "
    "to allow it, whatever identity policies allow, and does not.",
    "decision.depends.deny": "It depends: {statement} of {policy} ({target}) denies {action} for some "
    "requests. This question leaves open which.",
    "decision.depends.allow": "It depends: {statement} of {policy} ({target}) allows {action} for some "
    "requests. This question leaves open which.",
    # A gate
    "gate.aws.refuses": "AWS itself refuses {action} on {resource}, whatever policies say.",
    "gate.aws.may_refuse": "AWS itself refuses {action} on some of what {resource} stands for, whatever "
    "policies say.",
    "gate.exempt.management_account": "SCPs do not bind the management account.",
    "gate.exempt.service_linked_role": "SCPs do not bind service-linked roles.",
    "gate.exempt.policy_type_disabled": "SCPs are not enabled in this organization, so they filter nothing.",
    "gate.exempt.no_organization": "The account belongs to no organization, so no SCP applies.",
    "gate.exempt.not_subject": "No SCP binds this caller.",
    "gate.exempt.unsupported_service": "SCPs do not reach {action}.",
    "gate.exempt.unsupported_action": "SCPs do not reach {action}.",
    "gate.exempt.rcp.management_account": "RCPs do not bind the resources of the management account.",
    "gate.exempt.rcp.service_linked_role": "RCPs do not bind service-linked roles.",
    "gate.exempt.rcp.policy_type_disabled": "RCPs are not enabled in this organization, so they filter "
    "nothing.",
    "gate.exempt.rcp.no_organization": "The resource's account belongs to no organization, so no RCP "
    "applies.",
    "gate.exempt.rcp.not_subject": "No RCP binds this resource.",
    "gate.exempt.rcp.unsupported_service": "RCPs do not reach {action}: its service does not support them.",
    "gate.exempt.rcp.unsupported_action": "RCPs do not reach {action}: it is exempt from them.",
    "gate.exempt.aws_managed_key": "No SCP binds this caller.",
    "gate.exempt.rcp.aws_managed_key": "RCPs do not bind AWS managed keys.",
    "gate.root_user.cross_account": "The root user needs no identity policy, not even where the resource is "
    "in another account.",
    "gate.root_user": "The root user needs no identity policy in its own account.",
    "gate.scp.passes": "{name} lets {action} pass: {statement} of {policy} allows it.",
    "gate.scp.denies": "{name} denies {action} by {statement} of {policy}.",
    "gate.scp.nothing_allows": "Nothing at {name} allows {action}.",
    "gate.scp.nothing_attached": "No SCP is attached at {name}, so nothing there allows {action}.",
    "gate.scp.only_denies": "The SCPs at {name} only deny. A Deny grants nothing, so nothing there allows "
    "{action}.",
    "gate.scp.may_deny": "{name} may deny {action}, by {statement} of {policy}.",
    "gate.scp.may_pass": "{name} may let {action} pass, by {statement} of {policy}.",
    "gate.rcp.passes": "{name} lets {action} pass: RCPFullAWSAccess stands on every level.",
    "gate.rcp.denies": "{name} denies {action} by {statement} of {policy}.",
    "gate.rcp.may_deny": "{name} may deny {action}, by {statement} of {policy}.",
    "gate.endpoint.passes": "{policy}, the policy of {name}, lets {action} pass, by {statement}.",
    "gate.endpoint.denies": "{policy}, the policy of {name}, denies {action}, by {statement}.",
    "gate.endpoint.nothing_allows": "The policy of {name} does not allow {action}.",
    "gate.endpoint.nothing_attached": "The policy of {name} is empty, so it does not allow {action}.",
    "gate.endpoint.only_denies": "The policy of {name} only denies. A Deny grants nothing, so it does not "
    "allow {action}.",
    "gate.endpoint.may_deny": "{policy}, the policy of {name}, may deny {action}, by {statement}.",
    "gate.endpoint.may_pass": "{policy}, the policy of {name}, may let {action} pass, by {statement}.",
    "gate.boundary.passes": "The permissions boundary {policy} lets {action} pass, by {statement}.",
    "gate.boundary.denies": "The permissions boundary {policy} denies {action}, by {statement}.",
    "gate.boundary.nothing_allows": "The permissions boundary of {name} does not allow {action}.",
    "gate.boundary.nothing_attached": "The permissions boundary of {name} is empty, so it does not allow "
    "{action}.",
    "gate.boundary.only_denies": "The permissions boundary of {name} only denies. A Deny grants nothing, so "
    "it does not allow {action}.",
    "gate.boundary.need_not": "The permissions boundary of {name} does not allow {action}. It does not have "
    "to: it does not limit what the policy of the resource grants to the caller itself.",
    "gate.boundary.may_deny": "The permissions boundary {policy} may deny {action}, by {statement}.",
    "gate.boundary.may_pass": "The permissions boundary {policy} may let {action} pass, by {statement}.",
    "gate.session.passes": "The session policy {policy} lets {action} pass, by {statement}.",
    "gate.session.denies": "The session policy {policy} denies {action}, by {statement}.",
    "gate.session.nothing_allows": "No session policy of {name} allows {action}.",
    "gate.session.nothing_attached": "The session policy of {name} is empty, so it does not allow {action}.",
    "gate.session.federated": "No session policy was passed to {name}, so it has nothing of its user's "
    "permissions.",
    "gate.session.need_not": "No session policy of {name} allows {action}. None has to: they do not limit "
    "what the policy of the resource grants to the session itself.",
    "gate.session.only_denies": "The session policies of {name} only deny. A Deny grants nothing, so nothing "
    "allows {action}.",
    "gate.session.may_deny": "The session policy {policy} may deny {action}, by {statement}.",
    "gate.session.may_pass": "The session policy {policy} may let {action} pass, by {statement}.",
    "gate.identity.passes": "{policy} ({target}) allows {action}, by {statement}.",
    "gate.identity.denies": "{policy} ({target}) denies {action}, by {statement}.",
    "gate.identity.nothing_allows": "No identity policy of {name} allows {action}.",
    "gate.identity.nothing_attached": "{name} has no identity policy, so none allows {action}.",
    "gate.identity.only_denies": "The identity policies of {name} only deny. A Deny grants nothing, so none "
    "allows {action}.",
    "gate.identity.need_not": "No identity policy of {name} allows {action}. None has to where the policy of "
    "the resource grants it.",
    "gate.identity.may_deny": "{policy} ({target}) may deny {action}, by {statement}.",
    "gate.identity.may_pass": "{policy} ({target}) may allow {action}, by {statement}.",
    "gate.resource.passes.direct": "{policy}, the policy of {target}, allows {action} to the caller itself, "
    "by {statement}. So no policy of the caller has to allow it.",
    "gate.resource.passes.root_user": "{policy}, the policy of {target}, allows {action} to the caller, by "
    "{statement}. The root user needs no more.",
    "gate.resource.passes.role": "{policy}, the policy of {target}, allows {action} to the role or user "
    "whose session the caller is, by {statement}. So identity policies need not allow it; a permissions "
    "boundary and session policies still limit it.",
    "gate.resource.passes.account": "{policy}, the policy of {target}, allows {action} to the caller's "
    "account, by {statement}. This delegates: the caller's own policies have to allow it, too.",
    "gate.resource.passes.cross_account": "{policy}, the policy of {target}, allows {action} to the caller, "
    "by {statement}. Across accounts the caller's own policies have to allow it, too.",
    "gate.resource.denies": "{policy}, the policy of {target}, denies {action} to the caller, by "
    "{statement}.",
    "gate.resource.nothing_allows": "The policy of {name} does not allow {action} to the caller.",
    "gate.resource.nothing_attached": "{name} has no policy that allows {action}.",
    "gate.resource.only_denies": "The policy of {name} only denies. A Deny grants nothing, so it does not "
    "allow {action}.",
    "gate.resource.need_not": "The policy of {name} does not allow {action} to the caller. It does not have "
    "to, since both are of one account, and there identity policies can be enough.",
    "gate.resource.may_deny": "{policy}, the policy of {target}, may deny {action}, by {statement}.",
    "gate.resource.may_pass": "{policy}, the policy of {target}, may allow {action}, by {statement}.",
    # A statement that matches
    "statement.matches.allow": "It matches the request and allows it.",
    "statement.matches.deny": "It matches the request and denies it.",
    "statement.matches.not_principal.chain": "It matches the request and denies it: its NotPrincipal names "
    "the caller, but spares a user only together with its account, and a session only together with its "
    "role and account.",
    "statement.matches.not_principal.boundary": "It matches the request and denies it: its NotPrincipal "
    "names the caller, but spares nobody who has a permissions boundary.",
    # A part that does not match, or may not
    "principal.not_named": "Its Principal does not name {principal}.",
    "principal.not_everybody": "Its Principal is not everybody, so it does not take in an anonymous caller.",
    "principal.service_by_name": "Its Principal does not name {principal}: everybody does not take in AWS "
    "services, which are let in by their names only.",
    "principal.unique_id": "Its Principal holds {id}: AWS shows such an id when the user or role that was "
    "meant is deleted. It means no other of the same name.",
    "principal.spared": "Its NotPrincipal spares {principal}.",
    "action.not_listed": "Its Action does not cover {action}.",
    "action.excluded": "Its NotAction leaves {action} out.",
    "resource.not_listed": "Its Resource does not cover {resource}.",
    "resource.excluded": "Its NotResource leaves {resource} out.",
    "resource.no_types": '{action} has no resource types: its requests name the resource "*", '
    'which only Resource "*" covers.',
    "resource.no_format": "Its Resource covers no resource that {action} can name.",
    "resource.no_value": "Its Resource holds {variable}, for which this request has no value.",
    "resource.open": "Its Resource covers some of the resources that {action} can name; none is given here.",
    "resource.pattern.covers_some": "Its Resource covers some of what {resource} stands for, or not surely "
    "all of it.",
    "resource.pattern.covers_none": "Its Resource covers nothing of what {resource} stands for.",
    "resource.pattern.excludes_some": "Its NotResource leaves out some of what {resource} stands for, or "
    "perhaps all of it.",
    "resource.pattern.excludes_all": "Its NotResource leaves out all that {resource} stands for.",
    "resource.unknown_value": "Its Resource holds {variable}, whose value is not known here.",
    **{
        f"condition.differs.{how}": f"{{operator}} on {{key}} {wants}; the request has {{actual}}."
        for how, wants in _WANTS.items()
    },
    **{
        f"condition.missing.{how}": f"{{operator}} on {{key}} {wants}; the request has no {{key}}."
        for how, wants in _WANTS.items()
    },
    "condition.unknown": "{operator} on {key} compares with {wanted}; the value of {key} is not known here.",
    "condition.unknown_wanted": "{operator} on {key} compares {actual} with {wanted}, whose value is "
    "not known here.",
    "condition.never": "{operator} on {key} can never hold: {wanted} is not of the operator's type.",
    "condition.never_without_values": "{operator} on {key} can never hold: it names no value.",
    "condition.never_resolved": "{operator} on {key} can never hold: it wants {wanted}, for which this "
    "request has no value.",
    "condition.wrong_type": "{operator} on {key} cannot compare {actual} with {wanted}: one of them is "
    "not of the operator's type.",
    "condition.several_values": "{operator} compares one value, but {key} has several ({actual}); a set"
    " operator, ForAnyValue: or ForAllValues:, compares them all.",
    "condition.null.holds_always": "Null holds: it takes requests with {key} and without.",
    "condition.null.wants_missing": "Null wants the request to have no {key}; it has {actual}.",
    "condition.null.wants_present": "Null wants the request to have {key}; it has none.",
    # What the text of a policy does not mean, though it looks as if
    "hint.literal_wildcard": "{operator} takes “{wanted}” letter by letter; only {like} has wildcards.",
    "hint.no_value": "This request has no value for {variable}, so nothing is equal to it.",
    "hint.plain_variable": "{variable} is plain text here: only policies of Version 2012-10-17 have "
    "variables.",
    # A condition that holds
    "condition.holds": "{operator} on {key} holds: the request has {actual}.",
    "condition.holds_without_value": "{operator} on {key} holds: the request has no {key}, and this "
    "operator is true without it.",
    "condition.null.holds_missing": "Null holds: the request has no {key}.",
    "condition.null.holds_present": "Null holds: the request has {key}.",
}
