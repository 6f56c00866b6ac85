"""Guides and the pages about the site itself: Markdown, and what was made of it when it was saved."""

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinics.folding import CodePointSlugField
from clinics.models import Clinic, District
from pricing.models import Treatment
from pricing.moments import ChangedAtField
from pricing.small_numbers import SmallNumberField

from .bylines import Author, Category

RESERVED_SLUGS = frozenset({"category", "compare", "feed"})
ABOUT = "about"  # the page that stands above the other pages
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
LONGEST_TITLE = 300  # characters
LONGEST_EXCERPT = 1_000  # characters


class ArticleStatus(models.TextChoices):
    """Whether visitors see an article once its day has come."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class ArticleKind(models.TextChoices):
    """Whether an article advises visitors or tells about the site."""

    GUIDE = "guide", _("guide")
    PAGE = "page", _("page about the site")


class ArticleQuerySet(models.QuerySet):
    """Which articles visitors see, in which order, and what their pages load."""

    def published(self, *, today):
        """Keep what visitors see on a day in Seoul: published, and its day has come."""
        return self.filter(status=ArticleStatus.PUBLISHED, published_on__lte=today)

    def guides(self):
        """Keep the guides."""
        return self.filter(kind=ArticleKind.GUIDE)

    def pages(self):
        """Keep the pages about the site."""
        return self.filter(kind=ArticleKind.PAGE)

    def latest_first(self):
        """Order by the day that lists say: that of the update, else of the publication, the latest first."""
        return self.order_by(Coalesce("updated_on", "published_on").desc(nulls_last=True), "slug")

    def for_lists(self):
        """Load what a list shows of an article, in one query: not its text."""
        return self.select_related("category").defer("source", "rendered", "figures")

    def for_page(self):
        """Load all that the page of an article shows of itself, in one query."""
        return self.select_related("category", "author", "reviewer").defer("source", "figures")


def refuse_reserved_slug(slug):
    """Refuse a slug that is the address of another page."""
    RegexValidator(
        rf"\A(?:{'|'.join(sorted(RESERVED_SLUGS))})\Z",
        _("This address belongs to another page."),
        inverse_match=True,
    )(slug)


class Article(models.Model):
    """A guide or a page; `articles.saving` alone writes it, so that all columns agree with the source."""

    slug = CodePointSlugField(
        max_length=120,
        unique=True,
        validators=[refuse_reserved_slug],
        help_text=_("The end of its address. Changing it breaks links from outside."),
    )
    kind = models.CharField(max_length=10, choices=ArticleKind.choices, default=ArticleKind.GUIDE)
    title = models.CharField(max_length=LONGEST_TITLE)
    excerpt = models.TextField(
        _("summary"),
        blank=True,
        validators=[MaxLengthValidator(LONGEST_EXCERPT)],
        help_text=_("One or two sentences for lists and search engines."),
    )
    source = models.TextField(editable=False, help_text=_("Markdown behind its front matter."))
    status = models.CharField(max_length=10, choices=ArticleStatus.choices, default=ArticleStatus.DRAFT)
    published_on = models.DateField(
        null=True, blank=True, help_text=_("Visitors see a published article from this day on, in Seoul.")
    )
    updated_on = models.DateField(null=True, blank=True)
    edition_year = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(EARLIEST_YEAR), MaxValueValidator(LATEST_YEAR)],
        help_text=_("The year that the figures are meant for."),
    )
    audience = models.CharField(max_length=300, blank=True, help_text=_("For whom it is written."))
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="articles"
    )
    author = models.ForeignKey(
        Author, null=True, blank=True, on_delete=models.PROTECT, related_name="articles"
    )
    reviewer = models.ForeignKey(
        Author,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reviewed_articles",
        help_text=_("Who checked the medical statements. Nobody: the page says so."),
    )
    reviewed_on = models.DateField(null=True, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    clinics = models.ManyToManyField(Clinic, blank=True, related_name="articles")
    districts = models.ManyToManyField(District, blank=True, related_name="articles")
    treatments = models.ManyToManyField(Treatment, blank=True, related_name="articles")
    # Derived from the source at save. The others stand apart, so that lists need not load the first.
    rendered = models.JSONField(default=dict, editable=False)
    figures = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text=_("The figures of the text, each once, as rendered parts hold them but without lines."),
    )
    beginning = models.TextField(default="", blank=True, editable=False)
    minutes = SmallNumberField(_("reading time in minutes"), default=0, editable=False)
    changed_at = ChangedAtField()

    objects = ArticleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_status_known",
                condition=Q(status__in=ArticleStatus.values),
                violation_error_message=_("An article is a draft or published."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_kind_known",
                condition=Q(kind__in=ArticleKind.values),
                violation_error_message=_("An article is a guide or a page about the site."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_slug_not_reserved",
                condition=~Q(slug__in=sorted(RESERVED_SLUGS)),
                violation_error_message=_("This address belongs to another page."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_published_has_day",
                condition=Q(status=ArticleStatus.DRAFT) | Q(published_on__isnull=False),
                violation_error_message=_("A published article needs the day from which visitors see it."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_update_after_publication",
                condition=Q(updated_on__isnull=True)
                | Q(published_on__isnull=True)
                | Q(updated_on__gte=F("published_on")),
                violation_error_message=_("An article cannot be updated before it is published."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_reviewer_has_day",
                condition=Q(reviewer__isnull=True) | Q(reviewed_on__isnull=False),
                violation_error_message=_("Say on which day the reviewer checked the article."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_review_has_reviewer",
                condition=Q(reviewed_on__isnull=True) | Q(reviewer__isnull=False),
                violation_error_message=_("Say who reviewed the article."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_next_review_after_review",
                condition=Q(next_review_on__isnull=True)
                | Q(reviewed_on__isnull=True)
                | Q(next_review_on__gt=F("reviewed_on")),
                violation_error_message=_("The next review comes after the last one."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_edition_year_plausible",
                condition=Q(edition_year__isnull=True)
                | Q(edition_year__gte=EARLIEST_YEAR, edition_year__lte=LATEST_YEAR),
                violation_error_message=_("The edition is a year from 1900 to 2199."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        if self.is_about:
            return reverse("articles:about")
        return reverse("articles:detail" if self.is_guide else "articles:page", args=[self.slug])

    @property
    def is_guide(self):
        """Whether the article is a guide: medical, so with review, disclaimer and emergency numbers."""
        return self.kind == ArticleKind.GUIDE

    @property
    def is_about(self):
        """Whether the article is the page that stands above the other pages about the site."""
        return not self.is_guide and self.slug == ABOUT

    @property
    def is_draft(self):
        """Whether nobody but editors sees the article, whatever the day."""
        return self.status == ArticleStatus.DRAFT

    @property
    def description(self):
        """What lists and search engines say of the article: its summary, else how its text begins."""
        return self.excerpt or self.beginning
