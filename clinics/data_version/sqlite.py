"""Triggers of SQLite, which run for every row.

A clinic that has the last entry of the log already gets no second one: the mark of that entry is drawn anew.
So a saved listing is one entry, however many rows it has.
"""

from .naming import MOST_ENTRIES, PREFIX, named

MARK = f"random() & {2**40 - 1}"
CHANGE_OF_EVERYTHING = f"INSERT INTO clinics_change (clinic_key, mark) VALUES (NULL, {MARK})"
NOTE = f"""
    UPDATE clinics_change SET mark = {MARK}
    WHERE id = (SELECT MAX(id) FROM clinics_change) AND clinic_key IS {{clinic}};
    INSERT INTO clinics_change (clinic_key, mark) SELECT {{clinic}}, {MARK} WHERE changes() = 0;"""
NOTE_FORMER = f"""
    INSERT INTO clinics_change (clinic_key, mark)
    SELECT {{former}}, {MARK} WHERE {{former}} IS NOT {{clinic}};"""
SHORTEN = f"""AFTER INSERT ON clinics_change WHEN NEW.id % {MOST_ENTRIES} = 0 BEGIN
    DELETE FROM clinics_change WHERE id < NEW.id;
    {CHANGE_OF_EVERYTHING};
    END"""
ACTS = (("INSERT", "NEW", NOTE), ("UPDATE", "NEW", NOTE_FORMER + NOTE), ("DELETE", "OLD", NOTE))


def triggers(tables):
    """Return name -> statement that makes a trigger; `tables` maps each to the SQL of its clinics."""
    made = [("log", SHORTEN)]
    for table, clinic in tables.items():
        for act, row, note in ACTS:
            body = note.format(clinic=clinic.format(row=row), former=clinic.format(row="OLD"))
            made.append((f"{table}_{act}".lower(), f'AFTER {act} ON "{table}" BEGIN{body}\n    END'))
    return {named(subject, body): f"CREATE TRIGGER {named(subject, body)} {body}" for subject, body in made}


def read_triggers(cursor):
    """Return the names of the triggers that stand."""
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return {name for (name,) in cursor.fetchall() if name.startswith(PREFIX)}


def drop_triggers(cursor):
    """Drop the triggers that stand."""
    for name in read_triggers(cursor):
        cursor.execute(f"DROP TRIGGER {name}")
