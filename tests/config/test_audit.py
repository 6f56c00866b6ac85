"""The scan for secrets finds a key wherever it stands, and nothing in a file without one."""

import runpy

import pytest
from django.conf import settings

KEY = "AKIA" + "Q7ZT5XW3LKJH2MNB"  # in two parts, or it would be found here


@pytest.fixture(scope="module")
def audit():
    return runpy.run_path(settings.BASE_DIR / "bin" / "audit.py")


@pytest.mark.parametrize(
    ("text", "is_found"),
    [(f'key = "{KEY}"\n', True), ("-----BEGIN RSA PRIVATE " + "KEY-----\n", True), ("key = None\n", False)],
)
def test_key_is_found_also_where_only_real_ones_count(audit, tmp_path, text, is_found):
    path = tmp_path / "settings.py"
    path.write_text(text, encoding="utf-8")
    lenient = [argument for plugin in audit["OF_TESTS"] for argument in ("--disable-plugin", plugin)]

    assert audit["scan"]([str(path)]) is is_found
    assert audit["scan"]([str(path)], *lenient) is is_found
