"""Which tables are watched for changes, and that they are.

SQLite forgets the triggers of a table that a migration remakes, and a trigger that names a table which is
gone would stop the migration. So triggers are dropped before migrations run and made again after them.
"""

from django.apps import apps
from django.db import connections, transaction

from clinics.models import (
    BulkAct,
    BulkEntry,
    ChangeSet,
    ChangeSetRow,
    Clinic,
    ClinicPrice,
    ImportBatch,
    ImportEntry,
    LinkCheck,
    ListingVersion,
    Proposal,
)
from clinics.models.change import NO_CLINIC, Change

from . import postgresql, sqlite

ENGINES = {"postgresql": postgresql, "sqlite": sqlite}
# What only editors see. Any other table of a watched app counts as public, a new one too.
UNSEEN = {
    BulkAct,
    BulkEntry,
    Change,
    ChangeSet,
    ChangeSetRow,
    ImportBatch,
    ImportEntry,
    LinkCheck,
    ListingVersion,
    Proposal,
}
ANY_CLINIC = "CAST(NULL AS bigint)"


def watched_tables(*, around):
    """Return table -> the SQL that names in the log the clinic of a `{row}` of it.

    Watched are the tables of prices and clinics, and those of the apps `around` them, given by label, whose
    texts no clinic depends on.
    """
    otherwise = {"pricing": ANY_CLINIC, "clinics": ANY_CLINIC, **dict.fromkeys(around, str(NO_CLINIC))}
    return {
        model._meta.db_table: _clinic_of(model) if label == "clinics" else otherwise[label]
        for label in otherwise
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model not in UNSEEN
    }


def _clinic_of(model):
    if model is Clinic:
        return "{row}.id"
    if model is ClinicPrice.inclusions.through:
        return "(SELECT clinic_id FROM clinics_clinicprice WHERE id = {row}.clinicprice_id)"
    has_clinic = any(field.attname == "clinic_id" for field in model._meta.concrete_fields)
    return "{row}.clinic_id" if has_clinic else ANY_CLINIC


def watch(using, *, around):
    """See to it that a database watches its tables; if it did not, anything may have changed meanwhile."""
    connection = connections[using]
    engine = ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        standing = set(connection.introspection.table_names(cursor))
        if Change._meta.db_table not in standing:
            return  # migrated back to where there is no log yet
        watched = watched_tables(around=around)
        triggers = engine.triggers({table: watched[table] for table in watched if table in standing})
        if engine.read_triggers(cursor) == triggers.keys():
            return
        with transaction.atomic(using):
            engine.drop_triggers(cursor)
            for name in triggers:
                cursor.execute(triggers[name])
            cursor.execute(engine.CHANGE_OF_EVERYTHING)


def unwatch(using):
    """Drop the triggers of a database, so that its tables can be remade."""
    with connections[using].cursor() as cursor:
        ENGINES[connections[using].vendor].drop_triggers(cursor)


def is_watching(using, *, around):
    """Tell whether every table of a migrated database is watched."""
    engine = ENGINES[connections[using].vendor]
    with connections[using].cursor() as cursor:
        return engine.read_triggers(cursor) == engine.triggers(watched_tables(around=around)).keys()
