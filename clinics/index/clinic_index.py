"""The index: for each thing that can be asked of a clinic a bitmap of the clinics it is true of.

Clinics are numbered in the order of the list, so that the lowest bits of an answer are its first page. An
index never changes, so readers need no lock: an edit makes another one, which shares what stayed the same.

`bitmaps` maps a name to members, and each of these to a bitmap:

    "status", "district", "tier", "example",    the value of the column
    "legal basis"
    "focus", "concern", "treatment", ...        the related record
    "answered"                                  a criterion with any finding
    "verified"                                  a criterion with a yes that does not expire
    "open"                                      a treatment whose course is open-ended, ANY for any of them
    "word"                                      a word that was looked for in the names

and, as the Figures of clinics:

    "begins", "ends"                            when it is published and taken down, in microseconds
    "verified on", "review due"                 the day of the last check, and of the next, as an ordinal
    ("expires", criterion)                      the last day of a yes
    ("low", treatment), ("high", treatment)     the course; `high` of those with a closed end
    ("low", ANY), ("high", ANY), ("top", ANY)   the lowest of all courses, and the highest closed one
"""

from array import array
from dataclasses import dataclass, field

from clinics.index.bits import bitmap_of, members_at, opened, packed, places_of, without
from clinics.index.figures import Figures
from clinics.index.records import unpack
from clinics.index.rows import moment_of, ticks
from clinics.index.texts import Texts

ANY = 0  # no record has this primary key
PUBLISHED = "published"
MOST_WORDS = 64


@dataclass(frozen=True, slots=True)
class Public:
    """The clinics that visitors see, as a bitmap, from one moment until before another, in microseconds."""

    clinics: int
    since: int
    until: int | None

    def holds_at(self, tick):
        """Tell whether it is what visitors see at a moment."""
        return self.since <= tick and (self.until is None or tick < self.until)


@dataclass(slots=True)
class ClinicIndex:
    """An index as described above; `keys` are the clinics' places in the order of the list, as bytes.

    `records` are Records as bytes: what cards show of each clinic.
    """

    pks: array
    keys: Texts
    names: Texts
    records: Texts
    bitmaps: dict
    _public: Public | None = field(default=None, repr=False)
    _verified: tuple | None = field(default=None, repr=False)
    _packed: dict = field(default_factory=dict, repr=False)

    def __len__(self):
        return len(self.pks)

    def bitmap(self, name, member):
        """Return the clinics of which something is true."""
        return self.bitmaps.get(name, {}).get(member, 0)

    def any_of(self, name, members):
        """Return the clinics of which one of several things is true."""
        joined = 0
        for member in members:
            joined |= self.bitmap(name, member)
        return joined

    def figures(self, *name):
        """Return the Figures of a name."""
        return Figures(self.bitmaps.get(name if len(name) > 1 else name[0], {}))

    def public(self, *, at):
        """Return what visitors see at an aware moment, as Public."""
        tick, public = ticks(at), self._public
        if public is None or not public.holds_at(tick):
            public = self._public = self._public_at(tick)
        return public

    def _public_at(self, tick):
        published = self.bitmap("status", PUBLISHED)
        begins, ends = self.figures("begins"), self.figures("ends")
        begun, ended = begins.at_most(tick), ends.at_most(tick)
        past = [begins.highest(begun & published), ends.highest(ended & published)]
        coming = [begins.lowest(published & ~begun), ends.lowest(published & ~ended)]
        return Public(
            clinics=published & ~(begins.known ^ begun) & ~ended,
            since=max((moment for moment in past if moment is not None), default=0),
            until=min((moment for moment in coming if moment is not None), default=None),
        )

    def next_due(self, *, at):
        """Return the first moment after another at which a clinic begins or ends to be public, or None."""
        until = self.public(at=at).until
        return None if until is None else moment_of(until)

    def verified(self, *, on):
        """Return criterion -> clinics whose yes holds on a day."""
        known = self._verified
        if known is None or known[0] != on:
            known = self._verified = (on, self._verified_on(on.toordinal()))
        return known[1]

    def _verified_on(self, day):
        verified = dict(self.bitmaps.get("verified", {}))
        for name in list(self.bitmaps):
            if name[0] == "expires":
                expires = self.figures(*name)
                expired = expires.at_most(day - 1)
                verified[name[1]] = verified.get(name[1], 0) | (expires.known ^ expired)
        return verified

    def named(self, word):
        """Return the clinics whose names hold a folded word; the words last asked are remembered."""
        words = self.bitmaps["word"]
        found = words.pop(word, None)
        if found is None:
            found = bitmap_of(self.names.places_with(word.encode()))
        words[word] = found
        while len(words) > MOST_WORDS:
            words.pop(next(iter(words)), None)
        return found

    @property
    def everything(self):
        """All clinics, drafts too."""
        return (1 << len(self)) - 1

    def bitmap_of_pks(self, pks):
        """Return the clinics of a set of primary keys."""
        return bitmap_of([place for place, pk in enumerate(self.pks) if pk in pks])

    def records_at(self, place, name, by_pk):
        """Return those of a vocabulary's records that are true of a place under a name, such as "focus".

        `by_pk` holds the records in order, and is the same at each call: an index has one vocabulary.
        """
        if name not in self._packed:
            bitmaps = self.bitmaps.get(name, {})
            self._packed[name] = packed((by_pk[pk], bitmaps[pk]) for pk in by_pk if pk in bitmaps)
        return members_at(place, self._packed[name])

    def verified_at(self, place, *, on):
        """Return how many criteria have a yes at a place that holds on a day."""
        known = self._packed.get("verified on")
        if known is None or known[0] != on:
            known = self._packed["verified on"] = (on, packed(self.verified(on=on).items()))
        return len(members_at(place, known[1]))

    def record(self, place):
        """Return the Record of a place."""
        return unpack(self.pks[place], self.records.at(place))

    def places_of_pks(self, pks):
        """Return the places of some primary keys in their order; unknown keys are left out."""
        wanted = set(pks)
        places = {pk: place for place, pk in enumerate(self.pks) if pk in wanted}
        return [places[pk] for pk in pks if pk in places]

    def first(self, number, bitmap):
        """Return the primary keys of the first clinics of a bitmap, so many at most."""
        return self.pks_at(places_of(bitmap, 0, min(number, bitmap.bit_count())))

    def pks_at(self, places):
        """Return the primary keys of places."""
        return [self.pks[place] for place in places]

    def patched(self, changed, fresh):
        """Return the index in which some clinics, a set of primary keys, stand as in a fresh index of them.

        Those that the fresh one does not hold are left out.
        """
        gone = [place for place, pk in enumerate(self.pks) if pk in changed]
        pks, keys, names, records = array("q", self.pks), self.keys, self.names, self.records
        for place in reversed(gone):
            del pks[place]
            keys, names, records = (texts.without(place) for texts in (keys, names, records))
        come = []
        for number, pk in enumerate(fresh.pks):
            key = fresh.keys.at(number)
            place = keys.place_for(key)
            pks.insert(place, pk)
            keys, names = keys.opened(place, key), names.opened(place, fresh.names.at(number))
            records = records.opened(place, fresh.records.at(number))
            come.append(place)
        shift = _Shift(gone, come)
        bitmaps = {
            name: {member: shift(bitmap) for member, bitmap in list(members.items())}
            for name, members in self.bitmaps.items()
        }
        for name, members in fresh.bitmaps.items():
            for member, bitmap in members.items():
                here = bitmap_of([come[number] for number in places_of(bitmap)])
                known = bitmaps.setdefault(name, {})
                known[member] = known.get(member, 0) | here
        for word in bitmaps["word"]:
            here = bitmap_of([come[number] for number in fresh.names.places_with(word.encode())])
            bitmaps["word"][word] |= here
        return ClinicIndex(pks, keys, names, records, bitmaps)


class _Shift:
    """What a bitmap becomes when places are taken out and then, each counted after the last, put in empty.

    A clinic that keeps its place is only emptied: places that are cut out and put in at once cost twice.
    """

    def __init__(self, gone, come):
        self.staying = 0
        if gone == come:
            self.staying = bitmap_of(gone)
            gone = come = []
        self.gone = gone[::-1]
        self.come = come

    def __call__(self, bitmap):
        if self.staying:
            return bitmap ^ (bitmap & self.staying)
        for place in self.gone:
            bitmap = without(bitmap, place)
        for place in self.come:
            bitmap = opened(bitmap, place)
        return bitmap
