"""Figures of guides: each from its record, in the words of the site, linked to its page."""

from decimal import Decimal

import pytest

from articles.completing import complete
from pricing.models import CarePhase, CareRule
from tests.articles.texts import save_text
from tests.factories import (
    NOW,
    make_clinic,
    make_criterion,
    make_currency,
    make_district,
    make_emergency_contact,
    make_factor,
    make_market_price,
    make_procedure,
    make_tier,
    make_treatment,
)
from tests.html import Page, attribute, text_of, walk
from tests.records import make_care_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def smp():
    """A procedure with the figures of the brief, its treatments and some rows of its price guide."""
    smp = make_procedure(
        slug="smp",
        name="Scalp Micropigmentation",
        percent_below_home_min=20,
        percent_below_home_max=50,
    )
    crown = make_treatment(slug="crown", name="Crown", procedure=smp, sessions=(2, 3))
    hairline = make_treatment(slug="hairline", name="Hairline", procedure=smp, sessions=(2, 3))
    full = make_treatment(slug="full-scalp", name="Full scalp", procedure=smp, sessions=(3, 5))
    make_treatment(slug="corrective", name="Corrective work", procedure=smp)
    corrective = smp.treatments.get(slug="corrective")
    estimate = {"procedure": smp, "estimated": True}
    make_market_price("Crown", 800, 1500, basis="session", sessions=(2, 3), treatments=[crown], **estimate)
    make_market_price("Crown thinning", 2000, 3500, treatments=[crown], **estimate)
    make_market_price("Mid-scalp and crown", 3000, 4500, treatments=[crown, hairline], **estimate)
    make_market_price("Hairline", 1800, 3000, treatments=[hairline], **estimate)
    make_market_price("Full", 1500, 2500, basis="session", open_ended=True, treatments=[full], procedure=smp)
    make_market_price("Full", 4000, 6000, open_ended=True, treatments=[full], procedure=smp, remark="Long.")
    make_market_price("Corrective", treatments=[corrective], procedure=smp)
    return smp


def completed(body, **options):
    """Return the article of a body Completed at factories.NOW."""
    return complete(save_text(body), at=NOW, **options)


def page(html):
    """Return the Page of a piece of HTML."""
    return Page(f"<main>{html}</main>")


def shown(body, **options):
    """Return the Page of a body as a page would show it."""
    return page(completed(body, **options).html)


def sentence(figure, **options):
    """Return what a figure inside a sentence says."""
    text = text_of(shown(f"It is {figure} here.", **options).root)
    return text.removeprefix("It is").removesuffix("here.").strip()


def rows(table):
    """Return the rows of the body of a table, as lists of texts."""
    return [
        [text_of(cell) for cell in walk(row) if cell.name in {"th", "td"}]
        for body in walk(table)
        if body.name == "tbody"
        for row in walk(body)
        if row.name == "tr"
    ]


class TestSentences:
    """Figures inside a sentence."""

    @pytest.mark.parametrize(
        ("figure", "words"),
        [
            ("{price}`crown package`", "$2,000–$3,500 (2026, estimate)"),
            ("{price}`crown session`", "$800–$1,500 (2026, estimate)"),
            ("{price}`full-scalp package`", "$4,000–$6,000+ (2026)"),
            ("{price}`corrective package`", "quoted after assessment (2026)"),
            ("{price}`corrective session`", "not stated"),
            # Facts S206, S208.
            ("{course}`crown`", "$1,600–$4,500 (2026, estimate)"),
            ("{course}`full-scalp`", "$4,500–$12,500+ (2026)"),
            ("{course}`hairline`", "not stated"),
            # Facts S219, S220.
            ("{home-price}`hairline package`", "$2,250–$6,000 (2026, estimate)"),
            ("{home-price}`full-scalp package`", "$5,000–$12,000+ (2026)"),
            ("{home-price}`corrective package`", "not stated"),
            ("{sessions}`crown`", "2–3"),
            ("{sessions}`corrective`", "2–4"),
            ("{sessions}`smp`", "2–4"),
            ("{session-hours}`smp`", "2–4"),
            ("{session-hours}`crown`", "2–4"),
            ("{days-between}`smp`", "10–14"),
            ("{healing-days}`smp`", "7–10"),
            ("{touch-up-years}`smp`", "3–5"),
            ("{below-home}`smp`", "20–50 %"),
            # Facts S216-S218.
            ("{first-to-last}`2`", "10–14"),
            ("{first-to-last}`5`", "40–56"),
            ("{until-healed}`1`", "7–10"),
            ("{until-healed}`3 smp`", "27–38"),
            ("{chair-time}`4`", "8–16"),
            ("{chair-time}`3 crown`", "6–12"),
        ],
    )
    def test_figure_is_that_of_its_record(self, smp, figure, words):
        assert sentence(figure) == words

    @pytest.mark.parametrize(
        ("figure", "address"),
        [
            ("{price}`crown package`", "/prices/"),
            ("{course}`crown`", "/prices/estimate/?treatment=crown"),
            ("{home-price}`hairline package`", "/prices/estimate/?treatment=hairline"),
            ("{sessions}`crown`", "/treatments/crown/#time"),
            ("{sessions}`smp`", "/plan/"),
            ("{healing-days}`smp`", "/plan/"),
            ("{below-home}`smp`", "/prices/#home-smp"),
            ("{until-healed}`3`", "/plan/"),
        ],
    )
    def test_figure_leads_to_its_page(self, smp, client, figure, address):
        [link] = shown(f"It is {figure}.").with_class("live")

        assert attribute(link, "href") == address
        path, _mark, anchor = address.partition("#")
        answer = client.get(path)
        assert answer.status_code == 200
        assert not anchor or f'id="{anchor}"' in answer.text

    def test_figure_inside_of_a_link_is_no_link(self, smp):
        html = shown("[Pay {price}`crown package`](/prices/), then {sessions}`crown` times.")

        assert [(text_of(link), attribute(link, "href")) for link in html.find_all("a")] == [
            ("Pay $2,000–$3,500 (2026, estimate)", "/prices/"),
            ("2–3", "/treatments/crown/#time"),
        ]

    def test_price_in_another_currency_stands_as_it_was_quoted(self, smp):
        make_currency("KRW", units_per_usd=Decimal(1000))
        scars = make_treatment(slug="scars", procedure=smp)
        make_market_price("Scars", 2_000_000, 3_000_000, currency="KRW", treatments=[scars], procedure=smp)

        assert sentence("{price}`scars package`") == "KRW 2,000,000–KRW 3,000,000 (2026)"
        assert sentence("{home-price}`scars package`") == "$2,500–$6,000 (2026)"

    def test_comparison_with_home_may_be_missing(self):
        make_treatment(slug="crown", procedure=make_procedure(slug="smp"))

        assert sentence("{below-home}`smp`") == "not stated"
        assert sentence("{home-price}`crown package`") == "not stated"

    def test_counts_are_those_of_the_directory(self):
        seoul = make_district(slug="seoul")
        make_district(parent=seoul)
        for _number in range(3):
            make_clinic(district=seoul)
        make_clinic(district=seoul, status="draft")
        factor, empty = make_factor(), make_factor()
        for _number in range(2):
            make_criterion(factor=factor)

        numbers = {
            name: sentence(f"{{count}}`{name}`") for name in ("clinics", "districts", "factors", "criteria")
        }

        assert numbers == {"clinics": "3", "districts": "2", "factors": "1", "criteria": "2"}
        assert not empty.criteria.exists()

    def test_emergency_number_can_be_called(self):
        make_emergency_contact("119")

        assert shown("Call {emergency}`119`.").link("119") == "tel:119"

    def test_procedure_is_that_of_the_treatments_that_the_guide_is_about(self, smp):
        veneers = make_procedure(slug="veneers", position=0, healing_days_min=1, healing_days_max=2)
        make_treatment(slug="veneer", procedure=veneers)
        smp.position = 1
        smp.save()

        about_veneers = complete(save_text("{until-healed}`1`", more="treatments: [veneer]"), at=NOW)
        about_smp = complete(save_text("{until-healed}`1`", more="treatments: [crown]"), at=NOW)
        about_both = complete(save_text("{until-healed}`1`"), at=NOW)

        assert "1–2" in about_veneers.html
        assert "7–10" in about_smp.html
        assert [problem.sentence for problem in about_both.errors] == ["Say which procedure: veneers, smp."]


class TestBlocks:
    """Figures that stand by themselves."""

    def test_price_guide_of_one_basis_is_a_table(self, smp):
        html = shown("```{market-prices}\n:basis: session\n```")

        [table] = html.find_all("table")
        assert text_of(next(part for part in walk(table) if part.name == "caption")) == (
            "Scalp Micropigmentation, per session"
        )
        assert rows(table) == [
            ["Crown", "$800–$1,500 USD, 2026, estimate", "2–3"],
            ["Full", "$1,500–$2,500+ USD, 2026", "not stated"],
        ]
        assert html.link("The whole price guide") == "/prices/"
        assert "on one scale, from $0 to $2,500." in html.text

    def test_price_guide_without_a_basis_has_both(self, smp):
        html = shown("```{market-prices}\n:procedure: smp\n```")

        session, package = map(rows, html.find_all("table"))
        assert len(session) == 2
        assert [row[0] for row in package] == [
            "Corrective",
            "Crown thinning",
            "Full",
            "Hairline",
            "Mid-scalp and crown One price for: Crown, Hairline",
        ]
        assert package[2] == ["Full", "$4,000–$6,000+ USD, 2026", "not stated", "Long."]

    def test_table_is_the_same_as_in_the_price_guide(self, smp, client):
        guide = Page(client.get("/prices/").text)
        html = shown("```{market-prices}\n```")

        assert list(map(rows, html.find_all("table"))) == list(map(rows, guide.find_all("table")))

    def test_clinics_stand_side_by_side_with_the_rows_of_the_brief(self):
        tier = make_tier(name="Mid-High")
        one = make_clinic(slug="one", name="One", name_ko="하나", is_example=True, price_tier=tier)
        two = make_clinic(slug="two", name="Two", artistic_style="Subtle", service_grade="good")

        html = shown("```{comparison}\n:clinics: one, two\n```")

        [table] = html.find_all("table")
        assert [text_of(head) for head in walk(table) if attribute(head, "scope") == "col"] == [
            "Attribute",
            "One 하나 Example, not a real clinic",
            "Two",
        ]
        assert rows(table) == [
            ["Primary focus", "not stated", "not stated"],
            ["Target clients", "not stated", "not stated"],
            ["Artistic style", "not stated", "Subtle"],
            ["Technology", "not stated", "not stated"],
            ["International service", "not stated", "Good"],
            ["Price point", "Mid-High (estimated)", "not stated"],
            ["Key differentiator", "not stated", "not stated"],
        ]
        assert html.link("One") == one.get_absolute_url()
        assert html.link("Two") == two.get_absolute_url()
        assert html.link("The whole comparison, with prices and what is verified") == (
            "/clinics/compare/?clinic=one&clinic=two"
        )

    def test_clinic_that_nobody_may_see_is_left_out_of_a_comparison(self):
        for slug in ("one", "two"):
            make_clinic(slug=slug, name=slug)
        make_clinic(slug="draft", name="Hidden", status="draft")

        result = completed("```{comparison}\n:clinics: one, draft, two\n```")
        alone = completed("```{comparison}\n:clinics: one, draft\n```")

        assert len(rows(page(result.html).find("table"))[0]) == 3
        assert "Hidden" not in result.html
        assert [problem.sentence for problem in result.errors] == ["There is no published clinic draft."]
        assert "<table" not in alone.html

    def test_care_stands_by_days_with_healing_and_the_next_session(self, smp):
        care = {"procedure": smp}
        make_care_rule(**care, position=1, text="Wash gently.", first_day=6)
        make_care_rule(**care, position=2, text="Keep moist.", condition="As told.")
        make_care_rule(**care, position=3, text="Keep dry.", first_day=0, last_day_earliest=4, last_day=5)
        make_care_rule(**care, position=4, text="No coffee.", phase=CarePhase.BEFORE)
        make_care_rule(procedure=make_procedure(), text="Of another procedure.")

        html = shown("```{care-timeline}\n:procedure: smp\n```")

        table = html.find("table")
        assert rows(table) == [
            ["Before a session"],
            ["Before it", "No coffee."],
            ["After a session"],
            ["Day 0 to 4–5", "Keep dry."],
            ["From day 6", "Wash gently."],
            ["Day 7–10", "Healed on one of these days."],
            ["Day 10–14", "The next session, if there is one."],
            ["No day stated", "Keep moist. As told."],
        ]
        assert "Scalp Micropigmentation: 2–4 sessions, 10–14 days apart." in text_of(table)

    def test_care_of_a_treatment_has_its_sessions_and_leads_to_its_plan(self, smp):
        html = shown("```{care-timeline}\n:treatment: full-scalp\n```")

        assert "Full scalp: 3–5 sessions, 10–14 days apart." in text_of(html.find("table"))
        assert html.link("Plan a stay with your own days") == "/plan/?treatment=full-scalp"
        assert not CareRule.objects.exists()

    def test_one_session_has_no_next_one(self):
        make_treatment(slug="patch", name="Patch", sessions=(1, 1))

        html = shown("```{care-timeline}\n:treatment: patch\n```")

        assert "Patch: 1 session." in text_of(html.find("table"))
        assert "next session" not in text_of(html.root)

    def test_questions_stand_under_their_factors_in_both_languages(self):
        second = make_factor(
            slug="hygiene", name="Hygiene", position=2, question="How clean?", question_ko="위생?"
        )
        first = make_factor(slug="training", name="Training", position=1)
        make_criterion(
            factor=second, name="Single use", question="Used once?", question_ko="일회용?", position=1
        )
        make_criterion(factor=first, name="Certified", position=2)
        make_criterion(factor=first, name="Trained", question="Trained?", position=1)

        html = shown("```{checklist}\n```")
        own = shown("```{checklist}\n:factor: hygiene\n```")

        assert [text_of(item) for item in html.find_all("li")] == [
            "Trained. Trained?",
            "Certified. Certified: is it so, and what shows it?",
            "Single use. Used once? 일회용?",
        ]
        assert [text_of(head) for head in html.with_class("factor")] == [
            "Training",
            "Hygiene How clean? 위생?",
        ]
        assert [attribute(numbered, "start") for numbered in html.find_all("ol")] == ["1", "3"]
        assert [text_of(item) for item in own.find_all("li")] == ["Single use. Used once? 일회용?"]
        assert [attribute(numbered, "start") for numbered in own.find_all("ol")] == ["3"]
        assert {
            attribute(korean, "lang")
            for korean in html.elements
            if "?" in text_of(korean) and korean.name == "span"
        } == {"ko"}


WRONG = [
    ("{prize}`crown package`", "There is no figure “prize”. Did you mean “price”?"),
    ("{xyz}`crown`", "There is no figure “xyz”."),
    ("{price}`crwn package`", "There is no treatment “crwn”. Did you mean “crown”?"),
    ("{price}`crown`", "The argument of “price” is: <treatment> <basis>."),
    ("{price}`crown total`", "“total” is no basis: it is one of session, package."),
    ("{sessions}`nothing`", "There is no treatment and no procedure “nothing”."),
    ("{below-home}`veneers`", "There is no treatment and no procedure “veneers”."),
    ("{until-healed}`many`", "“many” is no number of sessions: write a whole number from 1 to 99."),
    ("{until-healed}`100`", "“100” is no number of sessions: write a whole number from 1 to 99."),
    ("{until-healed}`²`", "“²” is no number of sessions: write a whole number from 1 to 99."),
    (
        "{count}`stars`",
        "“stars” is no thing to count: it is one of clinics, districts, factors, criteria.",
    ),
    ("{emergency}`555`", "There is no emergency number 555."),
    ("{comparison}`one two`", "“comparison” stands by itself, between lines of ``` and not in a sentence."),
    ("```{price} crown package\n```", "“price” stands in a sentence: {price}`…`."),
    (
        "```{market-prices}\n:base: session\n```",
        "“market-prices” has no option “base”: it takes basis, procedure.",
    ),
    ("```{market-prices}\n:basis: hour\n```", "“hour” is no basis: it is one of session, package."),
    ("```{market-prices} session\n```", "“market-prices” takes options, not “session”."),
    ("```{market-prices}\n:procedure: veneers\n```", "There is no procedure “veneers”."),
    ("```{comparison}\n```", "Name 2 to 6 clinics: “:clinics: one, another”."),
    ("```{comparison}\n:clinics: a b c d e f g\n```", "Name 2 to 6 clinics: “:clinics: one, another”."),
    ("```{comparison}\n:clinics: gone, lost\n```", "There are no published clinics gone, lost."),
    ("```{care-timeline}\n:treatment: crwn\n```", "There is no treatment “crwn”. Did you mean “crown”?"),
    ("```{checklist}\n:factor: care\n```", "There is no factor “care”."),
    ("```{checklist}\n```", "There are no criteria to ask about."),
]


@pytest.mark.parametrize(("figure", "problem"), WRONG)
def test_what_is_not_known_is_an_error_in_preview_and_nothing_in_public(smp, figure, problem):
    article = save_text(f"One\n\n{figure}\n\nTwo")

    preview, public = (complete(article, at=NOW, preview=is_preview) for is_preview in (True, False))

    line = article_line(article, figure)
    [error] = page(preview.html).with_class("figure-problem")
    assert text_of(error) == f"Line {line}: {problem}"
    assert [str(each) for each in public.errors] == [f"Line {line}: {problem}"]
    assert text_of(page(public.html).root) == "One Two"


def article_line(article, figure):
    """Return the line of the source that a figure stands in."""
    source = type(article).objects.values_list("source", flat=True).get(pk=article.pk)
    return source.split("\n").index(figure.split("\n")[0]) + 1


def test_no_records_at_all_are_an_error_and_no_failure():
    result = completed("{sessions}`smp` {until-healed}`3` {count}`criteria` {count}`clinics`")

    assert [problem.sentence for problem in result.errors] == [
        "There is no treatment and no procedure “smp”.",
        "There is no procedure yet.",
    ]
    assert text_of(page(result.html).root) == "0"
