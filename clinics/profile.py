"""What a clinic's own page says: the comparison's cells, prices, evidence and the questions still open."""

from functools import cached_property

from django.db.models import CharField, F, Value
from django.utils.translation import gettext as _

from clinics.ages import age_in_words
from clinics.evidence import open_questions, read_evidence
from clinics.getting_there import getting_there
from clinics.glance import at_a_glance
from clinics.legal_basis import legal_basis_in_words
from clinics.models import ClinicPhoto, Concern, Focus, Language, Service
from clinics.opening_week import read_week
from clinics.photos.gallery import AS_TEXT, gallery_of
from clinics.price_rows import draw_prices, read_price_rows
from clinics.state import lowered
from clinics.vocabulary import read_districts
from pricing.budget import deciding_course
from pricing.models import PriceTier
from pricing.tiers import tier_mark

RELATED = {"focuses": Focus, "concerns": Concern, "languages": Language, "services": Service}
TIERS = "tiers"
PHOTOS = "photos"


class Profile:
    """Everything the page of one clinic shows.

    `today` is the day in Seoul; photos of cases are left out unless `cases` is true; `token` is that of a
    preview, which gives the photos their addresses.
    """

    def __init__(self, clinic, *, today, cases=False, token=""):
        self.clinic = clinic
        self.today = today
        self.cases = cases
        self.token = token
        self.districts = read_districts()
        self.district_path = self.districts.path(clinic.district)
        self.terms, self._ranks, self.gallery = self._read_terms()
        self.prices = read_price_rows(clinic)
        self.factors = read_evidence(
            clinic, procedures={row.treatment.procedure_id for row in self.prices}, today=today
        )

    def _read_terms(self):
        """Return related vocabularies -> names in order, the ranks of all price tiers and the Gallery.

        All of it comes in one query: rows of what it is, its place, its text.
        """
        photos = ClinicPhoto.objects.shown(on=self.today, cases=self.cases).filter(clinic=self.clinic)
        tiers, *others = (
            PriceTier.objects.order_by().values_list(
                Value(TIERS, output_field=CharField()), F("rank"), F("name")
            ),
            *(
                model.objects.filter(clinics=self.clinic)
                .order_by()
                .values_list(Value(name, output_field=CharField()), F("position"), F("name"))
                for name, model in RELATED.items()
            ),
            photos.order_by().values_list(Value(PHOTOS, output_field=CharField()), F("position"), AS_TEXT),
        )
        terms = {name: [] for name in (*RELATED, TIERS, PHOTOS)}
        ranks = []
        for name, position, term in sorted(tiers.union(*others, all=True)):
            terms[name].append(term)
            if name == TIERS:
                ranks.append(position)
        del terms[TIERS]
        return terms, ranks, gallery_of(terms.pop(PHOTOS), token=self.token)

    @property
    def summary(self):
        """What the clinic is and where, as one sentence made of what is known."""
        place = self.clinic.district.name
        if focuses := [lowered(name) for name in self.terms["focuses"]]:
            words = {"district": place, "focuses": _listed(focuses)}
            return _("A clinic in %(district)s, known for %(focuses)s.") % words
        if self.clinic.focus_summary:
            words = {"district": place, "focus": self.clinic.focus_summary}
            return _("A clinic in %(district)s. Primary focus: %(focus)s.") % words
        return _("A clinic in %(district)s. What it is known for is not stated.") % {"district": place}

    @property
    def tier_mark(self):
        """The place of the clinic's price tier among all, as dots; "" when it is not stated."""
        return tier_mark(self.clinic.price_tier, [PriceTier(rank=rank) for rank in self._ranks])

    @cached_property
    def deciding(self):
        """The TreatmentPrices whose course listings show without a budget, or None."""
        rows = {row.treatment.slug: row for row in self.prices}
        course = deciding_course(row.as_course for row in self.prices if row.course)
        return rows[course.treatment] if course else None

    @cached_property
    def price_table(self):
        """The rows of prices with their bars beside the market."""
        return draw_prices(self.prices)

    @property
    def disagreements(self):
        """The rows of prices whose package and sessions disagree."""
        return [row for row in self.prices if row.disagreement]

    @property
    def far_below(self):
        """The rows of prices that start far below the market."""
        return [row for row in self.prices if row.is_far_below]

    @cached_property
    def way(self):
        """How to get there."""
        return getting_there(self.clinic, self.district_path)

    @cached_property
    def week(self):
        """The opening hours, or None when they are not stated or cannot be read."""
        return read_week(self.clinic.opening_hours, today=self.today)

    @property
    def legal_basis(self):
        """The legal basis in words, "" when it is not stated."""
        return legal_basis_in_words(self.clinic)

    @property
    def verified_age(self):
        """How long ago somebody last checked the listing, or ""."""
        return age_in_words(self.clinic.verified_on, on=self.today) if self.clinic.verified_on else ""

    @property
    def latest_answer(self):
        """The latest day on which an answer that still counts was checked, or None."""
        rows = [row for group in self.factors for row in group.evidence if row.is_stated and row.holds]
        return max((row.finding.checked_on for row in rows if row.finding.checked_on), default=None)

    @property
    def verified(self):
        """The number of criteria with a yes that still holds."""
        return sum(row.is_verified for group in self.factors for row in group.evidence)

    @property
    def criteria(self):
        """The number of criteria that concern the clinic."""
        return sum(len(group.evidence) for group in self.factors)

    @property
    def questions(self):
        """The Evidence of the criteria that a visitor should ask about, in order."""
        return open_questions(self.factors)

    @property
    def at_a_glance(self):
        """The seven rows of the comparison as (label, text), in the order of the brief; "" is not stated."""
        return at_a_glance(self.clinic)


def _listed(words):
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
