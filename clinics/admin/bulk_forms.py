"""What an editor says of an act on many listings, and the act that comes of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from clinics.bulk import AdjustPrices, GiveStatus, MarkVerified, MoveTo
from clinics.models import Clinic, ClinicStatus
from clinics.vocabulary import read_districts
from pricing.models import PriceBasis, Treatment
from pricing.percent import MOST_DOWN, MOST_UP
from pricing.plain_text import validate_plain_text

RAISE, LOWER = "raise", "lower"
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")  # needs no script


class ActForm(forms.Form):
    """A form whose answers make an act; `today` is the day in Seoul, `user` whoever asks."""

    def __init__(self, data=None, *, today, user, **options):
        self.today = today
        super().__init__(data, **options)
        self.begin(user)

    def begin(self, user):
        """Fill in what depends on the day and on the user."""

    def initial_data(self):
        """Return what the form says before anybody answers, as if somebody had sent it."""
        return {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}

    def act(self):
        """Return the act that the answers of a valid form make."""
        raise NotImplementedError

    def clean_not_later(self, name):
        """Return a day that was answered; refuse one that has not come."""
        day = self.cleaned_data[name]
        if day is not None and day > self.today:
            raise forms.ValidationError(_now("This day has not come yet."))
        return day


class PublishForm(ActForm):
    """Nothing to answer."""

    status = ClinicStatus.PUBLISHED

    def act(self):
        return GiveStatus(self.status)


class DraftForm(PublishForm):
    """Nothing to answer."""

    status = ClinicStatus.DRAFT


class ArchiveForm(PublishForm):
    """Nothing to answer."""

    status = ClinicStatus.ARCHIVED


class VerifiedForm(ActForm):
    """On which day and by whom the listings were checked."""

    on = forms.DateField(label=_("Verified on"), widget=DAY)
    by = forms.CharField(
        label=_("Verified by"),
        max_length=Clinic._meta.get_field("verified_by").max_length,
        validators=[validate_plain_text],
        help_text=_("Visitors read this name."),
    )
    review_due_on = forms.DateField(
        label=_("Next review due on"),
        widget=DAY,
        required=False,
        help_text=_("Empty leaves the day that each listing has."),
    )

    def begin(self, user):
        self.fields["on"].initial = self.today
        self.fields["by"].initial = user.get_full_name() or user.get_username()

    def clean_on(self):
        """Refuse a day that has not come."""
        return self.clean_not_later("on")

    def clean_review_due_on(self):
        """Refuse a day that is over."""
        day = self.cleaned_data["review_due_on"]
        if day is not None and day <= self.today:
            raise forms.ValidationError(_now("The next review lies in the future."))
        return day

    def act(self):
        answers = self.cleaned_data
        return MarkVerified(answers["on"], answers["by"], review_due_on=answers["review_due_on"])


class DistrictForm(ActForm):
    """Into which district the listings go."""

    district = forms.ChoiceField(label=_("District"))

    def begin(self, user):
        districts = read_districts()
        self.names = {district.slug: district.name for district in districts}
        self.fields["district"].choices = [
            ("", _("choose one")),
            *(
                (district.slug, "– " * districts.depth(district) + district.name)
                for district in districts.records
            ),
        ]

    def act(self):
        slug = self.cleaned_data["district"]
        return MoveTo(slug, self.names[slug])


class PricesForm(ActForm):
    """By how much which prices change."""

    direction = forms.ChoiceField(
        label=_("Prices are"),
        choices=[(RAISE, _("raised")), (LOWER, _("lowered"))],
        widget=forms.RadioSelect,
        initial=RAISE,
    )
    percent = forms.DecimalField(
        label=_("By percent"),
        max_digits=6,
        decimal_places=2,
        help_text=_("Above 0; raised by at most %(up)d, lowered by at most %(down)d.")
        % {"up": MOST_UP // 100, "down": MOST_DOWN // 100},
    )
    bases = forms.MultipleChoiceField(
        label=_("Which prices"),
        choices=PriceBasis.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=PriceBasis.values,
    )
    treatments = forms.MultipleChoiceField(
        label=_("Of which treatments"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen means all."),
    )
    checked_on = forms.DateField(
        label=_("Changed prices were checked on"),
        widget=DAY,
        required=False,
        help_text=_("Empty leaves the day that each price has."),
    )

    def begin(self, user):
        self.names = dict(Treatment.objects.in_order().values_list("slug", "name"))
        self.fields["treatments"].choices = list(self.names.items())

    def clean_checked_on(self):
        """Refuse a day that has not come."""
        return self.clean_not_later("checked_on")

    def clean(self):
        answers = super().clean()
        percent, direction = answers.get("percent"), answers.get("direction")
        if percent is None or direction is None:
            return answers
        most = MOST_UP if direction == RAISE else MOST_DOWN
        if percent <= 0:
            sentence = _now("Give a number above 0, and say whether prices are raised or lowered.")
            self.add_error("percent", sentence)
        elif percent * 100 > most:
            sentence = (
                _now("Prices are raised by at most %(most)d percent.")
                if direction == RAISE
                else _now("Prices are lowered by at most %(most)d percent.")
            )
            self.add_error("percent", sentence % {"most": most // 100})
        return answers

    def act(self):
        answers = self.cleaned_data
        hundredths = int(answers["percent"] * 100)
        return AdjustPrices(
            hundredths if answers["direction"] == RAISE else -hundredths,
            {slug: self.names[slug] for slug in answers["treatments"]},
            bases=tuple(answers["bases"]),
            checked_on=answers["checked_on"],
        )


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of act: what the list calls it, what its page asks, its form, and a rule that the page tells.

    `is_publication` says that it needs the right to publish too.
    """

    slug: str
    action: str
    question: str
    form: Callable
    rule: str = ""
    is_publication: bool = False


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "publish",
            _("Publish the selected clinics"),
            _("Publish clinics"),
            PublishForm,
            _("What lacks something that visitors need is left out."),
            is_publication=True,
        ),
        Kind(
            "drafts",
            _("Turn the selected clinics into drafts"),
            _("Turn clinics into drafts"),
            DraftForm,
            _("Visitors do not see drafts."),
            is_publication=True,
        ),
        Kind(
            "archive",
            _("Archive the selected clinics"),
            _("Archive clinics"),
            ArchiveForm,
            _("Visitors do not see archived clinics, and the desk leaves them in peace."),
            is_publication=True,
        ),
        Kind(
            "verified",
            _("Mark the selected clinics verified"),
            _("Mark clinics verified"),
            VerifiedForm,
            _("Do this only after every one of them was checked. A later day that stands already stays."),
        ),
        Kind("district", _("Set the district of the selected clinics"), _("Set the district"), DistrictForm),
        Kind(
            "prices",
            _("Adjust the prices of the selected clinics"),
            _("Adjust prices by percent"),
            PricesForm,
            _(
                "Whole units: the lowest figure is rounded down and the highest up, a fixed price to the"
                " nearest unit. What is quoted after assessment stays so."
            ),
        ),
    )
}
