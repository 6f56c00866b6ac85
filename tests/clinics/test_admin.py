"""An editor at work: a listing is added, changed, found, published and seen, on one page of the admin."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from clinics.models import Clinic, District
from tests.admin_forms import form_values, inline_values, send_form
from tests.factories import (
    make_clinic,
    make_criterion,
    make_currency,
    make_district,
    make_finding,
    make_focus,
    make_language,
    make_price,
    make_tier,
    make_treatment,
)
from tests.records import make_inclusion, make_register_id

pytestmark = pytest.mark.django_db

LIST = reverse("admin:clinics_clinic_changelist")
ADD = reverse("admin:clinics_clinic_add")
DAY = timedelta(days=1)


def page_of(record):
    """Return the address of the page where a clinic or a district is changed."""
    return reverse(f"admin:clinics_{record._meta.model_name}_change", args=[record.pk])


def price(treatment, **values):
    """Return what an editor types for a price of a whole course."""
    typed = {"treatment": treatment.pk, "basis": "package", "state": "priced", "currency": "USD"}
    return typed | {"tax": "unknown", "year": "2026"} | values


def errors_of(response):
    """Return all that a refused page says is wrong, as one text."""
    return " ".join(str(error) for error in response.context["errors"])


def said(response):
    """Return the messages that a page shows after it was left."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def found(client, **query):
    """Return the names of the clinics that a list of the admin shows."""
    return {clinic.name for clinic in client.get(LIST, query).context["cl"].result_list}


class TestAddingAClinic:
    """One page, one save: the clinic, its prices, its findings and its register numbers."""

    def test_a_clinic_with_two_prices_is_stored_and_seen_under_its_filters(self, admin_client, admin_user):
        make_currency()
        focus, language, inclusion, tier = make_focus(), make_language(), make_inclusion(), make_tier()
        district = make_district(slug="gangnam", parent=make_district(slug="seoul"))
        crown, scars = make_treatment(slug="crown"), make_treatment(slug="scars")
        criterion = make_criterion()

        response = send_form(
            admin_client,
            ADD,
            name="Dot House",
            name_ko="도트 하우스",
            slug="dot-house",
            district=district.pk,
            focuses=[focus.pk],
            languages=[language.pk],
            price_tier=tier.pk,
            status="published",
            description="A quiet place.",
            address_ko="서울 강남구 도산대로 1",
            phone="02-555-1234",
            website="dothouse.example",
            payment_methods="Visa\r\ncash\r\n",
            opening_hours="Mo-Fr 10:00-19:00\r\nSu closed",
            **inline_values(
                "prices",
                [
                    price(crown, basis="session", low="1500", high="2500", inclusions=[inclusion.pk]),
                    price(
                        scars, low="4000", high="6000", open_ended="on", sessions_min="2", sessions_max="3"
                    ),
                ],
            ),
            **inline_values(
                "findings", [{"criterion": criterion.pk, "answer": "yes", "checked_on": "2026-11-01"}]
            ),
            **inline_values("register_ids", [{"source": "seoul", "identifier": "1101-7"}]),
        )

        assert response.status_code == 302, errors_of(response)
        clinic = Clinic.objects.get()
        assert (clinic.created_by, clinic.version) == (admin_user, 1)
        assert (clinic.phone_e164, clinic.website) == ("+8225551234", "https://dothouse.example")
        assert clinic.payment_methods == ["Visa", "cash"]
        assert list(clinic.treatments.order_by("slug")) == [crown, scars]
        assert list(clinic.prices.order_by("low").values_list("low", "high", "open_ended")) == [
            (1500, 2500, False),
            (4000, 6000, True),
        ]
        assert list(clinic.prices.get(treatment=crown).inclusions.all()) == [inclusion]
        assert clinic.findings.get().criterion == criterion
        assert clinic.register_ids.get().identifier == "1101-7"
        for query in (
            {"district": "seoul"},
            {"focus": focus.slug},
            {"treatment": "crown"},
            {"tier": tier.slug},
        ):
            assert "Dot House" in admin_client.get(reverse("clinics:list"), query).content.decode()

    def test_the_least_is_a_name_a_slug_and_a_district(self, admin_client):
        response = send_form(admin_client, ADD, name="Dot", slug="dot", district=make_district().pk)

        assert response.status_code == 302
        assert Clinic.objects.get().status == "draft"

    def test_a_new_price_starts_in_dollars_and_this_year(self, admin_client):
        make_currency()

        page = admin_client.get(ADD)

        form = page.context["inline_admin_formsets"][0].formset.empty_form
        assert form["currency"].value() == "USD"
        assert form["year"].value() == timezone.localdate().year
        assert form["treatment"].value() is None
        assert '<option value="USD" selected>USD</option>' in page.content.decode()

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"slug": "compare"}, "This address belongs to another page."),
            ({"latitude": "37.5"}, "A point needs both its latitude and its longitude."),
            ({"opening_hours": "Mo 9-18"}, "hours are written 10:00-19:00."),
            ({"review_places": "not an address"}, "Enter a valid URL."),
            ({"website": "javascript:alert(1)"}, "Enter a valid URL."),
            ({"name": "a\0b"}, "Null characters are not allowed."),
            ({"payment_methods": "a\0b"}, "Null characters are not allowed."),
            ({"price_tier": "999"}, "That choice is not one of the available choices."),
        ],
    )
    def test_an_editor_reads_what_is_wrong(self, admin_client, changes, sentence):
        sound = {"name": "Dot", "slug": "dot", "district": make_district().pk}

        response = send_form(admin_client, ADD, **(sound | changes))

        assert response.status_code == 200
        assert sentence in errors_of(response)
        assert not Clinic.objects.exists()

    @pytest.mark.parametrize(
        ("figures", "sentence"),
        [
            ({"low": "2500", "high": "1500"}, "The highest price is below the lowest."),
            ({"low": "1500"}, "A price needs its lowest figure, and its highest unless it is open-ended."),
            ({"state": "on_assessment", "low": "1"}, "A price quoted after assessment has no figures."),
            ({"low": "-1", "high": "1"}, "Ensure this value is greater than or equal to 0."),
            ({"low": "1.5", "high": "2"}, "Enter a whole number."),
            ({"low": "1", "high": "99999999999"}, "Ensure this value is less than or equal to 9999999999."),
            (
                {"low": "1", "high": "2", "sessions_min": "2"},
                "Give both the lowest and the highest number of sessions, or neither.",
            ),
        ],
    )
    def test_an_editor_reads_what_is_wrong_with_a_price(self, admin_client, figures, sentence):
        make_currency()
        rows = inline_values("prices", [price(make_treatment(), **figures)])

        response = send_form(admin_client, ADD, name="Dot", slug="dot", district=make_district().pk, **rows)

        assert response.status_code == 200
        assert sentence in errors_of(response)
        assert not Clinic.objects.exists()

    def test_a_price_cannot_stand_twice(self, admin_client):
        make_currency()
        treatment = make_treatment()
        rows = inline_values("prices", [price(treatment, low="1", high="2")] * 2)

        response = send_form(admin_client, ADD, name="Dot", slug="dot", district=make_district().pk, **rows)

        assert response.status_code == 200
        assert not Clinic.objects.exists()


class TestChangingAClinic:
    """Every save is one version more, and a priced treatment stays listed."""

    def test_a_change_is_stored_and_counted(self, admin_client):
        clinic = make_clinic(name="Old", name_ko="옛")

        response = send_form(admin_client, page_of(clinic), name="Élan")

        clinic.refresh_from_db()
        assert response.status_code == 302
        assert (clinic.name, clinic.name_ko, clinic.sort_name, clinic.version) == ("Élan", "옛", "elan", 2)
        assert clinic.created_by is None
        assert LogEntry.objects.get().object_id == str(clinic.pk)

    def test_a_refused_change_is_not_counted(self, admin_client):
        clinic = make_clinic()

        response = send_form(admin_client, page_of(clinic), name="")

        clinic.refresh_from_db()
        assert response.status_code == 200
        assert clinic.version == 1

    def test_a_new_price_lists_its_treatment(self, admin_client):
        make_currency()
        clinic, crown = make_clinic(), make_treatment()
        rows = inline_values("prices", [price(crown, low="1", high="2")])

        response = send_form(admin_client, page_of(clinic), **rows)

        assert list(clinic.treatments.all()) == [crown]
        assert not [message for message in said(response) if "Still listed" in message]

    def test_a_treatment_with_prices_stays_listed_and_the_editor_is_told(self, admin_client):
        clinic = make_clinic()
        crown, scars, unpriced = make_treatment(name="Crown"), make_treatment(name="Scars"), make_treatment()
        make_price(clinic, crown, 100, 200, basis="session")
        make_price(clinic, scars, 100, 200)
        clinic.treatments.add(unpriced)

        response = send_form(admin_client, page_of(clinic), treatments=[scars.pk])

        assert set(clinic.treatments.all()) == {crown, scars}
        assert "Still listed, because the clinic has prices for them: Crown." in said(response)

    def test_a_treatment_goes_together_with_its_last_price(self, admin_client):
        clinic, crown = make_clinic(), make_treatment()
        make_price(clinic, crown, 100, 200)

        response = send_form(admin_client, page_of(clinic), treatments=[], **{"prices-0-DELETE": "on"})

        assert response.status_code == 302
        assert not clinic.prices.exists()
        assert not clinic.treatments.exists()
        assert not [message for message in said(response) if "Still listed" in message]

    def test_a_figure_of_a_price_is_corrected(self, admin_client):
        clinic = make_clinic()
        make_price(clinic, make_treatment(), 100, 200)

        send_form(admin_client, page_of(clinic), **{"prices-0-high": "300"})

        assert clinic.prices.get().high == 300
        assert Clinic.objects.get().version == 2

    def test_a_second_price_of_the_same_kind_is_refused_in_words(self, admin_client):
        clinic, crown = make_clinic(), make_treatment()
        make_price(clinic, crown, 100, 200, basis="package")
        rows = inline_values("prices", [price(crown, low="1", high="2")], existing=1)

        response = send_form(admin_client, page_of(clinic), **rows)

        assert response.status_code == 200
        assert clinic.prices.count() == 1

    def test_what_nobody_types_is_shown_and_cannot_be_changed(self, admin_client, admin_user):
        clinic = make_clinic(phone="02-555-1234", created_by=admin_user)

        page = admin_client.get(page_of(clinic))
        send_form(admin_client, page_of(clinic), version="9", phone_e164="1", created_by="")

        clinic.refresh_from_db()
        assert "+8225551234" in page.content.decode()
        assert not {"version", "phone_e164", "created_by", "sort_name"} & set(form_values(page))
        assert (clinic.version, clinic.phone_e164, clinic.created_by) == (1, "+8225551234", admin_user)

    def test_a_whole_listing_opens_in_as_many_queries_however_large_the_vocabularies_are(
        self, admin_client, django_assert_max_num_queries
    ):
        clinic = make_clinic()
        for _ in range(5):
            treatment = make_treatment()
            for basis in ("session", "package"):
                make_price(clinic, treatment, 100, 200, basis=basis).inclusions.add(make_inclusion())
        for _ in range(18):
            make_finding(clinic, make_criterion())
        make_register_id(clinic=clinic)
        with django_assert_max_num_queries(90) as few:
            admin_client.get(page_of(clinic))

        for make in (make_treatment, make_criterion, make_inclusion, make_district, make_focus, make_tier):
            for _ in range(40):
                make()
        with django_assert_max_num_queries(90) as many:
            admin_client.get(page_of(clinic))

        assert len(many) == len(few)

    def test_each_price_and_each_finding_costs_no_more_than_its_own_choices(
        self, admin_client, django_assert_max_num_queries
    ):
        clinic = make_clinic()
        make_price(clinic, make_treatment(), 100, 200).inclusions.add(make_inclusion())
        make_finding(clinic, make_criterion())
        with django_assert_max_num_queries(90) as one:
            admin_client.get(page_of(clinic))

        make_price(clinic, make_treatment(), 100, 200).inclusions.add(make_inclusion())
        make_finding(clinic, make_criterion())
        with django_assert_max_num_queries(90) as two:
            admin_client.get(page_of(clinic))

        assert len(two) - len(one) <= 4  # treatment, currency, inclusions; criterion


class TestFindingAClinic:
    """The list is searched as visitors search, and filtered by place, level and state."""

    @pytest.mark.parametrize(
        "query",
        [
            "도트",
            "하우스 도트",
            "élan",
            "ELAN",
            "e\u0301lan",
            "ｅｌａｎ",
            "lan 도트",
            "elan-dots",
            "1101-7A",
            "1101-7a",
        ],
    )
    def test_a_clinic_is_found_by_its_names_its_slug_and_its_number(self, admin_client, query):
        clinic = make_clinic(name="Élan", name_ko="도트 하우스", slug="elan-dots")
        make_register_id(clinic=clinic, identifier="1101-7A")
        make_register_id(clinic=clinic, source="another", identifier="1101-7AB")
        make_clinic(name="Other")

        response = admin_client.get(LIST, {"q": query})

        assert [clinic.name for clinic in response.context["cl"].result_list] == ["Élan"]

    @pytest.mark.parametrize("query", ["nothing", "élan other", "%", "_", "elan\\"])
    def test_what_no_name_contains_is_not_found(self, admin_client, query):
        make_clinic(name="Élan")
        make_clinic(name="Other")

        assert found(admin_client, q=query) == set()

    def test_a_null_character_is_refused_in_words(self, admin_client):
        make_clinic(name="Élan")

        response = admin_client.get(LIST, {"q": "a\0b"})

        assert response.status_code == 200
        assert "Null characters are not allowed." in said(response)

    def test_a_district_stands_for_all_inside_it(self, admin_client):
        seoul, busan = make_district(slug="seoul"), make_district(slug="busan")
        gangnam = make_district(slug="gangnam", parent=seoul)
        cheongdam = make_district(slug="cheongdam", parent=gangnam)
        for district in (seoul, busan, gangnam, cheongdam):
            make_clinic(name=district.slug, district=district)

        assert found(admin_client, district="seoul") == {"seoul", "gangnam", "cheongdam"}
        assert found(admin_client, district="cheongdam") == {"cheongdam"}
        assert found(admin_client, district="busan") == {"busan"}
        assert found(admin_client, district="atlantis") == set()
        assert found(admin_client) == {"seoul", "busan", "gangnam", "cheongdam"}

    def test_two_levels_of_districts_are_offered_in_the_order_of_the_tree(self, admin_client):
        seoul = make_district(name="Seoul", position=1)
        make_district(name="Busan", position=2)
        gangnam = make_district(name="Gangnam", parent=seoul)
        make_district(name="Cheongdam", parent=gangnam)

        filters = admin_client.get(LIST).context["cl"].filter_specs

        (by_district,) = [one for one in filters if one.title == "district"]
        assert [label for _slug, label in by_district.lookup_choices] == ["Seoul", "– Gangnam", "Busan"]

    def test_clinics_are_filtered_by_level_focus_and_state(self, admin_client):
        tier, focus = make_tier(), make_focus()
        make_clinic(name="Chosen", price_tier=tier, focuses=[focus, make_focus()])
        make_clinic(name="Draft", status="draft", price_tier=make_tier())

        assert found(admin_client, price_tier__id__exact=tier.pk) == {"Chosen"}
        assert found(admin_client, focuses__id__exact=focus.pk) == {"Chosen"}
        assert found(admin_client, status__exact="draft") == {"Draft"}
        assert found(admin_client, price_tier__id__exact=tier.pk, status__exact="draft") == set()

    def test_the_list_is_in_the_order_of_the_names(self, admin_client):
        for name in ("b", "Ä", "가", "B-b"):
            make_clinic(name=name)

        shown = admin_client.get(LIST).context["cl"].result_list

        assert [clinic.name for clinic in shown] == ["Ä", "b", "B-b", "가"]

    def test_filters_and_facets_answer_together(self, admin_client):
        make_clinic(district=make_district(slug="seoul"))

        response = admin_client.get(LIST, {"district": "seoul", "q": "clinic", "_facets": "True"})

        assert response.status_code == 200
        assert len(response.context["cl"].result_list) == 1


class TestPublishing:
    """The page of a clinic links to what visitors see."""

    def test_a_seen_clinic_links_to_its_page(self, admin_client):
        clinic = make_clinic(slug="dot-house")

        page = admin_client.get(page_of(clinic))

        assert page.context["absolute_url"] == "/clinics/dot-house/"
        assert 'href="/clinics/dot-house/" class="viewsitelink"' in page.content.decode()
        assert admin_client.get(page.context["absolute_url"]).status_code == 200

    @pytest.mark.parametrize("hidden", ["draft", "archived", "later", "over"])
    def test_a_clinic_that_nobody_sees_has_no_link(self, admin_client, hidden):
        now = timezone.now()
        clinic = make_clinic(
            status=hidden if hidden in {"draft", "archived"} else "published",
            publish_at=now + DAY if hidden == "later" else None,
            unpublish_at=now - DAY if hidden == "over" else None,
        )

        page = admin_client.get(page_of(clinic))

        assert "viewsitelink" not in page.content.decode()


class TestTimes:
    """An editor types and reads the times of the clinics, and the site stores UTC."""

    def test_a_time_is_typed_and_shown_in_seoul(self, admin_client):
        clinic = make_clinic()
        address = page_of(clinic)

        send_form(admin_client, address, publish_at_0="2026-12-01", publish_at_1="09:30:00")

        clinic.refresh_from_db()
        assert clinic.publish_at.isoformat() == "2026-12-01T00:30:00+00:00"
        values = form_values(admin_client.get(address))
        assert (values["publish_at_0"], values["publish_at_1"]) == (["2026-12-01"], ["09:30:00"])


class TestDistricts:
    """The tree stays a tree, and a broken one is reported where it can be mended."""

    DISTRICTS = reverse("admin:clinics_district_changelist")

    def test_a_district_is_moved(self, admin_client):
        gangnam, seoul = make_district(), make_district()

        response = send_form(
            admin_client, page_of(gangnam), parent=seoul.pk, spellings="Kangnam\r\n강남구\r\n"
        )

        gangnam.refresh_from_db()
        assert response.status_code == 302
        assert (gangnam.parent, gangnam.spellings) == (seoul, ["Kangnam", "강남구"])

    def test_it_cannot_be_moved_into_itself_or_into_a_part_of_itself(self, admin_client):
        seoul = make_district()
        gangnam = make_district(parent=make_district(parent=seoul))

        into_part = send_form(admin_client, page_of(seoul), parent=gangnam.pk)
        into_itself = send_form(admin_client, page_of(seoul), parent=seoul.pk)

        assert "A district cannot lie in a part of itself." in errors_of(into_part)
        assert "A district cannot lie in itself." in errors_of(into_itself)
        assert District.objects.get(pk=seoul.pk).parent is None

    def test_a_sound_tree_says_nothing(self, admin_client):
        make_district(parent=make_district())

        assert said(admin_client.get(self.DISTRICTS)) == []

    def test_districts_that_a_bulk_move_put_into_one_another_are_named(self, admin_client):
        seoul = make_district(name="Seoul", slug="seoul")
        gangnam = make_district(name="Gangnam", slug="gangnam", parent=seoul)
        District.objects.filter(pk=seoul.pk).update(parent=gangnam)

        response = admin_client.get(self.DISTRICTS)

        assert said(response) == [
            "These districts lie in one another and are shown nowhere: Gangnam, Seoul. Move one."
        ]

    @pytest.mark.parametrize("query", ["강남", "gangnam", "Kang nam", "Apgu"])
    def test_a_district_is_found_by_any_of_its_names(self, admin_client, query):
        make_district(name="Gangnam", name_ko="강남구", spellings=["Kang nam", "Apgujeong side"])
        make_district(name="Mapo")

        response = admin_client.get(self.DISTRICTS, {"q": query})

        assert [district.name for district in response.context["cl"].result_list] == ["Gangnam"]

    def test_a_used_district_is_not_deleted(self, admin_client):
        clinic = make_clinic(district=make_district(slug="gangnam"))
        address = reverse("admin:clinics_district_delete", args=[clinic.district.pk])

        response = admin_client.post(address, {"post": "yes"})

        assert response.status_code == 200
        assert District.objects.filter(slug="gangnam").exists()


@pytest.mark.django_db
def test_search_with_a_nul_finds_as_without(admin_client):
    make_clinic(name="Dot House")

    page = admin_client.get(reverse("admin:clinics_clinic_changelist"), {"q": "dot\0"})

    assert "Dot House" in page.text
