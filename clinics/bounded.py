"""What a process remembers: as much as fits, and what was used last stays."""

from collections import OrderedDict
from threading import Lock


class Bounded:
    """Values by key, of a limited size together; `most` is called for the limit. Threads may share it."""

    def __init__(self, most):
        self._most = most
        self._kept = OrderedDict()  # key -> (value, size)
        self._size = 0
        self._changing = Lock()

    def get(self, key):
        """Return the value of a key, or None."""
        with self._changing:
            if (kept := self._kept.get(key)) is None:
                return None
            self._kept.move_to_end(key)
            return kept[0]

    def clear(self):
        """Forget everything."""
        with self._changing:
            self._kept.clear()
            self._size = 0

    def add(self, key, value, *, size):
        """Remember a value that takes so much."""
        with self._changing:
            if (former := self._kept.pop(key, None)) is not None:
                self._size -= former[1]
            self._kept[key] = value, size
            self._size += size
            while self._size > self._most():
                _key, (_value, dropped) = self._kept.popitem(last=False)
                self._size -= dropped
