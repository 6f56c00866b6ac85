"""Two processes answer while a third edits: at every step both agree with the database."""

import json
import random
import subprocess
import sys
import time
from urllib.parse import urlencode

EDITOR = """
import json, random, sys
from datetime import timedelta
from django.db.models import Count
from django.utils import timezone
from clinics.models import Clinic, ClinicPrice, District, Finding, Focus
from pricing.models import PriceTier

chance = random.Random(1)
districts, focuses = list(District.objects.all()), list(Focus.objects.all())
tiers = list(PriceTier.objects.all())


def edit():
    clinic = Clinic.objects.get(pk=chance.choice(Clinic.objects.values_list("pk", flat=True)))
    act = chance.randrange(8)
    if act == 0:
        clinic.district = chance.choice(districts)
    elif act == 1:
        clinic.price_tier = chance.choice([*tiers, None])
    elif act == 2:
        clinic.status = chance.choice(["draft", "published"])
    elif act == 3:
        clinic.focuses.set(chance.sample(focuses, chance.randrange(3)))
    elif act == 4:
        clinic.publish_at = timezone.now() + timedelta(seconds=chance.choice([-5, 1]))
        clinic.unpublish_at = None
    elif act == 5:
        ClinicPrice.objects.filter(clinic=clinic).delete()
    elif act == 6:
        Finding.objects.filter(clinic=clinic).update(answer=chance.choice(["yes", "no"]))
    elif act == 7:
        Clinic.objects.filter(district=clinic.district).update(tier_estimated=chance.random() < 0.5)
    clinic.save()


def counts():
    seen = Clinic.objects.published(at=timezone.now())
    by = lambda path: {
        slug: count for slug, count in seen.order_by().values_list(path).annotate(Count("pk")) if slug
    }
    return {"all": seen.count(), "tier": by("price_tier__slug"), "focus": by("focuses__slug")}


for line in sys.stdin:
    edit()
    print(json.dumps(counts()), flush=True)
"""


def answered(site, **query):
    return json.loads(site.get(f"/api/v1/clinics/?{urlencode({'page_size': 1, **query})}").content)


def facet(answer, name):
    return {option["value"]: option["count"] for option in answer["facets"][name] if option["count"]}


def test_two_processes_agree_with_the_database_after_every_edit(served, seconds):
    steps = 0
    with (
        served("soak", samples=400, sites=2) as (one, other),
        subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", EDITOR],
            cwd=one.root,
            env={**one.environment, "SECRET_KEY_FILE": "var/secret_key"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as editor,
    ):

        def edit():
            """Edit something, and return what the database says then."""
            editor.stdin.write("edit\n")
            editor.stdin.flush()
            return json.loads(editor.stdout.readline())

        chance, give_up = random.Random(1), time.monotonic() + seconds
        while time.monotonic() < give_up:
            truth = edit()
            for site in (one, other) if chance.random() < 0.5 else (other, one):
                answer = answered(site)
                if answer["count"] != truth["all"]:  # time itself may have published one in between
                    time.sleep(2)
                    truth, answer = edit(), answered(site)
                assert answer["count"] == truth["all"]
                assert facet(answer, "tier") == truth["tier"]
                assert facet(answer, "focus") == truth["focus"]
                assert site.get("/clinics/").status == 200
            steps += 1

    print(f"\n{steps} edits, each read through both processes")
    assert steps > seconds / 5
