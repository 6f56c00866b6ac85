"""Checking data for search engines against an excerpt of schema.org, and against what this site promises."""

import json
import re
from functools import cache
from pathlib import Path

EXCERPT = Path(__file__).with_name("schema_org.json")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
TEXTS = {"Text", "URL", "Date", "DateTime", "Time", "DayOfWeek", "Country", "Language"}
NUMBERS = {"Number", "Integer", "Text"}
# What the site never says, whatever the vocabulary allows.
REFUSED_TYPES = {"Product", "Rating", "AggregateRating", "Review"}
REFUSED_PROPERTIES = {"aggregateRating", "review", "ratingValue"}
# What the readers of such data need to do anything with it.
REQUIRED = {
    "AggregateOffer": {"lowPrice", "priceCurrency"},
    "Answer": {"text"},
    "Article": {"headline", "author", "publisher", "datePublished", "dateModified", "image"},
    "BreadcrumbList": {"itemListElement"},
    "FAQPage": {"mainEntity"},
    "GeoCoordinates": {"latitude", "longitude"},
    "HealthAndBeautyBusiness": {"name", "url", "address", "image"},
    "ItemList": {"name", "itemListElement"},
    "ListItem": {"position"},
    "MedicalClinic": {"name", "url", "address", "image"},
    "MedicalProcedure": {"name", "url"},
    "MedicalWebPage": {"name", "url"},
    "OpeningHoursSpecification": {"opens", "closes"},
    "Organization": {"name"},
    "PostalAddress": {"addressLocality", "addressCountry"},
    "Question": {"name", "acceptedAnswer"},
    "SearchAction": {"target", "query-input"},
    "Service": {"name", "url"},
    "WebSite": {"name", "url"},
}


@cache
def vocabulary():
    """Return the excerpt: types with all that they are, and properties with what has and what fills them."""
    return json.loads(EXCERPT.read_text(encoding="utf-8"))


def faults(node, place="the page"):
    """Return what is wrong with a node and all inside it, each as a sentence; an empty list if nothing is."""
    if set(node) == {"@id"}:
        return []
    kind = node.get("@type")
    if kind not in vocabulary()["types"] or kind in REFUSED_TYPES:
        return [f"{place} holds a {kind}."]
    found = [f"A {kind} has no {name}." for name in sorted(REQUIRED.get(kind, set()) - set(node))]
    for name, value in node.items():
        if name in {"@type", "@id", "query-input"}:
            continue
        if name in REFUSED_PROPERTIES or not is_property_of(name, kind):
            found.append(f"A {kind} has a {name}.")
            continue
        values = value if isinstance(value, list) else [value]
        if not values:
            found.append(f"The {name} of a {kind} is empty.")
        for each in values:
            found += faults_of_value(each, name, f"The {name} of a {kind}")
    return found


def is_property_of(name, kind):
    """Tell whether schema.org lets things of a type have a property."""
    known = vocabulary()["properties"].get(name)
    return known is not None and bool(set(known["of"]) & set(vocabulary()["types"][kind]))


def faults_of_value(value, name, place):
    """Yield what is wrong with one value of a property."""
    allowed = set(vocabulary()["properties"][name]["holds"])
    if isinstance(value, dict):
        yield from faults(value, place)
        is_of = set(vocabulary()["types"].get(value.get("@type"), []))
        if is_of and not is_of & allowed:
            yield f"{place} is a {value['@type']}."
    elif isinstance(value, bool) or value is None:
        yield f"{place} is {value}."
    elif isinstance(value, str):
        if not value.strip():
            yield f"{place} is empty."
        is_address = re.match(r"https?://", value)
        if not TEXTS & allowed and not is_address:  # an address may stand for the thing itself
            yield f"{place} is a text."
        if allowed == {"URL"} and not is_address:
            yield f"{place} is no address."
        if allowed == {"Date"} and not DAY.fullmatch(value):
            yield f"{place} is no day."
    elif not NUMBERS & allowed:
        yield f"{place} is a number."
