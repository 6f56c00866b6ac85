"""The whole directory as one file, or moved to another database: on either engine, to either engine.

`records` reads the rows of one moment and writes them into an empty database, all or none. `archive` keeps
them in a file with checksums, beside the uploaded files that `media` reads and writes.
"""
