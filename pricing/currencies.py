"""Import dated exchange rates."""

from django.db import connection
from django.utils.translation import gettext as _

from pricing.models import Currency
from pricing.tables.cells import quoted
from pricing.tables.checking import RowReader, Verdict, decided, rejected, unusable
from pricing.tables.columns import columns_of
from pricing.tables.outcomes import Plan, carry_out
from pricing.tables.reading import require_columns
from pricing.tables.records import make_record
from pricing.tables.references import References

CURRENCY_COLUMNS = columns_of(Currency, ["code", "decimals", "units_per_usd", "as_of", "source"])


def import_currencies(table, *, dry_run=False, strict=False):
    """Import a table of currencies, told apart by code, and return the Outcome.

    Raises UnreadableTable for columns that are not known.
    """
    return carry_out(
        check_currencies(table), write=write_plan, hold=hold_currencies, dry_run=dry_run, strict=strict
    )


def check_currencies(table):
    """Return an iterator of one Plan, whose changes are records to store."""
    require_columns(table, known=[column.name for column in CURRENCY_COLUMNS], required=["code"])
    return _plans(RowReader(table, CURRENCY_COLUMNS, References()))


def _plans(reader):
    stood = {}
    for currency in Currency.objects.order_by("code"):
        stood[currency.code] = {
            column.name: column.kind.plain(getattr(currency, column.field.attname))
            for column in CURRENCY_COLUMNS
        }
    plan, rows = Plan(), {}
    for row in reader.table.rows:
        checked = unusable(row) or _decide(row, reader, stood, rows)
        if checked.verdict in {Verdict.NEW, Verdict.CHANGED}:
            plan.changes.append(make_record(Currency, CURRENCY_COLUMNS, checked.after, reader.references))
        plan.rows.append(checked)
    yield plan


def _decide(row, reader, stood, rows):
    values, problems = reader.read(row.cells)
    if problems:
        return rejected(row, problems)
    code = values["code"]
    if code in rows:
        sentence = _("%(cell)s stands in row %(row)d already") % {"cell": quoted(code), "row": rows[code]}
        return rejected(row, [reader.problem("code", row.cells, sentence)])
    before = stood.get(code)
    blank = {column.name: column.empty for column in CURRENCY_COLUMNS}
    after = {**(before or blank), **values}
    currency = make_record(Currency, CURRENCY_COLUMNS, after, reader.references)
    if problems := reader.model_problems(currency, before, after, row.cells):
        return rejected(row, problems)
    rows[code] = row.number
    return decided(row, before, after)


def write_plan(plan):
    """Store the currencies of a Plan in one statement."""
    Currency.objects.bulk_create(
        plan.changes,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[column.name for column in CURRENCY_COLUMNS if column.name != "code"],
    )


def hold_currencies():
    """Let nobody else change a currency until the transaction ends; on SQLite that is so anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(Currency._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
