"""What the cells of one column of an unknown list look like."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from clinics.korea import MOBILE_NUMBER, PERSON_NAME
from clinics.phones import dialable

from .header_words import header_words, names_mobiles, names_persons

SAMPLES = 3
LONGEST_SAMPLE = 40
# A clinic may give a mobile number; a column where more than one in ten is mobile is one of persons.
MOBILE_SHARE = 0.1
WEBSITE = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|kr|hu|eu|clinic)(?:/\S*)?", re.I
)
E_MAIL = re.compile(r"\S+@\S+\.\S+")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
DECIMAL = re.compile(r"[+-]?\d+[.,]\d+")
DAY = re.compile(r"(?:19|20)\d\d[-./]?\d\d[-./]?\d\d(?:[ T]\d.*)?")
PHONE = re.compile(r"[+(]?\d[\d\s().‐-―-]{5,}\d")
TITLE = re.compile(
    r"(?:(?:univ\.-?\s?|priv\.-?\s?)?(?:dr|prof|doz|pd|mr|mrs|ms|herr|frau)\b[.\s].*"
    r"|.+[\s,](?:dr\.?|ph\.?d\.?|m\.?d\.?|d\.?d\.?s\.?)"
    r"|.{2,20}\s(?:원장|의사|박사|선생님?)(?:님)?)",
    re.IGNORECASE,
)
# "Dr. Kim Hair Clinic" is a place.
PLACE_WORD = re.compile(
    r"clini[ck]|klini[ck]|hospital|cent(?:er|re)\b|zentrum|praxis|institut|dental|hair|surgery|group|\bgmbh\b"
    r"|rendelő|fogászat|központ|\bkft\b|\bbt\b|\bltd\b|의원|병원|치과|클리닉|센터|약국",
    re.IGNORECASE,
)
# Names with titles among others are names of persons all the same.
TITLE_SHARE = 0.3
# A count of persons is no person.
COUNT = re.compile(r"\d{1,4}")
INSTITUTION = re.compile(r"원|과|센터|클리닉|약국|보건소|[구동시군읍면]\Z")
SAYS_NOTHING = ("-", "--", ".", "1900-01-01", "0000-00-00", "#N/A", "N/A", "n/a", "NULL", "null", "None")
SAYS_NOTHING += ("없음", "미상", "해당없음")


@dataclass
class SeenColumn:
    """A column: its name and its cells, without those that are empty or say nothing, in `rows` rows."""

    name: str
    rows: int = 0
    cells: list[str] = field(default_factory=list)
    nothing: set[str] = field(default_factory=set)

    def add(self, cell):
        """Count one cell more."""
        self.rows += 1
        if cell in SAYS_NOTHING:
            self.nothing.add(cell)
        elif cell:
            self.cells.append(cell)

    @cached_property
    def counts(self):
        """Return how often each cell occurs, in the order of the file."""
        return Counter(self.cells)

    def share(self, fits):
        """Return the share of filled cells that a function or pattern fits, 0 for an empty column."""
        tell = fits.fullmatch if isinstance(fits, re.Pattern) else fits
        return sum(count for cell, count in self.counts.items() if tell(cell)) / (len(self.cells) or 1)

    @cached_property
    def holds_persons(self):
        """Tell whether the header or the cells are those of names of persons."""
        is_counted = self.cells and self.share(COUNT) == 1
        if names_mobiles(self.name) or (names_persons(self.name) and not is_counted):
            return True
        if self.share(has_title) >= TITLE_SHARE:
            return True
        if header_words(self.name) == ["contact"] and self.share(is_phone) < 0.5:
            return True
        is_varied = len(self.counts) > max(2, len(self.cells) / 2)
        return is_varied and self.share(is_person_name) >= 0.8

    @cached_property
    def mobile_share(self):
        """Return the share of cells in which a mobile number stands."""
        return self.share(MOBILE_NUMBER.search)

    @property
    def is_private(self):
        """Tell whether the column holds names or mobile numbers of persons, or their mail boxes."""
        return self.holds_persons or self.mobile_share > MOBILE_SHARE or self.share(E_MAIL) > MOBILE_SHARE

    @property
    def samples(self):
        """Return up to three different cells as short lines; none that may be a person's."""
        if self.is_private:
            return []
        harmless = (
            cell
            for cell in self.counts
            if not (MOBILE_NUMBER.search(cell) or E_MAIL.search(cell) or has_title(cell))
        )
        return [sample_of(cell) for cell, _place in zip(harmless, range(SAMPLES), strict=False)]

    @cached_property
    def is_unique(self):
        """Tell whether every row has a cell of its own that can be a register number."""
        is_whole = self.rows > 1 and len(self.counts) == self.rows
        return is_whole and not any(re.search(r"[\s;]", cell) or len(cell) > 120 for cell in self.counts)

    @cached_property
    def span(self):
        """Return the lowest and highest of the numbers that fill the column, or None."""
        if not self.cells or self.share(NUMBER) < 0.9:
            return None
        figures = [float(cell.replace(",", ".")) for cell in self.counts if NUMBER.fullmatch(cell)]
        figures = [figure for figure in figures if figure] or [0.0]
        return min(figures), max(figures)

    @cached_property
    def has_decimals(self):
        """Tell whether the column is filled with numbers of which any has decimals."""
        return self.share(NUMBER) >= 0.9 and self.share(DECIMAL) > 0

    @property
    def holds_days(self):
        """Tell whether most cells are days or moments."""
        return self.share(DAY) >= 0.8

    @cached_property
    def has_fractions(self):
        """Tell whether most numbers have at least three decimals, as degrees on a map have."""
        return self.share(re.compile(r"[+-]?\d+[.,]\d{3,}")) >= 0.8


def sample_of(cell):
    """Return a cell as one short printable line."""
    line = " ".join(cell.split())
    line = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)
    return line if len(line) <= LONGEST_SAMPLE else f"{line[: LONGEST_SAMPLE - 1]}…"


def is_person_name(cell):
    """Tell whether a cell looks like a person: a Korean name that is of no institution, or a title."""
    is_bare_name = PERSON_NAME.fullmatch(cell) and not INSTITUTION.search(cell)
    return bool(is_bare_name or has_title(cell))


def has_title(cell):
    """Tell whether a cell is a name with the title of a person."""
    return bool(TITLE.fullmatch(cell) and not PLACE_WORD.search(cell))


def is_phone(cell):
    """Tell whether a cell holds a telephone number, or several, in whatever shape."""
    if dialable(cell):
        return True
    digits = sum(letter.isdigit() for letter in cell)
    return 7 <= digits <= 24 and bool(PHONE.fullmatch(re.split(r"[,/;]", cell)[0].strip()))
