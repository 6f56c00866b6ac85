"""Whether the addresses that a listing gives could be opened, and when that was tried."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .clinic import Clinic

PATIENCE = 2  # a server that fails may be back at the next try; a page that is gone is not


class LinkCheckQuerySet(models.QuerySet):
    """Checks of addresses and which of them call for an editor."""

    def broken(self):
        """Keep the addresses whose page is gone, or that failed at least twice in a row."""
        return self.filter(Q(is_gone=True) | Q(failures__gte=PATIENCE))


class LinkCheck(models.Model):
    """The last try to open one address of one listing; `failures` counts those in a row."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="link_checks")
    url = models.URLField(max_length=500)
    checked_at = models.DateTimeField()
    problem = models.CharField(max_length=200, blank=True, help_text=_("Empty when it opened."))
    is_gone = models.BooleanField(default=False)
    failures = models.PositiveIntegerField(default=0)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "url"],
                name="%(app_label)s_%(class)s_url_unique",
                violation_error_message=_("This address of this listing was checked already."),
            ),
        ]

    def __str__(self):
        return self.url
