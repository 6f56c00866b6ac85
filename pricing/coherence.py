"""How a package price stands to the sum of its sessions (facts S210-S215)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Coherence(models.TextChoices):
    """What a visitor should know when a package and the sum of its sessions disagree."""

    INSIDE = "inside", _("The package costs about as much as the same number of single sessions.")
    SAVES = "saves", _("The package mostly costs less than the same number of single sessions.")
    BELOW_SUM = "below-sum", _("The package can cost less than the same number of single sessions.")
    ABOVE_SUM = "above-sum", _("The package can cost more than the same number of single sessions.")


def coherence(package, summed):
    """Return the Coherence of a package Span with the Span of its sessions together, both in one currency.

    A package that lies in the lower half of the sum, wholly, saves; open ends cannot be exceeded.
    """
    if package.low < summed.low:
        return Coherence.BELOW_SUM if not _exceeds(package, summed) else Coherence.ABOVE_SUM
    if _exceeds(package, summed):
        return Coherence.ABOVE_SUM
    if not package.open_ended and not summed.open_ended and 2 * package.high <= summed.low + summed.high:
        return Coherence.SAVES
    return Coherence.INSIDE


def _exceeds(package, summed):
    if summed.open_ended:
        return False
    return package.open_ended or package.high > summed.high
