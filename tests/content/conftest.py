import pytest

from config.content_files import read_rows
from config.starter_content import CONTENT, KINDS


@pytest.fixture(scope="session")
def content():
    """The rows of every content file by its name, as plain values; nothing is loaded."""
    return {kind.name: [row.values for row in read_rows(kind, CONTENT)] for kind in KINDS}
