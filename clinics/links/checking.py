"""Which addresses are to be tried, and what is kept of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import transaction

from clinics.documents import in_chunks
from clinics.models import Clinic, ClinicStatus, LinkCheck

AT_ONCE = 8
CHUNK = 200


def links_of():
    """Return the (clinic primary key, URL) pairs of all listings that are kept up, in their order."""
    clinics = Clinic.objects.exclude(status=ClinicStatus.ARCHIVED).filter(is_example=False).order_by("pk")
    links = {}
    for pk, website, places in clinics.values_list("pk", "website", "review_places").iterator(2_000):
        links.update(dict.fromkeys((pk, url) for url in urls_in(website, places)))
    return list(links)


def urls_in(website, review_places):
    """Return the addresses that a listing gives, of which "" is none."""
    return [url for url in (website, *review_places) if url]


def copy_checks(sources, target, urls):
    """Let a listing have the latest check of each of some addresses, where only others have one.

    `sources` and `target` are primary keys.
    """
    known = LinkCheck.objects.filter(clinic=target, url__in=urls).values_list("url", flat=True)
    checks = LinkCheck.objects.filter(clinic__in=sources, url__in=set(urls).difference(known))
    latest = {check.url: check for check in checks.order_by("checked_at", "pk")}
    for check in latest.values():
        check.pk, check.clinic_id = None, target
    LinkCheck.objects.bulk_create(latest.values())


def check_links(open_link, *, at, older_than=timedelta(0), most=None):
    """Try addresses and keep what came of it; return (how many were tried, how many of them failed).

    `open_link(url)` returns a Finding. Those tried before `at - older_than`, or never, are tried, the longest
    ago first, `most` at the most; no transaction is open meanwhile. What listings give no more is forgotten.
    """
    links = links_of()
    known = {(check.clinic_id, check.url): check for check in LinkCheck.objects.all()}
    given = set(links)
    gone = [check.pk for link, check in known.items() if link not in given]
    for chunk in in_chunks(gone):
        LinkCheck.objects.filter(pk__in=chunk).delete()
    due = [link for link in links if link not in known or known[link].checked_at <= at - older_than]
    due.sort(key=lambda link: (link in known, known[link].checked_at if link in known else at))
    tried = failed = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for chunk in in_chunks(due[:most], CHUNK):
            findings = list(pool.map(open_link, [url for _pk, url in chunk]))
            keep(chunk, findings, known, at=at)
            tried += len(chunk)
            failed += sum(bool(finding.problem) for finding in findings)
    return tried, failed


@transaction.atomic
def keep(links, findings, known, *, at):
    """Store the Findings of some (clinic, URL) pairs; a clinic that was deleted meanwhile is left out."""
    there = set(Clinic.objects.filter(pk__in={pk for pk, _url in links}).values_list("pk", flat=True))
    LinkCheck.objects.bulk_create(
        [
            LinkCheck(
                clinic_id=pk,
                url=url,
                checked_at=at,
                problem=finding.problem,
                is_gone=finding.is_gone,
                failures=failures_of(known.get((pk, url)), finding),
            )
            for (pk, url), finding in zip(links, findings, strict=True)
            if pk in there
        ],
        update_conflicts=True,
        unique_fields=["clinic", "url"],
        update_fields=["checked_at", "problem", "is_gone", "failures"],
    )


def failures_of(before, finding):
    """Return how many tries in a row have failed with this one."""
    return 0 if not finding.problem else 1 + (before.failures if before else 0)
