"""What the starter content put into the database, and what is noted of the accounts of the desk."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class StarterRecord(models.Model):
    """One row of the starter content as it was last loaded.

    A record that is listed here and gone was deleted by an editor; one with another digest was changed.
    """

    kind = models.CharField(max_length=40, help_text=_("The content file, such as treatments."))
    key = models.CharField(max_length=300, help_text=_("What tells its rows apart, such as the slug."))
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of the values, in hexadecimal."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="%(app_label)s_%(class)s_key_unique",
                violation_error_message=_("This row was recorded already."),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"


class LoginFailures(models.Model):
    """How often logging in failed under a key, which is a digest of an account, an address or both."""

    key = models.CharField(max_length=32, unique=True)
    count = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta:
        default_permissions = []

    def __str__(self):
        return f"{self.key} {self.count}"


class SecurityEvent(models.Model):
    """Something that matters to the security of an account; kept for a limited time, see `forget_old`."""

    class Kind(models.TextChoices):
        """What happened."""

        LOGIN = "login", _("logged in")
        LOGOUT = "logout", _("logged out")
        FAILED = "failed", _("could not log in")
        REFUSED = "refused", _("had to wait to log in")
        PASSWORD = "password", _("has a new password")
        RIGHTS = "rights", _("got other rights")
        DELETED = "deleted", _("was deleted")

    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    kind = models.CharField(_("what"), max_length=20, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        verbose_name=_("account"),
        related_name="security_events",
    )
    address = models.CharField(
        _("address"), max_length=32, help_text=_("A digest: equal ones come from one address.")
    )
    detail = models.CharField(_("detail"), max_length=200)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ["view"]

    def __str__(self):
        return self.get_kind_display()
