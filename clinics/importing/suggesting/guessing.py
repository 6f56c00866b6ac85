"""Suggest a mapping for a list that nobody has seen, as a text for a person to check.

Columns are guessed by the words of their header and by the shape of their cells. What is a person's is
pointed out, not shown, and goes nowhere.
"""

from dataclasses import dataclass, field
from itertools import islice

from django.utils.text import slugify
from django.utils.translation import gettext as _

from clinics.korea import BOUNDS, HANGUL, PROJECTED
from pricing.tables.delimiters import guess_delimiter
from pricing.tables.guesses import guess_encoding
from pricing.tables.reading import read_table
from pricing.tables.sources import DamagedText

from .columns import WEBSITE, SeenColumn, is_phone, sample_of
from .header_words import fit
from .places import guess_place
from .text import comment, toml, write

ROWS = 5_000
MANY = 0.7  # of the cells: others may be dirt
CLOSED_WORDS = ("폐업", "폐원", "폐쇄", "취소", "말소", "전출", "closed", "ceased", "out of business")
MOST_STATES = 20


@dataclass(frozen=True, slots=True)
class Guess:
    """A column of the list for one of ours, and why."""

    column: SeenColumn
    reason: str


@dataclass(slots=True)
class Suggestion:
    """What is guessed of a list: columns of ours by name, and the other sections of a mapping."""

    seen: list[SeenColumn]
    columns: dict[str, Guess] = field(default_factory=dict)
    fallback: Guess | None = None
    identity: Guess | None = None
    north: Guess | None = None
    east: Guess | None = None
    system: str = ""
    closed: Guess | None = None
    closed_cells: list[str] = field(default_factory=list)
    place: object = None

    def taken(self):
        """Return the names of the columns that have a target."""
        lone = [self.fallback, self.identity, self.north, self.east, self.closed]
        guesses = [*self.columns.values(), *(guess for guess in lone if guess)]
        names = {guess.column.name for guess in guesses}
        return names | set(self.place.names if self.place else [])


def suggest_mapping(source, *, name, encoding=None, delimiter=None):
    """Return a mapping for the list `source` (a path or bytes) as TOML with reasons; `name` is the file's.

    A damaged list is looked at up to the damage, and a comment names it. Raises UnreadableTable where the
    list cannot be read at all.
    """
    why_encoding = why_delimiter = _("as you say")
    if encoding is None:
        encoding, why_encoding = guess_encoding(source)
    if delimiter is None:
        delimiter, why_delimiter = guess_delimiter(source, encoding)
    table = read_table(source, encoding=encoding, delimiter=delimiter)
    seen, rows, damage = look_at(table)
    lines = [
        comment(
            _("Suggested for %(name)s after a look at %(rows)d rows.")
            % {"name": sample_of(name), "rows": rows}
        ),
        comment(_("Nothing of it is certain: check each line.")),
        *(
            [comment(_("Mend the file before you import it. %(damage)s") % {"damage": damage})]
            if damage
            else []
        ),
        "",
        f"encoding = {toml(encoding)}  # {why_encoding}",
        f"delimiter = {toml(table.delimiter)}  # {why_delimiter}",
        *write(guess(seen), source=register_of(name)),
    ]
    return "\n".join(lines) + "\n"


def register_of(name):
    """Return a name for the register of a file, made from the file's."""
    return slugify(name.partition(".")[0].replace("_", " "))[:80].strip("-") or "list"


def look_at(table):
    """Return (the columns of a table as they look in its first rows, how many these were, what ended them).

    What ended them is the sentence on a damaged byte, else "".
    """
    columns, rows = [SeenColumn(name) for name in table.header], 0
    try:
        for row in islice(table.rows, ROWS):
            rows += 1
            if not row.fault:
                for column, cell in zip(columns, row.original, strict=False):
                    column.add(cell.strip())
    except DamagedText as error:
        return columns, rows, str(error)
    return columns, rows, ""


def guess(seen):
    """Return the Suggestion for the columns of a list."""
    suggestion = Suggestion(seen)
    public = [column for column in seen if column.cells and not column.is_private]
    # The figures of a point are as different in every row as a number of a register.
    guess_point(suggestion, public)
    guess_identity(suggestion, public)
    guess_contact(suggestion, public)
    guess_closed(suggestion, public)
    free = [column for column in public if column.name not in suggestion.taken()]
    guess_names(suggestion, free)
    suggestion.place = guess_place([column for column in public if is_place(column, suggestion)])
    return suggestion


def is_place(column, suggestion):
    """Tell whether a column may say where a clinic lies: an address may, beside its own target."""
    addresses = [suggestion.columns.get("address"), suggestion.columns.get("address_ko"), suggestion.fallback]
    is_address = any(guess and guess.column is column for guess in addresses)
    return is_address or column.name not in suggestion.taken()


def best(columns, role, fits):
    """Return the Guess of the column whose header fits a role best, if its cells fit too; else None."""
    found = [(fit(column.name, role), column) for column in columns]
    found = [(words, column) for words, column in found if words and fits(column)]
    if not found:
        return None
    (_strength, word), column = max(found, key=lambda pair: pair[0][0])
    return Guess(column, _("the header says %(word)s") % {"word": word})


def by_shape(columns, fits, reason):
    """Return the Guess of the first column whose cells fit, whatever its header; else None."""
    return next((Guess(column, reason) for column in columns if fits(column)), None)


def guess_identity(suggestion, columns):
    """Guess the column of register numbers: every row has another."""
    unique = [
        column
        for column in columns
        if column.is_unique
        and not column.has_decimals
        and column.name not in suggestion.taken()
        and not any(fit(column.name, role) for role in ("latitude", "longitude", "x", "y"))
    ]
    found = best(unique, "id", lambda column: True)
    if found:
        reason = _("%(reason)s, and every row has another") % {"reason": found.reason}
        suggestion.identity = Guess(found.column, reason)
        return

    def is_code(column):
        return column.share(lambda cell: cell.isascii() and any(map(str.isdigit, cell))) == 1

    codes = [column for column in unique if is_code(column) and not column.share(is_phone) >= MANY]
    suggestion.identity = by_shape(codes, is_code, _("every row has another number"))


def guess_contact(suggestion, columns):
    """Guess the columns of telephone numbers and websites."""
    shapes = {
        "phone": (lambda column: column.share(is_phone) >= MANY, _("the cells look like telephone numbers")),
        "website": (lambda column: column.share(WEBSITE) >= MANY, _("the cells look like web addresses")),
    }
    for role, (fits, reason) in shapes.items():
        free = [column for column in columns if column.name not in suggestion.taken()]
        found = best(free, role, fits)
        # Bare figures may be anything; a number that begins with 0 and is broken by dashes is dialed.
        found = found or by_shape(free, lambda column, fits=fits: fits(column) and not column.span, reason)
        if found:
            suggestion.columns[role] = found


def guess_point(suggestion, columns):
    """Guess the columns of points: degrees by header or by size, else eastings and northings."""
    numbers = [column for column in columns if column.span and column.name not in suggestion.taken()]
    south, west, north, east = BOUNDS

    def within(low, high):
        return lambda column: low <= column.span[0] and column.span[1] <= high

    reason = _("the cells are degrees in Korea")
    degrees = [column for column in numbers if column.has_fractions]
    suggestion.north = best(numbers, "latitude", within(-90, 90))
    suggestion.east = best(numbers, "longitude", within(-180, 180))
    suggestion.north = suggestion.north or by_shape(degrees, within(south, north), reason)
    suggestion.east = suggestion.east or by_shape(degrees, within(west, east), reason)
    if suggestion.north and suggestion.east:
        return
    for system, (low_x, high_x), (low_y, high_y) in PROJECTED:
        suggestion.north = best(numbers, "y", within(low_y, high_y))
        suggestion.east = best(numbers, "x", within(low_x, high_x))
        if suggestion.north and suggestion.east:
            suggestion.system = system
            return
    suggestion.north = suggestion.east = None


def guess_closed(suggestion, columns):
    """Guess which cells of which column say that a place is closed."""
    states = [column for column in columns if len(column.counts) <= MOST_STATES and closed_cells(column)]
    found = best(states, "status", lambda column: True)
    suggestion.closed = found or by_shape(states, closed_cells, _("its cells speak of closing"))
    if suggestion.closed:
        suggestion.closed_cells = closed_cells(suggestion.closed.column)


def closed_cells(column):
    """Return the cells of a column that say that a place is closed."""
    return [cell for cell in column.counts if any(word in cell.lower() for word in CLOSED_WORDS)]


def guess_names(suggestion, columns):
    """Guess the columns of names and addresses; their script tells which of ours they are."""

    def is_text(column):
        return len(column.counts) > 1 and column.share(lambda cell: any(map(str.isalpha, cell))) >= MANY

    def take(role, latin=None, hangul=None):
        free = [column for column in columns if column.name not in suggestion.taken()]
        found = best(free, role, is_text)
        if found:
            is_korean = found.column.share(HANGUL.search) >= 0.5
            target = hangul if is_korean else latin
            if target and target not in suggestion.columns:
                suggestion.columns[target] = found

    take("english name", latin="name")
    take("name", latin="name", hangul="name_ko")
    take("english address", latin="address")
    take("address", latin="address", hangul="address_ko")
    free = [column for column in columns if column.name not in suggestion.taken()]
    if old := best(free, "old address", is_text):
        if "address_ko" in suggestion.columns:
            suggestion.fallback = old
        else:
            suggestion.columns["address_ko"] = old
