"""Links into the site, and whether something stands where they lead."""

import pytest

from articles.checking.addresses import KnownAddresses, dead_links
from articles.checking.prose import Link

NAMES = ["categories", "clinics", "concerns", "criteria", "districts", "focuses", "guides", "languages"]
NAMES += ["pages", "services", "tiers", "treatments"]
KNOWN = KnownAddresses(
    slugs={
        **{name: set() for name in NAMES},
        "clinics": {"elite"},
        "districts": {"gangnam"},
        "guides": {"costs", "own"},
        "pages": {"about", "order"},
    },
    anchors={"/guides/costs/": {"prices"}, "/guides/own/": {"here"}},
    site_url="https://atlas.example",
)


def dead(address):
    return [each.sentence for each in dead_links([Link(3, address)], KNOWN, own_path="/guides/own/")]


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/",
            "/clinics/",
            "/clinics/elite/",
            "/districts/gangnam/",
            "/guides/costs/",
            "/about/",
            "/about/order/",
        ),
        *("/clinics/?district=gangnam&q=x", "/guides/costs/#prices", "#here", "", "#", "/prices/#anything"),
        *("https://atlas.example/clinics/elite/", "https://elsewhere.example/none/", "//elsewhere.example/"),
        *("mailto:a@b.example", "tel:119", "http://[", "/plan/?treatment="),
    ],
)
def test_link_that_leads_somewhere_is_none(address):
    assert dead(address) == []


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/none/", "The link to /none/ leads nowhere."),
        ("/clinics/none/", "The link to /clinics/none/ leads nowhere."),
        ("/clinics/elite", "The link to /clinics/elite leads nowhere."),
        ("/districts/none/", "The link to /districts/none/ leads nowhere."),
        ("/treatments/crown/", "The link to /treatments/crown/ leads nowhere."),
        ("/guides/none/", "The link to /guides/none/ leads nowhere."),
        ("/about/none/", "The link to /about/none/ leads nowhere."),
        ("costs", "The link to costs leads nowhere."),
        ("https://atlas.example/none/", "The link to https://atlas.example/none/ leads nowhere."),
        ("/clinics/?district=none", "Nothing is district=none: /clinics/?district=none."),
        ("/guides/costs/#none", "There is no anchor #none on /guides/costs/."),
        ("#none", "There is no anchor #none on /guides/own/."),
    ],
)
def test_link_that_leads_nowhere_is_found(address, sentence):
    assert dead(address) == [sentence]
