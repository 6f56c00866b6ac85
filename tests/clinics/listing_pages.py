"""Reading the listing's page in tests, and a small directory to choose from."""

from tests.factories import make_clinic, make_district, make_focus, make_tier
from tests.html import attribute, text_of, walk


def make_choices():
    """Create Gangnam with Cheongdam inside, a focus and a tier, and a clinic that has all of it."""
    seoul = make_district(slug="seoul", name="Seoul")
    gangnam = make_district(slug="gangnam", name="Gangnam", parent=seoul)
    cheongdam = make_district(slug="cheongdam", name="Cheongdam-dong", parent=gangnam)
    scars = make_focus(slug="scar-camouflage", name="Scar camouflage")
    high = make_tier(slug="high", name="High")
    make_clinic(name="Dot House", district=cheongdam, focuses=[scars], price_tier=high)


def names(page):
    """Return the names on the cards."""
    return [text_of(link) for card in page.with_class("card") for link in walk(card) if is_name(link)]


def is_name(element):
    return element.name == "a" and attribute(element, "href", "").startswith("/clinics/")


def result_line(page):
    return next(text_of(element) for element in page.elements if attribute(element, "id") == "result-count")


def chips(page):
    """Return chip text -> address."""
    return {text_of(chip): attribute(chip, "href") for chip in page.with_class("chip")}


def boxes(page, name):
    """Return value -> set of checked and disabled, for the check boxes of a parameter."""
    return {
        attribute(box, "value"): {
            state for state in ("checked", "disabled") if attribute(box, state) is not None
        }
        for box in page.find_all("input")
        if attribute(box, "name") == name
    }
