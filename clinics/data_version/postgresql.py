"""Triggers of PostgreSQL, which run once for a statement, whatever the number of its rows.

They only insert, so two writers never wait for each other.
"""

from .naming import MOST_ENTRIES, PREFIX, named

MANY = 100  # clinics in one statement: it is cheaper then to look at everything anew
MARK = f"floor(random() * {2**40})::bigint"
CHANGE_OF_EVERYTHING = f"INSERT INTO clinics_change (clinic_key, mark) VALUES (NULL, {MARK})"
NOTE = f"""
    WITH touched AS (SELECT DISTINCT clinic FROM ({{rows}}) AS rows LIMIT {MANY + 1}),
    noted AS (
        SELECT DISTINCT CASE WHEN (SELECT COUNT(*) FROM touched) <= {MANY} THEN clinic END AS clinic
        FROM touched
    )
    INSERT INTO clinics_change (clinic_key, mark) SELECT clinic, {MARK} FROM noted;"""
# What a long transaction deleted stays in the table until it ends, and it must not look through all of that
# each time. What others held back goes at one time in so many. EXECUTE plans for the table as it is.
REACH = 20 * MOST_ENTRIES
SHORTEN = f"""
    EXECUTE 'DELETE FROM clinics_change WHERE id IN (
        SELECT id FROM clinics_change
        WHERE id < $1 AND id >= CASE WHEN $1 % {REACH} = 0 THEN 0 ELSE $1 - {REACH} END
        FOR UPDATE SKIP LOCKED
    )' USING NEW.id;
    {CHANGE_OF_EVERYTHING};"""
ACTS = (
    ("INSERT", {"NEW": "present"}),
    ("UPDATE", {"OLD": "former", "NEW": "present"}),
    ("DELETE", {"OLD": "former"}),
    ("TRUNCATE", {}),
)


def triggers(tables):
    """Return name -> statements that make a trigger; `tables` maps each to the SQL of its clinics."""
    condition = f"AFTER INSERT ON clinics_change FOR EACH ROW WHEN (NEW.id % {MOST_ENTRIES} = 0)"
    made = dict([_trigger("log", condition, SHORTEN)])
    for table, clinic in tables.items():
        for act, transitions in ACTS:
            rows = [
                f"SELECT {clinic.format(row=name)} AS clinic FROM {name}" for name in transitions.values()
            ]
            note = NOTE.format(rows=" UNION ALL ".join(rows)) if rows else f"{CHANGE_OF_EVERYTHING};"
            referencing = "".join(f" {age} TABLE AS {name}" for age, name in transitions.items())
            when = (
                f'AFTER {act} ON "{table}"{" REFERENCING" + referencing if rows else ""} FOR EACH STATEMENT'
            )
            made.update([_trigger(f"{table}_{act}".lower(), when, note)])
    return made


def _trigger(subject, when, body):
    function = named("function", body)
    name = named(subject, when + body)
    # A function that says in which schema it works is right under any search path, as in a restored dump.
    return name, (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql"
        f" SET search_path FROM CURRENT AS $$ BEGIN {body}\n    RETURN NULL; END $$;"
        f" CREATE TRIGGER {name} {when} EXECUTE FUNCTION {function}()"
    )


def read_triggers(cursor):
    """Return the names of the triggers that stand."""
    cursor.execute(
        "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
    )
    return {name for (name,) in cursor.fetchall() if name.startswith(PREFIX)}


def drop_triggers(cursor):
    """Drop the triggers that stand, with their functions."""
    cursor.execute("SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace")
    for name in [name for (name,) in cursor.fetchall() if name.startswith(PREFIX)]:
        cursor.execute(f"DROP FUNCTION {name}() CASCADE")
