"""Files of pictures for tests: sound ones, hostile ones, and where they are stored."""

import errno
import struct
import zlib
from io import BytesIO

from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, ImageCms

from clinics.photos.encoding import encode
from clinics.photos.storing import NewPhotos
from tests.factories import make_photo

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
SCRIPT = b"<html><script>alert(1)</script></html>"


def make_image(size=(60, 40), *, corner=RED, rest=BLUE, mode="RGB"):
    """Return an image whose left upper quarter has one color and whose rest has another."""
    image = Image.new("RGB", size, rest)
    image.paste(corner, (0, 0, size[0] // 2, size[1] // 2))
    return image.convert(mode)


def file_of(image, kind="JPEG", **options):
    """Return the bytes of an image in a format."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def upload(content, name="photo.jpg"):
    """Return bytes as a form receives them."""
    return SimpleUploadedFile(name, content)


def opened(content):
    """Return bytes as an image."""
    return Image.open(BytesIO(content))


def chunk(kind, content):
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def make_png(width, height, *chunks, rows=b""):
    """Return a black-and-white PNG that claims a size; `rows` are its compressed pixels."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", header), *chunks, chunk(b"IDAT", rows), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def make_black_png(side):
    """Return a sound PNG of side x side black pixels: a hundred megapixels take fifteen kilobytes."""
    return make_png(side, side, rows=zlib.compress(bytes((1 + (side + 7) // 8) * side)))


def profile_with_red_and_green_exchanged():
    """Return a color profile in which what is stored as red looks green."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"____").replace(b"gXYZ", b"rXYZ").replace(b"____", b"gXYZ")


def store_photo(clinic, image=None, **values):
    """Store the files of an image, as an upload does, and create its record."""
    picture = encode(image or make_image((640, 480)))
    size = {"width": picture.width, "height": picture.height}
    with NewPhotos() as new, transaction.atomic():
        new.store(picture)
        return make_photo(clinic, digest=picture.digest, **size, **values)


class FullDisk(FileSystemStorage):
    """A disk that is full after so many files; of the next one it takes the beginning."""

    def __init__(self, *, room, **options):
        super().__init__(**options)
        self.room = room

    def _save(self, name, content):
        if not self.room:
            super()._save(name, BytesContent(content.read()[:10]))
            raise OSError(errno.ENOSPC, "No space left on device")
        self.room -= 1
        return super()._save(name, content)


class BytesContent(SimpleUploadedFile):
    """Some bytes as a file to store."""

    def __init__(self, content):
        super().__init__("content", content)
