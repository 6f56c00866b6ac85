"""Plain values as a model's record."""


def make_record(model, columns, values, references, **given):
    """Return an unsaved record with the plain values of the columns, without its relations to many.

    Raises UnknownSlug for a word that its vocabulary does not hold.
    """
    record = model(**given)
    for column in columns:
        if column.is_many:
            continue
        value = column.kind.python(values[column.name])
        if column.is_relation:
            value = references.stored(column.field, value)
        setattr(record, column.field.attname, value)
    return record
