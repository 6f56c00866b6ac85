"""Whether a course of treatment lies within a budget, in whole US dollars."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Bucket(models.TextChoices):
    """How a clinic's courses stand to a budget, in the order in which results are listed."""

    FITS = "fits", _("fits your budget")
    MAY_FIT = "may-fit", _("may fit, depending on your assessment")
    OVER = "over", _("over your budget")
    UNPRICED = "unpriced", _("no published price")


def bucket_of(spans, *, budget):
    """Return the Bucket of the course prices (Spans) that a clinic offers; open-ended ones never fit."""
    spans = list(spans)
    if not spans:
        return Bucket.UNPRICED
    if any(not span.open_ended and span.high <= budget for span in spans):
        return Bucket.FITS
    if any(span.low <= budget for span in spans):
        return Bucket.MAY_FIT
    return Bucket.OVER


def deciding_course(courses, *, budget=None):
    """Return the Course that puts a clinic in its bucket, the cheapest of several; None when it has none."""
    courses = sorted(courses, key=lambda course: course.order)
    if budget is not None and courses:
        bucket = bucket_of((course.price for course in courses), budget=budget)
        courses = [course for course in courses if bucket_of([course.price], budget=budget) == bucket]
    return courses[0] if courses else None
