"""Every page of the admin, for every model: it opens, keeps the security policy and the query budgets."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import reverse

from clinics.models import (
    BulkAct,
    BulkEntry,
    Change,
    ChangeSet,
    ChangeSetRow,
    Clinic,
    ImportBatch,
    ImportEntry,
    LinkCheck,
    ListingVersion,
    PhotoWithdrawal,
    Proposal,
)
from pricing.models import CareRule, CostFactor, ProcessStep, Redirect, Risk
from tests.admin_forms import Page, form_values
from tests.factories import make_currency, make_district, make_tier, unique
from tests.records import FACTORIES

pytestmark = pytest.mark.django_db

OWN_APPS = {"articles", "clinics", "pricing"}
# No form writes them.
HISTORY = {
    BulkAct,
    BulkEntry,
    Change,
    ChangeSet,
    ChangeSetRow,
    ImportBatch,
    ImportEntry,
    LinkCheck,
    ListingVersion,
    PhotoWithdrawal,
    Proposal,
    Redirect,
}
REGISTERED = {
    model: model_admin
    for model, model_admin in admin.site._registry.items()
    if model._meta.app_label in OWN_APPS and model not in HISTORY
}
WITH_RELATIONS = [model for model, owner in REGISTERED.items() if owner.autocomplete_fields or owner.inlines]
PARTS = {CareRule, CostFactor, ProcessStep, Risk}  # of a procedure, on its own page
MOST_QUERIES = 10
MANY = 120  # fill more than two pages of a list
MANY_CLINICS = 1_000


def every_model(function):
    """Run a test once for each model that has pages of its own."""
    return pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)(function)


def address_of(model, page, *arguments):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def listed(model):
    """Return the address of the list of all records of a model."""
    return address_of(model, "changelist")


@pytest.fixture
def editor(django_user_model, client):
    """A client signed in as an editor who may do everything to our records, and is no superuser."""
    user = django_user_model.objects.create_user("editor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label__in=OWN_APPS))
    client.force_login(user)
    return client


def make_many(model, number):
    """Create many records; clinics, of which there are the most, all at once."""
    if model is not Clinic:
        for _ in range(number):
            FACTORIES[model]()
        return
    districts = [make_district() for _ in range(20)]
    tiers = [make_tier() for _ in range(4)]
    Clinic.objects.bulk_create(
        Clinic(
            name=f"Clinic {count}",
            slug=unique("clinic"),
            status="published",
            district=districts[count % len(districts)],
            price_tier=tiers[count % len(tiers)],
        )
        for count in range(number)
    )


def test_every_model_can_be_edited():
    own = {model for label in OWN_APPS for model in apps.get_app_config(label).get_models()}
    inline = {inline.model for model_admin in REGISTERED.values() for inline in model_admin.inlines}

    assert own - HISTORY == set(FACTORIES)
    assert own - HISTORY == set(REGISTERED) | inline


@every_model
def test_every_editable_field_stands_on_its_form(model, rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    model_admin = REGISTERED[model]
    forms = [model_admin.get_form(request)]
    forms += [inline.get_formset(request).form for inline in model_admin.get_inline_instances(request)]

    for form in forms:
        related = {inline.fk_name or model._meta.model_name for inline in model_admin.inlines}
        editable = {
            field.name
            for field in [*form._meta.model._meta.fields, *form._meta.model._meta.many_to_many]
            if field.editable and not field.primary_key
        }
        missing = editable - set(form.base_fields)
        assert missing <= (related if form._meta.model is not model else set()), form


@every_model
def test_every_relation_is_searched_for_and_not_listed(model):
    model_admin = REGISTERED[model]
    for owner in [model_admin, *[inline(model, admin.site) for inline in model_admin.inlines]]:
        own = owner.model._meta
        relations = {
            field.name for field in [*own.fields, *own.many_to_many] if field.is_relation and field.editable
        }
        if owner.model is not model:
            relations.discard(model._meta.model_name)

        assert relations == set(owner.autocomplete_fields), owner


@every_model
def test_every_list_is_searchable_ordered_to_the_last_and_shows_more_than_a_name(model):
    model_admin = REGISTERED[model]
    last = model_admin.ordering[-1].lstrip("-")

    assert model_admin.search_fields
    assert len(model_admin.list_display) >= 3
    assert model_admin.list_per_page == 50
    assert last == "pk" or model._meta.get_field(last).unique


@every_model
def test_every_join_of_a_list_is_named(model):
    model_admin = REGISTERED[model]
    joined = set()
    for name in model_admin.list_display:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if isinstance(field, models.ForeignKey):
            joined.add(name)

    assert joined == set(model_admin.list_select_related or [])


@every_model
def test_a_slug_is_written_from_the_name(model):
    names = {field.name for field in model._meta.fields}
    prepopulated = REGISTERED[model].prepopulated_fields

    if "slug" in names:
        assert prepopulated in ({"slug": ["name"]}, {"slug": ["title"]})
    else:
        assert prepopulated == {}


@every_model
def test_visitors_cannot_enter(model, client, django_user_model):
    client.force_login(django_user_model.objects.create_user("visitor"))

    for address in (listed(model), address_of(model, "add"), address_of(model, "change", 1)):
        response = client.get(address)
        assert response.status_code == 302
        assert response.url.startswith(reverse("admin:login"))


@every_model
def test_staff_without_rights_see_nothing(model, client, django_user_model):
    client.force_login(django_user_model.objects.create_user("trainee", is_staff=True))

    for address in (listed(model), address_of(model, "add")):
        assert client.get(address).status_code == 403


@every_model
def test_pages_have_no_inline_script_or_style(model, editor):
    record = FACTORIES[model]()
    pages = {
        "list": editor.get(listed(model)),
        "list without results": editor.get(listed(model), {"q": "nothing is called this"}),
        "search": editor.get(listed(model), {"q": "a"}),
        "list with facets": editor.get(listed(model), {"_facets": "True"}),
        "new": editor.get(address_of(model, "add")),
        "new in a window": editor.get(address_of(model, "add"), {"_popup": "1"}),
        "record": editor.get(address_of(model, "change", record.pk)),
        "refused": editor.post(address_of(model, "add"), management_forms(editor, model)),
        "delete": editor.get(address_of(model, "delete", record.pk)),
        "history": editor.get(address_of(model, "history", record.pk)),
        "delete several": editor.post(
            listed(model), {"action": "delete_selected", "_selected_action": [record.pk]}
        ),
    }

    for name, response in pages.items():
        assert response.status_code == 200, name
        assert Page(response).inline == [], name
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def management_forms(client, model):
    """Return the counts of a new record's inlines and nothing else."""
    values = form_values(client.get(address_of(model, "add")))
    return {name: value for name, value in values.items() if name.endswith("_FORMS")}


def test_the_pages_around_the_records_have_no_inline_script_or_style(editor, client):
    addresses = [
        reverse("admin:index"),
        reverse("admin:app_list", args=["clinics"]),
        reverse("admin:password_change"),
    ]
    pages = [editor.get(address) for address in addresses]
    client.logout()
    pages.append(client.get(reverse("admin:login")))

    for response in pages:
        assert response.status_code == 200
        assert Page(response).inline == []


def test_the_sweep_sees_inline_scripts_and_styles():
    class Response:
        content = (
            b"<style>a {}</style><script>1</script><script src='/a.js'></script>"
            b"<p style='a'><a onclick='b' href='javascript:c'>d</a></p>"
        )

    assert Page(Response).inline == [
        ("style",),
        ("script",),
        ("p", "style"),
        ("a", "onclick"),
        ("a", "javascript:"),
    ]


def test_the_admin_bears_the_name_of_the_site(client, settings):
    page = client.get(reverse("admin:login")).content.decode()

    assert settings.SITE_NAME == "Clinic Atlas"
    assert "<title>Log in | Clinic Atlas</title>" in page
    assert "Django administration" not in page


@pytest.mark.parametrize(
    "address", ["%00/change/", "?q=a&name__exact=%00", "?%00=1", "add/?name=%00", "?_changelist_filters=%00"]
)
def test_an_address_with_a_nul_is_refused_with_a_sentence(editor, address):
    response = editor.get(listed(Clinic) + address)

    assert response.status_code == 400
    assert "NUL" in response.content.decode()


@every_model
def test_a_record_saved_unchanged_is_the_same(model, editor):
    record = FACTORIES[model]()
    address = address_of(model, "change", record.pk)
    before = model.objects.filter(pk=record.pk).values().get()

    response = editor.post(address, form_values(editor.get(address)))

    after = model.objects.filter(pk=record.pk).values().get()
    assert response.status_code == 302, response.context["errors"]
    for count_or_moment in ("version", "changed_at"):
        before.pop(count_or_moment, None)
        after.pop(count_or_moment, None)
    assert after == before


@every_model
def test_a_list_takes_as_many_queries_for_one_record_as_for_many(
    model, editor, django_assert_max_num_queries
):
    make_many(model, 1)
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        editor.get(listed(model))

    make_many(model, MANY_CLINICS if model is Clinic else MANY)
    with django_assert_max_num_queries(MOST_QUERIES) as many:
        response = editor.get(listed(model))
    with django_assert_max_num_queries(MOST_QUERIES):
        search = editor.get(listed(model), {"q": "a e"})

    assert response.context["cl"].result_count > MANY
    assert len(many) == len(few)
    assert search.status_code == 200


def relations_of(model):
    """Return (model, field) for every relation that stands on a model's page."""
    model_admin = REGISTERED[model]
    owners = [model_admin, *[inline(model, admin.site) for inline in model_admin.inlines]]
    return [(owner.model, name) for owner in owners for name in owner.autocomplete_fields]


@pytest.mark.parametrize("model", list(filter(relations_of, REGISTERED)), ids=lambda model: model._meta.label)
def test_every_relation_offers_what_is_typed(model, editor):
    for owner, name in relations_of(model):
        field = owner._meta.get_field(name)
        wanted, _other = FACTORIES[field.related_model](), FACTORIES[field.related_model]()
        key = field.remote_field.get_related_field().attname
        asked = {"app_label": owner._meta.app_label, "model_name": owner._meta.model_name}

        response = editor.get(
            reverse("admin:autocomplete"), asked | {"field_name": name, "term": str(wanted)}
        )

        offered = {"id": str(getattr(wanted, key)), "text": str(wanted)}
        assert offered in response.json()["results"], name


@every_model
def test_no_button_deletes_what_a_record_only_points_to(model, admin_client):
    page = admin_client.get(address_of(model, "add")).content.decode()

    assert "delete-related" not in page


@pytest.mark.parametrize("model", WITH_RELATIONS, ids=lambda model: model._meta.label)
def test_a_form_takes_as_many_queries_however_large_the_vocabularies_are(
    model, editor, django_assert_max_num_queries
):
    record = FACTORIES[model]()
    addresses = [address_of(model, "add"), address_of(model, "change", record.pk)]
    make_currency()
    for address in addresses:
        editor.get(address)  # the kinds of records are read once in a process
    with django_assert_max_num_queries(60) as few:
        for address in addresses:
            editor.get(address)

    for vocabulary in set(FACTORIES) - PARTS:
        for _ in range(10):
            FACTORIES[vocabulary]()
    with django_assert_max_num_queries(60) as many:
        for address in addresses:
            editor.get(address)

    assert len(many) == len(few)
