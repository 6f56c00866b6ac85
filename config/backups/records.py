"""The rows of a whole database: read as of one moment, and written into an empty one, all or none."""

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

# Whoever is logged in logs in again after a restore: what opens the desk is not kept in backups.
LEFT_OUT = {"sessions.session"}
BEGIN = {
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    # In the write-ahead log a reader sees one moment, and nobody waits for it.
    "sqlite": "BEGIN DEFERRED",
}
BATCH = 500  # rows


class Unrestorable(ValueError):
    """Records that cannot be read or written; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table.

    `label` is that of its model, as in "clinics.clinic", `columns` are attribute names of the model. `rows`
    can be walked once and gives one list of values per row. `last_key` is the highest number that was ever
    given to a row, or None: numbers of deleted rows are not given again.
    """

    label: str
    columns: list
    last_key: int | None
    rows: object


@dataclass(frozen=True, slots=True)
class Records:
    """All rows of a database: `migrations` made its tables, as (app, name); `tables` can be walked once."""

    migrations: list
    tables: object


@contextmanager
def snapshot(alias):
    """Let all that is read in the block be of one moment, while others go on writing; gives Records."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
    try:
        applied = applied_migrations(connection)
        known = state_after(connection, applied).get_models(include_auto_created=True)
        kept = sorted(
            (
                model
                for model in known
                if model._meta.managed
                and not model._meta.proxy
                and not model._meta.swapped
                and model._meta.label_lower not in LEFT_OUT
            ),
            key=lambda model: model._meta.label_lower,
        )
        yield Records(applied, (read_table(connection, model) for model in kept))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def applied_migrations(connection):
    """Return the migrations that made the tables of a database, in order, as [app, name].

    Raises Unrestorable where there are none, or some that this release does not know.
    """
    loader = MigrationExecutor(connection).loader
    applied = sorted(loader.applied_migrations)
    if not applied:
        raise Unrestorable(_("The database holds no tables of the site."))
    check_known(loader, applied)
    return [list(key) for key in applied]


def check_known(loader, keys):
    """Raise Unrestorable where this release does not know a migration."""
    unknown = [key for key in map(tuple, keys) if key not in loader.disk_migrations]
    if unknown:
        raise Unrestorable(
            _(
                "This release does not know the migration %(name)s. Take the release, with its extras, that"
                " the database was made with, or a newer one."
            )
            % {"name": ".".join(unknown[0])}
        )


def leaves(loader, keys):
    """Return the last of some migrations in each app."""
    keys = {tuple(key) for key in keys}
    followed = {
        parent.key for key in keys for parent in loader.graph.node_map[key].parents if parent.key[0] == key[0]
    }
    return sorted(keys - followed)


def state_after(connection, keys):
    """Return the models as some migrations left them."""
    loader = MigrationExecutor(connection).loader
    return loader.project_state(leaves(loader, keys)).apps


def read_table(connection, model):
    """Return the Table of a model; its rows come in the order of their keys."""
    columns = [field.attname for field in model._meta.concrete_fields if not field.generated]
    rows = model._base_manager.using(connection.alias).order_by("pk").values_list(*columns)
    return Table(model._meta.label_lower, columns, last_key(connection, model), rows.iterator(BATCH))


def last_key(connection, model):
    """Return the highest number that the database ever gave to a row of a model, or None if it gave none."""
    if not isinstance(model._meta.pk, models.AutoField | models.BigAutoField):
        return None
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute(
                "SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table), column]
            )
            # PostgreSQL quotes the name that it answers.
            cursor.execute(f"SELECT last_value FROM {cursor.fetchone()[0]} WHERE is_called")  # noqa: S608
        row = cursor.fetchone()
    # SQLite writes 0 for a table that was filled and emptied before it counted.
    return row[0] or None if row else None


def check_takes(connection, records):
    """Raise Unrestorable if a database holds any table, or Records come from a release that is not known."""
    check_known(MigrationExecutor(connection).loader, records.migrations)
    if connection.introspection.table_names():
        raise Unrestorable(_("The database holds tables already. Name a new and empty one in DATABASE_URL."))


def write_records(records, *, on_table=lambda label, count: None):
    """Make the tables of Records in the empty database of the site and fill them, in one transaction.

    Whatever fails or ends the process on the way leaves the database empty. `on_table` is called with the
    label and the number of rows of each table. Raises Unrestorable.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    with without_foreign_keys(connection), transaction.atomic():
        check_takes(connection, records)
        apps = make_tables(connection, records.migrations)
        clear(connection, apps)
        for table in records.tables:
            on_table(table.label, fill(connection, apps.get_model(table.label), table))
        connection.check_constraints()


@contextmanager
def without_foreign_keys(connection):
    """Let SQLite check foreign keys at the end only, as its migrations ask; PostgreSQL does so by itself."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.disable_constraint_checking()
    try:
        yield
    finally:
        connection.enable_constraint_checking()


def make_tables(connection, keys):
    """Migrate an empty database exactly as far as some migrations, and return the models of that state."""
    executor = MigrationExecutor(connection)

    def settle(action, migration=None, fake=False):
        # Rows that a migration wrote would keep the next one from changing their table.
        if action == "apply_success":
            connection.check_constraints()

    executor.progress_callback = settle
    return executor.migrate(leaves(executor.loader, keys)).apps


def clear(connection, apps):
    """Delete the rows that migrations wrote: the records bring their own."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def fill(connection, model, table):
    """Insert the rows of a Table; return how many there were. Raises Unrestorable."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if set(table.columns) != {name for name, field in fields.items() if not field.generated}:
        raise Unrestorable(_("The columns of %(table)s do not fit this release.") % {"table": table.label})
    fields = [fields[name] for name in table.columns]
    quote = connection.ops.quote_name
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in fields)})"  # noqa: S608
        f" VALUES ({', '.join(['%s'] * len(fields))})"
    )
    count = 0
    with connection.cursor() as cursor:
        for rows in batches(table.rows):
            cursor.executemany(statement, [stored(fields, row, connection) for row in rows])
            count += len(rows)
    set_last_key(connection, model, table.last_key)
    return count


def batches(rows):
    """Yield lists of at most BATCH rows."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


def stored(fields, row, connection):
    """Return the values of a row as the database takes them; no field computes one of its own."""
    return [
        field.get_db_prep_save(field.to_python(value), connection)
        for field, value in zip(fields, row, strict=True)
    ]


def set_last_key(connection, model, key):
    """Let the database count on from the highest number that was ever given to a row of a model."""
    if key is None:
        return
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, key])
        else:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                [connection.ops.quote_name(table), column, key],
            )
