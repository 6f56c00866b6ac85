"""The tree of districts below one of them, with every name and number under which a place is known there."""

import unicodedata
from difflib import get_close_matches

from clinics.korea import ENGLISH_UNITS

from .place_words import COUNTRY_KEYS, PROVINCE_KEYS, keys_of_word, word_key

# 강남규 is near 강남구, one letter of eight apart; 서구 is not near 중구.
NEARNESS = 0.82
MOST_HINTS = 100
LONGEST_NAME = 3  # words, at least: a name in one word may be written in three


class PlaceTree:
    """The districts below `parent`; `inside` holds how many levels below, by primary key."""

    def __init__(self, parent, districts):
        self.parent = parent
        self._by_pk = {district.pk: district for district in districts}
        self._children = {}
        self._codes = {}
        for district in districts:
            self._children.setdefault(district.parent_id, []).append(district)
            for code in district.codes:
                self._codes.setdefault(code, []).append(district)
        self._keys, self._keys_upward, self._names_below, self._hints = {}, {}, {}, {}
        self.inside = self._depths_below(parent)
        self._names = [name for pk in self.inside for name in spelled(self._by_pk[pk])]
        self._longest = max([LONGEST_NAME, *(len(name.split()) for name in self._names)])

    def line(self, district):
        """Return a district and those that it lies in, up to the root."""
        line = []
        while district is not None and district not in line:
            line.append(district)
            district = self._by_pk.get(district.parent_id)
        return line

    def coded(self, code):
        """Return the districts with a number, such as "kostat:11230", wherever they lie."""
        return self._codes.get(code, [])

    def named(self, here, words, start=0):
        """Return (the districts below `here` that the words from `start` name, where those words end).

        The longest name counts, on the level nearest to `here`; several districts may share it. Without one
        the list is empty.
        """
        names = self.names_below(here)
        for end in self._ends(words, start):
            for key in keys_of_word(" ".join(words[start:end])):
                if key in names:
                    return names[key], end
        return [], start

    def named_again(self, here, words, start=0):
        """Return where the words end that name `here` or what it lies in; `start` if they do not."""
        if here.pk not in self._keys_upward:
            upward = {*self.line(here), *self.line(self.parent)}
            self._keys_upward[here.pk] = COUNTRY_KEYS.union(*map(self.keys, upward))
        keys = self._keys_upward[here.pk]
        ends = self._ends(words, start)
        return next((end for end in ends if word_key(" ".join(words[start:end])) in keys), start)

    def _ends(self, words, start):
        return range(min(len(words), start + self._longest), start, -1)

    def depth(self, words):
        """Return how deep the place lies that words begin with: 0 from the parent up, None if unknown."""
        districts, _end = self.named(self.parent, words)
        if districts:
            return self.inside[districts[0].pk]
        return 0 if self.named_again(self.parent, words) else None

    def nearest(self, word):
        """Return the name that is spelled nearly like a word, or None; the first hundred are compared."""
        key = jamo(word)
        if key not in self._hints and len(self._hints) < MOST_HINTS:
            names = {jamo(name): name for name in self._names}
            near = get_close_matches(key, names, n=1, cutoff=NEARNESS)
            self._hints[key] = names[near[0]] if near else None
        return self._hints.get(key)

    def names_below(self, district):
        """Return {key: districts} of the places below one; the level nearest to it counts."""
        if district.pk not in self._names_below:
            names, depths = {}, self._depths_below(district)
            for pk, depth in depths.items():
                for key in self.keys(self._by_pk[pk]):
                    places = names.setdefault(key, [])
                    if not places or depths[places[0].pk] == depth:
                        places.append(self._by_pk[pk])
            self._names_below[district.pk] = names
        return self._names_below[district.pk]

    def keys(self, district):
        """Return the keys of every name of a district; the first province from the root has all its names."""
        if district.pk not in self._keys:
            keys = {word_key(name) for name in spelled(district)} - {""}
            above = {word_key(name) for place in self.line(district)[1:] for name in spelled(place)}
            if above.isdisjoint(PROVINCE_KEYS):
                for group in [PROVINCE_KEYS[key] for key in keys if key in PROVINCE_KEYS]:
                    keys.update(map(word_key, group))
            self._keys[district.pk] = keys
        return self._keys[district.pk]

    def _depths_below(self, district):
        """Return {primary key: how many levels below}, the nearest first."""
        depths, level, depth = {}, [district], 0
        while level:
            depth += 1
            level = [child for above in level for child in self._children.get(above.pk, [])]
            level = [child for child in level if child.pk not in depths and child.pk != district.pk]
            depths.update((child.pk, depth) for child in level)
        return depths


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
