"""Fifty editors at the desk at once: what was confirmed is there, and whoever had to wait was told so."""

import re
import threading
from collections import Counter
from types import SimpleNamespace

import requests

from tests.admin_forms import form_values

EDITORS = 50
ROUNDS = 3
TRIES = 10
PASSWORD = "correct horse battery staple"
MAKE_EDITORS = f"""
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from clinics.models import Clinic
users = [
    User(username=f"editor-{{number}}", password=make_password({PASSWORD!r}), is_staff=True)
    for number in range({EDITORS})
]
for user in users:
    user.save()
    user.groups.add(Group.objects.get(name="Publisher"))
print(*Clinic.objects.order_by("pk").values_list("pk", flat=True)[:{EDITORS}])
"""
TOLD = """
from clinics.models import Clinic, ListingVersion, Proposal
for model in (ListingVersion, Proposal):
    for document in model.objects.values_list("document", flat=True):
        print(document["differentiator"])
"""


class Editor(threading.Thread):
    """Somebody who saves the own clinic several times, and then the one that all others save too."""

    def __init__(self, site, number, pks):
        super().__init__()
        self.site, self.number = site, number
        self.pks = [pks[number]] * ROUNDS + [pks[0]]
        self.session = requests.Session()
        self.statuses, self.confirmed, self.faults = Counter(), [], []

    def run(self):
        try:
            self.log_in()
            for turn, pk in enumerate(self.pks):
                self.save(pk, f"editor {self.number} turn {turn}")
        except (requests.RequestException, AssertionError) as error:
            self.faults.append(repr(error))

    def log_in(self):
        address = f"{self.site.url}/admin/login/"
        values = self.values_of(address) | {"username": f"editor-{self.number}", "password": PASSWORD}
        for _try in range(TRIES):
            if self.send(address, values).status_code == 302:
                return
        self.faults.append("could not log in")

    def values_of(self, address):
        page = self.session.get(address, timeout=120)
        assert page.status_code == 200, page.status_code
        return form_values(SimpleNamespace(content=page.content))

    def send(self, address, values):
        response = self.session.post(
            address, values, headers={"Referer": address}, allow_redirects=False, timeout=120
        )
        self.statuses[response.status_code] += 1
        if response.status_code >= 500 and not (
            response.status_code == 503 and "Nothing was saved" in response.text
        ):
            self.faults.append((response.status_code, response.text[:300]))
        return response

    def save(self, pk, text):
        """Save until it is taken, as a person does who is told that the directory is busy."""
        address = f"{self.site.url}/admin/clinics/clinic/{pk}/change/"
        for _try in range(TRIES):
            response = self.send(address, self.values_of(address) | {"differentiator": text})
            if response.status_code == 302:
                self.confirmed.append(text)
                return
            if response.status_code == 200:  # somebody else saved first; the page says so
                assert re.search(r"meanwhile|changed", response.text), response.text[:300]


def test_fifty_editors_lose_nothing_that_was_confirmed(served):
    with served("editors", samples=EDITORS, WEB_CONCURRENCY="2") as (site,):
        pks = site.manage("shell", "--no-imports", "-c", MAKE_EDITORS).split()
        editors = [Editor(site, number, pks) for number in range(EDITORS)]
        for editor in editors:
            editor.start()
        for editor in editors:
            editor.join()
        told = set(site.manage("shell", "--no-imports", "-c", TOLD).splitlines())

    confirmed = [text for editor in editors for text in editor.confirmed]
    faults = [fault for editor in editors for fault in editor.faults]
    statuses = sum((editor.statuses for editor in editors), Counter())
    print(f"\n{len(confirmed)} saves were confirmed; answers: {dict(sorted(statuses.items()))}")
    assert faults == []
    assert len(confirmed) >= EDITORS * ROUNDS
    assert set(confirmed) <= told
