"""Figures inside a sentence: prices, sessions, days. The sentence gives the units, except those of money."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from pricing.market import nearest_row, sessions_together
from pricing.models import PriceBasis, Treatment
from pricing.money import at_home, in_us_dollars, stated_span
from pricing.schedule import days_first_to_last, days_until_healed, hours_in_chair
from pricing.templatetags.prices import in_words, span_in_words

from .asked import UnknownFigure, did_you_mean, number_of_sessions, one_of, take_words


@dataclass(frozen=True, slots=True)
class Words:
    """A figure in words, the address of the page that it is from, and from when it is: "2026, estimate"."""

    text: str
    url: str
    note: str = ""

    def html(self, *, is_linked):
        """Return the figure as safe HTML, its note behind it; inside of a link it is no link itself."""
        link = '<a class="live" href="{url}">{text}</a>' if is_linked else "{text}"
        note = ' <small class="live-note">({note})</small>' if self.note else ""
        return format_html(link + note, url=self.url, text=self.text, note=self.note)


def not_stated(url):
    """Return the Words of a figure that the records do not hold."""
    return Words(_("not stated"), url)


def price(figure, records):
    """{price}`crown package`: what the market asks, as the price guide says it."""
    _treatment, row = _row(figure, records)
    url = reverse("pricing:guide")
    return not_stated(url) if row is None else Words(in_words(row), url, _origin(row))


def course(figure, records):
    """{course}`crown`: the price per session times the sessions (facts S204-S209)."""
    [slug] = take_words(figure, _("treatment"))
    treatment = records.treatment(slug)
    row = nearest_row(records.prices(), treatment, PriceBasis.SESSION)
    url = _estimate(treatment)
    if row is None or stated_span(row) is None:
        return not_stated(url)
    return Words(str(sessions_together(row, treatment)), url, _origin(row))


def home_price(figure, records):
    """{home-price}`hairline-restoration package`: what the same costs at home (facts S219, S220)."""
    treatment, row = _row(figure, records)
    url = _estimate(treatment)
    least, most = treatment.procedure.percent_below_home
    if row is None or least is None or stated_span(row) is None or not row.currency.units_per_usd:
        return not_stated(url)
    dollars = in_us_dollars(stated_span(row), units_per_usd=row.currency.units_per_usd)
    home = at_home(dollars, percent_below_min=least, percent_below_max=most)
    return Words(str(home), url, _origin(row))


def sessions(figure, records):
    """{sessions}`crown` or {sessions}`smp`: the usual number of sessions."""
    [slug] = take_words(figure, _("treatment"))
    return _pair(records.treatment_or_procedure(slug), "sessions")


def pair_of_procedure(name):
    """Return the reader of a pair that a procedure states, such as its session_hours."""

    def read(figure, records):
        [slug] = take_words(figure, optional=[_("procedure")])
        return _pair(_procedure_of(records, slug), name)

    return read


def below_home(figure, records):
    """{below-home}`smp`: how far prices lie below those at home, such as "20–50 %"."""
    [slug] = take_words(figure, optional=[_("procedure")])
    procedure = _procedure_of(records, slug)
    url = f"{reverse('pricing:guide')}#home-{procedure.slug}"
    if procedure.percent_below_home_min is None:
        return not_stated(reverse("pricing:guide"))
    return Words(f"{span_in_words(procedure.percent_below_home)} %", url)


def first_to_last(figure, records):
    """{first-to-last}`3`: days from the first session to the last (fact S216)."""
    number, procedure = _course(figure, records)
    return _planned(days_first_to_last(number, days_between=procedure.days_between))


def until_healed(figure, records):
    """{until-healed}`3`: days from the first session until healed after the last (fact S217)."""
    number, procedure = _course(figure, records)
    days = days_until_healed(number, days_between=procedure.days_between, healing_days=procedure.healing_days)
    return _planned(days)


def chair_time(figure, records):
    """{chair-time}`3`: hours of all sessions together (fact S218)."""
    number, procedure = _course(figure, records)
    return _planned(hours_in_chair(number, session_hours=procedure.session_hours))


def count(figure, records):
    """{count}`criteria`: how many clinics, districts, factors or criteria the directory holds."""
    word, slug = take_words(figure, _("what"), optional=[_("procedure")])
    match one_of(word, ["clinics", "districts", "factors", "criteria"], what=_("thing to count")):
        case "clinics":
            return Words(f"{records.clinic_count:,}", reverse("clinics:list"))
        case "districts":
            return Words(f"{records.district_count:,}", reverse("clinics:districts"))
        case "factors":
            number = len(records.criteria(_procedure_of(records, slug)))
        case _:
            number = sum(len(own) for _factor, own in records.criteria(_procedure_of(records, slug)))
    return Words(f"{number}", f"{reverse('home')}#verified")


def emergency(figure, records):
    """{emergency}`119`: a number to call, as long as there is a record of it."""
    [number] = take_words(figure, _("number"))
    contact = records.contacts.get(number)
    if contact is None:
        sentence = _("There is no emergency number %(number)s.") % {"number": number}
        raise UnknownFigure(sentence + did_you_mean(number, records.contacts))
    return Words(number, f"tel:{number}")


def _row(figure, records):
    """Return the treatment and the row of the price guide that "crown package" means; the row may be None."""
    slug, basis = take_words(figure, _("treatment"), _("basis"))
    treatment = records.treatment(slug)
    basis = one_of(basis, PriceBasis.values, what=_("basis"))
    return treatment, nearest_row(records.prices(), treatment, basis)


def _origin(row):
    """Return from when a row of the price guide is: "2026", "2026, estimate"."""
    return ", ".join([str(row.year), _("estimate")] if row.estimated else [str(row.year)])


def _procedure_of(records, slug):
    """Return the procedure of a slug, that of a treatment, or without a slug that of the guide."""
    if not slug:
        return records.procedure()
    found = records.treatment_or_procedure(slug)
    return found.procedure if isinstance(found, Treatment) else found


def _course(figure, records):
    word, slug = take_words(figure, _("sessions"), optional=[_("procedure")])
    return number_of_sessions(word), _procedure_of(records, slug)


def _pair(record, name):
    url = reverse("clinics:plan")
    if isinstance(record, Treatment):
        url = f"{record.get_absolute_url()}#time"
    return Words(span_in_words(getattr(record, name)), url)


def _planned(pair):
    return Words(span_in_words(pair), reverse("clinics:plan"))


def _estimate(treatment):
    return f"{reverse('clinics:estimate')}?treatment={treatment.slug}"
