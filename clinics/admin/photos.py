"""The photos of a clinic on its page: upload, order, description, consent, and taking consent back."""

from operator import attrgetter

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import re_path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinics.korea import SEOUL
from clinics.models import Clinic, ClinicPhoto, PhotoWithdrawal
from clinics.photos.gallery import PhotoFile
from clinics.photos.renditions import JPEG, PHOTO_FILE, height_at, widths_of
from clinics.photos.standing import in_words, standing_in_words
from clinics.photos.storing import NewPhotos, UnwritablePhoto
from clinics.photos.uploading import PictureField, prepare_uploads
from clinics.photos.views import answer_with_file
from clinics.photos.withdrawing import withdraw_photo
from clinics.rights import may_withdraw
from pricing.admin import RecordForm

from .inlines import Owned

MOST = 24  # photos of a clinic


class PhotoForm(forms.ModelForm):
    """One photo of a clinic; a photo is never replaced, for consent is given to one picture."""

    upload = PictureField(
        label=_("File"),
        help_text=_("JPEG, PNG, WebP or AVIF of at most 15 MB. What the camera noted beside is left out."),
    )
    position = forms.IntegerField(
        min_value=0,
        max_value=32_767,
        required=False,
        help_text=_("Its place among the photos; an empty one is put last. The first stands on top."),
    )

    class Meta:
        model = ClinicPhoto
        fields = ["kind", "alt", "alt_ko", "caption", "source", "consent_scope", "given_on", "expires_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["upload"] = PictureField(required=False, disabled=True, widget=forms.HiddenInput)
        else:
            self.initial["position"] = None

    def clean(self):
        """Take the size and the digest of the picture; refuse one whose consent was withdrawn."""
        cleaned = super().clean()
        picture = cleaned.get("upload")
        if picture is not None:
            self.instance.digest = picture.digest
            self.instance.width, self.instance.height = picture.width, picture.height
            withdrawal = PhotoWithdrawal.objects.filter(digest=picture.digest).first()
            if withdrawal is not None:
                self.add_error(
                    "upload",
                    gettext("The consent to this picture was withdrawn on %(day)s: it is not shown again.")
                    % {"day": in_words(withdrawal.withdrawn_on)},
                )
        return cleaned


class PhotoFormSet(forms.BaseInlineFormSet):
    """The photos of one clinic: each once, and each in its place."""

    def is_multipart(self):
        """Tell that files may come: the first photo, which Django asks, may be one that is there already."""
        return True

    def clean(self):
        """Refuse a picture that is there already; put photos without a place last."""
        super().clean()
        kept = [form for form in self.forms if form.is_valid() and not self._should_delete_form(form)]
        seen = set()
        for form in kept:
            digest = form.instance.digest
            if digest and digest in seen:
                form.add_error("upload", _("This clinic has this photo already."))
            seen.add(digest)
        last = max((form.instance.position or 0 for form in kept), default=0)
        for form in kept:
            if form.instance.position is None:
                last += 1
                form.instance.position = last


class PhotoInline(Owned, RecordForm, admin.StackedInline):
    """The photos of a clinic on its page."""

    model = ClinicPhoto
    form = PhotoForm
    formset = PhotoFormSet
    identity = ("digest",)
    file_field = PictureField.NAME
    max_num = MOST
    verbose_name = _("photo")
    verbose_name_plural = _("photos")
    readonly_fields = ["picture"]
    fields = [
        "picture",
        "upload",
        ("position", "kind"),
        "alt",
        "alt_ko",
        ("caption", "source"),
        ("consent_scope", "given_on", "expires_on"),
    ]

    class Media:
        css = {"all": ["css/admin_photos.css"]}
        js = [Script("js/photo_order.js", type="module")]

    def get_formset(self, request, clinic=None, **kwargs):
        # Of this page alone: the admin makes an inline anew for each request.
        self.may_change = self.has_change_permission(request, clinic)
        self.may_withdraw = may_withdraw(request.user)
        return super().get_formset(request, clinic, **kwargs)

    @admin.display(description=_("photo"))
    def picture(self, photo):
        """Show a photo, whether visitors see it, and what this user can do with it."""
        today = timezone.localdate(timezone=SEOUL)
        shown = {"photo": photo, "may_change": self.may_change, "may_withdraw": self.may_withdraw}
        if photo.pk:
            standing = standing_in_words(photo, on=today, cases=settings.SHOW_CASE_PHOTOS)
            shown |= {"standing": standing, "small": small_file(photo)}
        return render_to_string("admin/clinics/photo.html", shown)


def small_file(photo):
    """Return the smallest file of a photo, at an address where editors see it whoever else does."""
    width = widths_of(photo.width)[0]
    return PhotoFile(
        reverse("admin:clinics_clinic_photo", args=[photo.digest, width, JPEG.extension]),
        JPEG.media_type,
        width,
        height_at(width, width=photo.width, height=photo.height),
    )


class WithdrawalForm(forms.Form):
    """On which day a consent was withdrawn."""

    withdrawn_on = forms.DateField(label=_("Withdrawn on"), widget=AdminDateWidget)

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, initial={"withdrawn_on": today}, **kwargs)

    def clean_withdrawn_on(self):
        """Refuse a day to come: a withdrawal is in force at once."""
        day = self.cleaned_data["withdrawn_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come, and a withdrawal is in force at once."))
        return day


class PhotoPages:
    """What the admin of clinics needs for their photos: files before the transaction, and two pages."""

    def get_urls(self):
        """Add the file of a photo that visitors may not see, and the page to withdraw a consent."""
        wrap = self.admin_site.admin_view
        return [
            re_path(
                rf"^photo/{PHOTO_FILE}$",
                wrap(self.photo_view),
                name="clinics_clinic_photo",
            ),
            re_path(
                r"^photo/([1-9][0-9]{0,17})/withdraw/$",
                wrap(self.withdraw_view),
                name="clinics_clinic_withdraw_photo",
            ),
            *super().get_urls(),
        ]

    def changeform_view(self, request, *args, **kwargs):
        """Read the pictures of a form before its transaction begins, and leave no file of one that fails."""
        prepare_uploads(request.FILES)
        try:
            with NewPhotos() as request.new_photos:
                return super().changeform_view(request, *args, **kwargs)
        except UnwritablePhoto as error:
            sentence = gettext("%(error)s Nothing was saved: go back, and save again without new photos.")
            return HttpResponse(sentence % {"error": error}, status=503, content_type="text/plain")

    def save_formset(self, request, form, formset, change):
        """Store the files of new photos before their records."""
        if formset.model is ClinicPhoto:
            kept = [photo for photo in formset.forms if not formset._should_delete_form(photo)]
            pictures = [photo.cleaned_data.get("upload") for photo in kept]
            # In one order: two editors with the same two pictures would wait for each other otherwise.
            for picture in sorted(filter(None, pictures), key=attrgetter("digest")):
                request.new_photos.store(picture)
        super().save_formset(request, form, formset, change)

    def photo_view(self, request, digest, width, extension):
        """Answer with a file of a photo for who may see the listing, drafts and withdrawn photos too."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photo = get_object_or_404(ClinicPhoto.objects.filter(digest=digest).order_by("pk")[:1])
        return answer_with_file(request, photo, int(width), extension)

    def withdraw_view(self, request, pk):
        """Ask on which day the consent to a photo was withdrawn, and withdraw it everywhere."""
        photo = get_object_or_404(ClinicPhoto.objects.select_related("clinic"), pk=pk)
        if not may_withdraw(request.user):
            raise PermissionDenied
        back = reverse("admin:clinics_clinic_change", args=[photo.clinic_id])
        form = WithdrawalForm(request.POST or None, today=timezone.localdate(timezone=SEOUL))
        if request.method == "POST" and form.is_valid():
            withdraw_photo(photo.digest, on=form.cleaned_data["withdrawn_on"], user=request.user)
            self.message_user(
                request,
                gettext("The consent was withdrawn: “%(photo)s” is shown nowhere any more.")
                % {"photo": photo},
                messages.SUCCESS,
            )
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media + form.media,
            "title": gettext("Withdraw the consent to a photo"),
            "photo": photo,
            "small": small_file(photo),
            "form": form,
            "back": back,
            "clinics": Clinic.objects.filter(photos__digest=photo.digest).in_name_order(),
        }
        return TemplateResponse(request, "admin/clinics/withdraw_photo.html", context)
