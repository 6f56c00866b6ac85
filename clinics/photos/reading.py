"""Read an uploaded picture with suspicion: what comes out is pixels, and nothing else of the file.

Only four formats are ever opened, by name. The size in bytes is looked at before the file is read, the size
in pixels before it is decoded. Everything beside the pixels is left behind: where and with what a photo was
taken, its color profile, thumbnails, comments, and whatever a file carries before or after its picture.
"""

import struct
import zlib
from io import BytesIO

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms

from .renditions import LONGEST

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 40_000_000
OPENED = ("JPEG", "PNG", "WEBP", "AVIF")
# A JPEG of a phone may hold a second picture, such as one of depth; the first is the photo.
WITH_MORE_PICTURES = "MPO"

# What Pillow's readers raise for a file that is not what it says.
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    RuntimeError,
    struct.error,
    zlib.error,
)
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class RefusedPicture(ValueError):
    """A file that is not taken; the message is one sentence for the editor."""


def read_picture(file, *, size):
    """Return an uploaded picture as an RGB image in sRGB, upright, its longer side at most LONGEST pixels.

    `file` is a binary file of `size` bytes. What is transparent becomes white. Raises RefusedPicture.
    """
    with _opened(_content(file, size)) as picture:
        _check(picture)
        return _cleaned(picture)


def _content(file, size):
    """Return the bytes of a file of acceptable size."""
    if size > MOST_BYTES:
        raise RefusedPicture(
            _("The file has %(size)s: at most %(most)s are taken.")
            % {"size": filesizeformat(size), "most": filesizeformat(MOST_BYTES)}
        )
    file.seek(0)
    content = file.read(MOST_BYTES)
    if not content:
        raise RefusedPicture(_("The file is empty: nothing was in it."))
    return content


def _opened(content):
    try:
        return Image.open(BytesIO(content), formats=OPENED)
    except TOO_LARGE as error:
        raise _too_many_pixels() from error
    except UNREADABLE as error:
        raise RefusedPicture(
            _("The file is no picture in one of the formats JPEG, PNG, WebP and AVIF. Save it as JPEG first.")
        ) from error


def _check(picture):
    """Refuse, before anything is decoded, a picture of too many pixels or of several frames."""
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many_pixels()
    if picture.format != WITH_MORE_PICTURES and getattr(picture, "is_animated", False):
        raise RefusedPicture(_("The picture moves: only pictures that stand still are taken."))


def _too_many_pixels():
    return RefusedPicture(
        _("The picture has more than %(most)d megapixels, which is the most that is taken: make it smaller.")
        % {"most": MOST_PIXELS // 1_000_000}
    )


def _cleaned(picture):
    try:
        picture.load()
        turn = TURNS.get(_orientation(picture))
        profile = picture.info.get("icc_profile")
        small = _resizable(picture)
        small.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
        if turn is not None:
            small = small.transpose(turn)
        return _on_white(small, profile)
    except TOO_LARGE as error:
        raise _too_many_pixels() from error
    except UNREADABLE as error:
        raise RefusedPicture(
            _("The file is damaged: its picture breaks off or cannot be read. Send or export it again.")
        ) from error


def _orientation(picture):
    """Return how the camera was held, as Exif counts from 1 to 8; None where that cannot be read."""
    try:
        return picture.getexif().get(ExifTags.Base.Orientation)
    except UNREADABLE:
        return None


def _resizable(picture):
    """Return the picture in a mode in which pixels can be averaged: no palette, eight bits a channel."""
    if picture.mode.startswith("I"):
        # Pillow would cut off what is above 255 in place of scaling it.
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode == "P" or "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture.convert("L") if picture.mode == "1" else picture


def _on_white(picture, profile):
    """Return a new RGB image of the picture on white, which holds nothing but pixels."""
    has_alpha = "A" in picture.getbands()
    alpha = picture.getchannel("A") if has_alpha else None
    colors = picture.convert("L" if picture.mode == "LA" else "RGB") if has_alpha else picture
    clean = Image.new("RGB", picture.size, "white")
    clean.paste(_in_srgb(colors, profile), mask=alpha)
    return clean


def _in_srgb(picture, profile):
    """Return a picture in sRGB; a color profile that cannot be read counts as none."""
    if profile:
        try:
            return ImageCms.profileToProfile(
                picture, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, *UNREADABLE):
            return picture.convert("RGB")
    return picture.convert("RGB")
