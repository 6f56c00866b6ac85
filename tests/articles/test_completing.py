"""A guide completed at a request: names linked where they should be, figures of today, few queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.completing import complete
from articles.models import Article
from clinics.models import Clinic
from tests.articles.texts import save_text
from tests.crowd import make_crowd
from tests.factories import (
    NOW,
    make_clinic,
    make_criterion,
    make_district,
    make_emergency_contact,
    make_market_price,
    make_procedure,
    make_treatment,
)
from tests.html import Element, StrictParser, attribute, text_of, walk
from tests.records import make_care_rule

pytestmark = pytest.mark.django_db

EVERYTHING = """
Gangnam, Clinic 1 and the crown cost {price}`crown package` or {course}`crown`, and
{home-price}`crown package` at home.
A course takes {sessions}`crown` sessions and {until-healed}`3` days, {healing-days}`smp` to heal.
The directory has {count}`clinics` clinics in {count}`districts` districts, and {count}`criteria` criteria in
{count}`factors` factors. Call {emergency}`119`.

```{market-prices}
```

```{comparison}
:clinics: clinic-0000, extra
```

```{care-timeline}
:treatment: crown
```

```{checklist}
```

## FAQ

### Does it hurt in Gangnam?

For {sessions}`crown` sessions.
"""


def links(html):
    """Return (text, address) of each link of a piece of HTML."""
    root = StrictParser(f"<main>{html}</main>").open[0]
    return [(text_of(each), attribute(each, "href")) for each in walk(root) if each.name == "a"]


def words(html):
    """Return the text of a piece of HTML."""
    return text_of(StrictParser(f"<main>{html}</main>").open[0])


class TestNames:
    """Which names become links, and where."""

    @pytest.fixture(autouse=True)
    def records(self):
        make_district(slug="gangnam", name="Gangnam", name_ko="강남구", spellings=["강남", "Kangnam"])
        make_treatment(slug="crown", name="Crown", synonyms=["vertex", "정수리"])
        district = make_district(slug="mapo", name="Mapo")
        make_clinic(slug="elite", name="Elite SMP Korea", name_ko="엘리트 SMP 코리아", district=district)

    def links(self, body):
        return links(complete(save_text(body), at=NOW).html)

    def test_first_mention_in_each_section_is_a_link(self):
        body = (
            "Gangnam and Gangnam.\n\n## One\n\nGangnam, then Kangnam.\n\n"
            "### Two\n\nIn *Gangnam*.\n\n#### Three\n\nGangnam"
        )

        assert self.links(body) == [("Gangnam", "/districts/gangnam/")] * 3

    def test_clinics_districts_and_treatments_are_linked_by_any_of_their_names(self):
        body = (
            "Elite SMP Korea works in Kangnam on the vertex.\n\n"
            "## 한국어\n\n강남에서 엘리트 SMP 코리아는 정수리를 합니다."
        )

        assert self.links(body) == [
            ("Elite SMP Korea", "/clinics/elite/"),
            ("Kangnam", "/districts/gangnam/"),
            ("vertex", "/treatments/crown/"),
            ("강남", "/districts/gangnam/"),
            ("엘리트 SMP 코리아", "/clinics/elite/"),
            ("정수리", "/treatments/crown/"),
        ]

    def test_treatment_in_small_letters_is_found_in_any_run_of_text(self):
        assert self.links("**Only:** *the crown*") == [("crown", "/treatments/crown/")]

    @pytest.mark.parametrize(
        "body",
        [
            "# Gangnam\n\n## Gangnam and the crown",
            "[Gangnam](/clinics/)",
            "`Gangnam`\n\n    Gangnam\n\n```\nGangnam\n```",
            '<a href="/clinics/">The <b>Gangnam</b> crown</a>',
            "Gangnamland, crowns, recrown",
            "강남역",
        ],
    )
    def test_headings_links_code_and_parts_of_words_stay_as_they_are(self, body):
        found = [address for _text, address in self.links(body) if "gangnam" in address or "crown" in address]

        assert found == []

    def test_cells_of_tables_lists_and_quotations_are_texts(self):
        body = "| Area | Price |\n|---|---|\n| Crown | Gangnam |\n\n## B\n\n- Mapo\n\n> Elite SMP Korea"

        assert [address for _text, address in self.links(body)] == [
            "/treatments/crown/",
            "/districts/gangnam/",
            "/districts/mapo/",
            "/clinics/elite/",
        ]

    def test_clinic_that_visitors_do_not_see_is_not_linked(self):
        Clinic.objects.update(status="archived")
        assert self.links("At Elite SMP Korea.") == []

        Clinic.objects.update(status="published", publish_at=NOW + timedelta(seconds=1))
        assert self.links("At Elite SMP Korea.") == []

    def test_example_clinic_is_linked(self):
        Clinic.objects.update(is_example=True)

        assert self.links("At Elite SMP Korea.") == [("Elite SMP Korea", "/clinics/elite/")]

    def test_clinics_of_one_name_are_not_linked(self):
        make_clinic(slug="twin", name="ELITE SMP Korea")

        assert self.links("At Elite SMP Korea.") == []

    def test_renamed_record_is_linked_at_the_next_request(self):
        article = save_text("At Dot House.")
        assert links(complete(article, at=NOW).html) == []

        clinic = Clinic.objects.get()
        clinic.name = "Dot House"
        clinic.save()

        assert links(complete(article, at=NOW).html) == [("Dot House", "/clinics/elite/")]


class TestRelated:
    """What a guide says that it is about."""

    def test_published_clinics_districts_and_treatments_in_their_order(self):
        second, first = (
            make_district(slug=slug, name=slug.title(), position=at) for at, slug in ((2, "b"), (1, "a"))
        )
        for name, status in (("Zeta", "published"), ("Alpha", "published"), ("Hidden", "draft")):
            make_clinic(slug=name.lower(), name=name, status=status, district=first)
        crown = make_treatment(slug="crown")
        make_treatment(slug="other")
        more = "clinics: [zeta, hidden, alpha]\ndistricts: [b, a]\ntreatments: [crown]"

        result = complete(save_text("Alpha", more=more), at=NOW)

        assert [clinic.name for clinic in result.clinics] == ["Alpha", "Zeta"]
        assert result.districts == [first, second]
        assert result.treatments == [crown]

    def test_what_is_only_named_is_not_what_it_is_about(self):
        make_clinic(name="Alpha Clinic")

        assert complete(save_text("At Alpha Clinic."), at=NOW).clinics == []


class TestAnswers:
    """The questions of a guide with their answers, for what wants them without the page."""

    def test_answers_hold_figures_and_no_links(self):
        make_district(name="Gangnam")
        make_treatment(slug="crown", sessions=(2, 3))
        body = (
            "## FAQ\n\n### How often in Gangnam?\n\nIn Gangnam {sessions}`crown` <b>times</b> & more.\n\n"
            "### Why?\n\n{sessions}`nothing` So."
        )

        [often, why] = complete(save_text(body), at=NOW).answers

        assert (often.question, often.anchor) == ("How often in Gangnam?", "how-often-in-gangnam")
        assert often.html.strip() == "<p>In Gangnam 2–3 <b>times</b> &amp; more.</p>"
        assert words(why.html) == "So."

    def test_figure_that_fails_in_an_answer_is_told_once(self):
        make_procedure()
        body = "## FAQ\n\n### Why?\n\n{sessions}`nothing`"

        assert len(complete(save_text(body), at=NOW).errors) == 1


@pytest.mark.parametrize("clinics", [1, 1_000])
@pytest.mark.parametrize("body", ["Nothing.", EVERYTHING])
def test_guide_asks_four_times_however_much_it_holds(body, clinics):
    make_everything(clinics)
    article = save_text(body, more="clinics: [extra]\ntreatments: [crown]")
    complete(article, at=NOW)

    with CaptureQueriesContext(connection) as captured:
        result = complete(article, at=NOW)

    assert len(captured) == (4 if body == EVERYTHING else 3)
    assert result.errors == []
    assert result.treatments


@pytest.mark.parametrize("clinics", [1, 1_000])
def test_page_of_a_guide_keeps_its_budget(client, clock, clinics):
    make_everything(clinics)
    article = save_text(
        EVERYTHING, more="clinics: [extra]\ntreatments: [crown]\ncategory: Costs\nauthor: A team"
    )
    address = article.get_absolute_url()
    client.get(address)

    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)

    assert answer.status_code == 200
    assert len(captured) <= 8


def make_everything(clinics):
    """Create all that EVERYTHING draws on, and a crowd of clinics."""
    smp = make_procedure(slug="smp", percent_below_home_min=20, percent_below_home_max=50)
    make_crowd(clinics)
    make_clinic(slug="extra", name="Extra")
    make_market_price("Session", 100, 200, basis="session", treatments=smp.treatments.all())
    make_district(name="Gangnam")
    make_emergency_contact("119")
    make_care_rule(procedure=smp)
    make_criterion(procedure=smp)


PIECES = st.sampled_from(
    [
        *(
            "Gangnam",
            "crown ",
            "강남에서",
            " Elite SMP Korea",
            "{price}`crown package`",
            "{nothing}`x`",
            "`code`",
        ),
        *(
            "**",
            "*",
            "_",
            "[",
            "](/x)",
            "<b>",
            "</b>",
            "<a href='/y'>",
            "</a>",
            "<script>",
            "\n",
            "\n\n",
            "## ",
            "- ",
        ),
        *(
            "| a | b |\n|---|---|\n| Gangnam | crown |\n",
            "```{market-prices}\n```\n",
            "> ",
            "&",
            "&amp;",
            "'",
            '"',
        ),
        *("{", "}", "{{ x }}", "{% y %}", "<!--", "-->", "[^1]", "\n[^1]: note\n", "<table>", "<td>", "    "),
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=25).map("".join))
def test_completing_loses_no_text_and_leaves_no_element_open(body):
    records_of_pieces()
    article = save_text(body)

    result = complete(article, at=NOW)

    # Strict: an element that is not closed in its place raises.
    assert without_figures(result.html) == without_names(article.rendered["parts"])
    assert [each for each in elements(result.html) if each.name == "a" and holds_link(each)] == []


def records_of_pieces():
    """Create what the PIECES name, unless it is there."""
    if not Article.objects.exists() and not Clinic.objects.exists():
        district = make_district(slug="gangnam", name="Gangnam", spellings=["강남"])
        crown = make_treatment(slug="crown", name="Crown")
        make_clinic(name="Elite SMP Korea", district=district)
        make_market_price("Crown", 100, 200, treatments=[crown])


def elements(html):
    return walk(StrictParser(f"<main>{html}</main>").open[0])


def holds_link(element):
    return any(inner.name == "a" for inner in walk(element) if inner is not element)


def without_figures(html):
    """Return the text of completed HTML, figures aside."""
    root = StrictParser(f"<main>{html}</main>").open[0]
    for element in list(walk(root)):
        element.children = [child for child in element.children if not is_figure(child)]
    return squeezed(root).replace("$100–$200", "")  # inside of a link nothing marks a figure


def is_figure(node):
    if not isinstance(node, Element):
        return False
    return bool({"live", "live-note", "live-figure"} & set(attribute(node, "class", "").split()))


def without_names(parts):
    """Return the text of parts before anything is linked or drawn."""
    html = "".join(
        part if isinstance(part, str) else part.get("text", "").replace("&", "&amp;").replace("<", "&lt;")
        for part in parts
    )
    return squeezed(StrictParser(f"<main>{html}</main>").open[0])


def squeezed(root):
    return "".join(text_of(root).split())
