"""Check a table of prices or findings against the directory."""

from django.utils.translation import gettext as _

from clinics.documents import PRICES, blank_child, child_header, in_chunks, read_documents
from clinics.models import Clinic
from pricing.models import PriceState
from pricing.money import US_DOLLAR
from pricing.redirects import current_slugs
from pricing.tables.cells import DAY, quoted
from pricing.tables.checking import RowReader, Verdict, decided, rejected, unusable
from pricing.tables.outcomes import Plan
from pricing.tables.reading import require_columns
from pricing.tables.records import make_record
from pricing.tables.references import References

from .edits import Edit

CLINIC = "clinic"


class Owners:
    """The clinics that some rows name, by an older address too, and their entries as they stand."""

    def __init__(self, child, slugs):
        self.child = child
        moved = current_slugs(Clinic, slugs)
        rows = Clinic.objects.filter(slug__in=moved.values()).order_by().values_list("slug", "pk", "version")
        # The versions come first: what changes in between is noticed when it is written.
        present = {slug: (pk, version) for slug, pk, version in rows}
        found = {slug: present[current] for slug, current in moved.items() if current in present}
        documents = read_documents([pk for pk, _version in present.values()], children=(child,))
        # Without a lock, a clinic may have gone in between.
        self.found = {slug: pair for slug, pair in found.items() if pair[0] in documents}
        self.entries = {
            (pk, child.identify(entry)): entry
            for pk, document in documents.items()
            for entry in document[child.key]
        }

    def edit(self, slug, entry):
        """Return the Edit that puts an entry into a clinic, in place of its older self."""
        pk, version = self.found[slug]
        return Edit(pk, version, entry, self.child.key)


class ChildCheck:
    """Compares the rows of one table of prices or findings with the listings as they stand."""

    def __init__(self, table, child):
        self.table = table
        self.child = child
        require_columns(table, known=child_header(child), required=[CLINIC, *child.identity])
        self.references = References()
        self.reader = RowReader(table, child.columns, self.references)
        self.claimed = {}

    def plans(self):
        """Yield a Plan for every few hundred rows; in between, the plans so far may be written or not."""
        for rows in in_chunks(self.table.rows):
            yield self.check(rows)

    def check(self, rows):
        """Return the Plan for some hundred rows, which come after those that were checked before."""
        owners = Owners(self.child, {row.cells.get(CLINIC, "") for row in rows})
        plan = Plan()
        for row in rows:
            plan.rows.append(unusable(row) or self.decide(row, owners, plan.changes))
        return plan

    def decide(self, row, owners, changes):
        """Return the verdict on a row; what it changes is appended to `changes`."""
        slug = row.cells[CLINIC]
        if slug not in owners.found:
            sentence = _("%(cell)s is no clinic") % {"cell": quoted(slug)} if slug else _("is missing")
            return rejected(row, [self.reader.problem(CLINIC, row.cells, sentence)])
        keys = [column for column in self.reader.present if column.name in self.child.identity]
        values, problems = self.reader.read(row.cells, keys)
        if problems:
            return rejected(row, problems)
        identity = self.child.identify(values)
        claim = owners.found[slug][0], identity
        if claim in self.claimed:
            sentence = _("%(cell)s stands in row %(row)d already") % {
                "cell": quoted(" ".join([slug, *identity])),
                "row": self.claimed[claim],
            }
            return rejected(row, [self.reader.problem(CLINIC, row.cells, sentence)])
        before = owners.entries.get(claim)
        after, problems = self.merge(row, before)
        if problems:
            return rejected(row, problems)
        self.claimed[claim] = row.number
        checked = decided(row, before, after)
        if checked.verdict is not Verdict.UNCHANGED:
            changes.append(owners.edit(slug, after))
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


class PriceCheck(ChildCheck):
    """The check of prices, in which some cells follow from others."""

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
