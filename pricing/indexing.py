"""Which addresses search engines may keep: those of a record or a list, not those of what somebody chose."""


def is_plain(request, *, but=()):
    """Tell whether an address has no query string, or none but of these parameters."""
    sent = set(request.GET)
    return not request.META.get("QUERY_STRING") or bool(sent and sent <= set(but))
