"""Other people's lists: what a mapping file says, and their rows through it."""

from .applying import apply_mapping
from .description import Mapping, parse_mapping, read_mapping
from .entries import UnusableMapping

__all__ = ["Mapping", "UnusableMapping", "apply_mapping", "parse_mapping", "read_mapping"]
