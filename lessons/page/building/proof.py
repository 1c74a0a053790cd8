"""What holds of an exercise before it is published, in words: promises, cheats, advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from lessons.building.bench import Bench
from lessons.course.building.proposing import Proposal
from lessons.course.building.proving import Advice, Proof
from lessons.course.checking import Broken, Fault
from lessons.course.stock_cheats import StockCheat
from lessons.page.building.sentences import plain, sentence_of

CHEATS: Final[Mapping[StockCheat, str]] = {
    StockCheat.NOTHING: gettext_noop("Do nothing at all"),
    StockCheat.DENY_EVERYTHING: gettext_noop("Deny everything at the root"),
    StockCheat.ADMINISTRATORS: gettext_noop("AdministratorAccess for everybody"),
    StockCheat.NO_FULL_ACCESS: gettext_noop("Detach FullAWSAccess everywhere"),
    StockCheat.NO_LIMITS: gettext_noop("Detach every SCP but FullAWSAccess"),
    StockCheat.NO_SCPS: gettext_noop("Disable SCPs"),
    StockCheat.EMPTY_POLICIES: gettext_noop("Empty every SCP"),
    StockCheat.EVERYTHING_EVERYWHERE: gettext_noop("Attach every SCP to everything"),
    StockCheat.ALL_IN_ONE_UNIT: gettext_noop("Move every account into one unit"),
    StockCheat.ALL_UNDER_THE_ROOT: gettext_noop("Move every account straight under the root"),
    StockCheat.CLOSED: gettext_noop("Close the account that it is about"),
    StockCheat.LEFT: gettext_noop("Let the account that it is about leave"),
    StockCheat.NO_GRANTS: gettext_noop("Take every grant from every user"),
    StockCheat.OPEN_TO_ALL: gettext_noop("Open every bucket to everybody"),
}
FAULTS: Final[Mapping[Fault, str]] = {
    Fault.NO_START: gettext_noop("The start cannot be made: %(details)s"),
    Fault.STARTS_SOLVED: gettext_noop("The start meets every clause already. Tick something that changes."),
    Fault.SOLUTION_REFUSED: gettext_noop("%(name)s cannot be done from this start: %(details)s"),
    Fault.SOLUTION_FAILS: gettext_noop("%(name)s does not meet: %(details)s"),
    Fault.CHEAT_PASSES: gettext_noop("The cheat %(name)s meets every clause."),
    Fault.CHEAT_REFUSED: gettext_noop("The cheat %(name)s cannot be done from this start: %(details)s"),
    Fault.CHEAT_ALLOWED: gettext_noop("The cheat %(name)s is not refused by AWS, as it should be."),
    Fault.WRONG_CLAUSES: gettext_noop("The cheat %(name)s fails elsewhere than it says: %(details)s"),
    Fault.WRONG_ANSWER: gettext_noop("The engine answers the question %(name)s otherwise: %(details)s"),
}
ADVICE: Final[Mapping[Advice, str]] = {
    Advice.ONE_SOLUTION: gettext_noop("One solution only: with a second, no clause asks for a way."),
    Advice.FEW_HINTS: gettext_noop("Fewer than three hints are written."),
    Advice.NOTHING_STAYS: gettext_noop("No clause says what must stay as it is."),
}


@dataclass(frozen=True, slots=True)
class CheatRow:
    """``clause`` is the text of the first that refuses it. Where none does, ``against`` is the proposal that
    would, and most others with it; None for none."""

    name: str
    passes: bool
    clause: str = ""
    against: Proposal | None = None

    @property
    def adds(self) -> str:
        return sentence_of(self.against) if self.against else ""

    @property
    def because(self) -> str:
        return _("every clause is met") if self.passes else ""


@dataclass(frozen=True)
class ProofPage:
    bench: Bench

    @cached_property
    def proof(self) -> Proof | None:
        return self.bench.proof

    @property
    def left(self) -> tuple[str, ...]:
        """What has to be done before anything is published."""
        bench = self.bench
        if bench.start is None:
            return (_("Say where it begins."),)
        missing = []
        if not bench.solutions:
            missing.append(_("Record a solution."))
        if not bench.draft["clauses"]:
            missing.append(_("Tick at least one clause."))
        if missing or self.proof is None:
            return tuple(missing)
        return (*self.proof.faults, *map(self._broken, self.proof.broken))

    def _broken(self, broken: Broken) -> str:
        names = {each["id"]: plain(each["text"]) for each in self.bench.draft["clauses"]}
        details = ", ".join(names.get(each, each) for each in broken.details)
        said = {"name": f"“{plain(broken.name)}”", "details": details}
        return _(FAULTS[broken.fault]) % said

    @property
    def can_be_published(self) -> bool:
        return not self.left and self.proof is not None and self.proof.can_be_published

    @property
    def good(self) -> tuple[str, ...]:
        proof = self.proof
        if proof is None or not self.can_be_published:
            return ()
        solutions, refused = len(self.bench.solutions), len(proof.refused)
        said = [
            ngettext("%(count)s right solution passes", "%(count)s right solutions pass", solutions)
            % {"count": solutions},
            _("%(refused)s of %(all)s cheats refused") % {"refused": refused, "all": len(StockCheat)},
        ]
        least = min(len(each.actions) for each in self.bench.solutions)
        reachable = ngettext(
            "reachable from the start: %(count)s operation at least",
            "reachable from the start: %(count)s operations at least",
            least,
        )
        return (*said, reachable % {"count": least})

    @property
    def advice(self) -> tuple[str, ...]:
        return tuple(_(ADVICE[each]) for each in self.proof.advice) if self.proof else ()

    # Cheats

    @property
    def passing(self) -> tuple[CheatRow, ...]:
        return tuple(each for each in self.cheats if each.passes)

    @cached_property
    def cheats(self) -> tuple[CheatRow, ...]:
        """Those that get through first."""
        if self.proof is None or self.proof.faults:
            return ()
        passing = [
            CheatRow(_(CHEATS[cheat]), True, against=self._against(cheat.name))
            for cheat in self.proof.passing
        ]
        refused = [
            CheatRow(_(CHEATS[cheat]), False, clause.text) for cheat, clause in self.proof.refused.items()
        ]
        return (*passing, *refused)

    def _against(self, cheat: str) -> Proposal | None:
        """Of what holds in every solution, what refuses this cheat and most others that get through."""
        passing = {each.name for each in self.proof.passing} if self.proof else set()
        ticked = {each.get("from") for each in self.bench.draft["clauses"]}
        everywhere = len(self.bench.cases)
        able = [
            each
            for each in self._proposals
            if cheat in each.refuses and len(each.holds_in) == everywhere and each.id not in ticked
        ]
        return max(able, key=lambda each: len(passing & each.refuses), default=None)

    @property
    def _proposals(self) -> tuple[Proposal, ...]:
        return self.bench.proposed.proposals if self.bench.proposed else ()
