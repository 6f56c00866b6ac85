"""Queries that are compiled once: where few rows are read, Django takes longer to compile than to read."""

from django.db import connections, router

from clinics.among import Among

STAND_IN = (-1,)  # the keys that a query is compiled with


class Prepared:
    """A query for the rows of a model that belong to some keys.

    `build` makes the queryset, of tuples, when it is first needed; it is given a function that takes a
    column and returns the condition that its value is among the keys.
    """

    def __init__(self, model, build):
        self.model = model
        self._build = build
        self._compiled = {}  # alias of a database -> statement, parameters, converters

    @property
    def alias(self):
        """The alias of the database that is read."""
        return router.db_for_read(self.model)

    def read(self, keys):
        """Return the rows of some keys as lists, as the queryset would give them."""
        connection = connections[self.alias]
        if connection.alias not in self._compiled:
            self._compiled[connection.alias] = self._compile(connection)
        statement, parameters, convert = self._compiled[connection.alias]
        stand_in, actual = (Among("pk", each).parameter(connection) for each in (STAND_IN, keys))
        with connection.cursor() as cursor:
            cursor.execute(statement, [actual if each == stand_in else each for each in parameters])
            return convert(cursor.fetchall())

    def _compile(self, connection):
        queryset = self._build(lambda column: Among(column, STAND_IN))
        compiler = queryset.query.get_compiler(connection=connection)
        statement, parameters = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, *_ in compiler.select])
        return statement, parameters, lambda rows: compiler.apply_converters(rows, converters)
