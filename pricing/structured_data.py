"""What search engines read of the site, as plain data in the words of schema.org: paths, lists, prices."""

from django.conf import settings

from pricing.money import stated_span


def absolute(path):
    """Return the public address of a path."""
    return f"{settings.SITE_URL}{path}"


def breadcrumbs(trail):
    """Return the way to a page as a BreadcrumbList; `trail` holds (name, path), "" for the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": str(name),
                **({"item": absolute(path)} if path else {}),
            }
            for position, (name, path) in enumerate(trail, 1)
        ],
    }


def item_list(name, places):
    """Return pages as an ItemList; `places` holds (position, path). None when there are none."""
    items = [{"@type": "ListItem", "position": position, "url": absolute(path)} for position, path in places]
    return {"@type": "ItemList", "name": name, "itemListElement": items} if items else None


def aggregate_offer(price, **others):
    """Return a PriceRange as an AggregateOffer in its own currency, or None without a figure.

    An open end has no highest price, even where a figure is stated for it.
    """
    span = stated_span(price)
    if span is None:
        return None
    ends = {"lowPrice": span.low} if span.open_ended else {"lowPrice": span.low, "highPrice": span.high}
    return {
        "@type": "AggregateOffer",
        **ends,
        "priceCurrency": span.currency,
        "description": price.get_basis_display(),
        **others,
    }


def service_of(treatment, rows):
    """Return a treatment with what rows of the price guide ask for it, as a Service of nobody special."""
    return with_values(
        {
            "@type": "Service",
            "name": treatment.name,
            "url": absolute(treatment.get_absolute_url()),
            "alternateName": list(treatment.synonyms),
            "description": treatment.summary,
            "serviceType": treatment.procedure.name,
            "offers": offers_of(rows),
        }
    )


def price_catalog(procedure, rows):
    """Return the rows of the price guide of one procedure as an OfferCatalog, or None without a figure."""
    offers = offers_of(rows)
    if not offers:
        return None
    return {"@type": "OfferCatalog", "name": procedure.name, "itemListElement": offers}


def offers_of(rows):
    """Return the AggregateOffers of those rows of the price guide that have a figure."""
    offers = [aggregate_offer(row, name=row.label) for row in rows]
    return [offer for offer in offers if offer]


def with_values(node):
    """Return a node without what is empty."""
    return {name: value for name, value in node.items() if value not in ("", None, [], {})}
