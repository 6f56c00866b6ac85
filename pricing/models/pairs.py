"""Constraints for a lowest and a highest value that belong together: sessions_min and sessions_max."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def ordered_pair(name):
    """Refuse a pair whose highest value lies below its lowest."""
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{name}_ordered",
        condition=Q(**{f"{name}_max__gte": F(f"{name}_min")}),
        violation_error_message=_("The highest number of %(name)s is below the lowest.")
        % {"name": name.replace("_", " ")},
    )


def complete_pair(name):
    """Refuse half a pair: both values are known, or neither is."""
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{name}_complete",
        condition=Q(**{f"{name}_min__isnull": True, f"{name}_max__isnull": True})
        | Q(**{f"{name}_min__isnull": False, f"{name}_max__isnull": False}),
        violation_error_message=_("Give both the lowest and the highest number of %(name)s, or neither.")
        % {"name": name.replace("_", " ")},
    )


class Pair:
    """Reads name_min and name_max together as (lowest, highest)."""

    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return getattr(instance, f"{self.name}_min"), getattr(instance, f"{self.name}_max")
