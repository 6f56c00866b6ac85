"""Names of clinics, districts and treatments in a text, and the links that they become.

A name is a run of whole words, whatever its case, marks and blanks; the longest name counts. Behind it a
Korean particle may stand, as in 강남에서. Clinics and districts are proper names: they begin with a capital
letter where their record does.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import escape, format_html

from clinics.folding import fold
from clinics.korea import HANGUL, is_particle

# Korean syllables, other letters and digits with their marks, blanks, anything else.
TOKEN = re.compile(r"[ㄱ-ㆎ가-힣]+|(?:(?![ㄱ-ㆎ가-힣])[\w\u0300-\u036f])+|\s+|.", re.DOTALL)
SAME_MARKS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-"})
FEWEST_CHARACTERS = 2
# A shorter synonym of one plain word is mostly no name: fix, patch, spot.
FEWEST_LETTERS_OF_A_SYNONYM = 6


class Token(NamedTuple):
    """A piece of a text: where it stands, its form to compare, and whether it is of letters or digits."""

    start: int
    end: int
    form: str
    is_word: bool

    @property
    def is_korean(self):
        """Whether it is of Korean syllables."""
        return self.is_word and bool(HANGUL.match(self.form))


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the forms of its tokens, and the record that it means; None where it means several."""

    forms: tuple
    record: object
    is_capital: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of a text where a record is named."""

    start: int
    end: int
    record: object


class Names:
    """The names of records, and how a text mentions them.

    A name that several records have means none of them. A clinic that is named like a district or a
    treatment is not meant by that name.
    """

    def __init__(self, *, clinics=(), districts=(), treatments=()):
        spelled = {}
        for district in districts:
            for text in (district.name, district.name_ko, *district.spellings):
                _spell(spelled, text, district, is_proper=True)
        for treatment in treatments:
            _spell(spelled, treatment.name, treatment)
            for text in filter(_is_name, treatment.synonyms):
                _spell(spelled, text, treatment)
        of_clinics = {}
        for clinic in clinics:
            for text in (clinic.name, clinic.name_ko):
                _spell(of_clinics, text, clinic, is_proper=True)
        self._by_first = {}
        for forms, (records, is_capital) in {**of_clinics, **spelled}.items():
            record = records[0] if len(records) == 1 else None
            self._by_first.setdefault(forms[0], []).append(Name(forms, record, is_capital))
        for names in self._by_first.values():
            names.sort(key=lambda name: -len(name.forms))

    def mentions(self, text):
        """Yield the Mentions of a text in order; those of names that mean several records are left out."""
        tokens = tokens_of(text)
        place = 0
        while place < len(tokens):
            found = self._name_at(tokens, place, text)
            if found is None:
                place += 1
                continue
            name, end = found
            if name.record is not None:
                yield Mention(tokens[place].start, end, name.record)
            place += len(name.forms)

    def _name_at(self, tokens, place, text):
        """Return the longest Name that begins with a token and where it ends, or None."""
        token = tokens[place]
        if not token.is_word or (place and tokens[place - 1].is_word):
            return None
        for name in self._by_first.get(token.form, ()):
            end = _end_of(name, tokens, place)
            if end and not (name.is_capital and text[token.start].islower()):
                return name, end
        if token.is_korean:
            for length in range(len(token.form) - 1, FEWEST_CHARACTERS - 1, -1):
                if is_particle(token.form[length:], after=token.form[length - 1]):
                    for name in self._by_first.get(token.form[:length], ()):
                        if len(name.forms) == 1:
                            return name, token.start + length
        return None


def link_names(text, names, seen):
    """Return a text as safe HTML in which each record named is a link, unless it is among those `seen`.

    Records that become links are added to `seen`, a set.
    """
    pieces, place = [], 0
    for mention in names.mentions(text):
        if mention.record not in seen:
            seen.add(mention.record)
            pieces.append(escape(text[place : mention.start]))
            pieces.append(
                format_html(
                    '<a href="{}">{}</a>',
                    mention.record.get_absolute_url(),
                    text[mention.start : mention.end],
                )
            )
            place = mention.end
    return "".join([*pieces, escape(text[place:])])


def tokens_of(text):
    """Return the Tokens of a text; nothing of it lies between them."""
    tokens = []
    for match in TOKEN.finditer(text):
        piece = match[0]
        first = piece[0]
        if first.isspace():
            tokens.append(Token(match.start(), match.end(), " ", False))
        elif first.isalnum() or first == "_" or len(piece) > 1:
            form = piece.lower() if piece.isascii() else fold(piece)
            tokens.append(Token(match.start(), match.end(), form, True))
        else:
            tokens.append(Token(match.start(), match.end(), piece.translate(SAME_MARKS), False))
    return tokens


def _spell(spelled, text, record, *, is_proper=False):
    """Add a record to those that a text is a name of."""
    tokens = tokens_of(text.strip())
    if len(text.strip()) < FEWEST_CHARACTERS or not tokens[0].is_word:
        return
    forms = tuple(token.form for token in tokens)
    records, is_capital = spelled.get(forms, ((), is_proper and text.strip()[0].isupper()))
    if record not in records:
        spelled[forms] = ((*records, record), is_capital)


def _is_name(synonym):
    """Tell whether a synonym of a treatment stands for it in a text."""
    is_one_word = synonym.isascii() and synonym.isalpha() and synonym.islower()
    return not is_one_word or len(synonym) >= FEWEST_LETTERS_OF_A_SYNONYM


def _end_of(name, tokens, place):
    """Return where a name that begins with a token ends, or None where the text goes on differently."""
    last = place + len(name.forms) - 1
    if last >= len(tokens):
        return None
    if any(tokens[place + number].form != form for number, form in enumerate(name.forms[:-1])):
        return None
    token, form = tokens[last], name.forms[-1]
    if token.form == form:
        behind = tokens[last + 1] if last + 1 < len(tokens) else None
        is_whole = not (token.is_word and behind and behind.is_word)
        return token.end if is_whole or is_particle(behind.form, after=form[-1]) else None
    if last > place and token.is_korean and token.form.startswith(form):
        ending = token.form[len(form) :]
        return token.start + len(form) if is_particle(ending, after=form[-1]) else None
    return None
