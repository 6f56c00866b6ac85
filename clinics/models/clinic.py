"""The listed business: a clinic, its texts, contact and place in the directory."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, RegexValidator, URLValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce, Greatest, Now
from django.utils.translation import gettext_lazy as _

from clinics.folding import CodePointSlugField, DerivedTextField, fold, fold_names
from clinics.korea import HANGUL, area_code_of
from clinics.opening_hours import validate_opening_hours
from clinics.phones import dialable
from pricing.addresses import address_of
from pricing.lines import LinesField
from pricing.models import PriceTier, Treatment
from pricing.moments import ChangedAtField

from .district import District
from .point import Point
from .vocabulary import Concern, Focus, Language, Service

RESERVED_SLUGS = frozenset({"compare", "feed"})
SHORT = 300
PROSE = [MaxLengthValidator(5_000)]


class ClinicStatus(models.TextChoices):
    """Whether visitors see a clinic."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class ServiceGrade(models.TextChoices):
    """How far international visitors are served, from good to excellent."""

    GOOD = "good", _("Good")
    STRONG = "strong", _("Strong")
    EXCELLENT = "excellent", _("Excellent")


class LegalBasis(models.TextChoices):
    """On what a clinic bases its right to do the procedure."""

    MEDICAL = "medical", _("medical institution")
    TATTOOIST = "tattooist", _("licensed tattooist")
    UNKNOWN = "unknown", _("not stated")


def is_public(*, at):
    """Return the condition that visitors see a clinic at a moment: published, begun and not yet ended."""
    not_ended = Q(unpublish_at__isnull=True) | Q(unpublish_at__gt=at)
    return Q(status=ClinicStatus.PUBLISHED) & has_begun(at=at) & not_ended


def has_begun(*, at):
    """Return the condition that nothing keeps a clinic back until after a moment."""
    return Q(publish_at__isnull=True) | Q(publish_at__lte=at)


class ClinicQuerySet(models.QuerySet):
    """Which clinics visitors see, in which order, and what their pages load."""

    def published(self, *, at):
        """Keep what visitors see at a moment."""
        return self.filter(is_public(at=at))

    def once_public(self, *, at):
        """Keep what visitors see at a moment or saw before: it may be archived or have ended since.

        A listing that was made a draft again is not among them, for drafts leave no trace.
        """
        return self.filter(has_begun(at=at)).exclude(status=ClinicStatus.DRAFT)

    def with_public_change(self, *, at):
        """Annotate `public_change`: when a clinic was last changed, began or ended, up to a moment."""
        moment = models.DateTimeField()
        reached = [
            Coalesce(Case(When(**{f"{name}__lte": at}, then=name)), "changed_at", output_field=moment)
            for name in ("publish_at", "unpublish_at")
        ]
        return self.annotate(public_change=Greatest("changed_at", *reached, output_field=moment))

    def examples(self):
        """Keep the placeholders."""
        return self.filter(is_example=True)

    def in_name_order(self):
        """Order by folded name in code-point order, then slug."""
        return self.order_by("sort_name", "slug")

    def raise_version(self, **changes):
        """Make the changes, if any, and count one version more of each clinic; return how many clinics."""
        return self.update(version=F("version") + 1, changed_at=Now(), **changes)


def folded_name(clinic):
    """Return the text a clinic is sorted by."""
    return fold(clinic.name)


def folded_korean_name(clinic):
    """Return the Korean name as mentions of it in a text are compared."""
    return fold(clinic.name_ko)


def folded_names(clinic):
    """Return the text a clinic is found by: its names in every script."""
    return fold_names([clinic.name, clinic.name_ko])


def dialable_phone(clinic):
    """Return the clinic's number in E.164 form, or "" when it cannot be read."""
    return dialable(clinic.phone, area_code=area_code_of(clinic.address_ko))


def refuse_reserved_slug(slug):
    """Refuse a slug that is the address of another page."""
    RegexValidator(
        rf"\A(?:{'|'.join(sorted(RESERVED_SLUGS))})\Z",
        _("This address belongs to another page."),
        inverse_match=True,
    )(slug)


class Clinic(Point):
    """A clinic of the directory; an empty text is "not stated" and never hides the clinic."""

    slug = CodePointSlugField(
        max_length=120,
        unique=True,
        validators=[refuse_reserved_slug],
        help_text=_("The end of its address. After a change the old address leads to the new one."),
    )
    name = models.CharField(max_length=200)
    name_ko = models.CharField(_("Korean name"), max_length=200, blank=True)
    sort_name = DerivedTextField(derive=folded_name)
    folded_name_ko = DerivedTextField(derive=folded_korean_name)
    search_names = DerivedTextField(derive=folded_names)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="clinics")
    status = models.CharField(max_length=10, choices=ClinicStatus.choices, default=ClinicStatus.DRAFT)
    publish_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Visitors see a published clinic from this moment on.")
    )
    unpublish_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Visitors see a published clinic until this moment.")
    )
    is_example = models.BooleanField(
        _("example"), default=False, help_text=_("A placeholder, labelled wherever it is shown.")
    )
    focuses = models.ManyToManyField(Focus, blank=True, related_name="clinics")
    concerns = models.ManyToManyField(Concern, blank=True, related_name="clinics")
    treatments = models.ManyToManyField(
        Treatment,
        blank=True,
        related_name="clinics",
        help_text=_("What the clinic offers. A priced treatment is added by itself."),
    )
    languages = models.ManyToManyField(Language, blank=True, related_name="clinics")
    services = models.ManyToManyField(Service, blank=True, related_name="clinics")
    price_tier = models.ForeignKey(
        PriceTier, null=True, blank=True, on_delete=models.PROTECT, related_name="clinics"
    )
    tier_estimated = models.BooleanField(_("price tier is an estimate"), default=True)

    focus_summary = models.CharField(
        _("primary focus"), max_length=SHORT, blank=True, help_text=_("A cell of the comparison.")
    )
    target_clients = models.CharField(max_length=SHORT, blank=True, help_text=_("A cell of the comparison."))
    artistic_style = models.CharField(max_length=SHORT, blank=True, help_text=_("A cell of the comparison."))
    technology = models.CharField(max_length=SHORT, blank=True, help_text=_("A cell of the comparison."))
    service_grade = models.CharField(
        _("international service"), max_length=10, choices=ServiceGrade.choices, blank=True
    )
    service_note = models.CharField(max_length=SHORT, blank=True)
    differentiator = models.CharField(
        _("key differentiator"), max_length=SHORT, blank=True, help_text=_("A cell of the comparison.")
    )
    description = models.TextField(blank=True, validators=PROSE)
    expertise = models.TextField(blank=True, validators=PROSE)
    experience = models.TextField(_("client experience"), blank=True, validators=PROSE)
    access = models.TextField(
        _("getting there"), blank=True, validators=PROSE, help_text=_("Station, line, exit, minutes on foot.")
    )

    address = models.CharField(max_length=SHORT, blank=True)
    address_ko = models.CharField(_("Korean address"), max_length=SHORT, blank=True)
    point_approximate = models.BooleanField(
        default=False, help_text=_("The point shows the district, not the door.")
    )
    phone = models.CharField(max_length=100, blank=True, help_text=_("As the clinic gives it."))
    phone_e164 = DerivedTextField(_("number to dial"), derive=dialable_phone)
    website = models.URLField(max_length=500, blank=True)
    review_places = LinesField(
        each=[URLValidator(schemes=["https", "http"])],
        help_text=_("Addresses of outside review pages (Google, Naver), one a line."),
    )
    opening_hours = models.TextField(
        blank=True,
        validators=[validate_opening_hours],
        help_text=_("One rule a line: Mo-Fr 10:00-19:00; Sa 10:00-14:00; Su closed; 2026-09-25 closed."),
    )
    payment_methods = LinesField(help_text=_("One a line: Visa, Mastercard, cash."))

    legal_basis = models.CharField(max_length=10, choices=LegalBasis.choices, default=LegalBasis.UNKNOWN)
    legal_number = models.CharField(max_length=100, blank=True, help_text=_("Licence or register number."))
    legal_source = models.CharField(max_length=SHORT, blank=True)
    legal_checked_on = models.DateField(null=True, blank=True)
    verified_on = models.DateField(
        _("last verified on"), null=True, blank=True, help_text=_("The day of the last check.")
    )
    verified_by = models.CharField(max_length=120, blank=True)
    review_due_on = models.DateField(null=True, blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = ChangedAtField()

    objects = ClinicQuerySet.as_manager()

    class Meta:
        permissions = [
            ("publish_clinic", "Can publish and unpublish clinics"),
            ("restore_clinic", "Can restore versions of clinics and deleted clinics"),
            ("bulk_clinic", "Can change many clinics at once"),
            ("import_clinic", "Can import and undo imports"),
        ]
        # A text that names clinics asks for equal names, however many clinics there are.
        indexes = [
            models.Index(fields=["sort_name"], name="clinics_clinic_sort_name"),
            models.Index(fields=["folded_name_ko"], name="clinics_clinic_folded_name_ko"),
        ]
        constraints = [
            *Point.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_status_known",
                condition=Q(status__in=ClinicStatus.values),
                violation_error_message=_("A clinic is a draft, published or archived."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_service_grade_known",
                condition=Q(service_grade__in=["", *ServiceGrade.values]),
                violation_error_message=_("International service is good, strong, excellent or not stated."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_legal_basis_known",
                condition=Q(legal_basis__in=LegalBasis.values),
                violation_error_message=_("The legal basis is medical, tattooist or unknown."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_publication_ordered",
                condition=Q(publish_at__isnull=True)
                | Q(unpublish_at__isnull=True)
                | Q(unpublish_at__gt=F("publish_at")),
                violation_error_message=_("A clinic cannot be taken down before it is published."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_slug_not_reserved",
                condition=~Q(slug__in=sorted(RESERVED_SLUGS)),
                violation_error_message=_("This address belongs to another page."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address_of("clinics:detail", self.slug)

    @property
    def name_language(self):
        """The language tag of the name where it is not the page's: a Korean name may be the only one."""
        return "ko" if HANGUL.search(self.name) else ""

    @property
    def other_name(self):
        """The Korean name where it says more than the name does, else ""."""
        return "" if self.name_ko == self.name else self.name_ko


class RegisterId(models.Model):
    """The number under which an outside register knows a clinic."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="register_ids")
    source = models.SlugField(max_length=80, help_text=_("The register, such as seoul-foreign-patients."))
    identifier = models.CharField(
        max_length=120,
        validators=[RegexValidator(r"\A[^;\s]+\Z", _("A register number has no blanks and no semicolon."))],
    )

    class Meta:
        ordering = ["source"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "identifier"],
                name="%(app_label)s_%(class)s_number_unique",
                violation_error_message=_("Another clinic has this number of this register."),
            ),
            models.UniqueConstraint(
                fields=["clinic", "source"],
                name="%(app_label)s_%(class)s_source_unique",
                violation_error_message=_("This clinic has a number of this register already."),
            ),
        ]

    def __str__(self):
        return f"{self.source} {self.identifier}"
