"""Which choices of a facet are worth a place where there is room for few."""


def most_clinics(options, *, most):
    """Return the Options with clinics, most clinics first, ties as they stood; not more than `most`."""
    found = [option for option in options if option.count]
    return sorted(found, key=lambda option: -option.count)[:most]


def narrowing(options, *, total):
    """Return the Options that leave something out of a total; all of them where none does."""
    return [option for option in options if option.count < total] or options
