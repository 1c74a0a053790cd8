"""The language in which lessons say what shall hold: small, safe, and JSON.

A **term** is a value that the simulator works out; a **goal** is something that holds or does not. Each
is a JSON object with one head. Names are those of ``names``; P is a principal such as
``dev-1/role/Admin``, or ``{p}`` where an ``each`` gives one; A is an action or a pattern,
``ec2:RunInstances``, ``ec2:*``; SET is a list of texts or a term whose value is one.

=====================================  =======================================================
term                                   value
=====================================  =======================================================
``{"members": true}``                  SET of the accounts of the organization
``{"active": true}``                   SET of those of them that are not about to be closed
``{"sub": NODE}``                      SET of the accounts in it, at any depth
``{"children": NODE}``                 SET of the units and accounts directly in it
``{"path": NODE}``                     SET of what is above it, the root included, itself not
``{"parent": NODE}``                   its parent's name
``{"attachments": POLICY}``            SET of where it is attached
``{"attached": NODE}``                 SET of the policies attached directly to it
``{"invited": true}``                  SET of the accounts with an open invitation
``{"feature_set": true}``              ``ALL`` or ``CONSOLIDATED_BILLING``
``{"policy_types": true}``             SET of the policy types that are enabled
``{"delegated": SERVICE}``             SET of the accounts that administer it
``{"trusted_services": true}``         SET of service principals
``{"tags": NODE}``                     SET of ``key=value``
``{"effective_tags": NODE, "key": K}`` SET of the values that tag policies allow for the key
``{"bill": true}``                     what the payer pays for the month, in US dollars
``{"principals_of": SET}``             SET of every principal of these accounts
``{"who_can": A, …}``                  SET of the principals that surely may
``{"effective": P, …}``                SET of the actions that it surely may do
``{"possible": P, …}``                 and of those that it may in some circumstances
``{"actions": [A, …]}``                SET of the actions that match
``{"decision": [P, A], …}``            ``allowed``, ``explicit_deny``, ``implicit_deny``, ``depends``
``{"rule": [P, A], …}``                the code of the rule that decides: ``deny.implicit:identity``
``{"gained": P}``, ``{"lost": P}``     SET of actions, against the start
``{"changed": SELECTION}``             number of decisions that differ from the start
``{"users": ACCOUNT}``, ``"groups"``,
``"roles"``, ``"resources"``           SET of names, of ARNs
``{"keys": P}``                        SET of access keys; ``"status": "Active"`` for these only;
                                       ``"since": "start"`` for those of the start that are left
``{"trusts": "dev-1/role/App"}``       SET of whom its trust policy names
``{"operations": [NAME, …]}``          number of those done: ``organizations.attach_policy``
``{"service_of": A}``                  the service that is asked, ``organizations``
``{"count": SET}``                     how many
``{"union": [SET, …]}``                all of them
``{"except": [SET, SET, …]}``          the first without the others
``{"which": X, "in": SET,``            SET of the names in it with which G holds in the place of ``{X}``
`` "where": G}``
``{"proved": TABLE}``                  SET of the cells of the comparison that the learner has proved,
                                       of its table ``aspect`` or ``summary``
=====================================  =======================================================

=====================================  =======================================================
goal                                   holds when
=====================================  =======================================================
``{"can": [P, A], …}``                 every action that matches is surely allowed
``{TERM…, "equals": VALUE}``           the term has this value; a set in any order
``"includes"``, ``"excludes"``         the set has all of them, none of them
``"within"``                           the set has nothing else
``"at_least"``, ``"at_most"``          the number is, both ends included
``{"same": SELECTION}``                what is allowed there, and what depends, is as at the start
``{"unchanged": [PART, …]}``           these are as at the start: ``accounts``, ``tree``,
                                       ``policies``, ``attachments``, ``identities``, ``resources``
``{"kept": [PART, …]}``                what was there at the start is still there; more may be
``{"always": GOAL}``                   at every step from the start
``{"newcomer": NAME, "goal": G}``      G would hold with an account of this name, made now
``{"all": […]}``, ``{"any": […]}``     as they say
``{"not": GOAL}``                      surely not: the opposite of a goal that depends depends
``{"each": X, "in": SET, "goal": G}``  G holds with each name in the place of ``{X}``
=====================================  =======================================================

What asks for decisions takes two more members: ``"on"``, the ARN of a resource, and ``"in"``, the
circumstances: ``{"region", "mfa": "used" | "not used" | "absent", "source_ip", "time", "principal_tags"}``.
A SELECTION is ``{"principals": [P, …], "except_principals", "actions": [A, …], "except_actions", "on"}``,
where ``dev-*/role/*`` matches principals; what is left out stands for all, or for no exception. Its
``"exempt": [{"principals", "actions"}, …]`` are actions of some principals that do not matter.

A goal answers yes, no, or that it depends (``policies.engine.truth``), and is met by yes alone. It also
names the request that speaks against it, so that the page can show its trace. Whatever is asked, it ends:
``scope.Budget``.
"""

from __future__ import annotations

from lessons.course.language.finding import Finding, Message, Witness
from lessons.course.language.goals import Goal
from lessons.course.language.reading import read_goal, read_term
from lessons.course.language.scope import Budget, Scope, TooMuch
from lessons.course.language.terms import Term, Value

__all__ = [
    "Budget",
    "Finding",
    "Goal",
    "Message",
    "Scope",
    "Term",
    "TooMuch",
    "Value",
    "Witness",
    "read_goal",
    "read_term",
]
