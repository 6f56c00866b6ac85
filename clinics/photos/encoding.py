"""Write a clean picture anew, in every format and width."""

import hashlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from .reading import read_picture
from .renditions import FORMATS, height_at, widths_of

DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be stored: its files as {(width, extension): bytes}, and the size of the largest.

    `digest`, 32 hexadecimal digits, tells what is seen: two files with the same pixels have the same one,
    whatever else they hold.
    """

    digest: str
    width: int
    height: int
    files: dict


def prepare_picture(file, *, size):
    """Return the Picture of an uploaded file of `size` bytes. Raises RefusedPicture."""
    return encode(read_picture(file, size=size))


def encode(image):
    """Return the Picture of a clean RGB image."""
    files = {}
    for width in widths_of(image.width):
        height = height_at(width, width=image.width, height=image.height)
        small = image
        if width < image.width:
            small = image.resize((width, height), Image.Resampling.LANCZOS)
        for kind in FORMATS:
            file = BytesIO()
            small.save(file, kind.name, **kind.options)
            files[width, kind.extension] = file.getvalue()
    return Picture(digest_of(image), image.width, image.height, files)


def digest_of(image):
    """Return the digest of what an RGB image shows."""
    digest = hashlib.blake2b(f"{image.width}x{image.height}:".encode(), digest_size=DIGEST_BYTES)
    digest.update(image.tobytes())
    return digest.hexdigest()
