from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    """Joins the other apps; holds what belongs to the site as a whole."""

    name = "config"
    verbose_name = _("Site")
