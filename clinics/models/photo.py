"""Photos of a clinic, with the consent under which they are shown."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from pricing.small_numbers import SmallNumberField

from .clinic import Clinic

DIGEST = RegexValidator(r"\A[0-9a-f]{32}\Z", _("A digest has 32 hexadecimal digits."))


class PhotoKind(models.TextChoices):
    """What a photo shows: the place, or somebody who was treated."""

    PREMISES = "premises", _("premises")
    CASE = "case", _("case")


class ConsentScope(models.TextChoices):
    """Where a photo may be shown by those who agreed to it."""

    PAGES = "pages", _("on the pages of this site")
    REUSE = "reuse", _("on the pages of this site and in its open data")


class PhotoWithdrawal(models.Model):
    """A consent that was taken back, for good: it outlives the photo, so that nothing brings it back."""

    digest = models.CharField(max_length=32, unique=True, validators=[DIGEST])
    withdrawn_on = models.DateField()

    class Meta:
        default_permissions = []  # an act writes it, and the photos show it

    def __str__(self):
        return self.digest


class ClinicPhotoQuerySet(models.QuerySet):
    """Photos that may be shown, and their order."""

    def shown(self, *, on, cases):
        """Keep the photos whose consent holds on a day in Seoul; those of cases only where `cases` is true.

        A photo that needs no consent holds as long as nobody takes it back.
        """
        begun = Q(given_on__isnull=True) | Q(given_on__lte=on)
        not_ended = Q(expires_on__isnull=True) | Q(expires_on__gte=on)
        withdrawn = PhotoWithdrawal.objects.filter(digest=OuterRef("digest"))
        kinds = {} if cases else {"kind": PhotoKind.PREMISES}
        return self.filter(~Exists(withdrawn), begun & not_ended, withdrawn_on__isnull=True, **kinds)

    def of_published(self, *, at):
        """Keep the photos of clinics that visitors see at a moment."""
        return self.filter(clinic__in=Clinic.objects.published(at=at).order_by().values("pk"))

    def for_reuse(self):
        """Keep the photos that open data may name."""
        return self.exclude(consent_scope=ConsentScope.PAGES)

    def in_order(self):
        """Order as the editors did, photos at the same place by digest."""
        return self.order_by("position", "digest")


class ClinicPhoto(models.Model):
    """A photo of a clinic; its files are kept by digest, `width` and `height` are those of the largest."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="photos")
    digest = models.CharField(
        max_length=32, editable=False, validators=[DIGEST], help_text=_("Tells what is seen.")
    )
    width = SmallNumberField(editable=False, validators=[MinValueValidator(1)])
    height = SmallNumberField(editable=False, validators=[MinValueValidator(1)])
    position = SmallNumberField(default=0, help_text=_("Its place among the photos, from 0."))
    kind = models.CharField(max_length=10, choices=PhotoKind.choices, default=PhotoKind.PREMISES)
    alt = models.CharField(
        _("description"),
        max_length=300,
        help_text=_("What there is to see, in one sentence, for those who do not see it."),
    )
    alt_ko = models.CharField(_("description in Korean"), max_length=300, blank=True)
    caption = models.CharField(max_length=300, blank=True, help_text=_("Shown below the photo."))
    source = models.CharField(
        _("credit"), max_length=300, blank=True, help_text=_("Who took the photo, or who gave it.")
    )
    consent_scope = models.CharField(max_length=10, choices=ConsentScope.choices, blank=True)
    given_on = models.DateField(_("consent given on"), null=True, blank=True)
    expires_on = models.DateField(
        _("consent expires on"), null=True, blank=True, help_text=_("The last day on which it is shown.")
    )
    withdrawn_on = models.DateField(_("consent withdrawn on"), null=True, blank=True, editable=False)

    objects = ClinicPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["position", "digest"]
        verbose_name = _("photo")
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "digest"],
                name="%(app_label)s_%(class)s_digest_unique",
                violation_error_message=_("This clinic has this photo already."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_kind_known",
                condition=Q(kind__in=PhotoKind.values),
                violation_error_message=_("A photo shows the premises or a case."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_scope_known",
                condition=Q(consent_scope__in=["", *ConsentScope.values]),
                violation_error_message=_("Consent is to the pages, or to the pages and open data."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_described",
                condition=~Q(alt=""),
                violation_error_message=_("Say what there is to see, for those who do not see it."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_sized",
                condition=Q(width__gte=1, height__gte=1),
                violation_error_message=_("A photo has a width and a height."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_case_consented",
                condition=~Q(kind=PhotoKind.CASE) | (~Q(consent_scope="") & Q(given_on__isnull=False)),
                violation_error_message=_("A case needs a consent: say to what, and on which day."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_consent_ordered",
                condition=Q(expires_on__isnull=True)
                | Q(given_on__isnull=True)
                | Q(expires_on__gte=F("given_on")),
                violation_error_message=_("A consent cannot expire before it was given."),
            ),
        ]

    def __str__(self):
        return self.alt
