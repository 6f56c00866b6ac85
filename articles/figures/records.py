"""The records that the figures of one guide draw on, read in one query however many figures there are."""

from django.utils.translation import gettext as _

from articles.models import EmergencyContact
from clinics.models import Clinic, Criterion, Factor
from pricing.models import CarePhase, CareRule, Currency, MarketPrice, PriceBasis, Procedure

from .asked import UnknownFigure, did_you_mean
from .at_once import read_at_once

# What a figure may need -> the tables that hold it.
TABLES = {
    "procedures": {"procedures": Procedure},
    "prices": {
        "prices": MarketPrice,
        "covers": MarketPrice.treatments.through,
        "currencies": Currency,
    },
    "care": {"care_rules": CareRule},
    "criteria": {"factors": Factor, "criteria": Criterion},
    "contacts": {"contacts": EmergencyContact},
}
CLINIC_COUNT = "clinics"


class Records:
    """What figures draw on; a slug that is not known raises UnknownFigure.

    `needs` are keys of TABLES or CLINIC_COUNT. `treatments` are all there are, with their procedures;
    `related` those that the guide is about; `clinics` are published ones by slug; `district_count` is the
    number of districts; `at` is the moment of the request.
    """

    def __init__(self, needs, *, treatments, related, clinics, district_count, at):
        tables = {name: model for need in needs if need in TABLES for name, model in TABLES[need].items()}
        found, counts = read_at_once(
            {name: model.objects.all() for name, model in tables.items()},
            counted={CLINIC_COUNT: Clinic.objects.published(at=at)} if CLINIC_COUNT in needs else {},
        )
        self.clinics = clinics
        self.clinic_count = counts.get(CLINIC_COUNT)
        self.district_count = district_count
        self.procedures = sorted(found.get("procedures", []), key=lambda each: (each.position, each.slug))
        self.contacts = {contact.number: contact for contact in found.get("contacts", [])}
        self._treatments = {treatment.slug: treatment for treatment in treatments}
        self._related = related
        self._by_pk = {procedure.pk: procedure for procedure in self.procedures}
        self._care_rules = found.get("care_rules", [])
        self._criteria = found.get("criteria", [])
        self._factors = sorted(found.get("factors", []), key=lambda factor: factor.position)
        self._prices = self._joined_prices(found)

    def treatment(self, slug):
        """Return the treatment of a slug."""
        if slug not in self._treatments:
            sentence = _("There is no treatment “%(slug)s”.") % {"slug": slug}
            raise UnknownFigure(sentence + did_you_mean(slug, self._treatments))
        return self._treatments[slug]

    def procedure(self, slug=""):
        """Return the procedure of a slug; without one, that of the guide's treatments, or the only one."""
        by_slug = {procedure.slug: procedure for procedure in self.procedures}
        if slug:
            if slug not in by_slug:
                sentence = _("There is no procedure “%(slug)s”.") % {"slug": slug}
                raise UnknownFigure(sentence + did_you_mean(slug, by_slug))
            return by_slug[slug]
        related = {treatment.procedure_id for treatment in self._related}
        if len(related) == 1:
            return self._by_pk[related.pop()]
        if len(by_slug) == 1:
            return self.procedures[0]
        if not by_slug:
            raise UnknownFigure(_("There is no procedure yet."))
        words = {"choices": ", ".join(by_slug)}
        raise UnknownFigure(_("Say which procedure: %(choices)s.") % words)

    def treatment_or_procedure(self, slug):
        """Return the treatment of a slug, else the procedure."""
        if slug in self._treatments:
            return self._treatments[slug]
        by_slug = {procedure.slug: procedure for procedure in self.procedures}
        if slug in by_slug:
            return by_slug[slug]
        sentence = _("There is no treatment and no procedure “%(slug)s”.") % {"slug": slug}
        raise UnknownFigure(sentence + did_you_mean(slug, [*self._treatments, *by_slug]))

    def prices(self, procedure=None):
        """Return the rows of the price guide in its order, all or those of one procedure."""
        return [row for row in self._prices if procedure is None or row.procedure_id == procedure.pk]

    def care_rules(self, procedure, phase):
        """Return the care rules of a procedure before or after a session (a CarePhase), in order of days."""
        rules = [
            rule
            for rule in self._care_rules
            if rule.procedure_id == procedure.pk and CarePhase(rule.phase) is phase
        ]
        return sorted(rules, key=lambda rule: (rule.first_day is None, rule.first_day or 0, rule.position))

    def criteria(self, procedure):
        """Return (factor, its criteria for a procedure) pairs in order; factors without any are left out."""
        by_factor = {}
        for criterion in sorted(self._criteria, key=lambda each: (each.position, each.slug)):
            if criterion.procedure_id == procedure.pk:
                by_factor.setdefault(criterion.factor_id, []).append(criterion)
        return [(factor, by_factor[factor.pk]) for factor in self._factors if factor.pk in by_factor]

    @property
    def factors(self):
        """All factors by slug, in order."""
        return {factor.slug: factor for factor in self._factors}

    def _joined_prices(self, found):
        """Give rows of the price guide the records that they name, and return them in its order."""
        treatments = {treatment.pk: treatment for treatment in self._treatments.values()}
        covered = {}
        for cover in found.get("covers", []):
            covered.setdefault(cover.marketprice_id, set()).add(cover.treatment_id)
        currencies = {currency.code: currency for currency in found.get("currencies", [])}
        for row in found.get("prices", []):
            row.currency = currencies[row.currency_id]
            row.procedure = self._by_pk[row.procedure_id]
            row.covered = [each for pk, each in treatments.items() if pk in covered.get(row.pk, ())]
        order = list(PriceBasis)
        return sorted(
            found.get("prices", []),
            key=lambda row: (
                row.procedure.position,
                row.procedure.slug,
                order.index(PriceBasis(row.basis)),
                row.position,
                row.label,
                row.pk,
            ),
        )
