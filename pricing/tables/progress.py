"""How far a long import is, for whoever waits for it at a terminal."""

from contextlib import contextmanager

from django.utils.translation import gettext as _
from tqdm import tqdm

WHOLE = "{l_bar}{bar}| {elapsed}, {remaining} left"


class Progress:
    """Bars with an estimate on a stream, one for each half of an import; nothing unless it is a terminal."""

    def __init__(self, stream):
        self._stream = stream

    def wait(self):
        """Say that another import has to end first."""
        self._stream.write(_("Another import is running. This one waits for it to end.") + "\n")

    def checking(self, table, plans):
        """Yield plans that are made of the rows of a table, and show how much of its file is read."""
        with self._bar(_("Checking"), total=1.0, bar_format=WHOLE) as bar:
            for plan in plans:
                yield plan
                bar.update(table.progress() - bar.n)

    @contextmanager
    def writing(self, total):
        """Give a function that is called with the number of rows written since; `total` are to be written."""
        with self._bar(_("Writing"), total=total, unit=_(" rows")) as bar:
            yield bar.update

    def _bar(self, title, **options):
        is_terminal = getattr(self._stream, "isatty", bool)()
        return tqdm(desc=title, file=self._stream, disable=not is_terminal, leave=False, **options)


class _Nowhere:
    """A stream for imports that nobody waits for."""

    def write(self, text):
        """Keep nothing of a text."""


SILENT = Progress(_Nowhere())
