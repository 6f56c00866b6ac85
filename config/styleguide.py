"""The samples of the style guide: the tokens of the style sheet, and every component in each of its states.

The samples are values that never reach the database; none of them is about a clinic that exists.
"""

import re
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

from django.conf import settings
from django.templatetags.static import static

from articles.models import Disclaimer
from clinics.ages import age_in_words
from clinics.asking import Problem, no_amount
from clinics.cards import read_cards, scale_in_words
from clinics.clinic_facts import ClinicFacts
from clinics.evidence import Evidence, FactorEvidence, open_questions
from clinics.facets import Option
from clinics.listing import Result
from clinics.models import Clinic, Criterion, District, Factor, Finding, Focus, Language
from clinics.paging import page_links
from clinics.sidebar import BudgetField, FacetGroup
from clinics.vocabulary import Districts, Terms, Vocabulary
from pricing.bars import bar
from pricing.course import Course
from pricing.market import read_market
from pricing.models import PriceTier, Procedure, Treatment
from pricing.money import Span
from pricing.tiers import tier_mark

TODAY = date(2026, 3, 2)  # of the samples: a page that is the same on every day
PROBLEM = Problem("sessions", "“many” is no number of sessions. Write a whole number from 1 to 9.")

STYLE_SHEET = settings.BASE_DIR / "static" / "css" / "site.css"
COLOR = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
SIZE = re.compile(r"--((?:text|space|gap)[a-z-]*): ([^;]+);")
# What is written in which color on which; each pair must be read easily (WCAG 2.2, 1.4.3).
TEXTS = [
    ("ink", "paper"),
    ("ink", "raised"),
    ("ink", "tint"),
    ("muted", "paper"),
    ("muted", "raised"),
    ("muted", "tint"),
    ("accent", "paper"),
    ("accent", "raised"),
    ("accent", "tint"),
    ("on-accent", "accent"),
    ("warning", "paper"),
    ("warning", "raised"),
    ("warning", "tint"),
]
# What is drawn in which color on which, and what it is for; of these only an edge tells where a control is.
SHAPES = [("edge", "paper"), ("line", "paper"), ("market", "paper"), ("accent", "market")]
SCHEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colors of one scheme, as "#rrggbb", with their names and their contrast (from 1 to 21)."""

    front: str
    back: str
    front_color: str
    back_color: str

    @property
    def contrast(self):
        """The contrast ratio of WCAG 2.2, rounded down to a tenth."""
        bright, dim = sorted(map(luminance, (self.front_color, self.back_color)), reverse=True)
        return int((bright + 0.05) / (dim + 0.05) * 10) / 10


def luminance(color):
    """Return the relative luminance (WCAG 2.2) of a color as "#rrggbb": 0 of black, 1 of white."""
    parts = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def read_colors(css):
    """Return {scheme: {name: "#rrggbb"}} of the colors that a style sheet gives for light and dark."""
    found = COLOR.findall(css)
    return {scheme: {name: colors[place] for name, *colors in found} for place, scheme in enumerate(SCHEMES)}


def read_sizes(css):
    """Return the (name, value) pairs of type and space in a style sheet, each name once."""
    return list(dict(SIZE.findall(css)).items())


def pairs_of(colors, names):
    """Return the Pairs of one scheme for (front, back) names."""
    return [Pair(front, back, colors[front], colors[back]) for front, back in names]


def read_tokens():
    """Return the tokens of the site's style sheet as the page shows them."""
    css = STYLE_SHEET.read_text(encoding="utf-8")
    sizes = read_sizes(css)
    return {
        "schemes": [
            (scheme, pairs_of(colors, TEXTS), pairs_of(colors, SHAPES))
            for scheme, colors in read_colors(css).items()
        ],
        "type_scale": [(name, value) for name, value in sizes if name.startswith("text")],
        "spaces": [(name, value) for name, value in sizes if not name.startswith("text")],
    }


def samples():
    """Return the samples of every component, by the name that the template gives them."""
    tiers = sample_tiers()
    cards = read_cards(SampleListing(tiers))
    return {
        "cards": cards,
        "scale": scale_in_words(cards),
        "bars": sample_bars(),
        "tiers": [(tier, tier_mark(tier, tiers)) for tier in tiers],
        "factors": sample_evidence(),
        "questions": open_questions(sample_evidence()),
        "problems": [
            Problem("sessions", "“many” is no number of sessions. Write a whole number from 1 to 9.")
        ],
        "field": sample_field(),
        "filters": sample_filters(),
        "pagings": [
            page_links(page, last, address_of="?page={}".format) for page, last in ((1, 3), (6, 12), (3, 3))
        ],
        "photo": sample_photo(),
        "disclaimer": Disclaimer(
            title="Sample of a disclaimer", text="What the site does not promise.", valid_from=TODAY
        ),
    }


def sample_tiers():
    """Return four price tiers, the cheapest first."""
    names = ("Low", "Middle", "High", "Very high")
    return [
        PriceTier(pk=rank, slug=f"sample-{rank}", name=name, rank=rank)
        for rank, name in enumerate(names, start=1)
    ]


class SampleListing:
    """What the cards ask of a Listing, without a database: a full, a bare and a long card."""

    def __init__(self, tiers):
        city = District(pk=1, slug="sample-city", name="Sample city")
        quarter = District(pk=2, slug="sample-quarter", name="Sample quarter", parent=city)
        treatment = Treatment(pk=1, slug="sample-treatment", name="Sample treatment")
        focuses = [
            Focus(pk=1, slug="first", name="First focus"),
            Focus(pk=2, slug="second", name="Second focus"),
        ]
        languages = [Language(pk=1, slug="en", name="English"), Language(pk=2, slug="ko", name="Korean")]
        self.vocabulary = Vocabulary(
            district=Districts([city, quarter]),
            focus=Terms(focuses),
            concern=Terms([]),
            treatment=Terms([treatment]),
            language=Terms(languages),
            service=Terms([]),
            tier=Terms(tiers),
            verified=Terms([]),
        )
        self.rates = {}
        self.chosen = {"currency": None}
        self.filter = SimpleNamespace(today=TODAY)
        full = Clinic(
            pk=1,
            slug="sample-full",
            name="Sample Clinic",
            name_ko="견본 클리닉",
            district=quarter,
            price_tier=tiers[2],
            verified_on=date(2026, 2, 9),
            is_example=True,
        )
        bare = Clinic(pk=2, slug="sample-bare", name="Bare Sample", district=city, is_example=True)
        long = Clinic(
            pk=3,
            slug="sample-long",
            name="Sample with a very long name that shows how a title breaks into lines",
            name_ko="아주 긴 이름이 여러 줄로 나뉘는 모습을 보여 주는 견본 클리닉",
            district=quarter,
            price_tier=tiers[0],
            is_example=True,
        )
        both = {"focus": focuses, "language": languages, "treatment": [treatment]}
        none = {"focus": [], "language": [], "treatment": []}
        closed = Course(treatment.slug, Span(1_800, 3_000), year=2026)
        open_ended = Course(
            treatment.slug,
            Span(4_000, None, open_ended=True),
            is_estimate=True,
            year=2026,
            sessions=(2, 3),
        )
        self.market = read_market()
        self.results = [
            Result(ClinicFacts(full, [city, quarter], both, tiers[2], [], 14, 18), closed, None),
            Result(ClinicFacts(bare, [city], none, None, [], 0, 18), None, None),
            Result(ClinicFacts(long, [city, quarter], both, tiers[0], [], 3, 18), open_ended, None),
        ]


def sample_bars():
    """Return (what it shows, Bar, the market in words) of every kind of range bar."""
    closed, market = Span(1_500, 2_500), Span(1_000, 4_000)
    open_ended = Span(2_000, 3_000, open_ended=True)
    kinds = [
        ("A price inside the market's range", closed, market),
        ("A price that may go on above", open_ended, Span(1_000, 4_000, open_ended=True)),
        ("One price", Span(2_000, 2_000), market),
        ("No market price", closed, None),
        ("The market alone", None, market),
        ("No price", None, None),
    ]
    return [(label, bar(own, other, top=5_000), other or "") for label, own, other in kinds]


def sample_evidence():
    """Return one factor with a criterion for every answer: yes, no, expired, not known, never asked."""
    factor = Factor(pk=1, slug="sample-factor", name="Sample factor", position=1)
    clinic = Clinic(pk=1, slug="sample-full", name="Sample Clinic")
    checked = {"checked_on": date(2026, 1, 28), "source": "Sample source"}
    findings = {
        "Verified": Finding(answer="yes", evidence="What was seen.", expires_on=date(2027, 1, 28), **checked),
        "Found missing": Finding(answer="no", evidence="What was seen.", **checked),
        "Verified once": Finding(answer="yes", expires_on=date(2025, 12, 31), checked_on=date(2025, 1, 1)),
        "Asked without an answer": Finding(answer="unknown", **checked),
        "Never asked": None,
    }
    rows = []
    for position, (name, finding) in enumerate(findings.items(), start=1):
        criterion = Criterion(pk=position, slug=f"sample-{position}", name=name, factor=factor)
        if finding is not None:
            finding.clinic, finding.criterion = clinic, criterion
        rows.append(
            Evidence(
                criterion=criterion,
                finding=finding,
                holds=finding is not None and finding.holds(on=TODAY),
                age=age_in_words(finding.checked_on, on=TODAY) if finding else "",
            )
        )
    return [FactorEvidence(factor, rows)]


def sample_photo():
    """Return what a picture asks of a photo; the drawing of the site stands for one."""
    address = static("img/icon.svg")
    return {
        "sources": [("image/svg+xml", f"{address} 480w")],
        "srcset": f"{address} 480w",
        "address": address,
        "width": 480,
        "height": 480,
        "alt": "Sample of a photo",
    }


def sample_field():
    """Return what the fields of the estimate need: a choice that is made, and a number with its error."""
    procedure = Procedure(pk=1, slug="sample", name="Sample", sessions_min=2, sessions_max=4)
    treatment = Treatment(pk=1, slug="sample-treatment", name="Sample treatment", procedure=procedure)
    return {
        "treatments": [treatment],
        "chosen": {"treatment": treatment},
        "typed": {"sessions": "many"},
        "sentences": {PROBLEM.name: PROBLEM.sentence},
    }


def sample_filters():
    """Return what the filters of the listing need: chosen, open, without result, folded."""
    options = [
        Option("sample-city", "Sample city", 31, selected=False),
        Option("sample-quarter", "Sample quarter", 12, selected=True, depth=1),
        Option("sample-street", "Nobody here", 0, selected=False, depth=1),
    ]
    folded = [Option("en", "English", 24, selected=False), Option("ko", "Korean", 31, selected=False)]
    return {
        "budget": BudgetField("3k", no_amount("“3k”")),
        "sidebar": [FacetGroup("district", "District", options), FacetGroup("language", "Language", folded)],
        "listing": {"chosen": {"budget": 3_000, "unpriced": True, "currency": None}, "buckets": {"fits": 3}},
    }
