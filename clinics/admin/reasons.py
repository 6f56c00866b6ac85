"""Why an editor does something, as they typed it."""

from clinics.models.history import REASON


def typed_reason(request, name="reason"):
    """Return the reason that a form has sent, in one line as long as the history keeps."""
    return " ".join(request.POST.get(name, "").replace("\0", "").split())[:REASON]
