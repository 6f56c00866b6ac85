"""Price levels as a mark of dots."""

FILLED, EMPTY = "●", "○"


def tier_mark(tier, tiers):
    """Return the place of a tier among all, the cheapest first: the third of four is "●●●○"; "" for None."""
    if tier is None:
        return ""
    ranks = [other.rank for other in tiers]
    filled = sum(rank <= tier.rank for rank in ranks)
    return FILLED * filled + EMPTY * (len(ranks) - filled)
