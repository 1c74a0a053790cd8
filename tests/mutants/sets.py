"""All actions at once: statements as sets, gates and ways as intersections, the rules that decide."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

COMPILATION = [
    Mutant(name, "compilation", old, new, tests)
    for name, old, new, tests in [
        (
            "a NotAction is an Action in the sets",
            "self._actions = universe.all & ~named if statement.excludes_actions else named",
            "self._actions = named",
            "test_permissions",
        ),
        (
            "a condition that may hold surely holds",
            "return reach if outcome.holds is Truth.YES else Reach(0, reach.possibly)",
            "return reach",
            "test_permissions",
        ),
        (
            "global services are in the caller's region in the sets",
            "        if regional == at_global_services:\n            return regional\n",
            "        return regional\n",
            "test_agreement",
        ),
        (
            "a NotResource of everything is everything",
            "return NOTHING if self.statement.excludes_resources else Reach(self._actions, self._actions)",
            "return Reach(self._actions, self._actions)",
            "test_agreement",
        ),
        (
            "any account is as good as another to any pattern",
            "for condition in conditions if not _takes_any_account(condition)}",
            "for condition in ()}",
            "test_agreement",
        ),
        (
            "what a closed context says is what an open one says",
            "facts = context.closed, tuple(",
            "facts = True, tuple(",
            "test_agreement",
        ),
    ]
]

GATES = [
    Mutant(name, "gate_sets", old, new, tests)
    for name, old, new, tests in [
        ("RCPs reach every service in the sets", ".within(gate.within))", ")", "test_agreement"),
        (
            "what may be denied surely gets through",
            "self.surely = self.allowed.surely & ~self.denied.possibly",
            "self.surely = self.allowed.surely & ~self.denied.surely",
            "test_permissions",
        ),
        (
            "what is surely denied may get through",
            "self.possibly = self.allowed.possibly & ~self.denied.surely",
            "self.possibly = self.allowed.possibly",
            "test_permissions",
        ),
        (
            "every Allow of a resource's policy means everybody",
            "return (reach for place, reach in self._allows if place.grant >= at_least)",
            "return (reach for place, reach in self._allows)",
            "test_agreement",
        ),
        (
            "a possible Allow decides beside a sure one",
            "(_slot(Decision.DEPENDS, gate, place), reach.possibly & unsure)",
            "(_slot(Decision.DEPENDS, gate, place), reach.possibly)",
            "test_agreement",
        ),
        (
            "nothing passes where nothing has to allow",
            "        if gate.lets_through:\n            self.allowed",
            "        if False:\n            self.allowed",
            "test_permissions",
        ),
    ]
]

PARTITION = [
    Mutant(name, "partition", old, new, tests)
    for name, old, new, tests in [
        (
            "GetCallerIdentity can be denied in the sets",
            "        surely |= always\n        possibly |= always\n",
            "",
            "test_permissions",
        ),
        (
            "the first gate that takes something takes all",
            "taken = coming & (gate.denied.surely | lacking)",
            "taken = coming & gate.denied.surely",
            "test_permissions",
        ),
        (
            "a rule claims what another has decided",
            "if taken := undecided & claimed:",
            "if taken := self.universe & claimed:",
            "test_agreement",
        ),
        (
            "SCPs are not asked in the sets",
            "for gate in gates[: course.limits]:\n            surely",
            "for gate in ():\n            surely",
            "test_permissions",
        ),
        (
            "a Deny in one's own policies is not asked in the sets",
            "for gate in gates[course.limits :]:\n            surely",
            "for gate in ():\n            surely",
            "test_permissions",
        ),
        (
            "one requirement of a way is enough",
            "surely &= reach.surely\n        possibly &= reach.possibly",
            "surely |= reach.surely\n        possibly |= reach.possibly",
            "test_agreement",
        ),
        (
            "a way that may lead through is as good as one that surely does",
            "yield way, (self.reach.surely & reach.surely) | (unsure & reach.possibly)",
            "yield way, self.actions & reach.possibly",
            "test_agreement",
        ),
        (
            "what depends is denied",
            "return Partition(asked, always, gates, course.limits, junctions, surely, possibly & ~surely)",
            "return Partition(asked, always, gates, course.limits, junctions, surely, 0)",
            "test_permissions",
        ),
    ]
]

SETS = [
    Mutant(name, "action_sets", old, new, "test_action_sets")
    for name, old, new in [
        (
            "the actions of a prefix end one too early",
            "return (1 << last) - (1 << first)",
            "return (1 << max(last - 1, first)) - (1 << first)",
        ),
        (
            "a name is found at the wrong place",
            "return 1 << first if names[first : first + 1] == [pattern] else 0",
            "return 1 << first",
        ),
        (
            "a later pattern of a service takes the place of an earlier",
            "found[pattern.service] = found.get(pattern.service, 0) | self._matching(",
            "found[pattern.service] = self._matching(",
        ),
    ]
]

MUTANTS = [*COMPILATION, *GATES, *PARTITION, *SETS]
