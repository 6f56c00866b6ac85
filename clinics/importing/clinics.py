"""Check a table of clinics against the directory."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from clinics.documents import (
    CLINIC_COLUMNS,
    REGISTER_COLUMNS,
    REGISTER_IDS,
    blank_document,
    clinic_header,
    in_chunks,
)
from clinics.korea import HANGUL
from clinics.models import Clinic, ClinicStatus
from clinics.vocabulary import read_districts
from pricing.tables.cells import UnreadableCell, clean_text, quoted
from pricing.tables.checking import CheckedRow, RowReader, Verdict, decided, rejected, unusable
from pricing.tables.outcomes import Plan
from pricing.tables.reading import require_columns
from pricing.tables.records import make_record
from pricing.tables.references import References

from .batches import edited_since_import
from .edits import clinic_edit
from .identity import Claims, Listings, Reading, keys_of, read_numbers
from .places import Places, PlaceWords

SOURCE, SOURCE_ID = REGISTER_COLUMNS


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose list a table is, and what its register means by a closed place.

    `source` is the register, "" for native tables; `is_complete` says that the file is the whole register.
    `archives_known`: a closed place that is listed is archived, else it stays; `adds_closed`: one that is not
    listed comes in as archived, else its row is skipped.
    """

    source: str = ""
    is_complete: bool = False
    archives_known: bool = True
    adds_closed: bool = False


class ClinicCheck:
    """Compares the rows of one table of clinics with the listings as they stand.

    `seen` holds the numbers of the origin's register that the rows give, good or bad.
    """

    def __init__(self, table, *, publish=False, within=None, origin=None):
        self.table = table
        self.publish = publish
        self.within = within
        self.origin = origin or Origin()
        self.seen = set()
        self.has_registers = SOURCE in table.columns or SOURCE_ID in table.columns
        identity = REGISTER_COLUMNS if self.has_registers else ["slug"]
        require_columns(table, known=clinic_header(), required=identity)
        self.references = References()
        self.reader = RowReader(table, CLINIC_COLUMNS, self.references)
        self.claims = Claims()

    @property
    def claimed(self):
        """What the rows so far have claimed: {key: number of the row}."""
        return self.claims.rows

    @cached_property
    def places(self):
        """The districts that the words of the file are looked up in; None where it names them by slug."""
        return None if self.within is None else Places.below(self.within)

    @cached_property
    def tree(self):
        """All districts, where places are looked up, else None."""
        return None if self.within is None else read_districts()

    @cached_property
    def columns(self):
        """The columns whose own cell is enough to read them."""
        apart = {"slug", "name"} | ({"district"} if self.places else set())
        return [column for column in self.reader.present if column.name not in apart]

    def plans(self):
        """Yield a Plan for every few hundred rows; in between, the plans so far may be written or not."""
        for rows in in_chunks(self.table.rows):
            yield self.check(rows)

    def check(self, rows):
        """Return the Plan for some hundred rows, which come after those that were checked before."""
        readings = [self.read(row) for row in rows]
        listings = Listings.meant_by(
            [reading for reading in readings if reading.row.is_closed or not reading.problems]
        )
        plan = Plan()
        for row, reading in zip(rows, readings, strict=True):
            checked = unusable(row) or self.decide(reading, listings, plan.changes)
            plan.rows.append(checked)
        if self.origin.source:
            note_overwritten(plan.rows, listings)
        return plan

    def read(self, row):
        """Return what a row says."""
        if self.origin.source and row.cells.get(SOURCE) == self.origin.source:
            self.seen.add(row.cells.get(SOURCE_ID, ""))
        if row.fault or row.is_skipped:
            return Reading(row, {}, None, [])
        values, problems = self.reader.read(row.cells, self.columns)
        values |= {name: clean_text(row.cells[name]) for name in ("slug", "name") if name in row.cells}
        numbers = None
        try:
            if self.has_registers:
                numbers = read_numbers(row.cells[SOURCE], row.cells[SOURCE_ID])
        except UnreadableCell as error:
            problems.append(self.reader.problem(SOURCE_ID, row.cells, str(error)))
        if not values.get("slug"):
            values.pop("slug", None)
            if numbers == {} or not self.has_registers:
                sentence = _("is missing, and there is no source with a source_id")
                problems.append(self.reader.problem("slug", row.cells, sentence))
        try:
            if self.places and "district" in row.cells:
                found = self.places.find(row.place or PlaceWords((row.cells["district"],)))
                values["district"] = found.slug
                row.notes.extend(found.notes)
        except UnreadableCell as error:
            problems.append(self.reader.problem("district", row.cells, str(error)))
        return Reading(row, values, numbers, problems)

    def decide(self, reading, listings, changes):
        """Return the verdict on a row; what it changes is appended to `changes`."""
        row, problems = reading.row, reading.problems
        if row.is_closed:
            is_listed = any(pair in listings.by_number for pair in reading.pairs)
            if not (self.origin.archives_known if is_listed else self.origin.adds_closed):
                return CheckedRow(row, Verdict.SKIPPED)
            # A closed place that is listed is archived, and nothing else of its row counts.
            problems = [] if is_listed else problems
        if not problems:
            pk, problems = self.identify(reading, listings)
        if problems:
            return self.reject(row, problems)
        before = listings.documents.get(pk)
        first = self.claims.row_of(reading.keys + keys_of(pk, before))
        if first is not None:
            column = "slug" if reading.slug else SOURCE_ID
            sentence = _("%(cell)s is the same clinic as row %(row)d") % {
                "cell": quoted(row.cells[column]),
                "row": first,
            }
            return self.reject(row, [self.reader.problem(column, row.cells, sentence)])
        after, notes = self.merge(reading, before, listings)
        if problems := self.faults(reading, before, after):
            return self.reject(row, problems)
        self.claims.add(row.number, keys_of(pk, before) + keys_of(pk, after))
        checked = decided(row, before, after, notes)
        if checked.verdict is not Verdict.UNCHANGED:
            changes.append(clinic_edit(pk, listings.versions.get(pk), after))
        return checked

    def reject(self, row, problems):
        """Return a row as rejected, under the name of its clinic."""
        return rejected(row, problems, row.cells.get("name") or row.cells.get("name_ko") or "")

    def identify(self, reading, listings):
        """Return (primary key of the listing that a row means or None, [Problem])."""
        cells = reading.row.cells
        by_number = {pair: listings.by_number[pair] for pair in reading.pairs if pair in listings.by_number}
        owners = sorted(listings.documents[pk]["slug"] for pk in set(by_number.values()))
        if len(owners) > 1:
            sentence = _("%(cell)s are numbers of different clinics: %(owners)s") % {
                "cell": quoted(cells[SOURCE_ID]),
                "owners": ", ".join(owners),
            }
            return None, [self.reader.problem(SOURCE_ID, cells, sentence)]
        owner = listings.by_slug.get(reading.slug)
        pk = next(iter(by_number.values()), owner)
        if pk is None:
            return None, []
        if owner not in {None, pk} and listings.documents[owner]["slug"] == reading.slug:
            sentence = _("%(cell)s is the address of another clinic, %(name)s") % {
                "cell": quoted(reading.slug),
                "name": listings.documents[owner]["name"],
            }
            return None, [self.reader.problem("slug", cells, sentence)]
        document = listings.documents[pk]
        for source, identifier in reading.pairs:
            known = document[REGISTER_IDS].get(source, identifier)
            if known != identifier:
                sentence = _("%(cell)s: %(slug)s has the number %(known)s of %(source)s") % {
                    "cell": quoted(identifier),
                    "slug": document["slug"],
                    "known": known,
                    "source": source,
                }
                return None, [self.reader.problem(SOURCE_ID, cells, sentence)]
        return pk, []

    def merge(self, reading, before, listings):
        """Return (the document as a row wants it, notes)."""
        if reading.row.is_closed and before is not None:
            return {**before, "status": str(ClinicStatus.ARCHIVED)}, []
        notes = []
        values = stated(reading.values) if self.origin.source and before else reading.values
        if before and listings.is_older_address(reading.slug, before):
            values = {**values, "slug": before["slug"]}
            notes.append(
                _("%(column)s: %(slug)s is an older address of this clinic")
                % {"column": self.table.label("slug"), "slug": quoted(reading.slug)}
            )
        if self.tree and before and self.lies_in(before["district"], values.get("district")):
            values = {**values, "district": before["district"]}
        after = {**(before or blank_document()), **values}
        if reading.numbers is not None:
            # Numbers add to those of other registers: whoever knows one register says nothing of the rest.
            kept = after[REGISTER_IDS] if reading.numbers else {}
            after[REGISTER_IDS] = dict(sorted((kept | reading.numbers).items()))
        if not after["slug"]:
            after["slug"] = self.claims.free_slug(reading.pairs[0], listings)
        if reading.row.is_closed:
            after["status"] = str(ClinicStatus.ARCHIVED)
        elif self.publish:
            after["status"] = str(ClinicStatus.PUBLISHED)
        elif self.origin.source and before and before["status"] == ClinicStatus.ARCHIVED == after["status"]:
            notes.append(_("open in the register, archived here"))
        if self.within is not None and (values.get("latitude") or after["latitude"] is None):
            # Without a point it stands under its district, wherever in it the door is.
            after["point_approximate"] = after["latitude"] is None
        serve_names(before, after, reading.values)
        if before and "treatments" in reading.values:
            priced = {price["treatment"] for price in before["prices"]} & set(before["treatments"])
            kept = sorted(priced - set(after["treatments"]))
            if kept:
                after["treatments"] = sorted([*after["treatments"], *kept])
                notes.append(
                    _("%(column)s: kept because of their prices: %(kept)s")
                    % {"column": self.table.label("treatments"), "kept": ", ".join(kept)}
                )
        return after, notes

    def lies_in(self, slug, above):
        """Tell whether a district lies in another: an editor knows the quarter of what a list has in a gu."""
        district = self.tree.by_slug.get(slug)
        return district is not None and any(place.slug == above for place in self.tree.path(district))

    def faults(self, reading, before, after):
        """Return the Problems of a listing as it is to be."""
        cells = reading.row.cells
        if before == after:
            return []
        # The slug is made where it is not given, and the name may come from the other language.
        problems = [] if before else self.reader.missing(cells, but={"slug", "name"})
        if not after["name"]:
            problems.append(self.reader.problem("name", cells, _("is missing")))
        if problems:
            return problems
        clinic = make_record(Clinic, CLINIC_COLUMNS, after, self.references)
        return self.reader.model_problems(clinic, before, after, cells)


def note_overwritten(rows, listings):
    """Note which columns change of listings that somebody edited since they were last imported."""
    keys = {document["slug"]: pk for pk, document in listings.documents.items()}
    changed = {keys[row.before["slug"]]: row for row in rows if row.verdict is Verdict.CHANGED}
    edited = edited_since_import({pk: row.before for pk, row in changed.items()})
    for pk in edited:
        row = changed[pk]
        names = [name for name, value in row.before.items() if row.after[name] != value]
        row.notes.append(
            _("somebody edited this listing since the last import; this changes %(names)s")
            % {"names": ", ".join(names)}
        )


def stated(values):
    """Return the values of a row of a register that say something: a blank there is no news of a listing."""
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def serve_names(before, after, given):
    """Let a name in one language serve for both where the other is not given.

    A listing needs a name, so an empty one is taken from the Korean. A new listing of a file without Korean
    names is called by its name there too. A name that was only the Korean one follows it.
    """
    was_only_korean = before and before["name"] == before["name_ko"] and HANGUL.search(before["name"])
    if was_only_korean and "name" not in given:
        after["name"] = after["name_ko"] or before["name"]
    after["name"] = after["name"] or after["name_ko"]
    if not before and "name_ko" not in given:
        after["name_ko"] = after["name"]
