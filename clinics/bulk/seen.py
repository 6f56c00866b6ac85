"""Which listings an editor saw, each in which version, in one text that a form carries: small for thousands.

Whoever sends another text than they got only names other listings or versions: what they may do is decided
elsewhere, and a version that is not the present one stops the act.
"""

import base64
import binascii
import json
import zlib
from itertools import accumulate, pairwise

LEVEL = 9  # of zlib
MOST_BYTES = 8 * 1024 * 1024  # unpacked: some hundred thousand listings
HIGHEST_KEY = 2**63 - 1
HIGHEST_VERSION = 2**31 - 1


class UnreadableSelection(ValueError):
    """A text that names no listings and versions: it was cut off or changed on its way."""


def pack_seen(seen):
    """Return {primary key: version} as one text of ASCII letters, digits, "-" and "_"."""
    keys = sorted(seen)
    steps = [after - before for before, after in pairwise([0, *keys])]
    text = json.dumps([steps, [seen[key] for key in keys]], separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), LEVEL)).decode()


def unpack_seen(text):
    """Return the {primary key: version} that a text holds, by key. Raises UnreadableSelection."""
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(base64.b64decode(text, altchars=b"-_", validate=True), MOST_BYTES)
        if unpacking.unconsumed_tail or not unpacking.eof:
            raise UnreadableSelection
        steps, versions = json.loads(content)
        if len(steps) != len(versions) or not all(type(each) is int for each in [*steps, *versions]):
            raise UnreadableSelection
    except (ValueError, TypeError, binascii.Error, zlib.error, RecursionError) as error:
        raise UnreadableSelection from error
    keys = list(accumulate(steps))
    if any(step < 1 for step in steps) or any(not 1 <= each <= HIGHEST_VERSION for each in versions):
        raise UnreadableSelection
    if keys and keys[-1] > HIGHEST_KEY:
        raise UnreadableSelection
    return dict(zip(keys, versions, strict=True))
