"""Load the starter content into the database: repeatable, and never against an editor.

A ledger (`StarterRecord`) keeps a digest of each row as it was last loaded. A record with another value in a
column of its file was changed by an editor and stays so; one that is gone was deleted and stays away. Fields
that the file does not have are never touched, and a row that leaves its file stays in the database.
"""

import hashlib
import json
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Disclaimer, EmergencyContact
from clinics.documents import hold_listings
from clinics.models import (
    Clinic,
    Concern,
    Criterion,
    District,
    Factor,
    Finding,
    Focus,
    Language,
    Service,
)
from clinics.samples import DEFAULT_SEED, add_samples
from clinics.tree import districts_in_cycles
from config.content_files import Kind, UnreadableContent, read_rows
from config.content_records import Entries, Listings, Records
from config.models import StarterRecord
from config.starter_articles import load_articles, read_articles
from pricing.models import (
    CareRule,
    CostFactor,
    Currency,
    Inclusion,
    MarketPrice,
    PriceTier,
    Procedure,
    ProcessStep,
    Risk,
    Treatment,
)

CONTENT = settings.BASE_DIR / "content"
PART = ("procedure", "position")
SAMPLES = "samples"
DECLINED = "none"

# In the order of loading: a row may name rows of the kinds before its own.
KINDS = (
    Kind("procedures", Procedure),
    Kind("process_steps", ProcessStep, key=PART),
    Kind("care_rules", CareRule, key=PART),
    Kind("risks", Risk, key=PART),
    Kind("cost_factors", CostFactor, key=PART),
    Kind("treatments", Treatment),
    Kind("tiers", PriceTier),
    Kind("inclusions", Inclusion),
    Kind("currencies", Currency, key=("code",)),
    Kind("market_prices", MarketPrice, key=("procedure", "basis", "label")),
    Kind("districts", District),
    Kind("focuses", Focus),
    Kind("concerns", Concern),
    Kind("languages", Language),
    Kind("services", Service),
    Kind("factors", Factor),
    Kind("criteria", Criterion),
    Kind("clinics", Clinic),
    Kind("findings", Finding, key=("clinic", "criterion")),
    Kind("disclaimers", Disclaimer),
    Kind("emergency_contacts", EmergencyContact, key=("number",)),
)

READERS = {Clinic: Listings, Finding: Entries}


@dataclass
class Outcome:
    """What a load did: how many records it created, updated and found unchanged, and which it left alone."""

    samples: int = 0  # sample clinics added

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    edited: list[str] = field(default_factory=list)  # an editor's version stays
    deleted: list[str] = field(default_factory=list)  # an editor's deletion stays
    refused: list[str] = field(default_factory=list)  # clashes with an editor's record; why


def holds_content():
    """Tell whether the database holds districts, procedures or clinics already."""
    return any(model.objects.exists() for model in (District, Procedure, Clinic))


@transaction.atomic
def load_starter_content(folder=CONTENT, *, today, samples=None):
    """Load the content files of a folder and some sample clinics, all or nothing, and return the Outcome.

    `today` is the day in Seoul that the samples are made on. A directory whose first load asks for 0 samples
    stays without them; None asks for nothing. Raises UnreadableContent.
    """
    rows = {kind: read_rows(kind, folder) for kind in KINDS}
    articles = read_articles(folder)
    hold_listings()
    load = _Load()
    for kind, rows_of_kind in rows.items():
        load.load_kind(kind, rows_of_kind)
    lost = [district.slug for district in districts_in_cycles()]
    if lost:
        message = _("these districts would lie in each other: %(districts)s.") % {
            "districts": ", ".join(lost)
        }
        raise UnreadableContent(message, file="districts.csv")
    load_articles(articles, load)
    load.load_samples(samples, today)
    load.write_ledger()
    return load.outcome


class _Load:
    """One run: what the ledger says, what the database holds, and what becomes of each row."""

    def __init__(self):
        self.outcome = Outcome()
        self.ledger = {(entry.kind, entry.key): entry for entry in StarterRecord.objects.all()}
        self.noted = []  # entries of the ledger that are new or have another digest
        self.records = {}  # model -> Records
        self.named = {}  # model -> keys of the rows read so far, stored or not

    def load_kind(self, kind, rows):
        """Load the rows of one kind."""
        reader = READERS.get(kind.model, Records)
        self.records[kind.model] = reader(kind, rows)
        self.named[kind.model] = set()
        for row in rows:
            self.check_words(kind, row)
            self.named[kind.model].add(row.key)
            self.load_row(kind, row)
        self.records[kind.model].finish()

    def check_words(self, kind, row):
        """Refuse a row that names a record which neither the rows before it nor the database know."""
        for column, word in relations(kind, row.values):
            model = column.field.related_model
            if word not in self.named[model] and word not in self.records[model].pks:
                reason = _("“%(word)s” is not known; what a row names must stand before it.") % {"word": word}
                raise UnreadableContent(reason, file=kind.file, row=row.number, column=column.name)

    def load_row(self, kind, row):
        """Create, update or leave alone the record of one row."""
        name = f"{kind.name} {row.key}"
        entry = self.ledger.get((kind.name, row.key))
        stored = self.records[kind.model].values.get(row.key)
        values = self.without_deleted(kind, row)
        if stored is None:
            if entry is None:
                self.write(kind, row, values)
            else:
                self.outcome.deleted.append(name)
            return
        present = {column: stored[column] for column in values}
        if present == values:
            self.outcome.unchanged += 1
            self.remember(kind, row, values)
        elif entry is None or entry.digest != digest(kind, present):
            self.outcome.edited.append(name)
        else:
            self.write(kind, row, values)

    def without_deleted(self, kind, row):
        """Return a row's values; lists of relations leave out what an editor deleted."""
        values = dict(row.values)
        for name, words in values.items():
            if kind.columns[name].is_many:
                pks = self.records[kind.columns[name].field.related_model].pks
                values[name] = [word for word in words if word in pks]
        return values

    def write(self, kind, row, values):
        """Create or update a record unless it needs what an editor deleted or clashes with what is there."""
        records = self.records[kind.model]
        is_new = row.key not in records.pks
        for column, word in relations(kind, values):
            if word not in self.records[column.field.related_model].pks:
                self.refuse(kind, row, _("an editor deleted “%(word)s”") % {"word": word})
                return
        try:
            record = records.filled(row.key, values, self.records)
            if clash := records.clash(record):
                self.refuse(kind, row, clash)
                return
            records.write(row.key, record, values, self.records)
        except ValidationError as error:
            column = next(iter(error.error_dict)) if hasattr(error, "error_dict") else None
            reason = " ".join(error.messages)
            raise UnreadableContent(reason, file=kind.file, row=row.number, column=column) from error
        self.outcome.created += is_new
        self.outcome.updated += not is_new
        self.remember(kind, row, values)

    def refuse(self, kind, row, reason):
        """Note that a row was not loaded, and why."""
        self.outcome.refused.append(f"{kind.name} {row.key}: {reason}")

    def remember(self, kind, row, values):
        """Note what a record holds now."""
        self.note(kind.name, row.key, digest(kind, values))

    def note(self, kind, key, latest):
        """Keep in the ledger the digest of what was loaded."""
        entry = self.ledger.setdefault((kind, key), StarterRecord(kind=kind, key=key))
        if entry.digest != latest:
            entry.digest = latest
            self.noted.append(entry)

    def load_samples(self, count, today):
        """Add the sample clinics that no load has added before: one that was taken away stays away.

        A directory that was begun without samples stays without.
        """
        if (SAMPLES, DECLINED) in self.ledger:
            return
        if count == 0 and not any(kind == SAMPLES for kind, _key in self.ledger):
            self.noted.append(StarterRecord(kind=SAMPLES, key=DECLINED))
        if not count:
            return
        keys = {number: f"{DEFAULT_SEED}-{number}" for number in range(1, count + 1)}
        fresh = {number: key for number, key in keys.items() if (SAMPLES, key) not in self.ledger}
        if fresh and self.records[District].pks:
            self.outcome.samples = add_samples(fresh, today=today)
            self.noted.extend(StarterRecord(kind=SAMPLES, key=key) for key in fresh.values())

    def write_ledger(self):
        """Store what was noted."""
        StarterRecord.objects.bulk_create(
            self.noted, update_conflicts=True, unique_fields=["kind", "key"], update_fields=["digest"]
        )


def relations(kind, values):
    """Yield (column, word) of each record that a row's values name."""
    for name, plain in values.items():
        column = kind.columns[name]
        if column.is_many:
            yield from ((column, word) for word in plain)
        elif column.is_relation and plain is not None:
            yield column, plain


def digest(kind, values):
    """Return the SHA-256 of plain values.

    A field's default leaves no trace, so that a new column of a file does not look like an editor's change.
    """
    essence = {name: value for name, value in values.items() if value != kind.columns[name].empty}
    return hashlib.sha256(json.dumps(essence, sort_keys=True).encode()).hexdigest()
