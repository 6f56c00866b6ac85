from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    """Joins the other apps; holds what belongs to the site as a whole."""

    name = "config"
    verbose_name = _("Site")

    def ready(self):
        from config import watching  # these need the models, which are loaded by now
        from config.accounts import events

        events.watch()
        pre_migrate.connect(watching.stop, sender=self)
        post_migrate.connect(watching.start, sender=self)
