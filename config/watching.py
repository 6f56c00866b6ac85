"""The tables of the whole site are watched for changes, except while migrations remake them."""

from clinics.data_version.watching import is_watching, unwatch, watch

AROUND = ("articles",)  # no card and no count depends on a guide


def stop(using, plan, **kwargs):
    """Stop noting changes where migrations are about to run."""
    if plan:
        unwatch(using)


def start(using, **kwargs):
    """Note changes from now on."""
    watch(using, around=AROUND)


def is_running(using):
    """Tell whether every change of a migrated database is noted."""
    return is_watching(using, around=AROUND)
