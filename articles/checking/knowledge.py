"""What the records say, as plain data that texts are checked against."""

from dataclasses import dataclass, field

from articles.naming import Names

from .quantities import MONEY, Quantity

# What a figure is about, beside its kind.
PACKAGE, SESSION, COURSE, WITHIN, HOME = "package", "session", "course", "within", "home"
TREATMENT, PROCEDURE = "treatment", "procedure"


@dataclass(frozen=True, slots=True)
class Subject:
    """A treatment or clinic with the names by which a text means it, as articles.naming takes records.

    `above` are the slugs of the districts that it lies in.
    """

    slug: str
    name: str
    name_ko: str = ""
    synonyms: tuple = ()
    above: tuple = ()


@dataclass(frozen=True, slots=True)
class Place(Subject):
    """A district."""

    spellings: tuple = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of a record: its kind (of quantities) and topic, whose it is (a slug, "" of all), its ends.

    Without a high it is open from the low on, without a low it is not known, as a price on assessment.
    `record` names it to an editor, `figure` is what a guide should place instead of the number.
    """

    kind: str
    topic: str
    subject: str
    low: int | None
    high: int | None
    is_open: bool = False
    record: str = ""
    figure: str = ""

    def is_stated_by(self, quantity: Quantity):
        """Tell whether a quantity of a text says exactly this."""
        if quantity.kind != self.kind or quantity.low != self.low:
            return False
        if self.high is None:
            return quantity.is_open and quantity.high == self.low
        return quantity.high == self.high and (quantity.is_open == self.is_open or self.kind != MONEY)

    def holds(self, quantity: Quantity):
        """Tell whether a single number of a text lies in it."""
        if quantity.kind != self.kind or quantity.is_range or self.low is None:
            return False
        return self.low <= quantity.low and (self.is_open or self.high is None or quantity.high <= self.high)

    @property
    def in_words(self):
        """The ends as a text would write them: "1,800–3,000", "4,000–6,000+"."""
        if self.low is None:
            return ""
        if self.high is None:
            return f"{self.low:,}+"
        plus = "+" if self.is_open else ""
        return f"{self.low:,}{plus}" if self.low == self.high else f"{self.low:,}–{self.high:,}{plus}"


@dataclass(frozen=True, slots=True)
class Contact:
    """An emergency number and the services that its record lists."""

    number: str
    services: str


@dataclass(frozen=True)
class Knowledge:
    """All that guides are checked against.

    `dearer_packages` are treatments of which a package can cost more than the single sessions together;
    `has_home_source` tells whether the comparison with prices at home has a source. Months are numbers.
    """

    treatments: tuple = ()
    clinics: tuple = ()
    districts: tuple = ()
    facts: tuple = ()
    contacts: tuple = ()
    dearer_packages: tuple = ()
    has_home_source: bool = False
    good_months: frozenset = frozenset()
    hot_months: frozenset = frozenset()
    names: Names = field(init=False, compare=False)

    def __post_init__(self):
        names = Names(clinics=self.clinics, districts=self.districts, treatments=self.treatments)
        object.__setattr__(self, "names", names)

    def mentions(self, text, records):
        """Return the mentions in a text of some of these records, such as the treatments, in order."""
        wanted = frozenset(records)
        return [mention for mention in self.names.mentions(text) if mention.record in wanted]

    def facts_of(self, *, kind, subject=None, topics=None):
        """Return the Facts of a kind, of a subject and of some topics where these are given."""
        return [
            fact
            for fact in self.facts
            if fact.kind == kind
            and (subject is None or fact.subject == subject)
            and (topics is None or fact.topic in topics)
        ]
