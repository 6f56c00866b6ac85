"""The columns of a table, one for each field of a model: name, kind, and what an empty cell means."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from pricing.lines import LinesField

from .cells import Choice, Day, Flag, Fraction, Lines, Link, Moment, Slug, Slugs, Text, UnreadableCell, Whole


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the header, the kind of its cells and the field of the model behind it."""

    name: str
    kind: object
    field: models.Field

    @property
    def is_relation(self):
        """Tell whether the cells hold words of another model's vocabulary."""
        return self.field.is_relation

    @property
    def is_many(self):
        """Tell whether the field is a relation to many records."""
        return self.field.many_to_many

    @property
    def is_required(self):
        """Tell whether an empty cell is refused: the field has no default, no null and may not be blank."""
        return not (self.field.has_default() or self.field.null or self.field.blank)

    @property
    def empty(self):
        """Return the plain value of an empty cell, and of a new record: the model's default."""
        return [] if self.is_many else self.kind.plain(self.field.get_default())

    def read(self, cell):
        """Return the plain value of a cell without blanks around it, or raise UnreadableCell."""
        if cell:
            return self.kind.read(cell)
        if self.is_required:
            raise UnreadableCell(_("is missing"))
        return self.empty

    def write(self, plain):
        """Return the cell that holds a plain value."""
        return self.kind.write(plain)


def key_of(model):
    """Return the name of the field by which tables name a record: its slug, or a currency's code."""
    return "code" if any(field.name == "code" for field in model._meta.concrete_fields) else "slug"


def column(model, name, *, attribute=None, zone=None):
    """Return the column of a model's field; `attribute` where it has another name, `zone` for its moments."""
    field = model._meta.get_field(attribute or name)
    return Column(name, kind_of(field, zone), field)


def kind_of(field, zone):
    """Return the kind of cell that holds the values of a field."""
    if field.many_to_many:
        return Slugs()
    if field.is_relation:
        return Slug()
    if field.choices:
        return Choice(tuple(value for value, _label in field.flatchoices), str(field.verbose_name))
    match field:
        case LinesField():
            return Lines()
        case models.BooleanField():
            return Flag()
        case models.DecimalField():
            return Fraction(field.decimal_places)
        case models.DateTimeField():
            return Moment(zone)
        case models.DateField():
            return Day()
        case models.IntegerField():
            return Whole()
        case models.URLField():
            return Link()
        case models.CharField() | models.TextField():
            return Text()
    raise TypeError(f"A table has no kind of cell for {field!r}.")


def columns_of(model, first, *, aliases=None, leave_out=(), zone=None):
    """Return the columns named first, then one for every other editable field in the model's order.

    `aliases` gives the field of a column that is named otherwise; `leave_out` names fields without a column.
    """
    aliases = aliases or {}
    named = [column(model, name, attribute=aliases.get(name), zone=zone) for name in first]
    done = {column.field.name for column in named} | set(leave_out)
    rest = [
        column(model, field.name, zone=zone)
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.editable and not field.auto_created and field.name not in done
    ]
    return (*named, *rest)
