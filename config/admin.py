"""The admin bears the name of the site; accounts are kept by administrators who cannot raise themselves."""

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from config.accounts.login_form import LoginForm
from config.accounts.second_factor import IS_THERE
from config.models import SecurityEvent

admin.site.site_header = settings.SITE_NAME
admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("What the directory holds")
admin.site.unregister(User)
if IS_THERE:
    # These pages would show the keys of other people.
    for kind in apps.get_app_config("otp_totp"), apps.get_app_config("otp_static"):
        admin.site.unregister([model for model in kind.get_models() if admin.site.is_registered(model)])

admin.site.login_form = LoginForm

POWERS = ("is_superuser", "user_permissions")


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Who works at the desk and in which roles; only a superuser makes superusers or changes one."""

    list_display = ["username", "first_name", "last_name", "email", "is_staff", "is_active"]

    def get_readonly_fields(self, request, account=None):
        fields = [*super().get_readonly_fields(request, account), "last_login", "date_joined"]
        return fields if request.user.is_superuser else [*fields, *POWERS]

    def has_change_permission(self, request, account=None):
        return super().has_change_permission(request, account) and may_touch(request.user, account)

    def has_delete_permission(self, request, account=None):
        return super().has_delete_permission(request, account) and may_touch(request.user, account)

    def get_queryset(self, request):
        return super().get_queryset(request).order_by("username")


def may_touch(user, account):
    """Tell whether a user may change or delete an account, None for accounts in general."""
    return user.is_superuser or account is None or not account.is_superuser


@admin.register(SecurityEvent)
class SecurityEventAdmin(admin.ModelAdmin):
    """The log of security events, to be read."""

    list_display = ["at", "kind", "user", "address", "detail"]
    list_filter = ["kind"]
    list_select_related = ["user"]
    search_fields = ["user__username__icontains", "address__exact"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, event=None):
        return False

    def has_delete_permission(self, request, event=None):
        return False
