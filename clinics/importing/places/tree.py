"""The tree of districts below one of them, with every name and number under which a place is known there."""

import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches

from clinics.korea import ENGLISH_UNITS

from .words import COUNTRY_KEYS, PROVINCE_KEYS, legal_keys, word_key

# 강남규 is near 강남구, one letter of eight apart; 서구 is not near 중구.
NEARNESS = 0.82
MOST_HINTS = 100
LONGEST_NAME = 3  # words, at least: a name in one word may be written in three


@dataclass(eq=False, slots=True)
class Place:
    """A district as one knot of the tree; `above` is the place that it lies in, or None."""

    slug: str
    name: str
    names: list[str]
    above: "Place | None" = None
    parts: list["Place"] = field(default_factory=list)

    @property
    def line(self):
        """Return the place and those that it lies in, up to the root."""
        line, place = [], self
        while place is not None and place not in line:
            line.append(place)
            place = place.above
        return line

    def levels(self):
        """Yield (how many levels below, places) for each level below the place, the nearest first."""
        seen, level, depth = {self}, self.parts, 0
        while level := [place for place in level if place not in seen]:
            depth += 1
            yield depth, level
            seen.update(level)
            level = [part for place in level for part in place.parts]


class PlaceTree:
    """The places below `parent`, out of all districts; `depths` tells how many levels below each lies."""

    def __init__(self, parent, districts):
        places = {
            district.pk: Place(district.slug, district.name, spelled(district)) for district in districts
        }
        self._coded = {}
        for district in districts:
            place = places[district.pk]
            if above := places.get(district.parent_id):
                place.above = above
                above.parts.append(place)
            for code in district.codes:
                self._coded.setdefault(code, []).append(place)
        self.parent = places[parent.pk]
        self.depths = {place: depth for depth, level in self.parent.levels() for place in level}
        self._keys, self._upward, self._below, self._hints = {}, {}, {}, {}
        longest = max((len(name.split()) for place in self.depths for name in place.names), default=0)
        self._longest = max(LONGEST_NAME, longest)

    def coded(self, code):
        """Return the places with a number, such as "kostat:11230", wherever they lie."""
        return self._coded.get(code, [])

    def named(self, here, keys, start=0):
        """Return (the places below `here` that the words from `start` name, where those words end).

        The words are given by their keys. The longest name counts, on the level nearest to `here`; several
        places may share it. Without one the list is empty.
        """
        names = self._below.get(here) or self.names_below(here)
        for end in range(min(len(keys), start + self._longest), start, -1):
            key = "".join(keys[start:end])
            if key in names:
                return names[key], end
            for legal in legal_keys(key):
                if legal in names:
                    return names[legal], end
        return [], start

    def named_again(self, here, keys, start=0):
        """Return where the words end that name `here` or what it lies in; `start` if they do not."""
        if here not in self._upward:
            self._upward[here] = COUNTRY_KEYS.union(*map(self.keys_of, [*here.line, *self.parent.line]))
        names = self._upward[here]
        for end in range(min(len(keys), start + self._longest), start, -1):
            if "".join(keys[start:end]) in names:
                return end
        return start

    def depth(self, keys):
        """Return how deep the place lies that words begin with: 0 from the parent up, None if unknown."""
        places, _end = self.named(self.parent, keys)
        if places:
            return self.depths[places[0]]
        return 0 if self.named_again(self.parent, keys) else None

    def nearest(self, word):
        """Return the name that is spelled nearly like a word, or None; the first hundred are compared."""
        spelling = jamo(word)
        if spelling not in self._hints and len(self._hints) < MOST_HINTS:
            names = {jamo(name): name for place in self.depths for name in place.names}
            near = get_close_matches(spelling, names, n=1, cutoff=NEARNESS)
            self._hints[spelling] = names[near[0]] if near else None
        return self._hints.get(spelling)

    def names_below(self, here):
        """Return {key: places} of the places below one; the level nearest to it counts."""
        if here not in self._below:
            names = {}
            for _depth, level in here.levels():
                found = {}
                for place in level:
                    for key in self.keys_of(place):
                        found.setdefault(key, []).append(place)
                names = {**found, **names}
            self._below[here] = names
        return self._below[here]

    def keys_of(self, place):
        """Return the keys of every name of a place; the first province from the root has all its names."""
        if place not in self._keys:
            keys = {word_key(name) for name in place.names} - {""}
            above = {word_key(name) for larger in place.line[1:] for name in larger.names}
            if above.isdisjoint(PROVINCE_KEYS):
                for group in [PROVINCE_KEYS[key] for key in keys if key in PROVINCE_KEYS]:
                    keys.update(map(word_key, group))
            self._keys[place] = keys
        return self._keys[place]


def jamo(word):
    """Return a word letter by letter, Hangul in its parts, so that one slip of the pen is one letter."""
    return unicodedata.normalize("NFD", word_key(word))


def spelled(district):
    """Return all names of a district, its English one with "-gu" or "-dong" too where that is its kind."""
    names = [district.slug, district.name, district.name_ko, *district.spellings]
    suffix = ENGLISH_UNITS.get(district.name_ko[-1:])
    if suffix and not district.name.lower().endswith(suffix):
        names.append(district.name + suffix)
    return [name for name in names if name]
