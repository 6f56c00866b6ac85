"""The index of this process and the vocabulary beside it, as new as the data before they answer."""

import gc
from dataclasses import dataclass, field, replace
from itertools import count
from threading import Lock

from django.conf import settings

from clinics.data_version import Log, read_log, read_version
from clinics.index.building import build
from clinics.index.clinic_index import ClinicIndex
from clinics.index.reading import read_rows
from clinics.vocabulary import Vocabulary
from pricing.market import MarketPrices, read_market
from pricing.models import Currency
from pricing.rates import read_rates

MOST_PATCHED = 200  # clinics; for more it is quicker to build the index anew
MANY = 1_000  # clinics; fewer are no burden
MOST_TRIES = 5  # to read while others write
PATIENCE = 0.2  # seconds to wait for another thread that brings the index up to date


@dataclass(frozen=True, slots=True)
class Known:
    """What a process knows of the data as of a look at the log.

    `rates` are currencies by code, `market` is what the price guide asks for each treatment, by slug.
    `stamps` are those of the clinics that were changed since the rest was read, which has the first `stamp`.
    """

    log: Log
    vocabulary: Vocabulary
    rates: dict[str, Currency]
    market: dict[str, MarketPrices]
    index: ClinicIndex
    stamp: int
    stamps: dict[int, int] = field(default_factory=dict)

    def stamp_of(self, pk):
        """Return a number that no other state of a clinic, and of what is known around it, has had."""
        return self.stamps.get(pk, self.stamp)

    @property
    def version(self):
        """The version of the data that all this is of."""
        return self.log.version


class Keeper:
    """Keeps what is Known. An edit makes another Known; readers of the former one are not disturbed."""

    def __init__(self):
        self._known = None
        self._changing = Lock()

    def read(self):
        """Return what is Known of the data as it is now, in one query where nothing was changed.

        Return None where queries must answer: the index is switched off, the log says nothing yet, or
        another thread is at work on the index and does not end soon.
        """
        version = read_version() if settings.CLINIC_INDEX else None
        if version is None:
            return None
        known = self._known
        if known is not None and known.version == version:
            return known
        if not self._changing.acquire(timeout=PATIENCE):
            return None
        try:
            return self._bring_up_to_date()
        finally:
            self._changing.release()

    def _bring_up_to_date(self):
        """Read until the log stays the same: what is read after a look at it is at least as new as that."""
        known = self._known
        for _try in range(MOST_TRIES):
            log = read_log()
            if known is not None and known.version == log.version:
                self._known = known
                return known
            known = _after(known, log)
        return None


def _after(known, log):
    """Return what is Known at a later look at the log, by what was changed since."""
    changes = None if known is None else log.since(known.log)
    if changes is None or changes.everything or len(changes.clinics) > MOST_PATCHED:
        known = Known(log, Vocabulary.read(), read_rates(), read_market(), build(read_rows()), next(_stamps))
        if len(known.index) >= MANY:
            set_aside()
        return known
    if not changes.clinics:
        return replace(known, log=log)
    return replace(
        known,
        log=log,
        index=known.index.patched(changes.clinics, build(read_rows(changes.clinics))),
        stamps={**known.stamps, **dict.fromkeys(changes.clinics, next(_stamps))},
    )


def set_aside():
    """Let Python's search for garbage pass over what is there now, the index above all.

    It would look at every part of it each time, for a tenth of a second in the midst of somebody's request.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


_stamps = count(1)
_keeper = Keeper()


def read_known():
    """Return what this process knows of the data as it is now, or None where queries must answer."""
    return _keeper.read()
