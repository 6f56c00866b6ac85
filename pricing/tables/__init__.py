"""Tables as text: CSV in and out, what a cell holds, and what became of each row.

Nothing here knows a clinic: `columns` follow a model, `reading` is pure, `checking` asks a model's
validators.
"""
