"""How the page of a listing is saved: with its history, never over a colleague's save, or as a proposal."""

from contextlib import nullcontext

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from clinics.completeness import Completeness
from clinics.documents import document_of, hold_listings, read_documents
from clinics.history import Occasion, record_saved
from clinics.korea import SEOUL
from clinics.models import Act, ClinicStatus, Proposal
from clinics.offering import list_priced_treatments
from clinics.proposals import keep_aside, propose
from clinics.rights import PROPOSE as PROPOSE_RIGHT
from clinics.rights import Manner, manner_of_editing, may_publish, may_see_proposal
from clinics.saving import Fate, NotStored, settle

from .listing_form import PROPOSING, SAVING, ListingForm
from .matching import match_rows
from .words import names

PUBLISH = "_publish"
PROPOSE = "_propose"
OPENED = "opened_version"


class SavesWithHistory:
    """A ModelAdmin of clinics whose saves leave versions, meet colleagues' saves, and may be proposals."""

    form = ListingForm

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        with timezone.override(SEOUL):
            # A save waits for imports as imports wait for it; to read a page nobody waits.
            holding = transaction.atomic() if request.method == "POST" else nullcontext()
            try:
                with holding:
                    if request.method == "POST":
                        hold_listings()
                    return self.rendered_form(request, object_id, form_url, extra_context)
            except NotStored as taken_back:
                return self.answer_not_stored(request, object_id, form_url, taken_back)

    def rendered_form(self, request, object_id, form_url, extra_context):
        """Return the stock answer; a page is rendered here, for it shows its times as the place has them."""
        context = {**self.read_panel(request, object_id), **(extra_context or {})}
        response = super().changeform_view(request, object_id, form_url, context)
        return response.render() if hasattr(response, "render") else response

    def read_panel(self, request, object_id):
        """Return what the page says beside the form: what the listing lacks, and what waits for it."""
        clinic = self.get_object(request, unquote(object_id)) if object_id else None
        manner = manner_of_editing(request.user, clinic)
        panel = {
            "manner": manner.value,
            "may_publish": may_publish(request.user) and manner == Manner.SAVE,
            "may_propose": request.user.has_perm(PROPOSE_RIGHT),
        }
        if clinic is None:
            return panel
        waiting = Proposal.objects.undecided().filter(clinic_key=clinic.pk).order_by("proposed_at", "pk")
        return {
            **panel,
            "completeness": Completeness.of(document_of(clinic)),
            "proposals": [
                proposal
                for proposal in waiting.select_related("proposed_by")
                if may_see_proposal(request.user, proposal)
            ],
            "is_published": clinic.status == ClinicStatus.PUBLISHED,
        }

    def get_form(self, request, clinic=None, change=False, **kwargs):
        form = super().get_form(request, clinic, change=change, **kwargs)
        form.lacking = getattr(request, "lacking", ())
        return form

    def get_fieldsets(self, request, clinic=None):
        fieldsets = super().get_fieldsets(request, clinic)
        if clinic is not None and manner_of_editing(request.user, clinic) == Manner.LOOK:
            return fieldsets
        can_propose = clinic is not None and request.user.has_perm(PROPOSE_RIGHT)
        fields = [PROPOSING, *SAVING] if can_propose else SAVING
        return [*fieldsets, (_("Before you save"), {"fields": fields, "classes": ["saving"]})]

    def get_formset_kwargs(self, request, clinic, inline, prefix):
        kwargs = super().get_formset_kwargs(request, clinic, inline, prefix)
        if "data" in kwargs and clinic.pk and request.POST.get(OPENED) != str(clinic.version):
            kwargs["files"] = kwargs["files"].copy()
            match_rows(
                kwargs["data"],
                prefix,
                identity=inline.identity,
                existing=inline.read_identities(clinic),
                files=kwargs["files"],
                file_field=inline.file_field,
            )
        return kwargs

    def save_model(self, request, clinic, form, change):
        form.stood = document_of(clinic) if change else None
        form.manner = manner_of_editing(request.user, clinic if change else None)
        if not change:
            clinic.created_by = request.user
        if PUBLISH in request.POST and may_publish(request.user):
            clinic.status = ClinicStatus.PUBLISHED
        super().save_model(request, clinic, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        clinic = form.instance
        added = list_priced_treatments(clinic)
        outcome = settle(
            form.stood,
            read_documents([clinic.pk])[clinic.pk],
            manner=form.manner,
            opened=form.cleaned_data[OPENED],
            version=clinic.version,
            is_proposal=PROPOSE in request.POST and request.user.has_perm(PROPOSE_RIGHT),
        )
        if outcome.fate != Fate.STORED:
            raise NotStored(
                outcome, note=form.cleaned_data["reason"], due_at=form.cleaned_data.get(PROPOSING)
            )
        act = Act.SAVED if change else Act.ADDED
        occasion = Occasion(act, user=request.user, reason=form.cleaned_data["reason"])
        record_saved(clinic.pk, form.stood, occasion=occasion)
        clinic.refresh_from_db(fields=["version"])
        self.tell_kept(request, form, added)

    def tell_kept(self, request, form, added):
        """Tell which treatments stay listed although they were taken out, for they have prices."""
        was_listed = set(form.initial.get("treatments", []))
        if kept := [treatment for treatment in added if treatment in was_listed]:
            messages.warning(
                request,
                _("Still listed, because the clinic has prices for them: %(treatments)s.")
                % {"treatments": names(kept)},
            )

    def answer_not_stored(self, request, object_id, form_url, taken_back):
        """Answer a save of which nothing was stored."""
        outcome = taken_back.outcome
        if outcome.fate == Fate.LACKING:
            request.lacking = outcome.lacking
            return self.rendered_form(request, object_id, form_url, {"lacking": outcome.lacking})
        pk = int(unquote(object_id))
        origin = {"base_number": int(request.POST[OPENED]), "user": request.user, "at": timezone.now()}
        if outcome.fate == Fate.KEPT:
            proposal = keep_aside(pk, outcome.document, note=taken_back.note, **origin)
            return self.answer_kept(request, pk, proposal)
        proposal = propose(pk, outcome.document, note=taken_back.note, due_at=taken_back.due_at, **origin)
        sentence = _("Your proposal for “%(name)s” waits for a decision.") % {"name": proposal.name}
        self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:clinics_proposal_change", args=[proposal.pk]))

    def answer_kept(self, request, pk, proposal):
        """Lead to the page where two versions meet, or back where there is nothing to choose."""
        if proposal is None:
            sentence = _("Somebody saved this listing after you opened it, and you changed nothing in it.")
            self.message_user(request, sentence, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:clinics_clinic_change", args=[pk]))
        sentence = _("Somebody saved this listing after you opened it. Your version is kept: choose below.")
        self.message_user(request, sentence, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:clinics_proposal_change", args=[proposal.pk]))

    def response_add(self, request, clinic, post_url_continue=None):
        return self.response_published(request, clinic) or super().response_add(
            request, clinic, post_url_continue
        )

    def response_change(self, request, clinic):
        return self.response_published(request, clinic) or super().response_change(request, clinic)

    def response_published(self, request, clinic):
        """Return the answer to the button that publishes: the list, with a link to what visitors see."""
        if PUBLISH not in request.POST or clinic.status != ClinicStatus.PUBLISHED:
            return None
        sentence = _("“{name}” is published. {link}")
        link = format_html('<a href="{}">{}</a>', clinic.get_absolute_url(), _("See its page"))
        messages.success(request, format_html(sentence, name=clinic.name, link=link))
        return self.response_post_save_change(request, clinic)
