"""Sample clinics: invented listings that fill a demonstration, labelled as examples wherever they are shown.

The same number, seed and day make the same listing on any machine that holds the same vocabularies.
"""

from .making import SOURCE, make_sample
from .stock import NothingToSample, Stock
from .storing import DEFAULT_SEED, add_samples, remove_samples

__all__ = [
    "DEFAULT_SEED",
    "SOURCE",
    "NothingToSample",
    "Stock",
    "add_samples",
    "make_sample",
    "remove_samples",
]
