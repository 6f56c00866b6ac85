"""Records in the words of a message."""


def names(records):
    """Return the names of some records as one text for a message."""
    return ", ".join(str(record) for record in records)
