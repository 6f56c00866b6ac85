"""The guides and the pages of the starter content: what they must say, and what they must not say by hand."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pytest
import yaml
from django.http import QueryDict
from django.urls import resolve
from django.utils.text import slugify
from markdown_it import MarkdownIt

from config.starter_content import CONTENT
from tests.content.test_places import SUPERLATIVES

FILES = sorted([*(CONTENT / "guides").glob("*.md"), *(CONTENT / "pages").glob("*.md")])
GUIDE = "scalp-micropigmentation-in-korea-2026"
COMPANIONS = [
    "how-much-does-smp-cost-in-korea",
    "how-long-do-i-need-to-stay",
    "eighteen-questions-to-ask-a-clinic",
]
PAGES = ["about", "accessibility", "data", "order", "privacy", "verification"]

FENCE = re.compile(r"^\{([a-z-]+)\}$")
OPTION = re.compile(r"^:([a-z-]+): (.+)$")
ROLE = re.compile(r"\{([a-z-]+)\}`([^`]*)`")
NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen)"
UNIT = r"(?:days?|hours?|sessions?|weeks?|months?|years?|percent|%|criteria|factors|questions)"
# What stands in a record and must not be typed: money, a number with a unit, a range with a unit.
TYPED = re.compile(
    rf"[$€₩]\s?\d|\d[\d,.]*\s*(?:dollars|won|USD)\b|\b\d+\s*{UNIT}\b|\d\s*%"
    rf"|\b{NUMBER}\s*(?:-|–|to|or|and)\s*{NUMBER}\s+{UNIT}\b",
    re.IGNORECASE,
)
VOCABULARIES = {
    "district": "districts",
    "focus": "focuses",
    "concern": "concerns",
    "treatment": "treatments",
    "language": "languages",
    "service": "services",
    "tier": "tiers",
    "verified": "criteria",
}


@dataclass(frozen=True)
class Source:
    """One content file as an editor wrote it, read without the code of the site."""

    slug: str
    front: dict
    body: str

    @cached_property
    def tokens(self):
        return MarkdownIt().enable("table").parse(self.body)

    @cached_property
    def headings(self):
        """(level, text) of every heading, in order."""
        pairs = pairwise(self.tokens)
        return [(int(token.tag[1]), text.content) for token, text in pairs if token.type == "heading_open"]

    def below(self, heading):
        """Return the headings one level below an h2, in order."""
        here = self.headings.index((2, heading))
        found = []
        for level, text in self.headings[here + 1 :]:
            if level == 2:
                break
            if level == 3:
                found.append(text)
        return found

    @cached_property
    def blocks(self):
        """(name, options) of every figure that is a block."""
        fences = [token for token in self.tokens if token.type == "fence" and FENCE.match(token.info)]
        return [
            (FENCE.match(token.info).group(1), dict(map(option, token.content.splitlines())))
            for token in fences
        ]

    @cached_property
    def roles(self):
        """(name, argument) of every figure inside a sentence."""
        return ROLE.findall(self.body)

    @cached_property
    def links(self):
        """The address of every link."""
        children = [child for token in self.tokens for child in token.children or ()]
        return [str(child.attrs["href"]) for child in children if child.type == "link_open"]

    @cached_property
    def prose(self):
        """The words that a reader sees, without figures, code and addresses, line breaks made blanks."""
        text = ROLE.sub("", self.body)
        texts = MarkdownIt().enable("table").parse(text)
        children = [child for token in texts for child in token.children or ()]
        return " ".join(child.content for child in children if child.type == "text")


def option(line):
    """Return the name and the value of an option line of a figure."""
    return OPTION.match(line).groups()


def read_source(path):
    """Return the Source of a file that begins with front matter between two lines of dashes."""
    _before, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return Source(path.stem, yaml.safe_load(front), body)


@pytest.fixture(scope="session")
def sources():
    return {path.stem: read_source(path) for path in FILES}


@pytest.fixture(scope="session")
def guide(sources):
    return sources[GUIDE]


def slugs(content, name):
    return {row["slug"] for row in content[name]}


def test_there_are_the_guide_its_companions_and_the_trust_pages(sources):
    kinds = {slug: source.front["kind"] for slug, source in sources.items()}

    assert kinds == dict.fromkeys([GUIDE, *COMPANIONS], "guide") | dict.fromkeys(PAGES, "page")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestEveryFile:
    """What holds for each guide and page."""

    def test_says_what_it_is(self, path):
        front = read_source(path).front

        assert front["slug"] == path.stem
        assert front["title"]
        assert 70 <= len(front["excerpt"]) <= 300
        assert front["date"].isoformat() >= "2026-01-28"
        assert front["author"] == "Korea Experience Team"

    def test_names_only_records_of_the_starter_content(self, path, content):
        front = read_source(path).front

        for name in ("clinics", "districts", "treatments"):
            assert set(front.get(name, ())) <= slugs(content, name)

    def test_headings_stand_in_order_below_the_title(self, path):
        levels = [level for level, _text in read_source(path).headings]

        assert levels[:1] in ([2], [])
        assert all(deeper - level <= 1 for level, deeper in pairwise(levels))

    def test_figures_are_known_and_name_known_records(self, path, content):
        source = read_source(path)

        assert [figure for figure in source.blocks if not is_known_block(*figure, content)] == []
        assert [figure for figure in source.roles if not is_known_role(*figure, content)] == []

    def test_links_lead_to_pages_with_what_they_ask_for(self, path, content, sources):
        for address in read_source(path).links:
            if not address.startswith("https://"):
                assert not why_dead(address, content, sources, path.stem), address

    def test_promises_no_more_than_it_knows(self, path):
        source = read_source(path)

        assert SUPERLATIVES.findall(f"{source.front['title']} {source.front['excerpt']} {source.body}") == []


def is_known_block(name, options, content):
    """Tell whether a block of the contract names records of the starter content."""
    match name:
        case "market-prices":
            return options in ({"basis": "session"}, {"basis": "package"})
        case "comparison":
            return set(options["clinics"].split(", ")) <= slugs(content, "clinics")
        case "care-timeline":
            return options.get("procedure") in slugs(content, "procedures")
        case "checklist":
            return options.get("factor") in slugs(content, "factors")
    return False


def is_known_role(name, argument, content):
    """Tell whether a figure inside a sentence has something to show in the starter content."""
    treatments = {row["slug"]: row for row in content["treatments"]}
    procedures = {row["slug"]: row for row in content["procedures"]}
    priced = {
        (slug, row["basis"])
        for row in content["market_prices"]
        if row["state"] == "priced"
        for slug in row["treatments"]
    }
    match name:
        case "price" | "home-price":
            return tuple(argument.split()) in priced
        case "course":
            return (argument, "session") in priced
        case "sessions":
            record = treatments.get(argument) or procedures.get(argument)
            return record is not None and record["sessions_min"] is not None
        case "session-hours" | "days-between" | "healing-days" | "touch-up-years" | "below-home":
            return argument in procedures
        case "first-to-last" | "until-healed" | "chair-time":
            return 1 <= int(argument) <= 5
        case "count":
            return argument in {"clinics", "criteria", "factors", "districts"}
        case "emergency":
            return argument in {row["number"] for row in content["emergency_contacts"]}
    return False


def why_dead(address, content, sources, here):
    """Return why an internal link leads nowhere, "" when it is well."""
    address, _hash, anchor = address.partition("#")
    path, _mark, query = address.partition("?")
    target = path.strip("/").removeprefix("guides/").removeprefix("about/") if path else here
    if path.startswith(("/guides/", "/about/")) and path not in ("/guides/",) and target not in sources:
        return "no such article"
    if anchor and anchor not in {slugify(text) for _level, text in sources[target].headings}:
        return "no such heading"
    if not path.startswith(("/guides/", "/about/")) and path:
        match = resolve(path)
        if match.kwargs and match.kwargs["slug"] not in slugs(content, match.url_name + "s"):
            return "no such record"
    for name, values in QueryDict(query).lists():
        if name != "sort" and not set(values) <= slugs(content, VOCABULARIES[name]):
            return f"{name} is not known"
    return ""


@pytest.mark.parametrize("slug", [GUIDE, *COMPANIONS])
def test_no_price_and_no_number_of_a_record_is_typed_by_hand(sources, slug):
    source = sources[slug]

    assert TYPED.findall(source.prose) == []
    assert source.roles


@pytest.mark.parametrize(
    "text",
    [
        "$1,800",
        "₩ 20000",
        "1800 dollars",
        "10–14 days",
        "two to four sessions",
        "20 percent",
        "18 criteria",
        "5 %",
    ],
)
def test_what_is_typed_by_hand_would_be_found(text):
    assert TYPED.search(f"It takes {text}.")


def test_guide_is_that_of_the_edition_of_2026(guide):
    """Facts S2, S4 to S7, S182, S194 and S268."""
    front = guide.front

    assert front["date"].isoformat() == "2026-01-28"
    assert (front["category"], front["edition_year"]) == ("Medical Tourism", 2026)
    assert "2026" in front["title"]
    assert len(front["takeaways"]) == 4
    assert len(front["wanted"]) == 2
    assert "reviewer" not in front
    assert 4_500 <= len(guide.body.split()) <= 5_500


def test_guide_has_its_nine_sections_in_order(guide):
    """Fact S8; the disclaimer and the numbers are records that the page shows below."""
    assert [text for level, text in guide.headings if level == 2] == [
        "Introduction",
        "What SMP is, and why people go to Korea for it",
        "How to choose a clinic",
        "Clinics and districts",
        "What happens, step by step",
        "What it costs",
        "Tips for the trip",
        "Frequently asked questions",
        "Conclusion",
    ]


def test_guide_has_a_part_for_each_factor_by_its_name(guide, content):
    names = [f"{row['position']}. {row['name']}" for row in content["factors"]]

    assert guide.below("How to choose a clinic") == names


def test_guide_names_the_examples_as_examples(guide, content):
    """Fact S67."""
    named = [text for level, text in guide.headings if level == 4 and text.endswith("(an example)")]

    assert named == [f"{row['name']} (an example)" for row in content["clinics"]]


def test_guide_goes_through_the_steps_of_the_records(guide, content):
    titles = guide.below("What happens, step by step")

    assert [title.split(":")[0] for title in titles] == [f"Step {number}" for number in range(1, 6)]
    assert len(titles) == len(content["process_steps"])


def test_guide_has_seven_groups_of_tips_and_five_questions(guide):
    """Facts S157 and S184."""
    assert len(guide.below("Tips for the trip")) == 7
    assert guide.below("Frequently asked questions") == [
        "Does it hurt?",
        "How long does it last?",
        "Can it be removed or changed?",
        "Is it for women too?",
        "What are the risks?",
    ]


def test_guide_has_both_price_tables_the_comparison_and_the_care(guide):
    assert guide.blocks == [
        (
            "comparison",
            {"clinics": "seoul-hair-density-center, elite-smp-korea, apgujeong-scalp-artistry"},
        ),
        ("care-timeline", {"procedure": "smp"}),
        ("market-prices", {"basis": "session"}),
        ("market-prices", {"basis": "package"}),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "K-ETA",
        "April",
        "September to November",
        "July and August",
        "Chuseok",
        "Lunar New Year",
        "serviced apartment",
        "subway",
        "T-Money",
        "Kakao T",
        "limousine bus",
        "Incheon",
        "ICN",
        "Gimpo",
        "GMP",
        "Papago",
        "Naver",
        "Google Translate",
        "Annyeonghaseyo",
        "Kamsahamnida",
        "Jwesonghamnida",
        "KRW",
        "Mastercard",
        "Gyeongbokgung",
        "Namsan Tower",
        "Jeonju",
        "Nami Island",
        "Gangnam",
        "Garosu-gil",
        "Cheongdam-dong",
        "Hongdae/Sinchon",
        "Myeongdong",
        "SPF 30",
        "Google Reviews",
    ],
)
def test_guide_has_the_proper_names_of_the_trip(guide, name):
    """Facts S47, S53 to S62, S123 and S158 to S183."""
    assert name in guide.prose


@pytest.mark.parametrize(
    "words",
    [
        "No medical reviewer has read it yet",
        "we name neither layer as a fact",
        "25 September 2025",
        "takes effect two years later, in October 2027",
        "Removing a tattoo stays with doctors",
        "No official page has been compared yet",
        "the removal has to be done by a doctor",
        "SMP counts as permanent, and still it fades",
        "We know of no source for that",
        "ended on 31 December 2025",
        "they do not always agree",
        "That is a general value, and your treatment has its own",
        "for the police",
        "still needs an official source",
    ],
)
def test_guide_holds_the_contradictions_openly(guide, words):
    """Facts S251 to S268."""
    assert words in guide.prose.replace("  ", " ")


def test_number_in_the_title_of_the_questions_is_that_of_the_criteria(sources, content):
    source = sources["eighteen-questions-to-ask-a-clinic"]
    asked = [options["factor"] for name, options in source.blocks if name == "checklist"]

    assert len(content["criteria"]) == 18
    assert source.front["title"].startswith("Eighteen questions")
    assert asked == [row["slug"] for row in content["factors"]]


@pytest.mark.parametrize("slug", COMPANIONS)
def test_companions_are_short(sources, slug):
    assert 600 <= len(sources[slug].body.split()) <= 1_200
