"""Who has to allow, and whom a Principal means."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

GRANTS = [
    Mutant(name, "grants", old, new, tests)
    for name, old, new, tests in [
        (
            "a boundary limits the root user",
            "PrincipalType.USER, PrincipalType.ROLE_SESSION, PrincipalType.FEDERATED_USER)",
            "*PrincipalType,)",
            "test_identity_evaluation",
        ),
        (
            "a boundary limits no role",
            "_WITH_BOUNDARY = (PrincipalType.USER, PrincipalType.ROLE_SESSION,",
            "_WITH_BOUNDARY = (PrincipalType.USER,",
            "test_identity_evaluation",
        ),
        (
            "a boundary limits nobody",
            "boundary = () if found.boundary is None else (Requirement(found.boundary),)",
            "boundary = ()",
            "test_identity_evaluation",
        ),
        (
            "session policies limit nobody",
            "session = () if found.session is None else (Requirement(found.session),)",
            "session = ()",
            "test_identity_evaluation",
        ),
        (
            "a user has session policies",
            "return policies.session if principal.type is PrincipalType.ROLE_SESSION else None",
            "return policies.session",
            "test_identity_evaluation",
        ),
        (
            "a federated session has its user's permissions without any policy passed",
            "return policies.session or ()",
            "return policies.session",
            "test_identity_evaluation",
        ),
        (
            "the root user needs a policy",
            "        if self.gate.is_root_user:\n            return Truth.YES\n",
            "",
            "test_identity_evaluation",
        ),
        (
            "across accounts the resource's policy is enough",
            "    if request.is_cross_account:\n        return (main,)\n",
            "",
            "test_resource_policies",
        ),
        (
            "across accounts the caller's own policies are enough",
            "said = (Requirement(resource, Grant.ACCOUNT),) if resource.is_required else ()",
            "said = ()",
            "test_resource_policies",
        ),
        (
            "what is granted to the account is granted to its users",
            "main = Path((*boundary, *session, identity, *said), identity)",
            "main = Path((*boundary, *session, *(said or (identity,))), identity)",
            "test_resource_policies",
        ),
        (
            "a grant to a role gets around its boundary",
            "Path((*boundary, *passed, to_role), to_role)",
            "Path((*passed, to_role), to_role)",
            "test_resource_policies",
        ),
        (
            "a grant to a role gets around the session's policies",
            "Path((*boundary, *passed, to_role), to_role)",
            "Path((*boundary, to_role), to_role)",
            "test_resource_policies",
        ),
        (
            "a grant to a user stops at its boundary",
            "Path((directly,), directly)",
            "Path((*boundary, directly), directly)",
            "test_resource_policies",
        ),
        (
            "a grant to the account is one to its roles",
            "to_role = Requirement(resource, Grant.ROLE)",
            "to_role = Requirement(resource, Grant.ACCOUNT)",
            "test_resource_policies",
        ),
        (
            "a grant to the role is one to the session",
            "directly = Requirement(resource, Grant.DIRECT)",
            "directly = Requirement(resource, Grant.ROLE)",
            "test_resource_policies",
        ),
        (
            "services and anonymous callers need no grant",
            "return (Path((only,), only),)",
            "return (Path((), only),)",
            "test_resource_policies",
        ),
        (
            "a role may be assumed without its trust policy",
            '"sts": _Owner("iam", "role/"), ',
            "",
            "test_resource_policies",
        ),
        (
            "a KMS key may be used without its key policy",
            ', "kms": _Owner("kms", "key/")}',
            "}",
            "test_resource_policies",
        ),
        (
            "what is about no key asks for a key policy",
            "arn[2] == owner.service and arn[5].startswith(owner.kind)",
            "arn[2] == owner.service",
            "test_resource_policies",
        ),
        (
            "across accounts no resource policy is needed",
            "needs_one = request.is_cross_account or not",
            "needs_one = not",
            "test_resource_policies",
        ),
        (
            "an explicit limit has to come from all",
            "if result.statement.effect is Effect.ALLOW and result.grant >= self.at_least",
            "if result.grant >= self.at_least",
            "test_identity_evaluation",
        ),
    ]
]

PRINCIPALS = [
    Mutant(name, "principals", old, new, "test_resource_policies")
    for name, old, new in [
        (
            "everybody is nobody",
            "    if _is_everybody(pattern):\n        return Grant.DIRECT\n    return _GRANT",
            "    return _GRANT",
        ),
        ("* in AWS names nobody", 'pattern.kind in (EVERYBODY, "AWS")', "pattern.kind == EVERYBODY"),
        (
            "a service gets in as everybody",
            "if is_granting and principal.type is PrincipalType.SERVICE:",
            "if False:",
        ),
        (
            "no Deny of everybody binds a service",
            "is_granting = statement.effect is Effect.ALLOW and not only_limits",
            "is_granting = not only_limits",
        ),
        (
            "any service is the one",
            "principal.type is PrincipalType.SERVICE and name == principal.arn",
            "principal.type is PrincipalType.SERVICE",
        ),
        (
            "any provider is the one",
            "principal.type is PrincipalType.FEDERATED_IDENTITY and provider == principal.arn",
            "principal.type is PrincipalType.FEDERATED_IDENTITY",
        ),
        (
            "the account by its number is not the account",
            "if named in (principal.account_id, _root_of(principal)):",
            "if named == _root_of(principal):",
        ),
        (
            "the account by its ARN is not the account",
            "if named in (principal.account_id, _root_of(principal)):",
            "if named == principal.account_id:",
        ),
        (
            "a role's ARN does not name its sessions",
            "if principal.type is PrincipalType.ROLE_SESSION and _is_role_of(principal, named):",
            "if False:",
        ),
        (
            "a role of the same name elsewhere names the session",
            'arn.startswith(f"arn:{partition}:iam::{account_id}:role/") and ',
            "",
        ),
        (
            "a user's ARN does not name it",
            "    if named == principal.arn:\n        return Grant.DIRECT\n",
            "",
        ),
        ("a unique id names nobody", "if named == principal.unique_id:", "if False:"),
        (
            "a unique id of a role names its session directly",
            "return Grant.DIRECT if principal.type is PrincipalType.USER else Grant.ROLE",
            "return Grant.DIRECT",
        ),
        (
            "a federated session is not its user's",
            "return Grant.ROLE if named == principal.federated_by else Grant.NOBODY",
            "return Grant.NOBODY",
        ),
        (
            "a canonical user names everybody",
            "return Grant.ACCOUNT if identifier == principal.canonical_user_id else Grant.NOBODY",
            "return Grant.ACCOUNT",
        ),
        (
            "NotPrincipal is Principal",
            "return Grant.NOBODY if not has_boundary and _spares(patterns, principal) else Grant.DIRECT",
            "return max((_grant(pattern, principal) for pattern in patterns), default=Grant.NOBODY)",
        ),
        ("NotPrincipal spares who has a boundary", "if not has_boundary and _spares(", "if _spares("),
        (
            "NotPrincipal spares a user without its account",
            "PrincipalType.USER: {Grant.DIRECT, Grant.ACCOUNT}",
            "PrincipalType.USER: {Grant.DIRECT}",
        ),
        (
            "NotPrincipal spares a session without its role",
            "{Grant.DIRECT, Grant.ROLE, Grant.ACCOUNT}",
            "{Grant.DIRECT, Grant.ACCOUNT}",
        ),
    ]
]

MUTANTS = [*GRANTS, *PRINCIPALS]
