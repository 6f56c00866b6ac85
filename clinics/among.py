"""Conditions that take any number of keys as one parameter, on either engine."""

import json

from django.db.models import F, Lookup


class Among(Lookup):
    """`Among("district_id", keys)`: the same as `in`, without the engines' limit on the number of parameters.

    A search word such as "a" can match every district of a country.
    """

    prepare_rhs = False
    array_type = "bigint[]"

    def __init__(self, column, keys):
        super().__init__(F(column) if isinstance(column, str) else column, tuple(sorted(keys)))

    def parameter(self, connection):
        """Return all keys as the one parameter that they are on a database."""
        return list(self.rhs) if connection.vendor == "postgresql" else json.dumps(self.rhs)

    def as_postgresql(self, compiler, connection):
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s::{self.array_type})", [*parameters, self.parameter(connection)]

    def as_sqlite(self, compiler, connection):
        left, parameters = self.process_lhs(compiler, connection)
        rows = "SELECT value FROM json_each(%s)"
        return f"{left} IN ({rows})", [*parameters, self.parameter(connection)]


class AmongTexts(Among):
    """The same for a column of text: `AmongTexts("sort_name", words)`."""

    array_type = "text[]"
