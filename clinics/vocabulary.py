"""Everything a visitor can choose from, read once per request."""

from dataclasses import dataclass
from functools import cached_property

from clinics.folding import fold_names
from clinics.models import Concern, Criterion, District, Focus, Language, Service
from pricing.models import PriceTier, Treatment


class Terms:
    """The records of one vocabulary in their order, found by slug or primary key."""

    def __init__(self, records):
        self.records = list(records)
        self.by_slug = {record.slug: record for record in self.records}
        self.by_pk = {record.pk: record for record in self.records}
        self._place = {record.pk: place for place, record in enumerate(self.records)}

    def __iter__(self):
        return iter(self.records)

    def in_order(self, pks):
        """Return the records with these primary keys in the vocabulary's order; unknown keys are left out."""
        known = (pk for pk in pks if pk in self._place)
        return [self.by_pk[pk] for pk in sorted(known, key=self._place.__getitem__)]

    @cached_property
    def rows(self):
        """Return (primary key, slug, name, depth) of each record; many readers ask for no more."""
        return [(record.pk, record.slug, record.name, self.depth(record)) for record in self.records]

    def depth(self, record):
        """Return how many others a record lies in."""
        return 0

    @cached_property
    def searchable(self):
        """Return (primary key, folded text) of each record: its name and synonyms."""
        return [(record.pk, fold_names(self.names(record))) for record in self.records]

    def names(self, record):
        """Return the names under which the search finds a record."""
        return [record.name, *getattr(record, "synonyms", [])]

    def containing(self, word):
        """Return the primary keys of the records with a folded word, or a part of one, in their names."""
        return {pk for pk, text in self.searchable if word in text}


class Districts(Terms):
    """The tree of districts, parents before their children; survives a cycle made behind its back."""

    def __init__(self, records):
        children = {}
        for record in records:
            children.setdefault(record.parent_id, []).append(record)
        self._parent, self._depth, self._children = {}, {}, children
        reached = [*self._reach(children.get(None, []))]
        for record in records:
            if record.pk not in self._parent:
                reached.extend(self._reach([record]))
        super().__init__(reached)

    def _reach(self, roots):
        stack = [(None, root) for root in reversed(roots)]
        while stack:
            parent, record = stack.pop()
            if record.pk in self._parent:
                continue
            self._parent[record.pk] = parent
            self._depth[record.pk] = 0 if parent is None else self._depth[parent] + 1
            yield record
            stack.extend((record.pk, child) for child in reversed(self._children.get(record.pk, [])))

    def names(self, record):
        return [record.name, record.name_ko, *record.spellings]

    @cached_property
    def coded(self):
        """Return (code, slug, name) for each number that a district has in an outside code system."""
        return [(code, record.slug, record.name) for record in self.records for code in record.codes]

    @cached_property
    def has_one_root(self):
        """Whether all districts lie in one."""
        return sum(depth == 0 for depth in self._depth.values()) == 1

    def depth(self, record):
        """Return how many districts a district lies in."""
        return self._depth[record.pk]

    def children(self, record):
        """Return the districts directly inside a district, in order."""
        return self._children.get(record.pk, [])

    def path(self, record):
        """Return the districts from the root to the district itself."""
        path = [record]
        while (parent := self._parent[path[-1].pk]) is not None:
            path.append(self.by_pk[parent])
        return path[::-1]

    def with_descendants(self, pks):
        """Return the primary keys of these districts and of all inside them."""
        wanted = set(pks)
        for record in self.records:
            if self._parent[record.pk] in wanted:
                wanted.add(record.pk)
        return wanted

    def containing(self, word):
        """A word in a district's names finds what lies inside it too."""
        return self.with_descendants(super().containing(word))

    def rolled_up(self, counts):
        """Return counts by district primary key with the counts of descendants added."""
        totals = {pk: counts.get(pk, 0) for pk in self.by_pk}
        for pk in reversed(self.by_pk):
            if (parent := self._parent[pk]) is not None:
                totals[parent] += totals[pk]
        return totals


@dataclass(frozen=True)
class Vocabulary:
    """The vocabularies of the facets, named as the parameters of the filter contract."""

    district: Districts
    focus: Terms
    concern: Terms
    treatment: Terms
    language: Terms
    service: Terms
    tier: Terms
    verified: Terms

    def count_criteria(self, procedures):
        """Return how many criteria are asked of a clinic with procedures, a frozenset of primary keys."""
        counts = self._criteria_counts
        if procedures not in counts:
            counts[procedures] = sum(criterion.concerns(procedures) for criterion in self.verified)
        return counts[procedures]

    @cached_property
    def _criteria_counts(self):
        """Procedures -> count: few of their combinations occur."""
        return {}

    @classmethod
    def read(cls):
        """Read all vocabularies, one query each."""
        return cls(
            district=read_districts(),
            focus=Terms(_in_order(Focus.objects.all())),
            concern=Terms(_in_order(Concern.objects.all())),
            treatment=Terms(_in_order(Treatment.objects.select_related("procedure"))),
            language=Terms(_in_order(Language.objects.all())),
            service=Terms(_in_order(Service.objects.all())),
            tier=Terms(PriceTier.objects.order_by("rank")),
            verified=Terms(Criterion.objects.order_by("factor__position", "position", "slug")),
        )


def read_districts():
    """Read the tree of districts, in one query."""
    return Districts(_in_order(District.objects.all()))


def _in_order(records):
    """Sort here and not in the database, whose alphabet depends on the server."""
    return sorted(records.order_by(), key=lambda record: (record.position, record.name, record.slug))
