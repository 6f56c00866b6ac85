"""A list of short texts in one column, one a line: spellings, synonyms, links."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def split_lines(text):
    """Return the non-empty lines of a text, without the blanks around them, as a list."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class LinesFormField(forms.CharField):
    """A text area that reads and shows a list, one item a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return split_lines(super().to_python(value))

    def run_validators(self, value):
        super().run_validators("\n".join(value))

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class LinesField(models.TextField):
    """A text column whose Python value is a list of non-empty strings; `each` validates every item."""

    def __init__(self, *args, each=(), **kwargs):
        self.each = list(each)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value, expression, connection):
        return split_lines(value)

    def to_python(self, value):
        return value if isinstance(value, list) else split_lines(value)

    def get_prep_value(self, value):
        return "\n".join(self.to_python(value))

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def run_validators(self, value):
        super().run_validators("\n".join(value))
        for item in value:
            # A list is one cell of a spreadsheet, where semicolons stand between its items.
            if ";" in item:
                raise ValidationError(
                    _("“%(item)s” has a semicolon: write one item a line."), params={"item": item}
                )
            for validator in self.each:
                validator(item)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": LinesFormField, "widget": LinesFormField.widget, **kwargs})
