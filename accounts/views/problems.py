"""Why nothing was changed, as every page of the sandbox says it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts import selectors, services
from accounts.models import OrganizationRecord
from accounts.organization.errors import AwsError


@dataclass(frozen=True, slots=True)
class Problem:
    """In words, and as AWS says it. ``meanwhile`` are sentences about what others did."""

    title: str
    message: str
    code: str = ""
    reason: str = ""
    meanwhile: tuple[str, ...] = ()

    @classmethod
    def of(cls, error: AwsError) -> Problem:
        return cls(_("AWS refuses this"), error.message, error.code, error.reason or "")

    @classmethod
    def of_halt(cls, error: services.Halted) -> Problem:
        return cls(_("Not now"), str(error))

    @classmethod
    def of_stale(
        cls,
        record: OrganizationRecord,
        error: services.StaleRevision,
        advice: str = "",
    ) -> Problem:
        return cls(
            _("The organization has changed meanwhile"),
            advice or _("Nothing of yours was done. Look at what is here now, then try again."),
            meanwhile=selectors.meanwhile(record, error.events),
        )
