"""The roles of the people at the desk: four groups, and which permissions each has.

A role has its rights in every model of the directory, those of later releases too, once they are synced.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps as installed

CONTENT = ("pricing", "clinics", "articles")
ACCOUNTS = ("auth",)
RECORDS = ("admin", "config")
PROPOSE = "add_proposal"


@dataclass(frozen=True, slots=True)
class Right:
    """One permission: app and name of its model, its codename, and whether every model has its like."""

    app_label: str
    model: str
    codename: str
    is_stock: bool

    @property
    def verb(self):
        """What a stock permission allows: "view", "add", "change" or "delete"."""
        return self.codename.partition("_")[0]

    @property
    def is_content(self):
        """Whether it is about what the directory holds."""
        return self.app_label in CONTENT


def is_for_contributors(right):
    """They see everything, add clinics, and propose what published ones should become."""
    return right.is_content and (
        (right.is_stock and right.verb == "view") or right.codename in {"add_clinic", PROPOSE}
    )


def is_for_editors(right):
    """They add and change everything at once, but publish and delete nothing."""
    return is_for_contributors(right) or (
        right.is_content and right.is_stock and right.verb in {"add", "change"}
    )


def is_for_publishers(right):
    """They do all that can be done to the directory."""
    return right.is_content


def is_for_administrators(right):
    """They keep the accounts and see the log, too."""
    return (
        right.is_content
        or (right.app_label in ACCOUNTS and right.model in {"user", "group"})
        or (right.app_label in RECORDS and right.verb == "view")
    )


ROLES: dict[str, Callable[[Right], bool]] = {
    "Contributor": is_for_contributors,
    "Editor": is_for_editors,
    "Publisher": is_for_publishers,
    "Administrator": is_for_administrators,
}


def sync_roles(registry=installed):
    """Give the groups of the roles exactly their permissions, and make what is missing of either.

    `registry` is that of the installed apps or, in a migration, of a state; permissions usually come into
    being only after all migrations, so they are made here. Return {role: number of its permissions}.
    """
    Group = registry.get_model("auth", "Group")
    permissions = make_permissions(registry)
    counts = {}
    for name, belongs in ROLES.items():
        given = [permission for right, permission in permissions.items() if belongs(right)]
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(given)
        counts[name] = len(given)
    return counts


def make_permissions(registry):
    """Return {Right: Permission} of every model that a role may have to do with."""
    ContentType = registry.get_model("contenttypes", "ContentType")
    Permission = registry.get_model("auth", "Permission")
    permissions = {}
    for model in known_models(registry):
        options = model._meta
        kind, _created = ContentType.objects.get_or_create(
            app_label=options.app_label, model=options.model_name
        )
        stock = {
            f"{verb}_{options.model_name}": f"Can {verb} {options.verbose_name_raw}"
            for verb in options.default_permissions
        }
        for codename, name in {**stock, **dict(options.permissions)}.items():
            permission, _created = Permission.objects.get_or_create(
                content_type=kind, codename=codename, defaults={"name": str(name)}
            )
            right = Right(options.app_label, options.model_name, codename, codename in stock)
            permissions[right] = permission
    return permissions


def known_models(registry):
    """Yield the models of the apps that the roles speak of, as far as the registry knows them."""
    labels = {*CONTENT, *ACCOUNTS, *RECORDS}
    for model in registry.get_models():
        if model._meta.app_label in labels:
            yield model
