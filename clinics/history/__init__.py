"""The history of listings: who changed what, when and why, and how any version comes back.

Whoever writes or deletes listings does it through `write_listings`, `record_saved` or `delete_listings`.
"""

from .recording import Occasion, Written, delete_listings, note_standing, record_saved, write_listings

__all__ = ["Occasion", "Written", "delete_listings", "note_standing", "record_saved", "write_listings"]
