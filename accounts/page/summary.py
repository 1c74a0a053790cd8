"""How much there is of an organization, in the language that is spoken now."""

from __future__ import annotations

from django.utils.translation import gettext

from accounts.organization.scenario.summary import counts
from accounts.organization.state import Organization
from accounts.page.numbers import grouped


def summary(organization: Organization) -> str:
    return ", ".join(f"{grouped(count)} {gettext(word)}" for count, word in counts(organization))
