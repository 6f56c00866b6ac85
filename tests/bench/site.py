"""How fast the site answers beside the base, both served by gunicorn and asked in turn."""

import tempfile
from itertools import cycle
from pathlib import Path
from statistics import median

from clinics.models import Clinic

from .asked import FIRST, addresses
from .servers import served

SITE, BASE = "config.wsgi:application", "tests.bench.base:application"
AS_BASE = {"DJANGO_SETTINGS_MODULE": "tests.bench.base"}
KEPT = {"BENCH_KEPT_MB": "32"}
BY_QUERIES = {"CLINIC_INDEX": "0"}
EACH = 20  # requests in a row
WARMING = 3
BY_QUERIES_EACH = 2  # they take a second where there are many clinics
BY_QUERIES_ASKED = ("A", "B", "C")
STREAMED = {
    "CSV": "/api/v1/clinics.csv",
    "GeoJSON": "/api/v1/clinics.geojson",
    "feed": "/clinics/feed/",
    "sitemap": "/sitemap.xml",
}


def measure(rounds):
    """Return {"requests": {name: {"seconds", "base_seconds", ...}}, "by_queries", "streamed", "memory"}.

    The seconds are the median of each round, the memory is in MiB. Pages are kept for "repeated" and
    "unchanged" only.
    """
    with (
        tempfile.TemporaryDirectory(prefix="ready-") as folder,
        served(BASE, **AS_BASE, BENCH_READY=folder) as base,
    ):
        with served(SITE) as site:
            requests = compare(site, base, Path(folder), addresses(), int(rounds))
            memory = site.memory()
            streamed = {name: site.stream(address) for name, address in STREAMED.items()}
        by_queries = ask_by_queries()
        with served(SITE, **KEPT) as site:
            requests |= compare_kept(site, base, int(rounds))
    return {"requests": requests, "by_queries": by_queries, "streamed": streamed, "memory": memory}


def compare(site, base, folder, asked, rounds):
    """Ask the site and the base in turn for every letter; return the seconds of both."""
    measured, turns = {}, {}
    for letter, several in asked.items():
        turns[letter] = cycle(several)
        if letter in ("F-new", "U"):  # what is new each time cannot get warm
            body = site.get(next(turns[letter]))[2]
        else:
            for address in several * WARMING:
                body = site.get(address)[2]
        (folder / letter).write_bytes(body)
        for _time in range(WARMING):
            base.get(f"/ready/{letter}")
        measured[letter] = {"seconds": [], "base_seconds": [], "bytes": len(body)}
    for _round in range(rounds):
        for letter, seconds in measured.items():
            seconds["seconds"].append(median(site.get(next(turns[letter]))[0] for _time in range(EACH)))
            seconds["base_seconds"].append(median(base.get(f"/ready/{letter}")[0] for _time in range(EACH)))
    return measured


def ask_by_queries():
    """Return letter -> the median seconds without the index."""
    with served(SITE, **BY_QUERIES) as site:
        taken = {}
        for letter in BY_QUERIES_ASKED:
            [address] = addresses()[letter]
            site.get(address)
            taken[letter] = median(site.get(address)[0] for _time in range(BY_QUERIES_EACH))
    return taken


def compare_kept(site, base, rounds):
    """Return the seconds of a page that is kept, and of one that the browser has already."""
    base_knows = {"If-None-Match": base.get("/unchanged/A")[1]["ETag"]}
    repeated = {"seconds": [], "base_seconds": []}
    unchanged = {"seconds": [], "base_seconds": []}
    for _round in range(rounds):
        know = {"If-None-Match": site.get(FIRST)[1]["ETag"]}
        repeated["seconds"].append(median(site.get(FIRST)[0] for _time in range(EACH)))
        repeated["base_seconds"].append(median(base.get("/ready/A")[0] for _time in range(EACH)))
        unchanged["seconds"].append(median(site.get(FIRST, 304, **know)[0] for _time in range(EACH)))
        unchanged["base_seconds"].append(
            median(base.get("/unchanged/A", 304, **base_knows)[0] for _time in range(EACH))
        )
        show_an_edit(site)
    return {"repeated": repeated, "unchanged": unchanged}


def show_an_edit(site):
    """Change the name of the first clinic; raise RuntimeError if the next answer does not show it."""
    first = Clinic.objects.filter(status="published").order_by("sort_name", "slug").first()
    for name in ("A name of the benchmark", first.name_ko):
        Clinic.objects.filter(pk=first.pk).update(name_ko=name)
        if name not in site.get(FIRST)[2].decode():
            raise RuntimeError(f"The listing does not show {name}.")
