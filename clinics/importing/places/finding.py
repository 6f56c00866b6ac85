"""Find the district that the words of a list mean, among those inside another.

The words are walked from large to small, so a quarter is looked for only inside its district, and the
deepest place that is known wins. Nothing is guessed: what is not known is refused by name.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from clinics.korea import HANGUL, QUARTER_WORD
from clinics.models import District
from pricing.tables.cells import UnreadableCell, quoted
from pricing.tables.reading import UnreadableTable

from .tree import Place, PlaceTree
from .words import PROVINCE_KEYS, parts_of, region_of, word_key

MOST_REMEMBERED = 50_000


class UnknownPlace(UnreadableCell):
    """Words that name no place below the parent.

    `is_outside` where they name one that lies elsewhere, `is_above` where they name only what lies above.
    """

    def __init__(self, message, *, is_outside=False, is_above=False):
        super().__init__(message)
        self.is_outside = is_outside
        self.is_above = is_above


@dataclass(frozen=True, slots=True)
class Found:
    """The slug of a district, and notes on how it was found where that is not plain."""

    slug: str
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Walk:
    """How far some words led: to which place, how many of the words, and notes."""

    here: Place
    length: int = 0
    notes: list[str] = field(default_factory=list)


class Places:
    """Finds the districts below `parent` by slug, name, Korean name, spellings and codes."""

    def __init__(self, parent, districts):
        self._tree = PlaceTree(parent, districts)
        self._parent = self._tree.parent
        self._remembered = {}

    @classmethod
    def below(cls, slug):
        """Read the districts below the one with this slug, or raise UnreadableTable if there is none."""
        districts = list(District.objects.order_by())
        parent = next((district for district in districts if district.slug == slug), None)
        if parent is None:
            raise UnreadableTable(
                _("There is no district %(slug)s in which to look up places.") % {"slug": quoted(slug)}
            )
        return cls(parent, districts)

    def find(self, place):
        """Return what PlaceWords mean, as Found, or raise UnreadableCell.

        A number in a code system and the words must agree. Of the words the columns decide; addresses are
        tried where the columns say nothing that is known.
        """
        if place not in self._remembered:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            try:
                self._remembered[place] = self._look_up(place)
            except UnreadableCell as error:
                self._remembered[place] = str(error)
        found = self._remembered[place]
        if isinstance(found, str):
            raise UnreadableCell(found)
        return found

    def knows(self, word):
        """Tell whether a word names a place below the parent, the parent itself or one above it."""
        return self._tree.depth([word_key(word)]) is not None

    def _look_up(self, place):
        coded = self._coded(place.code) if place.code else None
        try:
            walk = self._named(place)
        except UnknownPlace as error:
            if coded is None or error.is_outside:
                raise
            return Found(coded.slug)
        if coded and not (coded in walk.here.line or walk.here in coded.line):
            raise UnknownPlace(
                _("%(code)s is %(coded)s, but %(words)s is %(named)s")
                % {
                    "code": quoted(place.code),
                    "coded": coded.name,
                    "words": quoted(str(place)),
                    "named": walk.here.name,
                }
            )
        deepest = coded if coded and walk.here in coded.line else walk.here
        return Found(deepest.slug, tuple(walk.notes))

    def _coded(self, code):
        """Return the place with a number, or None if the tree does not know it, or only above."""
        places = self._tree.coded(code)
        if len(places) > 1:
            raise self._several(code, places)
        if not places or places[0] in self._parent.line:
            return None
        if places[0] not in self._tree.depths:
            raise UnknownPlace(
                _("%(code)s is %(district)s, which is no district in %(parent)s")
                % {"code": quoted(code), "district": places[0].name, "parent": self._parent.name},
                is_outside=True,
            )
        return places[0]

    def _named(self, place):
        """Return the Walk along the columns or, where they say nothing known, along an address."""
        columns = [cell for cell in place.columns if cell]
        addresses = [cell for cell in place.addresses if cell]
        problem = None
        if columns:
            try:
                walk = self._in_columns(columns)
                self._refuse_other_provinces(addresses)
                return walk
            except UnknownPlace as error:
                if error.is_outside:
                    raise
                problem = error
        for address in addresses:
            try:
                walk = self._in_address(address)
            except UnknownPlace as error:
                problem = problem or error
            else:
                if problem and columns and not problem.is_above:
                    walk.notes.append(
                        _("%(problem)s; taken from the address: %(place)s")
                        % {"problem": problem, "place": walk.here.name}
                    )
                return walk
        if problem:
            raise problem
        if place.code:
            raise self._unknown(place.code)
        raise UnknownPlace(_("the place is missing"))

    def _refuse_other_provinces(self, addresses):
        """Refuse a district whose address lies in another province: both Seoul and Busan have a 중구."""
        for address in addresses:
            first = next((part[0] for part in parts_of(address)), "")
            if word_key(first) in PROVINCE_KEYS and not self.knows(first):
                raise self._unknown(region_of(address), is_outside=True)

    def _in_columns(self, cells):
        words, owners = [], []
        for number, cell in enumerate(cells):
            # A name may hold the very marks at which a cell is split.
            is_whole = self._tree.depth([word_key(cell)]) is not None
            own = [cell] if is_whole else self._large_to_small(parts_of(cell))
            words.extend(own)
            owners.extend([number] * len(own))
        walk = self._walk(words)
        if walk.here is not self._parent:
            return walk
        if walk.length == len(words):
            raise self._unknown(" ".join(cells), is_above=True)
        word, owner = words[walk.length], owners[walk.length]
        if word_key(word) in PROVINCE_KEYS:
            raise self._unknown(" ".join(cells[owner:]), is_outside=True)
        rest = [words[place] for place in range(walk.length, len(words)) if owners[place] == owner]
        raise self._unknown(cells[owner], near=(word, " ".join(rest)))

    def _in_address(self, address):
        words = self._large_to_small(parts_of(address))
        walk = self._walk(words, is_address=True)
        if walk.here is self._parent:
            left = words[walk.length :]
            quarters, end = self._tree.named(self._parent, [word_key(word) for word in left])
            if quarters:
                raise UnknownPlace(
                    _("%(cell)s stands without its district in %(parent)s")
                    % {"cell": quoted(" ".join(left[:end])), "parent": self._parent.name}
                )
            raise self._unknown(region_of(address), near=left[:1])
        # A quarter may stand anywhere behind its district, mostly in brackets at the end.
        for word in filter(QUARTER_WORD.fullmatch, words[walk.length :]):
            quarters, _end = self._tree.named(walk.here, [word_key(word)])
            if len(quarters) == 1:
                walk.here = quarters[0]
                break
        return walk

    def _walk(self, words, *, is_address=False):
        """Walk down from the parent as far as the words are known; an address must not leave out a level."""
        walk, keys = Walk(self._parent), [word_key(word) for word in words]
        while walk.length < len(keys):
            places, end = self._tree.named(walk.here, keys, walk.length)
            if is_address and walk.here is self._parent:
                places = [place for place in places if place.above is self._parent]
            if len(places) > 1:
                problem = self._several(" ".join(words[walk.length : end]), places)
                if walk.here is self._parent:
                    raise problem
                walk.notes.append(
                    _("%(problem)s; taken as %(place)s") % {"problem": problem, "place": walk.here.name}
                )
                break
            if places:
                walk.here = places[0]
            else:
                end = self._tree.named_again(walk.here, keys, walk.length)
            if end == walk.length:
                break
            walk.length = end
        return walk

    def _large_to_small(self, parts):
        """Return the words of all parts in one row, turned round where the smallest place stands first."""
        if len(parts) > 1 and self._is_small_first(parts):
            parts = reversed(parts)
        return [word for part in parts for word in part]

    def _is_small_first(self, parts):
        depths = (self._tree.depth([word_key(word) for word in part]) for part in parts)
        first = next(depths)
        if first == 0:
            return False
        depths = [first, *depths]
        known = [depth for depth in depths if depth is not None]
        if len(known) == 1:
            # "12, Teheran-ro, Gangnam-gu"; what is written in Korean begins with the large place.
            return depths[-1] is not None and not HANGUL.search(" ".join(parts[0]))
        return bool(known) and known[0] > known[-1]

    def _unknown(self, words, *, near=(), **kind):
        """Return the error that words name no place below the parent, with a name that is near."""
        sentence = _("%(cell)s is no district in %(parent)s") % {
            "cell": quoted(words),
            "parent": self._parent.name,
        }
        if name := next(filter(None, map(self._tree.nearest, near)), None):
            sentence += "; " + _("did you mean %(name)s?") % {"name": name}
        return UnknownPlace(sentence, **kind)

    def _several(self, words, places):
        """Return the error that words name more than one place."""
        slugs = ", ".join(sorted(place.slug for place in places))
        return UnknownPlace(
            _("%(cell)s is the name of several districts: %(slugs)s")
            % {"cell": quoted(words), "slugs": slugs}
        )
