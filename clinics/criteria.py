"""The criteria that clinics are checked against, each with how many clinics meet it."""

from dataclasses import dataclass

from clinics.models import Criterion, Factor


@dataclass(frozen=True, slots=True)
class FactorCriteria:
    """A factor with its (criterion, number of clinics verified) pairs, in order."""

    factor: Factor
    criteria: list[tuple[Criterion, int]]


def read_criteria(listing):
    """Return the FactorCriteria of a Listing, in one query; a factor without criteria is left out."""
    counts = {option.value: option.count for option in listing.facets["verified"]}
    by_factor = {}
    for criterion in listing.vocabulary.verified:
        by_factor.setdefault(criterion.factor_id, []).append((criterion, counts.get(criterion.slug, 0)))
    factors = Factor.objects.in_bulk()
    return [FactorCriteria(factors[pk], criteria) for pk, criteria in by_factor.items() if pk in factors]
