"""A document as text, as a digest and as stored bytes: always the same for the same document."""

import hashlib
import json
import zlib

from django.db import models

NO_PHOTOS = '"photos": [], '
LEVEL = 1  # of zlib: a document shrinks to a third in a few microseconds; higher levels gain little


def as_text(document):
    """Return a document as JSON."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True)


def digest(document):
    """Return the SHA-256 of a document in hexadecimal."""
    return digest_of_text(as_text(document))


def digest_of_text(text):
    """Return the SHA-256 of a document that is text already.

    Having no photos counts as saying nothing of them, as documents did before there were any: what was
    written then keeps its digest. Inside a text the quotes would be escaped.
    """
    return hashlib.sha256(text.replace(NO_PHOTOS, "").encode()).hexdigest()


class DocumentField(models.BinaryField):
    """A document, stored as compressed JSON."""

    def from_db_value(self, value, expression, connection):
        """Return the document that the bytes of a row hold."""
        return self.to_python(None if value is None else bytes(value))

    def to_python(self, value):
        """Return a document as it is, bytes and texts as the document they hold."""
        if isinstance(value, bytes):
            return json.loads(zlib.decompress(value))
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        """Return the bytes of a document, which may be text already."""
        if value is None:
            return None
        text = value if isinstance(value, str) else as_text(value)
        return zlib.compress(text.encode(), LEVEL)

    def value_to_string(self, record):
        """Return the document of a record as text, for dumps of the database."""
        return as_text(self.value_from_object(record))
