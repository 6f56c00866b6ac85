"""From a file that an editor chose to a Picture, before the transaction begins that stores it.

Reading a picture takes a second or two. SQLite has one write lock, which a form holds from its beginning to
its end: so whoever handles a form reads its pictures first.
"""

from threading import Lock

from django import forms

from .encoding import prepare_picture
from .reading import RefusedPicture

# A picture of 40 megapixels takes some 400 MB while it is read; the threads of a process take turns.
_TURN = Lock()


def prepare_uploads(files):
    """Read the pictures among uploaded files (a MultiValueDict), so that their fields need not."""
    for name in files:
        if name.endswith(f"-{PictureField.NAME}"):
            for file in files.getlist(name):
                file.outcome = _read(file)


def _read(file):
    """Return the Picture of an uploaded file, or the RefusedPicture that says why there is none."""
    with _TURN:
        try:
            return prepare_picture(file, size=file.size)
        except RefusedPicture as refusal:
            return refusal


class PictureField(forms.FileField):
    """A file that is a picture; its value is a Picture."""

    NAME = "upload"
    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"})

    def __init__(self, **kwargs):
        super().__init__(allow_empty_file=True, **kwargs)

    def to_python(self, data):
        """Return the Picture of an uploaded file, None where there is no file."""
        file = super().to_python(data)
        if file is None:
            return None
        outcome = getattr(file, "outcome", None) or _read(file)
        if isinstance(outcome, RefusedPicture):
            raise forms.ValidationError(str(outcome), code="refused")
        return outcome
