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


def edit(number):
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
    clinic.name_ko = f"step{number}"
    clinic.save()
    return clinic.pk


def shown(pk):
    clinic = Clinic.objects.published(at=timezone.now()).filter(pk=pk).first()
    return clinic and {
        "slug": clinic.slug,
        "district": clinic.district.slug,
        "tier": clinic.price_tier and clinic.price_tier.slug,
        "focuses": sorted(clinic.focuses.values_list("slug", flat=True)),
        "priced": clinic.prices.filter(state="priced").exists(),
    }


def counts():
    seen = Clinic.objects.published(at=timezone.now())
    by = lambda path: {
        slug: count for slug, count in seen.order_by().values_list(path).annotate(Count("pk")) if slug
    }
    return {"all": seen.count(), "tier": by("price_tier__slug"), "focus": by("focuses__slug")}


for number, line in enumerate(sys.stdin):
    edited = edit(number)
    print(json.dumps({**counts(), "name": f"step{number}", "shown": shown(edited)}), flush=True)
"""


def answered(site, **query):
    return json.loads(site.get(f"/api/v1/clinics/?{urlencode({'page_size': 1, **query})}").content)


def shown(site, name):
    """Return what the card of the clinic with a Korean name says, or None; no other clinic has its name."""
    for result in answered(site, q=name, page_size=100)["results"]:
        if result["name_ko"] == name:
            return {
                "slug": result["slug"],
                "district": result["district"]["slug"],
                "tier": result["tier"],
                "focuses": sorted(result["focuses"]),
                "priced": result["course"] is not None,
            }
    return None


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
                if truth["shown"]:
                    assert shown(site, truth["name"]) == truth["shown"]
                assert site.get("/clinics/").status == 200
            steps += 1

    print(f"\n{steps} edits, each read through both processes")
    assert steps > seconds / 5
