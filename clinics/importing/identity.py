"""Which listing a row means: register and number decide, then the slug."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clinics.documents import REGISTER_IDS, in_chunks, read_documents
from clinics.models import Clinic, RegisterId
from pricing.redirects import targets_of
from pricing.tables.cells import UnreadableCell, quoted, split_list
from pricing.tables.checking import Problem
from pricing.tables.reading import Row

LONGEST_SLUG = Clinic._meta.get_field("slug").max_length


@dataclass(slots=True)
class Reading:
    """What a row says: plain values by column, register numbers (None without such columns), and faults."""

    row: Row
    values: dict
    numbers: dict[str, str] | None
    problems: list[Problem]

    @property
    def slug(self):
        """Return the slug that the row gives, or ""."""
        return self.values.get("slug", "")

    @property
    def pairs(self):
        """Return the (register, number) pairs of the row."""
        return list((self.numbers or {}).items())

    @property
    def keys(self):
        """Return the keys that the row itself claims."""
        slugs = [("slug", self.slug)] if self.slug else []
        return slugs + [("number", *pair) for pair in self.pairs]


def read_numbers(sources, identifiers):
    """Return {register: number} of two parallel lists, or raise UnreadableCell."""
    sources, identifiers = split_list(sources), split_list(identifiers)
    if sources and not identifiers:
        raise UnreadableCell(_("is missing, though the register is given"))
    if len(sources) != len(identifiers):
        raise UnreadableCell(
            _("%(numbers)d numbers stand beside %(registers)d registers")
            % {"numbers": len(identifiers), "registers": len(sources)}
        )
    if len(set(sources)) != len(sources):
        raise UnreadableCell(
            _("%(registers)s names a register twice") % {"registers": quoted(";".join(sources))}
        )
    for name, words in (("source", sources), ("identifier", identifiers)):
        for word in words:
            try:
                RegisterId._meta.get_field(name).clean(word, None)
            except ValidationError as error:
                raise UnreadableCell(f"{quoted(word)}: {' '.join(error.messages)}") from error
    return dict(sorted(zip(sources, identifiers, strict=True)))


@dataclass(slots=True)
class Listings:
    """The listings that some rows may mean: primary keys by number and by slug, versions and documents.

    A slug that a listing had once means it too, unless another one has it now.
    """

    by_number: dict[tuple[str, str], int] = field(default_factory=dict)
    by_slug: dict[str, int] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)
    documents: dict[int, dict] = field(default_factory=dict)

    @classmethod
    def meant_by(cls, readings):
        """Read the listings that readings name, in a constant number of statements."""
        pairs = {pair for reading in readings for pair in reading.pairs}
        slugs = {reading.slug for reading in readings} | {slug_of(pair) for pair in pairs}
        found = cls()
        registers = {source for source, _identifier in pairs}
        for identifiers in in_chunks({identifier for _source, identifier in pairs}):
            numbers = RegisterId.objects.filter(source__in=registers, identifier__in=identifiers).order_by()
            for source, identifier, pk in numbers.values_list("source", "identifier", "clinic_id"):
                if (source, identifier) in pairs:
                    found.by_number[source, identifier] = pk
        for chunk in in_chunks(slugs):
            found.by_slug.update(Clinic.objects.filter(slug__in=chunk).order_by().values_list("slug", "pk"))
        given = {reading.slug for reading in readings if reading.slug}
        for chunk in in_chunks(given - found.by_slug.keys()):
            found.by_slug.update(targets_of(Clinic, chunk))
        pks = {*found.by_number.values(), *(pk for slug, pk in found.by_slug.items() if slug in given)}
        for chunk in in_chunks(pks):
            # The versions come first: what changes in between is noticed when it is written.
            found.versions.update(Clinic.objects.filter(pk__in=chunk).order_by().values_list("pk", "version"))
            found.documents.update(read_documents(chunk))
        # Without a lock, a listing may have gone in between.
        gone = set(pks) - found.documents.keys()
        found.by_number = {pair: pk for pair, pk in found.by_number.items() if pk not in gone}
        found.by_slug = {slug: pk for slug, pk in found.by_slug.items() if pk not in gone}
        return found

    def is_older_address(self, slug, document):
        """Tell whether a slug means a listing, by its document, that has another one now."""
        pk = self.by_slug.get(slug)
        return pk is not None and slug != document["slug"] == self.documents[pk]["slug"]


def slug_of(pair):
    """Return the slug that is made for a listing from its register and number."""
    return slugify("-".join(pair))[:LONGEST_SLUG].strip("-")


class Claims:
    """What the rows so far have claimed: a listing, a slug or a register number belongs to one row of a file.

    A claim holds the listing as it stood and as it is to be, so that the verdict on a row does not depend on
    whether the rows before it are written already.
    """

    def __init__(self):
        self.rows = {}
        self._places = {}

    def row_of(self, keys):
        """Return the number of the row that has claimed one of the keys, or None."""
        return next((self.rows[key] for key in keys if key in self.rows), None)

    def add(self, number, keys):
        """Let a row claim keys."""
        for key in keys:
            self.rows.setdefault(key, number)

    def free_slug(self, pair, listings):
        """Return a slug that no listing has: the register and number, with a count where that is taken."""
        base = slug_of(pair)
        slug, place = base, self._places.get(base, 1)
        while ("slug", slug) in self.rows or listings.by_slug.get(slug) or (place > 1 and is_taken(slug)):
            place += 1
            slug = f"{base[: LONGEST_SLUG - 7].rstrip('-')}-{place}"
        self._places[base] = place
        return slug


def is_taken(slug):
    """Tell whether a listing has a slug."""
    return Clinic.objects.filter(slug=slug).exists()


def keys_of(pk, document):
    """Return the keys under which a listing is claimed; both are None for one that is not there."""
    keys = [] if pk is None else [("clinic", pk)]
    if document is not None:
        keys.append(("slug", document["slug"]))
        keys.extend(("number", *pair) for pair in document[REGISTER_IDS].items())
    return keys
