"""All that the list of clinics shows is exported, on all pages, and importing it back changes nothing."""

import csv
import io

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from clinics.change_sets import begin_check, check_step, upload
from clinics.documents import Change, document_of
from clinics.exporting import clinic_rows, finding_rows, price_rows
from clinics.history import Occasion, write_listings
from clinics.models import Act, Clinic, Focus
from pricing.tables.checking import Verdict
from pricing.tables.spreadsheets import LONGEST_CELL, MOST_ROWS, TooLarge, read_spreadsheet, write_spreadsheet
from tests.admin_forms import Page, form_values
from tests.clinics.documents_at_random import documents, make_vocabularies
from tests.clinics.tables import counts, exported, load_clinics, load_findings, load_prices, make_whole_clinic
from tests.desk import CLINICS, ROLES, hidden_values, make_user, said, sign_in
from tests.factories import (
    NOW,
    make_clinic,
    make_criterion,
    make_district,
    make_finding,
    make_focus,
    make_price,
    make_treatment,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

WHOLE = reverse("admin:clinics_clinic_whole")
TABLES = {"clinics": clinic_rows, "prices": price_rows, "findings": finding_rows}
each_table = pytest.mark.parametrize("table", TABLES)


@pytest.fixture
def client():
    return sign_in(make_user("Editor"))


def address_of(table, kind):
    return reverse("admin:clinics_clinic_export", args=[table, kind])


def content_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def names_in(response):
    rows = csv.DictReader(io.StringIO(content_of(response).decode(), newline=""))
    return [row["name"] for row in rows]


def verdicts(content, kind):
    """Return what the check of an uploaded file says of each row."""
    change_set = upload(content, file_name="list", kind=kind, user=None, at=NOW)
    begin_check(change_set)
    while change_set.state == "checking":
        change_set = check_step(change_set.pk)
    return list(change_set.rows.order_by("number").values_list("verdict", flat=True))


class TestCsv:
    @each_table
    def test_it_is_the_native_file_streamed(self, client, table):
        make_whole_clinic()

        response = client.get(address_of(table, "csv"))

        assert response.streaming
        assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert response.headers["Content-Disposition"] == f'attachment; filename="{table}.csv"'
        assert content_of(response).decode() == "".join(TABLES[table]())

    def test_filters_search_and_order_of_the_list_hold_on_all_its_pages(self):
        client = sign_in(make_user("Publisher"))
        seoul = make_district(slug="seoul")
        gangnam = make_district(slug="gangnam", parent=seoul)
        for place in range(60):
            make_clinic(
                name=f"Dot {place:02}", district=gangnam, status="draft" if place % 2 else "published"
            )
        make_clinic(name="Dot 99", district=make_district(slug="busan"), status="draft")
        make_clinic(name="Other", district=gangnam, status="draft")

        query = {"district": "seoul", "status__exact": "draft", "q": "dot", "o": "-1", "p": "1", "all": ""}
        names = names_in(client.get(address_of("clinics", "csv"), query))

        assert names == [f"Dot {place:02}" for place in reversed(range(1, 60, 2))]

    def test_a_clinic_that_a_filter_finds_twice_is_exported_once(self, client):
        focuses = [make_focus(), make_focus()]
        make_clinic(name="Both", focuses=focuses)

        query = {"focuses__id__in": ",".join(str(focus.pk) for focus in focuses)}

        assert names_in(client.get(address_of("clinics", "csv"), query)) == ["Both"]

    @each_table
    def test_a_thousand_cost_no_more_statements_than_their_chunks(
        self, client, django_assert_max_num_queries, table
    ):
        clinic = make_clinic()
        make_price(clinic, make_treatment(), 100, 200)
        with django_assert_max_num_queries(40) as one:
            content_of(client.get(address_of(table, "csv")))
        document = document_of(clinic)
        write_listings(
            [Change({**document, "slug": f"c{n}"}) for n in range(999)], occasion=Occasion(Act.ADDED)
        )

        with django_assert_max_num_queries(60) as many:
            lines = content_of(client.get(address_of(table, "csv"))).count(b"\n")

        assert lines == (1_001 if table != "findings" else 1)
        assert len(many) - len(one) <= 12


class TestSpreadsheets:
    @each_table
    def test_every_cell_is_a_text_and_none_a_formula(self, client, table):
        clinic = make_clinic(name="=1+1", description="+cmd|' /C calc'!A0", phone="+82-2-555-1234")
        make_price(clinic, make_treatment(), 100, 200, remark="=HYPERLINK(1)")
        make_finding(clinic, make_criterion(), evidence="@sum")

        response = client.get(address_of(table, "xlsx"))

        assert response.headers["Content-Disposition"] == f'attachment; filename="{table}.xlsx"'
        sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert len(cells) > 8
        assert {cell.data_type for cell in cells} == {"s"}
        assert not [cell.value for cell in cells if cell.value.startswith(("=", "@"))]

    @each_table
    def test_it_holds_what_the_csv_holds(self, client, table):
        make_whole_clinic()

        rows = [cells for _number, cells in read_spreadsheet(client.get(address_of(table, "xlsx")).content)]

        lines = list(csv.reader(io.StringIO("".join(TABLES[table]()), newline="")))
        width = len(lines[0])
        assert [cells + [""] * (width - len(cells)) for cells in rows] == lines

    def test_a_text_that_a_spreadsheet_would_cut_is_refused_and_leads_back_to_the_list(self, client):
        make_finding(make_clinic(), make_criterion(), evidence="x" * (LONGEST_CELL + 1))

        response = client.get(address_of("findings", "xlsx"), {"q": "clinic"})

        assert response.headers["Location"] == f"{CLINICS}?q=clinic"
        assert said(response) == ["Row 2 has a text that is too long for a spreadsheet: export CSV."]
        assert b"x" * LONGEST_CELL in content_of(client.get(address_of("findings", "csv")))

    def test_more_rows_than_a_spreadsheet_should_hold_are_refused(self, monkeypatch):
        monkeypatch.setattr("pricing.tables.spreadsheets.MOST_ROWS", 2)

        assert write_spreadsheet([["a"], ["b"]], title="Rows")
        with pytest.raises(TooLarge, match="at most 2 rows"):
            write_spreadsheet([["a"], ["b"], ["c"]], title="Rows")
        assert MOST_ROWS > 10_000


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(documents(slug="one"), documents(slug="other"))
def test_whatever_is_exported_changes_nothing_when_it_is_imported_back(client, one, other):
    Clinic.objects.all().delete()
    if not Focus.objects.exists():
        make_vocabularies()
    other["register_ids"] = {}
    write_listings([Change(one), Change(other)], occasion=Occasion(Act.ADDED))
    before = exported()

    loaders = {"clinics": load_clinics, "prices": load_prices, "findings": load_findings}
    for table, load in loaders.items():
        files = [content_of(client.get(address_of(table, kind))) for kind in ("csv", "xlsx")]
        new, changed, _same, rejected = counts(load(files[0].decode()))
        assert (new, changed, rejected) == (0, 0, 0)
        for content in files if files[0].count(b"\n") > 1 else []:
            assert set(verdicts(content, table)) <= {Verdict.UNCHANGED}
    assert exported() == before


def test_texts_that_look_like_escapes_of_the_format_come_back_as_they_were():
    texts = ["_x0041_", "_x000D_", "a\nb", "  ", "<b>&amp;</b>", "가나다", "'=1", "#N/A", "1e5", "01", "TRUE"]

    rows = read_spreadsheet(write_spreadsheet([["text"], *([text, "end"] for text in texts)], title="Texts"))

    assert [cells[0] for _number, cells in rows][1:] == [text.strip() for text in texts]


class TestThePage:
    def test_it_says_how_many_and_keeps_the_filters_in_every_link(self, client):
        for place in range(60):
            make_clinic(name=f"Dot {place}")
        make_clinic(name="Other")

        linked = client.get(CLINICS, {"q": "dot"}).content.decode()
        content = client.get(WHOLE, {"q": "dot", "p": "1"}).content.decode()

        assert f'href="{WHOLE}?q=dot"' in linked
        assert "60 clinics, on all pages of the list." in content
        for table in TABLES:
            for kind in ("csv", "xlsx"):
                assert f'href="{address_of(table, kind)}?q=dot"' in content

    def test_all_of_them_are_changed_without_a_script(self):
        for place in range(60):
            make_clinic(name=f"Dot {place}")
        other = make_clinic(name="Other")
        client = sign_in(make_user("Publisher"))

        page = client.get(WHOLE, {"q": "dot"})
        act = client.post(f"{CLINICS}?q=dot", form_values(page) | {"action": "archive"})
        client.post(
            reverse("admin:clinics_clinic_bulk", args=["archive"]), hidden_values(act) | {"_apply": "1"}
        )

        assert "60 clinics are chosen." in act.content.decode()
        assert Clinic.objects.filter(status="archived").count() == 60
        assert Clinic.objects.get(pk=other.pk).status == "published"

    def test_an_editor_exports_and_is_offered_no_act(self, client):
        make_clinic()

        assert "Change all of them" not in client.get(WHOLE).content.decode()

    def test_a_list_without_clinics_says_so(self):
        content = sign_in(make_user("Publisher")).get(WHOLE, {"q": "nothing"}).content.decode()

        assert "0 clinics" in content
        assert "Change all of them" not in content

    @pytest.mark.parametrize("address", [WHOLE, *(address_of("clinics", kind) for kind in ("csv", "xlsx"))])
    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ({"nonsense": "1"}, 302),
            ({"verified_on__gte": "x"}, 302),
            ({"district": "atlantis"}, 200),
            ({"o": "99.x"}, 200),
            ({"q": "a\0b"}, 200),
            ({"created_by__password__startswith": "p"}, 400),
        ],
    )
    def test_odd_addresses_meet_what_they_meet_in_the_list(self, client, address, query, status):
        make_clinic()

        assert client.get(CLINICS, query).status_code == status
        assert client.get(address, query).status_code == status

    @pytest.mark.parametrize("page", ["99", "x"])
    def test_the_page_of_the_list_does_not_count(self, client, page):
        make_clinic(name="Dot")

        assert names_in(client.get(address_of("clinics", "csv"), {"p": page, "all": "1", "e": "1"})) == [
            "Dot"
        ]

    @pytest.mark.parametrize("name", ["clinics.doc", "users.csv"])
    def test_what_is_not_exported_is_not_found(self, client, name):
        assert client.get(f"/admin/clinics/clinic/export/{name}").status_code == 404

    @pytest.mark.parametrize("role", ROLES)
    def test_whoever_sees_the_list_exports_it(self, role):
        client = sign_in(make_user(role))

        for address in (WHOLE, address_of("clinics", "csv"), address_of("prices", "xlsx")):
            assert client.get(address).status_code == 200

    def test_others_do_not(self, django_user_model):
        client = sign_in(django_user_model.objects.create_user("guest", is_staff=True))

        for address in (WHOLE, address_of("clinics", "csv"), address_of("prices", "xlsx")):
            assert client.get(address).status_code == 403

    def test_it_holds_no_script_and_no_style_of_its_own(self, client):
        assert Page(client.get(WHOLE)).inline == []
