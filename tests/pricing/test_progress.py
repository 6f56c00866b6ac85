"""How far an import is, at a terminal and elsewhere."""

from io import StringIO
from types import SimpleNamespace

from pricing.tables.progress import SILENT, Progress


class Terminal(StringIO):
    """A stream that somebody watches."""

    encoding = "utf-8"

    def isatty(self):
        return True


def shown(stream):
    """Run both halves of an import on a stream and return what it shows."""
    progress = Progress(stream)
    parts = iter([0.0, 0.4, 1.0])
    table = SimpleNamespace(progress=lambda: next(parts))
    assert list(progress.checking(table, "ab")) == ["a", "b"]
    with progress.writing(10) as advance:
        advance(4)
        advance(6)
    return stream.getvalue()


def test_terminal_shows_both_halves_with_an_estimate():
    text = shown(Terminal())

    assert "Checking:   0%|" in text
    assert "left" in text
    assert "Writing" in text


def test_pipe_or_log_shows_nothing():
    assert shown(StringIO()) == ""


def test_waiting_is_said_wherever_it_is_read():
    stream = StringIO()

    Progress(stream).wait()
    SILENT.wait()

    assert stream.getvalue() == "Another import is running. This one waits for it to end.\n"
