"""Figures and records that a guide names and nobody knows."""

from django.utils.translation import gettext as _

from articles.figures import Figure, Records, UnknownFigure, compared_clinics, draw, needs_of
from articles.saving import RELATED
from clinics.models import Clinic, District
from pricing.models import Treatment

from .remarks import Remark, RemarkKind


def unknown_records(guide):
    """Yield a Remark for each clinic, district and treatment that a Guide is about and nobody knows."""
    for name, model in RELATED.items():
        slugs = getattr(guide, name)
        known = set(model.objects.filter(slug__in=slugs).values_list("slug", flat=True)) if slugs else ()
        for slug in slugs:
            if slug not in known:
                sentence = _("%(name)s: “%(slug)s” is not known.") % {"name": name, "slug": slug}
                yield Remark(RemarkKind.UNKNOWN, 1, sentence)


def unknown_figures(guide, rendered, *, at):
    """Yield a Remark for each figure of a rendered Guide that cannot be drawn, or not whole."""
    figures = [
        Figure.of(part) for part in rendered["parts"] if not isinstance(part, str) and "figure" in part
    ]
    if not figures:
        return
    treatments = list(Treatment.objects.in_order())
    compared = compared_clinics(figures)
    clinics = Clinic.objects.published(at=at).filter(slug__in=compared).select_related("price_tier")
    records = Records(
        needs_of(figures),
        treatments=treatments,
        related=[treatment for treatment in treatments if treatment.slug in guide.treatments],
        clinics={clinic.slug: clinic for clinic in clinics},
        district_count=District.objects.count(),
        at=at,
    )
    for figure in figures:
        try:
            draw(figure, records)
        except UnknownFigure as error:
            yield Remark(RemarkKind.UNKNOWN, figure.line, str(error))
