"""Districts: a tree of places, each inside another."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode

from pricing.addresses import address_of
from pricing.lines import LinesField
from pricing.models import PriceTier
from pricing.moments import ChangedAtField
from pricing.small_numbers import SmallNumberField

from .point import Point


class District(TreeNode, Point):
    """A city, a district of it or a quarter that visitors know; it may lie in another."""

    parent = TreeNodeForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("lies in"),
    )
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    name_ko = models.CharField(_("Korean name"), max_length=120, blank=True)
    spellings = LinesField(
        _("other spellings"), help_text=_("Other ways to write the name, one a line; the search finds them.")
    )
    codes = LinesField(
        help_text=_(
            "Its numbers in outside code systems, one a line, each behind the name of its system, such as"
            " legal:1168000000 or kostat:11230."
        ),
        each=[RegexValidator(r"\A[a-z0-9-]+:\S+\Z", _("Write system:number, such as legal:1168000000."))],
    )
    position = SmallNumberField(default=0)
    character = models.TextField(blank=True, help_text=_("What the place is like, in plain words."))
    price_tendency = models.ForeignKey(
        PriceTier, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    nearest_stations = LinesField(help_text=_("Metro stations with their lines, one a line."))
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True, help_text=_("Where its place in the tree is from."))
    changed_at = ChangedAtField()

    class Meta:
        ordering = ["position", "name", "slug"]
        constraints = [
            *Point.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_not_in_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message=_("A district cannot lie in itself."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        try:
            super().clean()
        except ValidationError as error:
            raise ValidationError(_("A district cannot lie in a part of itself.")) from error

    def get_absolute_url(self):
        return address_of("clinics:district", self.slug)
