"""The form of a listing: its fields, the version it was read from, why it changes and when it should."""

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextInputWidget
from django.utils.translation import gettext_lazy as _

from clinics.models.history import REASON
from pricing.admin import name_boxes
from pricing.plain_text import validate_plain_text

SAVING = ["reason", "opened_version"]
PROPOSING = "due_at"
HIGHEST_VERSION = 2**31 - 1  # what the column holds


class ListingForm(forms.ModelForm):
    """A clinic as an editor sends it; `lacking` holds what keeps it from being published."""

    opened_version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=HIGHEST_VERSION
    )
    reason = forms.CharField(
        max_length=REASON,
        required=False,
        widget=AdminTextInputWidget,
        validators=[validate_plain_text],
        help_text=_("Why you change it, for the history and for whoever decides. May be left empty."),
    )
    due_at = forms.SplitDateTimeField(
        label=_("Apply a proposal on"),
        required=False,
        widget=AdminSplitDateTime,
        help_text=_("Only for a proposal; empty means as soon as it is approved. Time in Seoul."),
    )
    lacking = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if PROPOSING in self.fields:
            name_boxes(self.fields[PROPOSING])
        if self.instance.pk:
            self.fields["opened_version"].initial = self.instance.version

    def clean_opened_version(self):
        """Refuse a page that does not say which version it shows."""
        opened = self.cleaned_data["opened_version"]
        if self.instance.pk and opened is None:
            raise forms.ValidationError(_("This page came in parts. Open it again."))
        return opened

    def clean(self):
        super().clean()
        if self.lacking:
            field = "status" if "status" in self.fields else None
            self.add_error(field, _("Not published: what is missing is listed above."))
