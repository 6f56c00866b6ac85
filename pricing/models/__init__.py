"""What is done and what it costs: procedures, treatments and prices."""

from .price import (
    Currency,
    Inclusion,
    MarketPrice,
    PriceBasis,
    PriceRange,
    PriceState,
    PriceTier,
    TaxState,
)
from .procedure import CarePhase, CareRule, CostFactor, Procedure, ProcessStep, Risk, Treatment
from .redirect import Redirect

__all__ = [
    "CarePhase",
    "CareRule",
    "CostFactor",
    "Currency",
    "Inclusion",
    "MarketPrice",
    "PriceBasis",
    "PriceRange",
    "PriceState",
    "PriceTier",
    "Procedure",
    "ProcessStep",
    "Redirect",
    "Risk",
    "TaxState",
    "Treatment",
]
