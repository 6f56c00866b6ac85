"""Text made comparable: the same word however it is written, for search and for order."""

import unicodedata

from django.db import models


def fold(text):
    """Return text without case and combining marks: "Élite" and "ELITE" give "elite", Hangul stays whole."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", bare).casefold()


def folded_words(text):
    """Return the folded words of a text, split at white space; punctuation stays."""
    return fold(text).split()


def fold_names(names):
    """Return several names as one searchable text; no word can reach from one name into the next."""
    return "\n".join(fold(name) for name in names if name)


class CodePointOrder:
    """A text column that sorts by code point on every engine, whatever the server's language."""

    COLLATIONS = {"postgresql": "C", "sqlite": "BINARY"}

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        parameters["collation"] = self.COLLATIONS.get(connection.vendor)
        return parameters


class CodePointSlugField(CodePointOrder, models.SlugField):
    """A slug that sorts the same on every engine."""


class DerivedTextField(CodePointOrder, models.TextField):
    """A text column that `derive(instance)` fills whenever the row is saved; never edited by hand."""

    def __init__(self, *args, derive=None, **kwargs):
        self.derive = derive
        kwargs.update(editable=False, blank=True, default="")
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for implied in ("editable", "blank", "default"):
            kwargs.pop(implied, None)
        return name, path, args, kwargs

    def pre_save(self, instance, add):
        value = self.derive(instance)
        setattr(instance, self.attname, value)
        return value
