"""In which formats and widths a photo is stored, and how its files are named."""

from dataclasses import dataclass, field

LONGEST = 1_600  # pixels of the longer side of the largest file
STEPS = (480, 960, LONGEST)  # pixels of width
FOLDER = "photos"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its extension, its media type, Pillow's name and how Pillow writes it."""

    extension: str
    media_type: str
    name: str
    options: dict = field(hash=False)


AVIF = Format("avif", "image/avif", "AVIF", {"quality": 60, "speed": 7})
WEBP = Format("webp", "image/webp", "WEBP", {"quality": 78, "method": 4})
JPEG = Format("jpg", "image/jpeg", "JPEG", {"quality": 80, "progressive": True, "optimize": True})

# The end of the address of a file: its photo, its width and its format.
PHOTO_FILE = r"([0-9a-f]{32})/([1-9][0-9]{0,3})\.(avif|webp|jpg)"

# The smallest files first: a browser takes the first format that it knows.
FORMATS = (AVIF, WEBP, JPEG)
BY_EXTENSION = {kind.extension: kind for kind in FORMATS}


def widths_of(width):
    """Return the widths of the files of a photo, in pixels, the smallest first: 1200 -> [480, 960, 1200].

    Nothing is enlarged: the last one is the width that the photo has.
    """
    return [*(step for step in STEPS if step < width), width]


def height_at(wanted, *, width, height):
    """Return how high a photo of width x height pixels is when it is `wanted` pixels wide."""
    return max(1, round(height * wanted / width))


def file_name(digest, width, extension):
    """Return the name under which the storage keeps one file of a photo."""
    return f"{FOLDER}/{digest}/{width}.{extension}"
