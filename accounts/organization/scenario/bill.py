"""What lowers the bill, in a scenario document. Amounts are text."""

from __future__ import annotations

from datetime import UTC, date, datetime

from accounts.organization.identifiers import ACCOUNT_ID
from accounts.organization.scenario.plain import Members, present
from accounts.organization.scenario.shape import Node
from accounts.organization.state import Billing, Credit, ReservedInstances, SavingsPlan

MOST_INSTANCES = 100_000
MOST_OF_A_KIND = 100
"""Reserved instances, savings plans and credits, of each: every one is looked at with every account."""


def read_billing(node: Node) -> Billing:
    for member in ("reserved_instances", "savings_plans", "credits"):
        entries = node.value(member, [])
        if isinstance(entries, list) and len(entries) > MOST_OF_A_KIND:
            node.fault(member, f"has more than {MOST_OF_A_KIND} entries")
            return Billing()
    billing = Billing(
        reserved_instances=tuple(_read_reserved(child) for child in node.nodes("reserved_instances")),
        savings_plans=tuple(_read_savings_plan(child) for child in node.nodes("savings_plans")),
        credits=tuple(_read_credit(child) for child in node.nodes("credits")),
        not_sharing=frozenset(node.texts("not_sharing")),
        not_sharing_credits=frozenset(node.texts("not_sharing_credits")),
        zones=node.text_by_name("zones"),
    )
    node.end()
    return billing


def billing(billing: Billing) -> Members:
    return present(
        reserved_instances=[
            {"owner": each.owner, "usage_type": each.usage_type, "zone": each.zone, "count": each.count}
            for each in billing.reserved_instances
        ],
        savings_plans=[
            {"owner": plan.owner, "commitment": str(plan.commitment)} for plan in billing.savings_plans
        ],
        credits=[_credit(credit) for credit in billing.credits],
        not_sharing=sorted(billing.not_sharing),
        not_sharing_credits=sorted(billing.not_sharing_credits),
        zones=dict(billing.zones),
    )


def _read_reserved(node: Node) -> ReservedInstances:
    reserved = ReservedInstances(
        owner=node.text("owner", pattern=ACCOUNT_ID),
        usage_type=node.text("usage_type"),
        zone=node.text("zone"),
        count=node.integer("count", least=1, most=MOST_INSTANCES),
    )
    node.end()
    return reserved


def _read_savings_plan(node: Node) -> SavingsPlan:
    plan = SavingsPlan(node.text("owner", pattern=ACCOUNT_ID), node.amount("commitment"))
    node.end()
    return plan


def _read_credit(node: Node) -> Credit:
    credit = Credit(
        owner=node.text("owner", pattern=ACCOUNT_ID),
        amount=node.amount("amount"),
        expires=_read_date(node, "expires"),
        services=node.texts("services"),
    )
    node.end()
    return credit


def _read_date(node: Node, member: str) -> date:
    try:
        return date.fromisoformat(node.text(member))
    except ValueError:
        if member in node.members:
            node.fault(member, "must be a date such as 2026-12-31")
        return datetime.fromtimestamp(0, UTC).date()


def _credit(credit: Credit) -> Members:
    return {
        "owner": credit.owner,
        "amount": str(credit.amount),
        "expires": credit.expires.isoformat(),
        **present(services=list(credit.services)),
    }
