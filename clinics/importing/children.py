"""Check a table of prices or findings against the directory."""

from django.utils.translation import gettext as _

from clinics.documents import (
    PRICES,
    Change,
    blank_child,
    child_header,
    in_chunks,
    read_documents,
)
from clinics.models import Clinic
from pricing.models import PriceState
from pricing.tables.cells import DAY, quoted
from pricing.tables.checking import RowReader, Verdict, decided, rejected, unusable
from pricing.tables.outcomes import Plan
from pricing.tables.reading import require_columns
from pricing.tables.records import make_record
from pricing.tables.references import References

CLINIC = "clinic"
US_DOLLAR = "USD"


class Owners:
    """The clinics that some rows name, with their documents as they stand and as the rows want them."""

    def __init__(self, child, slugs):
        self.child = child
        pks = dict(Clinic.objects.filter(slug__in=slugs).order_by().values_list("slug", "pk"))
        self.before = read_documents(pks.values())
        # Without a lock, a clinic may have gone in between.
        self.pks = {slug: pk for slug, pk in pks.items() if pk in self.before}
        self.after = {}

    def entry(self, slug, identity):
        """Return the entry of a clinic with an identity as it stands, or None."""
        entries = self.before[self.pks[slug]][self.child.key]
        return next((entry for entry in entries if self.child.identify(entry) == identity), None)

    def put(self, slug, entry):
        """Put an entry into a clinic's document, in place of its older self; return the document."""
        pk, child = self.pks[slug], self.child
        document = self.after.setdefault(pk, dict(self.before[pk]))
        others = [other for other in document[child.key] if child.identify(other) != child.identify(entry)]
        document[child.key] = child.in_order([*others, entry])
        return document

    def changes(self):
        """Return the changes of all clinics."""
        return [Change(after, pk, self.before[pk]) for pk, after in self.after.items()]


class ChildCheck:
    """Compares the rows of one table of prices or findings with the listings as they stand."""

    def __init__(self, table, child):
        self.table = table
        self.child = child
        require_columns(table, known=child_header(child), required=[CLINIC, *child.identity])
        self.references = References()
        self.reader = RowReader(table, child.columns, self.references)
        self.claims = {}

    def plans(self):
        """Yield a Plan for every few hundred rows; in between, the plans so far may be written or not."""
        for rows in in_chunks(self.table.rows):
            owners = Owners(self.child, {row.cells.get(CLINIC, "") for row in rows})
            checked = [unusable(row) or self.decide(row, owners) for row in rows]
            yield Plan(checked, owners.changes())

    def decide(self, row, owners):
        """Return the verdict on a row; what it changes is put into `owners`."""
        slug = row.cells[CLINIC]
        if slug not in owners.pks:
            sentence = _("%(cell)s is no clinic") % {"cell": quoted(slug)} if slug else _("is missing")
            return rejected(row, [self.reader.problem(CLINIC, row.cells, sentence)])
        keys = [column for column in self.reader.present if column.name in self.child.identity]
        values, problems = self.reader.read(row.cells, keys)
        if problems:
            return rejected(row, problems)
        identity = self.child.identify(values)
        if (slug, identity) in self.claims:
            sentence = _("%(cell)s stands in row %(row)d already") % {
                "cell": quoted(" ".join([slug, *identity])),
                "row": self.claims[slug, identity],
            }
            return rejected(row, [self.reader.problem(CLINIC, row.cells, sentence)])
        before = owners.entry(slug, identity)
        after, problems = self.merge(row, before)
        if problems:
            return rejected(row, problems)
        self.claims[slug, identity] = row.number
        checked = decided(row, before, after)
        if checked.verdict is not Verdict.UNCHANGED:
            self.store(owners, slug, after)
        return checked

    def merge(self, row, before):
        """Return (the entry as a row wants it, [Problem])."""
        cells, problems = self.fill(row.cells, before)
        columns = [column for column in self.child.columns if column.name in cells]
        values, unread = self.reader.read(cells, columns)
        problems += unread
        if before is None:
            problems += self.reader.missing(cells)
        after = {**(before or blank_child(self.child)), **values}
        if not problems and before != after:
            record = make_record(self.child.model, self.child.columns, after, self.references)
            problems = self.reader.model_problems(record, before, after, cells)
        return after, problems

    def fill(self, cells, before):
        """Return (the cells of a row with those added that follow from others, [Problem])."""
        return cells, []

    def store(self, owners, slug, entry):
        """Put an entry that is new or changed into its listing."""
        owners.put(slug, entry)


class PriceCheck(ChildCheck):
    """The check of prices: some cells follow from others, and pricing a treatment lists it."""

    def __init__(self, table, *, today):
        super().__init__(table, PRICES)
        self.today = today

    def fill(self, cells, before):
        """Fill an empty state, currency or year; a new price needs them where the table leaves them out too.

        A price with a lowest figure is priced; the currency is the US dollar; the year is that of the check,
        without one the present.
        """
        stood = {}
        if before is not None:
            stood = {column.name: column.write(before[column.name]) for column in self.child.columns}
        wanted = {**stood, **cells}
        filled, problems = dict(cells), []
        if not wanted.get("state"):
            filled["state"] = str(PriceState.PRICED)
            if not wanted.get("low"):
                sentence = _("is empty, and so is low: give figures, or write on_assessment")
                problems = [self.reader.problem("state", cells, sentence)]
        if not wanted.get("currency"):
            filled["currency"] = US_DOLLAR
        if not wanted.get("year"):
            checked_on = wanted.get("checked_on", "")
            filled["year"] = checked_on[:4] if DAY.fullmatch(checked_on) else str(self.today.year)
        return filled, problems

    def store(self, owners, slug, entry):
        """Put a price into its listing, and its treatment with it."""
        document = owners.put(slug, entry)
        document["treatments"] = sorted({*document["treatments"], entry["treatment"]})
