"""People at the desk: users in their roles, and clients signed in as them."""

import re
from html import unescape

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse, reverse_lazy

from config.roles import sync_roles
from tests.admin_forms import form_values

ROLES = ("Contributor", "Editor", "Publisher", "Administrator")


def make_user(role, name=None):
    """Create somebody who works at the desk in a role."""
    if not Group.objects.filter(name=role, permissions__isnull=False).exists():
        sync_roles()
    user = get_user_model().objects.create_user(name or role.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def sign_in(user):
    """Return a client signed in as a user."""
    client = Client()
    client.force_login(user)
    return client


def page_of(clinic):
    """Return the address of the page where a clinic is changed."""
    return reverse("admin:clinics_clinic_change", args=[clinic.pk])


def said(response):
    """Return the messages that a page shows after it was left."""
    return [str(message) for message in get_messages(response.wsgi_request)]


CLINICS = reverse_lazy("admin:clinics_clinic_changelist")
HIDDEN = re.compile(r'<input type="hidden" name="(?P<name>[^"]*)" value="(?P<value>[^"]*)"')


def begin_act(client, action, pks, **more):
    """Choose an action of the list of clinics; return the page that asks or tells what it would do."""
    return client.post(CLINICS, {"action": action, "_selected_action": pks, **more})


def hidden_values(page):
    """Return what the last form of the content of a page holds in hidden fields, as {name: values}."""
    form = page.content.decode().rpartition('<form method="post"')[2].partition("</form>")[0]
    values = {}
    for field in HIDDEN.finditer(form):
        values.setdefault(field["name"], []).append(unescape(field["value"]))
    return values


def look_at_act(client, action, pks, *, kind, **answers):
    """Choose an action and answer its page; return the page that tells what it would do."""
    values = form_values(begin_act(client, action, pks)) | answers
    return client.post(reverse("admin:clinics_clinic_bulk", args=[kind]), values)


def act_on(client, action, pks, *, kind, reason="", **answers):
    """Do an act to clinics in all its steps: choose, answer, look, apply; return the last response."""
    looked_at = look_at_act(client, action, pks, kind=kind, **answers)
    values = hidden_values(looked_at) | {"_apply": "1", "reason": reason}
    return client.post(reverse("admin:clinics_clinic_bulk", args=[kind]), values)
