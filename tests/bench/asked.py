"""What is asked of the site, by the letters under which the figures stand."""

from itertools import count, pairwise, product

from clinics.models import Clinic, District, Focus
from pricing.models import PriceTier

FIRST = "/clinics/"
PAIR = "/clinics/?district=gangnam&focus=density"
NARROW = (
    "/clinics/?district=gangnam&tier=high&tier=mid-high&focus=scar-camouflage&focus=density&budget={budget}"
)
BUDGET = 3_000  # US dollars
SEARCH = "/clinics/?q=crown+studio+gangnam"
PAGES_SHOWN = 40  # of clinics
PAGES_NEW = 2_000
DEEPEST = 200  # page


def addresses():
    """Return letter -> the addresses that are asked in turn; U has thousands, none of them twice."""
    published = Clinic.objects.filter(status="published").order_by("slug")
    pages = min(DEEPEST, published.count() // 24)
    slugs = list(published.values_list("slug", flat=True)[: PAGES_SHOWN + PAGES_NEW])
    return {
        "A": [FIRST],
        "B": [PAIR],
        "C": [NARROW.format(budget=BUDGET)],
        "D": [f"{FIRST}?page={max(pages, 1)}"],
        "E": [SEARCH],
        "F": [f"{FIRST}{slug}/" for slug in slugs[:PAGES_SHOWN]],
        "F-new": [f"{FIRST}{slug}/" for slug in slugs[PAGES_SHOWN:]],
        "U": list(different_selections()),
    }


def different_selections():
    """Yield addresses of the shape of C: a district, two tiers, two focuses and a budget."""
    districts = list(District.objects.order_by("slug").values_list("slug", flat=True))
    tiers = list(PriceTier.objects.order_by("rank").values_list("slug", flat=True))
    focuses = list(Focus.objects.order_by("slug").values_list("slug", flat=True))
    pairs = [(one, other) for one, other in product(focuses, focuses) if one < other]
    budgets = count(801, 7)
    for two, (cheaper, dearer), district in product(pairs, pairwise(tiers), districts):
        yield (
            f"{FIRST}?district={district}&tier={cheaper}&tier={dearer}&focus={two[0]}&focus={two[1]}"
            f"&budget={next(budgets)}"
        )
