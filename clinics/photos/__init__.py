"""Photos of clinics: read with suspicion, stored anew, shown only while their consent holds.

`reading` and `encoding` are pure: a file goes in, a clean Picture comes out. `storing` keeps its files by the
digest of what is seen, `withdrawing` takes a consent back for good, and `views` asks the database before each
file.
"""
