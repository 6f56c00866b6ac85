"""The entries of a mapping file in TOML, each read as what it must be or refused with a sentence."""

from datetime import date

from django.utils.translation import gettext as _

# The names that a column of the list may have: the first that occurs counts.
Names = tuple[str, ...]


class UnusableMapping(ValueError):
    """A mapping that cannot be used; the message is one sentence for the operator."""


def refuse_unknown(names, known, where):
    """Raise UnusableMapping for names that are not known."""
    if unknown := [name for name in names if name not in known]:
        raise UnusableMapping(
            _("%(where)s has entries that are not known: %(unknown)s. Known are %(known)s.")
            % {"where": where, "unknown": ", ".join(unknown), "known": ", ".join(known)}
        )


def read_text(content, name, default=None):
    """Return an entry that must be a text that is not empty."""
    text = content.get(name, default)
    if not isinstance(text, str) or not text:
        raise UnusableMapping(_("The mapping needs a text for %(name)s.") % {"name": name})
    return text


def read_truth(content, name, default):
    """Return an entry that must be true or false."""
    truth = content.get(name, default)
    if not isinstance(truth, bool):
        raise UnusableMapping(_("The mapping needs true or false for %(name)s.") % {"name": name})
    return truth


def read_choice(content, name, choices):
    """Return an entry that must be one of some words, by default the first."""
    choice = content.get(name, choices[0])
    if choice not in choices:
        raise UnusableMapping(
            _("The mapping needs one of %(choices)s for %(name)s.")
            % {"choices": ", ".join(choices), "name": name}
        )
    return choice


def read_table_of(content, name):
    """Return an entry that must be a table of TOML, by default an empty one."""
    table = content.get(name, {})
    if not isinstance(table, dict):
        raise UnusableMapping(_("The mapping needs a table [%(name)s].") % {"name": name})
    return table


def read_section(content, name, entries):
    """Return a table of TOML that has no other entries than these."""
    table = read_table_of(content, name)
    refuse_unknown(table, entries, f"[{name}]")
    return table


def read_cells(content, name):
    """Return a table of single values as the cells that a table would hold."""
    return {entry: cell_of(value, entry) for entry, value in read_table_of(content, name).items()}


def read_cell_list(content, name):
    """Return a list of single values as the cells that a table would hold."""
    values = content.get(name)
    if not isinstance(values, list):
        raise UnusableMapping(_("The mapping needs a list of texts for %(name)s.") % {"name": name})
    return frozenset(cell_of(value, name) for value in values)


def cell_of(value, name):
    """Return a value of TOML as a cell."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value.strip()
        case int() | float() | date():
            return str(value)
    raise UnusableMapping(_("The mapping needs one text for %(name)s.") % {"name": name})


def read_names(content, name):
    """Return the names that a column of the list may have: a text, or a list of texts."""
    return names_of(content[name] if name in content else read_text(content, name), name)


def names_of(value, name):
    """Return one name or a list of them as a tuple that is not empty."""
    names = (value,) if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not names or not all(isinstance(n, str) and n for n in names):
        raise UnusableMapping(
            _("The mapping needs the name of a column, or a list of names, for %(name)s.") % {"name": name}
        )
    return tuple(names)


def read_name_list(content, name):
    """Return the names of several columns: a list of what `read_names` takes."""
    columns = content.get(name)
    if not isinstance(columns, list) or not columns:
        raise UnusableMapping(_("The mapping needs a list of columns for %(name)s.") % {"name": name})
    return tuple(names_of(column, name) for column in columns)
