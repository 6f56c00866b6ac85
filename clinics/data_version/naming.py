"""How triggers are named: after what they do, so that others of the same name do the same."""

from hashlib import sha256

PREFIX = "noted_"
MOST_ENTRIES = 500  # of the log; it is read whole when something was changed


def named(subject, text):
    """Return a name for a trigger or function that does what a text says, at most 63 characters long."""
    return f"{PREFIX}{subject[:44]}_{sha256(text.encode()).hexdigest()[:8]}"
