"""Where a row lies: its words and codes, looked up in the tree of districts."""

from .finding import Found, Places
from .words import PlaceWords

__all__ = ["Found", "PlaceWords", "Places"]
