"""Every kind of finding by its code: how grave it is, what it means, what to do, and who says so.

Codes stay; titles may be said better. ``manage.py check-policy --codes`` prints this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from policies.engine.faults import FaultCode
from policies.review.remarks import Severity

_ERROR, _SECURITY = Severity.ERROR, Severity.SECURITY_WARNING
_WARNING, _SUGGESTION = Severity.WARNING, Severity.SUGGESTION


@dataclass(frozen=True, slots=True)
class Rule:
    """``means`` says for any policy what the title of a finding says for one. ``advice`` is what to do;
    that of a fault stands in its message, since it depends on what was written."""

    code: str
    severity: Severity
    means: str
    advice: str
    source: str


_GRAMMAR = 'IAM User Guide, "Grammar of the IAM JSON policy language"'
_PRINCIPAL = 'IAM User Guide, "Policy elements: Principal"'
_NOT_PRINCIPAL = 'IAM User Guide, "Policy elements: NotPrincipal"'
_OPERATORS = 'IAM User Guide, "Policy elements: Condition operators"'
_MULTIVALUED = 'IAM User Guide, "Multivalued context keys"'
_GLOBAL_KEYS = 'IAM User Guide, "AWS global condition context keys"'
_VARIABLES = 'IAM User Guide, "Policy elements: Variables and tags"'
_VERSION = 'IAM User Guide, "Policy elements: Version"'
_ARNS = 'IAM User Guide, "IAM ARNs"'
_RCP = 'Organizations User Guide, "RCP syntax"'
_SCP_EXAMPLES = 'Organizations User Guide, "Example SCPs: Deny access to AWS based on the requested Region"'
_AUTHORIZATION = "Service Authorization Reference"
_ANALYZER = 'IAM Access Analyzer, "Policy check reference"'
_DEPUTY = 'IAM User Guide, "The confused deputy problem"'
_ROLES = 'IAM User Guide, "Roles terms and concepts"'
_ENDPOINTS = 'VPC User Guide, "Endpoint policies for gateway endpoints"'

_FAULTS = {
    FaultCode.INVALID_JSON: ("the text is not JSON", "RFC 8259"),
    FaultCode.DUPLICATE_KEY: ("one name stands twice in the same braces", _GRAMMAR),
    FaultCode.INVALID_CHARACTER: ("a character that IAM does not take", 'IAM API Reference, "CreatePolicy"'),
    FaultCode.WRONG_SHAPE: ("a text, a list or an object stands where another belongs", _GRAMMAR),
    FaultCode.EMPTY_LIST: ("a list names nothing", _GRAMMAR),
    FaultCode.UNKNOWN_ELEMENT: ("the policy language has no such element", _GRAMMAR),
    FaultCode.MISSING_ELEMENT: ("an element that must be there is not", _GRAMMAR),
    FaultCode.CONFLICTING_ELEMENTS: ("an element stands beside its opposite", _GRAMMAR),
    FaultCode.PROHIBITED_ELEMENT: ("a policy of this kind may not have this element", _GRAMMAR),
    FaultCode.INVALID_VERSION: ("there is no such version of the policy language", _VERSION),
    FaultCode.INVALID_EFFECT: ("Effect is neither Allow nor Deny", _GRAMMAR),
    FaultCode.INVALID_SID: ("IAM does not take this Sid", 'IAM User Guide, "Policy elements: Sid"'),
    FaultCode.DUPLICATE_SID: ("two statements have the same Sid", 'IAM User Guide, "Policy elements: Sid"'),
    FaultCode.INVALID_ACTION: ("an action is not written as service:Name", _GRAMMAR),
    FaultCode.ACTION_NOT_OF_STS: ("a trust policy names an action that assumes no role", _ROLES),
    FaultCode.INVALID_RESOURCE: ("a resource is neither * nor an ARN", _GRAMMAR),
    FaultCode.REGION_IN_IAM_ARN: ("an ARN of IAM has a region", _ARNS),
    FaultCode.INVALID_PRINCIPAL: ("this names no principal", _PRINCIPAL),
    FaultCode.GROUP_AS_PRINCIPAL: ("a group is no principal", _PRINCIPAL),
    FaultCode.NOT_PRINCIPAL_ALLOWS: ("NotPrincipal stands with Allow", _NOT_PRINCIPAL),
    FaultCode.RCP_ALLOWS: ("a resource control policy allows", _RCP),
    FaultCode.RCP_EVERY_ACTION: ("a resource control policy names no service", _RCP),
    FaultCode.RCP_PRINCIPAL: ("a resource control policy is about some principals only", _RCP),
    FaultCode.UNKNOWN_OPERATOR: ("no condition operator has this name", _OPERATORS),
    FaultCode.UNNAMED_CONDITION_KEY: ("a condition key has no name", _GRAMMAR),
}

_REMARKS = (
    Rule(
        "too-long",
        _ERROR,
        "the document is longer than AWS takes",
        "Shorten it: wildcards for long lists of actions, or a second policy.",
        'IAM User Guide, "IAM and AWS STS quotas"; Organizations User Guide, "Quotas and service limits"',
    ),
    Rule(
        "old-version",
        _WARNING,
        "Version is missing or older, so variables are plain text",
        'Write "Version": "2012-10-17".',
        _VERSION,
    ),
    Rule(
        "unreadable-file",
        _ERROR,
        "the file cannot be read",
        "Check its name, its permissions and its size.",
        "check-policy",
    ),
    Rule(
        "not-utf-8",
        _ERROR,
        "the file is not UTF-8",
        "Save it as UTF-8.",
        "RFC 8259",
    ),
    # Names
    Rule(
        "unknown-service",
        _ERROR,
        "no service has this prefix",
        "Write the prefix of a service that exists, or delete the entry.",
        _ANALYZER + ", Invalid service in action",
    ),
    Rule(
        "retired-service",
        _WARNING,
        "AWS has closed this service",
        "Delete the entry; it matches no request any more.",
        _AUTHORIZATION,
    ),
    Rule(
        "unknown-action",
        _ERROR,
        "the service has no such action",
        "Take one of the names that exist, or delete the entry.",
        _ANALYZER + ", Invalid action",
    ),
    Rule(
        "pattern-of-no-action",
        _WARNING,
        "no action fits this pattern",
        "Correct what stands before the wildcard, or delete the entry.",
        _ANALYZER + ", Invalid action",
    ),
    Rule(
        "unsupported-by-rcps",
        _WARNING,
        "resource control policies do not reach this service",
        "Protect its resources with a service control policy or with policies of their own.",
        'Organizations User Guide, "Services that support RCPs"',
    ),
    Rule(
        "action-assumes-no-role",
        _WARNING,
        "an action of STS that no trust policy decides",
        "Write sts:AssumeRole, sts:AssumeRoleWithSAML, sts:AssumeRoleWithWebIdentity, sts:TagSession or "
        "sts:SetSourceIdentity.",
        _ROLES,
    ),
    Rule(
        "not-action-denies",
        _SUGGESTION,
        "Deny with NotAction denies all but what is listed",
        "Look through what is left out: only these actions can still be allowed.",
        'IAM User Guide, "Policy elements: NotAction"',
    ),
    Rule(
        "region-guard",
        _SUGGESTION,
        "a Deny outside of some Regions stops global services too",
        "Leave global services out with NotAction, or let us-east-1 pass.",
        _SCP_EXAMPLES,
    ),
    Rule(
        "empty-sid",
        _SUGGESTION,
        "the Sid is empty",
        "Give the statement a name, or delete the element.",
        _ANALYZER + ", Empty Sid value",
    ),
    # Keys, operators and values
    Rule(
        "unknown-global-key",
        _ERROR,
        "no global condition key has this name",
        "Take a key that exists: no request will ever have this one.",
        _ANALYZER + ", Invalid global condition key",
    ),
    Rule(
        "unknown-service-key",
        _ERROR,
        "the service defines no condition key of this name",
        "Take a key that the service defines: no request will ever have this one.",
        _ANALYZER + ", Invalid service condition key",
    ),
    Rule(
        "key-of-no-action",
        _WARNING,
        "no request for these actions has this condition key",
        "Take a key that these actions have, or move the condition to a statement about actions that do.",
        _AUTHORIZATION,
    ),
    Rule(
        "plain-operator",
        _ERROR,
        "an operator without ForAnyValue or ForAllValues on a key that can have several values",
        "Put ForAnyValue: or ForAllValues: before the operator.",
        _ANALYZER + ", Missing qualifier",
    ),
    Rule(
        "for-all-values-of-one",
        _SECURITY,
        "ForAllValues on a key with one value, which also holds where the key is missing",
        "Delete ForAllValues: in front of the operator.",
        _ANALYZER + ", ForAllValues with single valued key",
    ),
    Rule(
        "for-any-value-of-one",
        _SUGGESTION,
        "ForAnyValue on a key with one value",
        "Delete ForAnyValue: in front of the operator; it says the same without.",
        _MULTIVALUED,
    ),
    Rule(
        "operator-of-other-type",
        _WARNING,
        "the operator compares values of another type than the key has",
        "Take an operator for the type of the key.",
        _ANALYZER + ", Type mismatch",
    ),
    Rule(
        "value-of-other-type",
        _ERROR,
        "the operator cannot compare this value with anything",
        "Write a value of the operator's type.",
        _ANALYZER + ", Type mismatch",
    ),
    Rule(
        "unknown-variable",
        _ERROR,
        "no request has a value for this variable",
        "Take the name of a condition key that exists.",
        _VARIABLES,
    ),
    Rule(
        "variable-of-many",
        _WARNING,
        "a variable stands for a key that can have several values",
        "Take a key with one value; this one is never filled in.",
        _VARIABLES,
    ),
    Rule(
        "variable-out-of-place",
        _WARNING,
        "a variable stands before the fifth colon of an ARN, where it is plain text",
        "Write the segment out, or take a wildcard and a condition.",
        _VARIABLES,
    ),
    Rule(
        "no-values",
        _WARNING,
        "a condition compares with nothing",
        "Name a value, or delete the condition.",
        _ANALYZER + ", Empty array condition",
    ),
    Rule(
        "empty-condition",
        _SUGGESTION,
        "a condition says nothing",
        "Delete it.",
        _ANALYZER + ", Empty object condition",
    ),
    Rule(
        "literal-wildcard",
        _WARNING,
        "a star is no wildcard for this operator",
        "Take StringLike or StringNotLike, for which * stands for any text.",
        _ANALYZER + ", Wildcard without like operator",
    ),
    Rule(
        "key-twice",
        _WARNING,
        "the same key stands twice under one operator, in other letters",
        "Put all values under one of them: the case of a key does not matter.",
        _ANALYZER + ", Duplicate keys with different case",
    ),
    Rule(
        "condition-never-holds",
        _WARNING,
        "two conditions of a statement exclude each other",
        "Delete one of the two, or make two statements.",
        'IAM User Guide, "Evaluation logic for multiple context keys or values"',
    ),
    Rule(
        "condition-always-holds",
        _WARNING,
        "a condition holds for every request",
        "Delete it, or say what it is to tell apart.",
        _OPERATORS,
    ),
    Rule(
        "key-always-there",
        _WARNING,
        "Null asks whether a key is missing that every request has",
        "Take a key that only some requests have.",
        _GLOBAL_KEYS,
    ),
    Rule(
        "session-as-principal-arn",
        _WARNING,
        "aws:PrincipalArn never holds the ARN of a session",
        "Write the role's ARN: arn:aws:iam::111111111111:role/Name.",
        _GLOBAL_KEYS,
    ),
    Rule(
        "private-address",
        _WARNING,
        "aws:SourceIp never holds a private address",
        "Take aws:VpcSourceIp for addresses inside of a VPC, or the public address.",
        _ANALYZER + ", Private IP address",
    ),
    Rule(
        "value-twice",
        _SUGGESTION,
        "a value is covered by another one of the list",
        "Delete it.",
        _ANALYZER + ", Redundant condition value",
    ),
    Rule(
        "mfa-key-missing",
        _SECURITY,
        "a Deny without MFA lets access keys pass",
        "Take BoolIfExists: requests with access keys do not have the key at all.",
        'IAM User Guide, "AWS: Specific access with MFA within specific dates"',
    ),
    Rule(
        "mfa-not-asked",
        _SECURITY,
        "an Allow with MFA lets requests pass that do not have the key",
        "Take Bool: BoolIfExists holds where the key is missing, as with access keys.",
        _OPERATORS,
    ),
    Rule(
        "for-all-values-of-none",
        _SECURITY,
        "ForAllValues in an Allow also holds where the key is missing",
        'Add "Null": {key: "false"}.',
        _MULTIVALUED,
    ),
    Rule(
        "negated-key-missing",
        _SUGGESTION,
        "a negated condition in an Allow also holds where the key is missing",
        'Add "Null": {key: "false"} if those requests are not meant.',
        _OPERATORS,
    ),
    # Resources
    Rule(
        "incomplete-arn",
        _ERROR,
        "an ARN has fewer than six segments",
        "Write all six, arn:partition:service:region:account:resource, or end in a star.",
        _ANALYZER + ", Missing ARN field",
    ),
    Rule(
        "unknown-partition",
        _ERROR,
        "AWS has no such partition",
        "Write aws, or the partition of China, GovCloud or the European Sovereign Cloud.",
        _ANALYZER + ", Invalid partition",
    ),
    Rule(
        "unknown-service-in-arn",
        _WARNING,
        "no resource has an ARN of this service",
        "Look up how the ARN of the resource begins.",
        _AUTHORIZATION,
    ),
    Rule(
        "unknown-region-in-arn",
        _WARNING,
        "this is not how a Region is written",
        "Write it as in eu-central-1, or a star.",
        _ANALYZER + ", Invalid ARN Region",
    ),
    Rule(
        "unknown-account-in-arn",
        _WARNING,
        "this is not the id of an account",
        "Write twelve digits, or a star.",
        _ANALYZER + ", Invalid ARN account",
    ),
    Rule(
        "resource-of-no-action",
        _WARNING,
        "none of the statement's actions has such a resource",
        "Write an ARN that the actions have, or delete it.",
        _AUTHORIZATION,
    ),
    Rule(
        "action-of-no-resource",
        _WARNING,
        "the action has none of the statement's resources",
        "Add a resource that the action has, or move the action to a statement of its own.",
        _AUTHORIZATION,
    ),
    # What says nothing new
    Rule(
        "redundant-action",
        _SUGGESTION,
        "another entry of the list covers this action",
        "Delete it.",
        _ANALYZER + ", Redundant action",
    ),
    Rule(
        "redundant-resource",
        _SUGGESTION,
        "another entry of the list covers this resource",
        "Delete it.",
        _ANALYZER + ", Redundant resource",
    ),
    Rule(
        "redundant-statement",
        _SUGGESTION,
        "another statement says all that this one says",
        "Delete it.",
        _ANALYZER + ", Redundant statement",
    ),
    Rule(
        "allow-always-denied",
        _WARNING,
        "a Deny of the same policy takes back all that this statement allows",
        "Delete one of the two, or narrow the Deny.",
        'IAM User Guide, "How AWS enforcement code logic evaluates requests"',
    ),
    # Who gets in, and how far
    Rule(
        "not-action-allows",
        _SECURITY,
        "Allow with NotAction allows all but what is listed",
        "List in Action what is meant.",
        'IAM User Guide, "Policy elements: NotAction"',
    ),
    Rule(
        "not-resource-allows",
        _SECURITY,
        "Allow with NotResource allows all resources but those listed",
        "List in Resource what is meant; keep resources out with a Deny.",
        'IAM User Guide, "Policy elements: NotResource"',
    ),
    Rule(
        "allows-everything",
        _SECURITY,
        "every action on every resource is allowed",
        "Name the actions that are needed; for administrators attach AdministratorAccess.",
        'IAM User Guide, "Security best practices in IAM: Apply least-privilege permissions"',
    ),
    Rule(
        "pass-role-any",
        _SECURITY,
        "every role can be passed to every service",
        "Name the roles in Resource, and the service in a condition on iam:PassedToService.",
        _ANALYZER + ", Pass role with star in resource",
    ),
    Rule(
        "privilege-escalation",
        _SECURITY,
        "who has this can give themselves everything",
        "Name the resources, or bind those who have it with a permissions boundary.",
        'IAM User Guide, "Permissions boundaries for IAM entities"',
    ),
    Rule(
        "anyone",
        _SECURITY,
        "everybody is allowed, in any account or in none",
        "Name the principals, or add a condition such as StringEquals on aws:PrincipalOrgID.",
        _PRINCIPAL,
    ),
    Rule(
        "service-for-anyone",
        _SECURITY,
        "a service is allowed, on whosever behalf it comes",
        "Add a condition on aws:SourceArn or aws:SourceAccount.",
        _DEPUTY,
    ),
    Rule(
        "identity-provider-for-anyone",
        _SECURITY,
        "everybody whom the identity provider knows may assume the role",
        "Add a condition on the subject that the provider's tokens carry.",
        'IAM User Guide, "Create a role for OpenID Connect federation"',
    ),
    Rule(
        "not-principal",
        _WARNING,
        "NotPrincipal hits more than it spares",
        "Take Principal * and a condition with ArnNotEquals on aws:PrincipalArn.",
        _NOT_PRINCIPAL,
    ),
    Rule(
        "deleted-principal",
        _WARNING,
        "a unique id stands where AWS once knew an ARN",
        "Write the ARN of the principal that is meant now.",
        _PRINCIPAL,
    ),
    Rule(
        "federated-outside-trust",
        _WARNING,
        "who signs in through a provider calls as a role, not as the provider",
        "Name the role that they assume.",
        _PRINCIPAL,
    ),
    Rule(
        "action-of-other-principal",
        _WARNING,
        "the principal cannot ask for this action",
        "Federated principals ask for sts:AssumeRoleWithSAML or sts:AssumeRoleWithWebIdentity, all others "
        "for sts:AssumeRole.",
        _ANALYZER + ", Mismatched action for principal",
    ),
    Rule(
        "principal-of-gateway",
        _WARNING,
        "a gateway endpoint's policy cannot tell principals apart in Principal",
        "Write * in Principal, and name the principals in a condition on aws:PrincipalArn.",
        _ENDPOINTS,
    ),
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        **{
            code.value: Rule(code.value, Severity.ERROR, means, "", source)
            for code, (means, source) in _FAULTS.items()
        },
        **{rule.code: rule for rule in _REMARKS},
    }
)
"""By code: first the faults, for which AWS refuses a policy, then the remarks."""
