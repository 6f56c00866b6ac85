"""The page of the comparison: what it shows, what it cannot show, and where it leads."""

import pytest
from django.template import RequestContext, Template
from django.test import RequestFactory

from tests.factories import make_clinic, make_price, make_treatment
from tests.html import attribute, read, text_of, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def compare(client):
    """Return a function from slugs to the Page that compares them."""

    def compare(*slugs):
        response = client.get("/clinics/compare/", {"clinic": slugs})
        assert response.status_code == 200
        page = read(response)
        assert page.meta("robots") == "noindex, follow"
        assert page.canonical.endswith("/clinics/")
        return page

    return compare


@pytest.fixture
def seven():
    """Clinics a to g."""
    return [make_clinic(slug=slug, name=f"Clinic {slug.upper()}", technology=slug) for slug in "abcdefg"]


def heads(page):
    """Return the column heads of the first table."""
    [head] = [part for part in walk(page.find_all("table")[0]) if part.name == "thead"]
    return [text_of(cell) for cell in walk(head) if cell.name == "th"]


def notices(page):
    return [text_of(notice) for notice in page.with_class("notice")]


@pytest.mark.usefixtures("seven")
class TestAddress:
    """Whatever the address names, the page says what it shows and what not."""

    def test_clinics_stand_in_the_order_of_the_address(self, compare):
        page = compare("c", "a", "b")

        assert heads(page) == ["Attribute", "Clinic C", "Clinic A", "Clinic B"]
        assert page.title.startswith("Clinic C, Clinic A, Clinic B – comparison")
        assert text_of(page.find("h1")) == "3 clinics compared"
        assert notices(page) == []

    def test_each_can_be_removed_and_another_added(self, compare):
        page = compare("c", "a", "b")

        assert page.link("Remove Clinic A") == "/clinics/compare/?clinic=c&clinic=b"
        assert page.link("Add another clinic") == "/clinics/?clinic=c&clinic=a&clinic=b"

    def test_six_are_shown_without_room_for_another(self, compare):
        page = compare(*"abcdef")

        assert len(heads(page)) == 7
        assert "Add another clinic" not in page.text

    def test_of_seven_the_last_is_named_and_moves_up_when_one_is_removed(self, compare):
        page = compare(*"abcdefg")

        assert len(heads(page)) == 7
        [notice] = notices(page)
        assert notice.startswith("A comparison holds at most 6 clinics.")
        assert notice.endswith("Clinic G")
        assert page.link("Remove Clinic B").endswith("?clinic=a&clinic=c&clinic=d&clinic=e&clinic=f&clinic=g")

    def test_unknown_one_of_several_is_named_and_the_rest_is_shown(self, compare):
        page = compare("a", "nobody", "b")

        assert heads(page) == ["Attribute", "Clinic A", "Clinic B"]
        [notice] = notices(page)
        assert "not in the directory" in notice
        assert "nobody" in notice
        assert page.link("Remove Clinic A") == "/clinics/compare/?clinic=b"

    def test_draft_is_not_given_away(self, compare):
        make_clinic(slug="secret", name="Not yet told", status="draft")

        page = compare("a", "b", "secret")

        assert "Not yet told" not in page.text
        assert "secret" in notices(page)[0]

    def test_repeated_one_is_shown_once_and_named(self, compare):
        page = compare("a", "b", "a")

        assert heads(page) == ["Attribute", "Clinic A", "Clinic B"]
        assert notices(page) == ["The address names more than once what is shown once: Clinic A"]

    def test_none_leads_to_the_list(self, compare):
        page = compare()

        assert page.find_all("table") == []
        assert "check “Add to compare” at 2 to 6 clinics" in page.text
        assert page.link("Choose clinics") == "/clinics/"

    @pytest.mark.parametrize("slugs", [["a"], ["a", "a"], ["a", "nobody"]])
    def test_one_alone_is_kept_while_another_is_chosen(self, compare, slugs):
        page = compare(*slugs)

        assert page.find_all("table") == []
        assert page.link("Clinic A") == "/clinics/a/"
        assert page.link("Choose clinics") == "/clinics/?clinic=a"

    def test_only_unknown_ones_are_all_named(self, compare):
        [notice] = notices(compare("x", "y"))

        assert notice.endswith("x y")


class TestTable:
    """The table binds each cell to its clinic and its attribute."""

    def test_table_scrolls_in_a_named_region_that_takes_the_focus(self, seven, compare):
        page = compare("a", "b")

        [region] = page.with_class("scroll")
        assert region.name == "section"
        assert attribute(region, "tabindex") == "0"
        assert attribute(region, "aria-label") == "Table of differences"
        scopes = [attribute(head, "scope") for head in page.find_all("th")]
        assert set(scopes) == {"col", "row"}

    def test_what_differs_in_nothing_is_open(self, compare):
        for slug in "xy":
            make_clinic(slug=slug, name="Twin")

        page = compare("x", "y")

        [details] = page.find_all("details")
        assert attribute(details, "open") is not None
        assert "Everything the same the same" in text_of(page.find_all("table")[0])

    def test_placeholders_and_korean_names_are_marked(self, compare):
        make_clinic(slug="x", name="모발의원", is_example=True)
        make_clinic(slug="y", name="Dots", name_ko="점")

        page = compare("x", "y")

        assert "Example, not a real clinic" in heads(page)[1]
        korean = {text_of(part) for part in page.elements if attribute(part, "lang") == "ko"}
        assert korean == {"모발의원", "점"}

    def test_prices_are_drawn_and_explained(self, compare):
        crown = make_treatment(name="Crown")
        make_price(make_clinic(slug="x"), crown, 1000, 2000)
        make_clinic(slug="y")

        page = compare("x", "y")

        assert len(page.with_class("bar")) == 1
        assert "all on one scale; prices in US dollars" in text_of(page.find_all("caption")[0])


class TestChoosing:
    """The boxes and the form that lead to the comparison."""

    def render(self, template, address="/clinics/", **values):
        request = RequestFactory().get(address)
        return Template("{% load comparing %}" + template).render(RequestContext(request, values))

    def test_box_of_each_card_belongs_to_the_form_and_a_named_one_is_checked(self, seven, client):
        for _time in range(2):  # a card that was shown before is no other one
            listing, other = client.get("/clinics/?clinic=a").text, client.get("/clinics/").text

            assert 'name="clinic" value="a" form="compare" checked>' in listing
            assert 'name="clinic" value="b" form="compare">' in listing
            assert 'name="clinic" value="a" form="compare">' in other

    def test_named_clinic_stays_chosen(self, seven):
        address = "/clinics/?clinic=a&clinic=z&clinic=gone"
        make_clinic(slug="z", name="Zeta")

        form = self.render("{% compare_form shown=clinics %}", address, clinics=seven)
        others = self.render("{% kept_clinics %}", address)

        assert 'value="z" checked> Zeta' in form
        assert "gone" not in form
        assert 'value="a"' not in form
        assert 'value="a"' in others
        assert 'value="z"' in others

    def test_clinic_page_offers_both(self, seven, client):
        page = read(client.get("/clinics/a/"))

        [box] = [part for part in page.find_all("input") if attribute(part, "name") == "clinic"]
        assert attribute(box, "value") == "a"
        [form] = [part for part in page.find_all("form") if attribute(part, "id") == "compare"]
        assert attribute(form, "action") == "/clinics/compare/"
        [button] = [part for part in page.find_all("button") if "shortlist" in text_of(part)]
        assert attribute(button, "hidden") is not None
        [status] = [part for part in page.elements if attribute(part, "role") == "status"]
        assert text_of(status) == ""
