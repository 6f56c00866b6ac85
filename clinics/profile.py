"""What a clinic's own page says: the comparison's cells, prices, evidence and the questions still open."""

from functools import cached_property

from django.db.models import CharField, F, Value
from django.utils.translation import gettext as _

from clinics.ages import age_in_words
from clinics.evidence import open_questions, read_evidence
from clinics.getting_there import getting_there
from clinics.glance import at_a_glance
from clinics.legal_basis import legal_basis_in_words
from clinics.models import Clinic, ClinicPhoto, ClinicPrice, Concern, Focus, Language, Service
from clinics.opening_week import read_week
from clinics.photos.gallery import AS_TEXT, gallery_of
from clinics.price_rows import draw_prices, read_price_rows
from clinics.state import lowered
from pricing.budget import deciding_course
from pricing.models import PriceTier
from pricing.tiers import tier_mark

RELATED = {"focuses": Focus, "concerns": Concern, "languages": Language, "services": Service}
TIERS = "tiers"
PHOTOS = "photos"
TREATMENTS = "treatments"
INCLUSIONS = "inclusions"
NO_TEXT = Value("", output_field=CharField())


class Profile:
    """Everything the page of one clinic shows.

    `today` is the day in Seoul, `districts` the tree; photos of cases are left out unless `cases` is true;
    `token` is that of a preview, which gives the photos their addresses. What is Known of the data, if that
    is handed in, saves queries.
    """

    def __init__(self, clinic, *, today, districts, cases=False, token="", known=None):
        self.clinic = clinic
        self.today = today
        self.cases = cases
        self.token = token
        self.district_path = districts.path(clinic.district)
        read = self._read_small()
        self.terms = {name: [text for _place, text, _key in read[name]] for name in RELATED}
        self.focuses = tuple(key for _place, _text, key in read["focuses"])
        self.gallery = gallery_of([text for _place, text, _key in read[PHOTOS]], token=token)
        self._ranks = [rank for rank, _text, _key in read[TIERS]]
        self.prices = read_price_rows(
            clinic,
            market=known and offered([key for _place, _text, key in read[TREATMENTS]], known),
            inclusions=by_key(read[INCLUSIONS]),
        )
        self.factors = read_evidence(
            clinic, procedures={row.treatment.procedure_id for row in self.prices}, today=today
        )

    def _read_small(self):
        """Return what it is -> (place, text, key) in order, of all that is small, in one query.

        The place of a tier is its rank; the key of an inclusion is that of its price.
        """
        photos = ClinicPhoto.objects.shown(on=self.today, cases=self.cases).filter(clinic=self.clinic)
        treatments = Clinic.treatments.through.objects.filter(clinic=self.clinic)
        inclusions = ClinicPrice.inclusions.through.objects.filter(clinicprice__clinic=self.clinic)
        first, *others = (
            rows.order_by().values_list(Value(name, output_field=CharField()), F(place), text, F(key))
            for name, rows, place, text, key in (
                (TIERS, PriceTier.objects.all(), "rank", F("name"), "pk"),
                (PHOTOS, photos, "position", AS_TEXT, "pk"),
                (TREATMENTS, treatments, "treatment_id", NO_TEXT, "treatment_id"),
                (INCLUSIONS, inclusions, "inclusion__position", F("inclusion__name"), "clinicprice_id"),
                *(
                    (name, model.objects.filter(clinics=self.clinic), "position", F("name"), "pk")
                    for name, model in RELATED.items()
                ),
            )
        )
        read = {name: [] for name in (*RELATED, TIERS, PHOTOS, TREATMENTS, INCLUSIONS)}
        for name, *row in sorted(first.union(*others, all=True)):
            read[name].append(row)
        return read

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


def offered(treatments, known):
    """Return treatment -> MarketPrices of some primary keys, in the order of the vocabulary."""
    return {
        treatment: known.market[treatment.slug]
        for treatment in known.vocabulary.treatment.in_order(treatments)
        if treatment.slug in known.market
    }


def by_key(rows):
    """Return key -> texts of (place, text, key) rows, in their order."""
    texts = {}
    for _place, text, key in rows:
        texts.setdefault(key, []).append(text)
    return texts


def _listed(words):
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
