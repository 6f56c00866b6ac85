"""Every address and every action of the admin, tried by every role, refusals included."""

from io import StringIO

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.urls import NoReverseMatch, URLResolver, reverse

from articles.models import Article
from clinics.desk import WORK_LISTS
from clinics.documents import Change, document_of
from clinics.history import Occasion, delete_listings, write_listings
from clinics.models import Act, BulkAct, ChangeSet, Clinic, District, Proposal
from clinics.proposals import propose
from config.roles import sync_roles
from tests.admin_forms import form_values, send_form
from tests.clinics.pictures import store_photo
from tests.desk import ROLES, make_user, sign_in
from tests.factories import NOW, make_clinic, make_district, make_fit_clinic, make_focus, make_photo
from tests.records import FACTORIES

pytestmark = pytest.mark.django_db

CONTENT = {
    model
    for model in admin.site._registry
    if model._meta.app_label in {"articles", "clinics", "pricing"}
    and model not in {BulkAct, ChangeSet, Clinic, Proposal}
}
ACCOUNTS = {User, Group}
# What a role gets to see: "all" is the page with a form that can be sent, "look" one without.
WORDS = {
    "Contributor": {"changelist": "look", "change": "look", "history": "look"},
    "Editor": {"changelist": "look", "add": "all", "change": "all", "history": "look"},
    "Publisher": {"changelist": "look", "add": "all", "change": "all", "delete": "all", "history": "look"},
}
WORDS["Administrator"] = WORDS["Publisher"]
OF_ACCOUNTS = {"Contributor": {}, "Editor": {}, "Publisher": {}, "Administrator": WORDS["Publisher"]}
OF_CLINICS = {
    "Contributor": {
        "changelist": "look",
        "add": "all",
        "change": "all",  # as a proposal
        "history": "look",
        "version": "look",
        "preview": "leads",
    },
    "Editor": {
        "changelist": "look",
        "add": "all",
        "change": "all",
        "history": "look",
        "version": "look",
        "preview": "leads",
    },
    "Publisher": {
        "changelist": "look",
        "add": "all",
        "change": "all",
        "delete": "all",
        "history": "look",
        "version": "all",
        "preview": "leads",
        "deleted": "look",
    },
}
OF_CLINICS["Administrator"] = OF_CLINICS["Publisher"]
OF_PROPOSALS = {
    "Contributor": {"changelist": "look"},
    "Editor": {"changelist": "look"},
    "Publisher": {"changelist": "look", "change": "all", "preview": "leads", "history": "leads"},
}
OF_PROPOSALS["Administrator"] = OF_PROPOSALS["Publisher"]
OF_CHANGE_SETS = {
    "Contributor": {},
    "Editor": {},
    "Publisher": {
        "changelist": "look",
        "add": "look",
        "change": "look",
        "delete": "all",
        "history": "look",
        "rejected": "look",
        "act": "leads",
    },
}
OF_CHANGE_SETS["Administrator"] = OF_CHANGE_SETS["Publisher"]
PAGES = ("changelist", "add", "change", "delete", "history", "version", "preview", "deleted")
PAGES_OF_FILES = ("rejected", "act")
BUTTONS = {"_save", "_propose", "_apply", "_continue", "post"}
each_role = pytest.mark.parametrize("role", ROLES)


def make_record(model):
    """Create a record that any role might want to touch."""
    if model is Clinic:
        return make_fit_clinic()
    if model is Proposal:
        clinic = make_clinic()
        document = {**document_of(clinic), "phone": "1"}
        return propose(clinic.pk, document, base_number=1, user=None, at=NOW)
    if model in ACCOUNTS:
        return Group.objects.create(name="Guests") if model is Group else User.objects.create_user("guest")
    if model is ChangeSet:
        return ChangeSet.objects.create(kind="clinics", file_name="list.csv", header=["slug"], created_at=NOW)
    return FACTORIES[model]()


def address_of(model, page, record):
    """Return the address of a page of a record, or None where the model has no such page."""
    arguments = {"changelist": [], "add": [], "deleted": [], "version": [record.pk, 1]}
    arguments["act"] = [record.pk, "check"]
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    try:
        return reverse(name, args=arguments.get(page, [record.pk]))
    except NoReverseMatch:
        return None


def seen(client, address):
    """Return what somebody gets at an address: "all", "look", "leads" to another page, or None."""
    response = client.get(address)
    if response.status_code == 302:
        return "leads"
    if response.status_code != 200:
        assert response.status_code == 403, address
        return None
    if response.streaming:
        return "look"
    content = response.content.decode()
    has_button = any(f'name="{button}"' in content for button in BUTTONS) or "Restore this version" in content
    return "all" if has_button else "look"


def what_is_seen(client, model):
    """Return {page: what somebody gets} of a model, without the pages that are refused."""
    record = make_record(model)
    if model is Clinic:
        before = document_of(record)
        write_listings([Change({**before, "phone": "9"}, record.pk, before)], occasion=Occasion(Act.SAVED))
    found = {}
    for page in (*PAGES, *PAGES_OF_FILES):
        address = address_of(model, page, record)
        if address and (outcome := seen(client, address)):
            found[page] = outcome
    return found


@each_role
@pytest.mark.parametrize("model", sorted(CONTENT, key=str), ids=lambda model: model._meta.label)
def test_pages_of_the_content(role, model):
    previewed = {"preview": "look"} if model is Article else {}

    assert what_is_seen(sign_in(make_user(role)), model) == WORDS[role] | previewed


@each_role
@pytest.mark.parametrize("model", sorted(ACCOUNTS, key=str), ids=lambda model: model._meta.label)
def test_pages_of_the_accounts(role, model):
    assert what_is_seen(sign_in(make_user(role)), model) == OF_ACCOUNTS[role]


@each_role
def test_pages_of_clinics(role):
    assert what_is_seen(sign_in(make_user(role)), Clinic) == OF_CLINICS[role]


@each_role
def test_pages_of_files_to_import(role):
    assert what_is_seen(sign_in(make_user(role)), ChangeSet) == OF_CHANGE_SETS[role]


@each_role
def test_what_is_done_with_files_to_import(role):
    client, record = sign_in(make_user(role)), make_record(ChangeSet)
    is_allowed = role in {"Publisher", "Administrator"}

    for act in ("read", "check", "choose", "apply", "undo", "again"):
        address = reverse("admin:clinics_changeset_act", args=[record.pk, act])
        assert (client.post(address).status_code != 403) is is_allowed, act
    assert client.post(reverse("admin:clinics_changeset_add")).status_code == (200 if is_allowed else 403)


@each_role
def test_photos_are_seen_by_all_and_their_consent_is_withdrawn_by_some(role):
    photo = make_photo(make_clinic())
    client = sign_in(make_user(role))
    file = reverse("admin:clinics_clinic_photo", args=[photo.digest, 1, "jpg"])
    withdraw = reverse("admin:clinics_clinic_withdraw_photo", args=[photo.pk])

    assert client.get(file).status_code != 403
    assert (client.get(withdraw).status_code == 200) is (role != "Contributor")


@each_role
def test_everybody_sees_the_lists_of_work(role):
    client = sign_in(make_user(role))

    assert WORK_LISTS
    for work_list in WORK_LISTS:
        assert client.get(reverse("admin:clinics_desk", args=[work_list.slug])).status_code == 200


@each_role
def test_pages_of_proposals_of_others(role):
    assert what_is_seen(sign_in(make_user(role)), Proposal) == OF_PROPOSALS[role]


def test_the_sweep_knows_every_address():
    def walk(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            elif pattern.name:
                yield pattern.name

    models = [*CONTENT, *ACCOUNTS, BulkAct, ChangeSet, Clinic, Proposal]
    names = {f"{model._meta.app_label}_{model._meta.model_name}" for model in models}
    tried = {f"{name}_{page}" for name in names for page in (*PAGES, *PAGES_OF_FILES)}
    of_everybody = {
        "index",
        "login",
        "logout",
        "password_change",
        "password_change_done",
        "jsi18n",
        "app_list",
    }
    photos = {"clinics_clinic_photo", "clinics_clinic_withdraw_photo"}
    # Tried in tests/clinics/bulk and tests/clinics/merging.
    many = {f"clinics_clinic_{page}" for page in ("bulk", "export", "merge", "whole")}
    many |= {"pricing_treatment_merge"}
    many |= {f"clinics_{name}_merge" for name in ("concern", "district", "focus", "language", "service")}
    # Tried in tests/config/accounts.
    pages_of_events = ("changelist", "add", "change", "delete", "history")
    many |= {f"config_securityevent_{page}" for page in pages_of_events}
    apart = {"autocomplete", "view_on_site", "auth_user_password_change", "clinics_desk", *photos, *many}

    named = set(walk(admin.site.urls[0]))

    assert len(named) > 80
    assert named - tried == of_everybody | apart


@each_role
@pytest.mark.parametrize("model", sorted(CONTENT, key=str), ids=lambda model: model._meta.label)
def test_what_a_role_may_not_send_is_refused(role, model):
    client, record = sign_in(make_user(role)), FACTORIES[model]()
    allowed = WORDS[role]
    before = model.objects.count()

    for page in ("add", "change", "delete"):
        if allowed.get(page) != "all":
            assert client.post(address_of(model, page, record), {"post": "yes"}).status_code == 403, page
    values = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
    client.post(address_of(model, "changelist", record), values)

    assert model.objects.count() == (before - 1 if allowed.get("delete") else before)


@each_role
def test_deleting_clinics_from_their_list(role):
    clinic = make_fit_clinic(status="draft")
    client = sign_in(make_user(role))
    values = {"action": "delete_selected", "_selected_action": [clinic.pk], "post": "yes"}
    address = reverse("admin:clinics_clinic_changelist")

    page = client.get(address).content.decode()
    client.post(address, values)

    is_allowed = role in {"Publisher", "Administrator"}
    assert ('value="delete_selected"' in page) is is_allowed
    assert Clinic.objects.exists() is not is_allowed


@each_role
def test_what_is_sent_for_a_clinic(role):
    clinic = make_fit_clinic(name="Old", status="published")
    client = sign_in(make_user(role))

    send_form(client, reverse("admin:clinics_clinic_change", args=[clinic.pk]), name="New", status="archived")

    clinic.refresh_from_db()
    expected = {
        "Contributor": ("Old", "published"),
        "Editor": ("New", "published"),
        "Publisher": ("New", "archived"),
        "Administrator": ("New", "archived"),
    }
    assert (clinic.name, clinic.status) == expected[role]
    assert Proposal.objects.count() == (role == "Contributor")


@each_role
def test_a_deleted_clinic_is_restored_by_some(role):
    clinic = make_clinic()
    delete_listings([clinic.pk], occasion=Occasion(Act.DELETED))
    client = sign_in(make_user(role))

    response = client.post(reverse("admin:clinics_clinic_version", args=[clinic.pk, 2]), {"seen": ""})

    is_allowed = role in {"Publisher", "Administrator"}
    assert response.status_code == (302 if is_allowed else 403)
    assert Clinic.objects.exists() is is_allowed


@each_role
def test_what_may_not_be_changed_is_shown_and_not_hidden(role):
    clinic = make_fit_clinic(status="draft", created_by=None)
    user = make_user(role)
    Clinic.objects.update(created_by=user)

    page = sign_in(user).get(reverse("admin:clinics_clinic_change", args=[clinic.pk]))

    content = page.content.decode()
    for name in ("status", "publish_at", "unpublish_at", "version", "created_by", "phone_e164"):
        assert f"field-{name}" in content, name
    assert ("status" in form_values(page)) is (role in {"Publisher", "Administrator"})
    assert "name" in form_values(page)


@each_role
def test_a_photo_is_seen_by_all_and_its_consent_withdrawn_by_who_may_change_every_listing(role):
    user = make_user(role)
    photo = store_photo(make_clinic(status="draft", created_by=user))
    client = sign_in(user)
    file = reverse("admin:clinics_clinic_photo", args=[photo.digest, 480, "jpg"])
    withdrawal = reverse("admin:clinics_clinic_withdraw_photo", args=[photo.pk])
    is_allowed = role != "Contributor"

    assert client.get(file).status_code == 200
    page = client.get(reverse("admin:clinics_clinic_change", args=[photo.clinic_id])).content.decode()
    assert (withdrawal in page) is is_allowed
    assert client.get(withdrawal).status_code == (200 if is_allowed else 403)
    client.post(withdrawal, {"withdrawn_on": "2026-01-28"})

    photo.refresh_from_db()
    assert (photo.withdrawn_on is not None) is is_allowed


@each_role
def test_words_are_found_while_typing(role):
    focus = make_focus(name="Density")
    asked = {"app_label": "clinics", "model_name": "clinic", "field_name": "focuses", "term": "dens"}

    response = sign_in(make_user(role)).get(reverse("admin:autocomplete"), asked)

    assert response.json()["results"] == [{"id": str(focus.pk), "text": "Density"}]


@each_role
def test_everybody_has_a_home_and_their_own_password(role):
    client = sign_in(make_user(role))

    for name, arguments in (
        ("index", []),
        ("app_list", ["clinics"]),
        ("password_change", []),
        ("jsi18n", []),
    ):
        assert client.get(reverse(f"admin:{name}", args=arguments)).status_code == 200


class TestAccounts:
    """Administrators keep accounts and cannot raise themselves."""

    def test_an_administrator_makes_an_editor(self):
        client = sign_in(make_user("Administrator"))
        send_form(
            client,
            reverse("admin:auth_user_add"),
            username="kim",
            password1="a long one for tests",
            password2="a long one for tests",
        )
        kim = get_user_model().objects.get(username="kim")

        editor = Group.objects.get(name="Editor")
        address = reverse("admin:auth_user_change", args=[kim.pk])
        send_form(client, address, is_staff="on", groups=[editor.pk])

        assert sign_in(kim).get(reverse("admin:clinics_clinic_add")).status_code == 200

    def test_an_administrator_makes_no_superuser(self):
        user = make_user("Administrator")
        client = sign_in(user)
        everything = list(Permission.objects.values_list("pk", flat=True))

        address = reverse("admin:auth_user_change", args=[user.pk])
        send_form(client, address, is_superuser="on", user_permissions=everything)

        user.refresh_from_db()
        assert not user.is_superuser
        assert not user.user_permissions.exists()

    def test_an_administrator_does_not_touch_a_superuser(self, admin_user):
        client = sign_in(make_user("Administrator"))
        password = reverse("admin:auth_user_password_change", args=[admin_user.pk])
        change = reverse("admin:auth_user_change", args=[admin_user.pk])

        assert client.get(password).status_code == 403
        assert client.post(change, {"username": "x"}).status_code == 403
        assert client.post(reverse("admin:auth_user_delete", args=[admin_user.pk])).status_code == 403

    @pytest.mark.parametrize("role", ROLES[:-1])
    def test_others_change_no_password_but_their_own(self, role, admin_user):
        client = sign_in(make_user(role))

        assert client.get(reverse("admin:auth_user_password_change", args=[admin_user.pk])).status_code == 403


class TestSyncing:
    """The groups are there after every migration, and the command keeps them."""

    def test_roles_hold_one_another(self):
        sync_roles()
        rights = [set(Group.objects.get(name=role).permissions.all()) for role in ROLES]

        assert rights[0] < rights[1] < rights[2] < rights[3]

    def test_every_model_of_the_directory_can_be_seen_by_all(self):
        sync_roles()
        codenames = set(Group.objects.get(name="Contributor").permissions.values_list("codename", flat=True))

        for label in ("articles", "clinics", "pricing"):
            for model in apps.get_app_config(label).get_models():
                if "view" in model._meta.default_permissions:
                    assert f"view_{model._meta.model_name}" in codenames, model

    def test_a_right_that_was_taken_or_given_is_put_right(self):
        sync_roles()
        editor = Group.objects.get(name="Editor")
        before = set(editor.permissions.all())
        editor.permissions.set(Permission.objects.filter(codename="delete_clinic"))

        out = StringIO()
        call_command("sync_roles", stdout=out)

        assert set(editor.permissions.all()) == before
        assert f"Editor: {len(before)} permissions" in out.getvalue()

    def test_what_is_missing_is_made(self):
        Group.objects.all().delete()
        Permission.objects.filter(content_type__app_label="clinics").delete()

        call_command("sync_roles", verbosity=0)

        publisher = Group.objects.get(name="Publisher")
        assert publisher.permissions.filter(codename="publish_clinic").exists()
        assert publisher.permissions.filter(codename="approve_proposal").exists()

    def test_other_groups_and_users_stay_as_they_are(self):
        guests = Group.objects.create(name="Guests")
        guests.permissions.set(Permission.objects.filter(codename="view_clinic"))
        user = make_user("Editor")

        sync_roles()

        assert guests.permissions.count() == 1
        assert [group.name for group in user.groups.all()] == ["Editor"]


def test_a_contributor_adds_drafts_only():
    client = sign_in(make_user("Contributor"))
    values = {"name": "Dot", "slug": "dot", "district": make_district().pk}

    send_form(client, reverse("admin:clinics_clinic_add"), **values, status="published", _publish="1")

    clinic = Clinic.objects.get()
    assert (clinic.status, clinic.created_by.username) == ("draft", "contributor")
    assert District.objects.count() == 1
