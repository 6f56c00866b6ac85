"""What a page shows of a clinic's photos: each in every format and width, the first before the rest."""

import json
from dataclasses import dataclass

from django.db.models import TextField
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse

from clinics.models import ConsentScope, PhotoKind

from .renditions import AVIF, FORMATS, JPEG, WEBP, height_at, widths_of

SHOWN = ("digest", "width", "height", "position", "kind", "alt", "caption", "source", "consent_scope")
# A photo as one text, so that it can come with rows of other tables in one query.
AS_TEXT = Cast(JSONObject(**{name: name for name in SHOWN}), TextField())
PREFERRED = 960  # pixels of width: for a browser that chooses none itself


def photo_address(digest, width, extension, *, token=""):
    """Return the address of one file of a photo; with the token of a preview, one that the preview shows."""
    if token:
        return reverse("clinics:preview_photo", args=[token, digest, width, extension])
    return reverse("clinics:photo", args=[digest, width, extension])


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """One file of a photo: its address, its media type and its size in pixels."""

    url: str
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo as a page shows it; `width` and `height` are those of its largest file, in pixels.

    `token` is that of the preview which shows it.
    """

    digest: str
    width: int
    height: int
    position: int
    kind: str
    alt: str
    caption: str
    source: str
    consent_scope: str
    token: str = ""

    @property
    def sources(self):
        """The media type and the srcset of each format that a browser may prefer to JPEG."""
        return [(kind.media_type, self._srcset(kind)) for kind in (AVIF, WEBP)]

    @property
    def srcset(self):
        """The srcset of the JPEG files."""
        return self._srcset(JPEG)

    @property
    def address(self):
        """The address of the JPEG file that does for most screens."""
        fitting = [width for width in widths_of(self.width) if width <= PREFERRED]
        return self._address((fitting or [self.width])[-1], JPEG)

    def _srcset(self, kind):
        return ", ".join(f"{self._address(width, kind)} {width}w" for width in widths_of(self.width))

    def _address(self, width, kind):
        return photo_address(self.digest, width, kind.extension, token=self.token)


def files_of(photo):
    """Return every PhotoFile of a ClinicPhoto, for programs."""
    return [
        PhotoFile(
            photo_address(photo.digest, width, kind.extension),
            kind.media_type,
            width,
            height_at(width, width=photo.width, height=photo.height),
        )
        for kind in FORMATS
        for width in widths_of(photo.width)
    ]


@dataclass(frozen=True, slots=True)
class Gallery:
    """The photos of a page in their order: the first of the premises, the others, and those of cases."""

    lead: ShownPhoto | None
    premises: list
    cases: list

    def __bool__(self):
        return bool(self.lead or self.cases)

    @property
    def for_reuse(self):
        """The photos of the premises that others may show: the lead first, none shown here alone."""
        premises = [self.lead, *self.premises] if self.lead else []
        return [photo for photo in premises if photo.consent_scope != ConsentScope.PAGES]


def gallery_of(texts, *, token=""):
    """Return the Gallery of photos that were read AS_TEXT; `token` is that of a preview."""
    photos = [ShownPhoto(**json.loads(text), token=token) for text in texts]
    photos.sort(key=lambda photo: (photo.position, photo.digest))
    premises = [photo for photo in photos if photo.kind == PhotoKind.PREMISES]
    cases = [photo for photo in photos if photo.kind != PhotoKind.PREMISES]
    return Gallery(premises[0] if premises else None, premises[1:], cases)
