"""Prices as dated data. They are teaching prices: nobody may take them for AWS's of today."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from accounts.organization.billing.money import NOTHING


@dataclass(frozen=True, slots=True)
class Tier:
    """``price`` of a unit in dollars, as far as ``up_to`` units a month; None is all the rest."""

    up_to: Decimal | None
    price: Decimal


@dataclass(frozen=True, slots=True)
class Pack:
    """The unit in which people speak of a usage type: ``size`` units of it are one TB, or one instance.

    ``name`` is that of many, ``one`` that of a single one.
    """

    name: str
    one: str
    size: Decimal


@dataclass(frozen=True, slots=True)
class UsageType:
    """What AWS meters and prices by itself. ``free`` units a month cost nothing.

    ``reserved_price`` and ``plan_price`` are of an hour under reserved instances, or a savings plan;
    None for what these do not cover. ``most`` is where the page's slider ends.
    """

    id: str
    service: str
    name: str
    unit: str
    pack: Pack
    most: Decimal
    tiers: tuple[Tier, ...]
    free: Decimal = NOTHING
    reserved_price: Decimal | None = None
    plan_price: Decimal | None = None

    @property
    def list_price(self) -> Decimal:
        """Of a unit on demand, in the first tier."""
        return self.tiers[0].price

    def cost(self, quantity: Decimal) -> Decimal:
        """Of the first ``quantity`` units of a month on demand, the free ones not taken off."""
        cost, begun = NOTHING, NOTHING
        for tier in self.tiers:
            end = quantity if tier.up_to is None else min(quantity, tier.up_to)
            if end > begun:
                cost += (end - begun) * tier.price
                begun = end
        return cost


@dataclass(frozen=True, slots=True)
class Prices:
    """``hours``: of a month. ``zones``: an account that names none runs its instances in the first."""

    name: str
    date: date
    region: str
    hours: Decimal
    zones: tuple[str, ...]
    usage_types: Mapping[str, UsageType]


def read_prices(document: Mapping[str, Any]) -> Prices:
    """From the JSON of ``data/teaching.json``, or of a lesson's own tariff. Numbers are text."""
    return Prices(
        name=document["name"],
        date=date.fromisoformat(document["date"]),
        region=document["region"],
        hours=Decimal(document["hours"]),
        zones=tuple(document["zones"]),
        usage_types={each["id"]: _usage_type(each) for each in document["usage_types"]},
    )


@lru_cache(maxsize=1)
def teaching_prices() -> Prices:
    file = files("accounts.organization").joinpath("billing", "data", "teaching.json")
    return read_prices(json.loads(file.read_text(encoding="utf-8")))


def _usage_type(document: Mapping[str, Any]) -> UsageType:
    return UsageType(
        id=document["id"],
        service=document["service"],
        name=document["name"],
        unit=document["unit"],
        pack=Pack(document["pack"]["name"], document["pack"]["one"], Decimal(document["pack"]["size"])),
        most=Decimal(document["most"]),
        tiers=tuple(Tier(_optional(tier.get("up_to")), Decimal(tier["price"])) for tier in document["tiers"]),
        free=Decimal(document.get("free", "0")),
        reserved_price=_optional(document.get("reserved_price")),
        plan_price=_optional(document.get("plan_price")),
    )


def _optional(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
