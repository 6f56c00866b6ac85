"""What is measured inside one process: statements, counts beside SQL, the index, the editors' list."""

import gzip
from datetime import date
from statistics import median
from time import perf_counter

from django.contrib.auth import get_user_model
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from clinics.filters import RELATIONS, ClinicFilter
from clinics.index.building import build
from clinics.index.keeping import read_known
from clinics.index.reading import read_rows
from clinics.matching import IndexedMatches
from clinics.models import Clinic
from clinics.vocabulary import Vocabulary
from pricing.rates import read_rates

from .asked import BUDGET, FIRST, NARROW

TIMES = 5
COMPRESSION = 6
EDITORS_LIST = "/admin/clinics/clinic/?_facets=True"
BY_QUERIES = override_settings(CLINIC_INDEX=False)


def measure():
    """Return what is measured, in seconds, MiB, statements and bytes."""
    client = Client(HTTP_HOST="127.0.0.1")
    body = client.get(FIRST).content
    editor = Client(HTTP_HOST="127.0.0.1")
    user, _is_new = get_user_model().objects.get_or_create(username="bench", is_staff=True, is_superuser=True)
    editor.force_login(user)
    published = Clinic.objects.filter(status="published").order_by("-pk").values_list("slug", flat=True)
    warmed, clinic = published[:2]
    client.get(f"{FIRST}{warmed}/")
    for _time in range(2):
        editor.get(EDITORS_LIST)
    with BY_QUERIES:
        by_django = taken(lambda: editor.get(EDITORS_LIST), times=2)
    known = read_known()
    return {
        "html": len(body),
        "compressed": len(gzip.compress(body, COMPRESSION, mtime=0)),
        "statements": {
            "listing": statements(client, f"{FIRST}?page=2"),
            "clinic": statements(client, f"{FIRST}{clinic}/"),
            "editors' list": statements(editor, EDITORS_LIST),
        },
        "editors_list": {"seconds": taken(lambda: editor.get(EDITORS_LIST)), "by_django": by_django},
        "facets": {
            "seconds": taken(lambda: count_facets(known.index)),
            "by_sql": taken(lambda: count_by_sql(known.vocabulary), times=3),
        },
        "index": {"build": taken(lambda: build(read_rows()), times=3), "read": taken(read_columns, times=3)},
    }


def taken(act, times=TIMES):
    """Return the median seconds that something takes."""
    seconds = []
    for _time in range(times):
        began = perf_counter()
        act()
        seconds.append(perf_counter() - began)
    return median(seconds)


def statements(client, address):
    """Return how many statements an address asks."""
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def read_columns():
    """Read the rows that an index is made of, and make nothing of them."""
    rows = read_rows()
    for read in (rows.clinics, rows.findings, rows.courses, *rows.relations.values()):
        for _row in read():
            pass


def asked_for():
    """Return the ClinicFilter of request C."""
    query = QueryDict(NARROW.format(budget=BUDGET).partition("?")[2])
    return ClinicFilter(query, vocabulary=Vocabulary.read(), rates=read_rates(), at=timezone.now())


def count_facets(index, asked=[]):  # noqa: B006 read once, outside of what is measured
    """Count all facets of request C out of an index."""
    if not asked:
        asked.append(asked_for())
    return IndexedMatches(asked[0], index).facet_counts


def count_by_sql(vocabulary):
    """Count all facets of request C in one hand-written statement, and a simpler budget than the site's."""
    districts = vocabulary.district.with_descendants({vocabulary.district.by_slug["gangnam"].pk})
    tiers = [vocabulary.tier.by_slug[slug].pk for slug in ("high", "mid-high")]
    focuses = [vocabulary.focus.by_slug[slug].pk for slug in ("scar-camouflage", "density")]
    joined = "\n".join(
        f"UNION ALL SELECT '{name}', {name}_id, COUNT(*) FROM flagged"
        f" JOIN {related._meta.db_table} AS related ON related.clinic_id = flagged.id"
        f" WHERE d AND t {'' if name == 'focus' else 'AND f'} GROUP BY {name}_id"
        for name, related in RELATIONS.items()
    )
    statement = f"""
        WITH flagged AS MATERIALIZED (
            SELECT id, district_id, price_tier_id,
                district_id IN ({_list(districts)}) AS d,
                price_tier_id IN ({_list(tiers)}) AS t,
                EXISTS (
                    SELECT 1 FROM {RELATIONS["focus"]._meta.db_table} AS chosen
                    WHERE chosen.clinic_id = clinic.id AND chosen.focus_id IN ({_list(focuses)})
                ) AS f
            FROM clinics_clinic AS clinic
            WHERE status = 'published' AND (publish_at IS NULL OR publish_at <= %s)
                AND (unpublish_at IS NULL OR unpublish_at > %s)
                AND EXISTS (
                    SELECT 1 FROM clinics_clinicprice AS price WHERE price.clinic_id = clinic.id AND low <= %s
                )
        )
        SELECT 'district', district_id, COUNT(*) FROM flagged WHERE t AND f GROUP BY district_id
        UNION ALL SELECT 'tier', price_tier_id, COUNT(*) FROM flagged WHERE d AND f GROUP BY price_tier_id
        {joined}
        UNION ALL SELECT 'verified', criterion_id, COUNT(*) FROM flagged
            JOIN clinics_finding AS finding ON finding.clinic_id = flagged.id
            WHERE d AND t AND f AND answer = 'yes' AND (expires_on IS NULL OR expires_on >= %s)
            GROUP BY criterion_id"""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(statement, [now, now, BUDGET, date.today()])  # noqa: DTZ011
        return cursor.fetchall()


def _list(pks):
    return ", ".join(map(str, sorted(pks)))
