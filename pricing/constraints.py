"""A model's check constraints asked in Python: thousands of rows are checked without a query for each."""

import operator

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Q

COMPARISONS = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, choices: value in choices,
}


class NotInPython(ValueError):
    """A condition with a part that only the database can compute."""


def violations(instance):
    """Yield (message, names of the fields it is about) of each check constraint that an instance breaks."""
    for constraint in instance._meta.constraints:
        if isinstance(constraint, CheckConstraint) and not is_kept(constraint, instance):
            yield str(constraint.get_violation_error_message()), names_in(constraint.condition)


def is_kept(constraint, instance):
    """Tell whether an instance keeps a check constraint; the database is asked only for what needs it."""
    try:
        # As in SQL, a condition that is unknown because of a null is no violation.
        return truth(constraint.condition, instance) is not False
    except NotInPython:
        try:
            constraint.validate(type(instance), instance)
        except ValidationError:
            return False
        return True


def truth(condition, instance):
    """Return True, False or, where a null decides, None: the three values of SQL."""
    if isinstance(condition, tuple):
        return compare(*condition, instance)
    if not isinstance(condition, Q) or condition.connector not in {Q.AND, Q.OR}:
        raise NotInPython(condition)
    answers = [truth(child, instance) for child in condition.children]
    decisive = condition.connector == Q.OR
    if decisive in answers:
        return decisive != condition.negated
    return None if None in answers else decisive == condition.negated


def compare(path, wanted, instance):
    """Return the truth of one lookup, such as ("low__gte", 0)."""
    name, _separator, lookup = path.partition("__")
    value = stored(instance, name)
    if lookup == "isnull":
        return (value is None) == wanted
    if isinstance(wanted, F):
        wanted = stored(instance, wanted.name)
    comparison = COMPARISONS.get(lookup or "exact")
    if comparison is None or hasattr(wanted, "resolve_expression"):
        raise NotInPython(path)
    return None if value is None or wanted is None else comparison(value, wanted)


def stored(instance, name):
    """Return what a column stores: the key of a related record, not the record."""
    return getattr(instance, instance._meta.get_field(name).attname)


def names_in(condition):
    """Return the names of the fields that a condition compares, in its order, each once."""
    names = {}
    for child in getattr(condition, "children", ()):
        if isinstance(child, tuple):
            names[child[0].partition("__")[0]] = None
        elif isinstance(child, Q):
            names.update(dict.fromkeys(names_in(child)))
    return list(names)
