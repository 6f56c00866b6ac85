"""Where proposals are listed, shown beside what stands now, and decided."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from clinics.history.merging import Side, Undecided
from clinics.korea import SEOUL
from clinics.models import Proposal, ProposalState
from clinics.models.history import REASON
from clinics.previewing import Kind, preview_token
from clinics.proposals import Decision, Unfit, apply_proposal, give_up
from clinics.rights import DECIDE, may_decide, may_decline, may_give_up, may_see_proposal

from .reasons import typed_reason

SEEN = "seen"
CHOICE = "choice:"


@admin.register(Proposal)
class ProposalAdmin(admin.ModelAdmin):
    """What listings are proposed to become; nobody adds, changes or deletes one by hand."""

    list_display = ["name", "state", "proposed_by", "proposed_at", "due_at", "note"]
    list_filter = ["state"]
    list_select_related = ["proposed_by"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["name", "note"]
    ordering = ["-proposed_at", "-pk"]
    actions = None

    def get_queryset(self, request):
        proposals = super().get_queryset(request)
        mine = proposals.filter(proposed_by=request.user)
        return proposals if request.user.has_perm(DECIDE) else mine

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, proposal=None):
        return False

    def has_delete_permission(self, request, proposal=None):
        return False

    def changelist_view(self, request, extra_context=None):
        with timezone.override(SEOUL):
            context = {"title": _("Proposals"), **(extra_context or {})}
            response = super().changelist_view(request, context)
            return response.render() if hasattr(response, "render") else response

    def get_urls(self):
        view = self.admin_site.admin_view
        preview = path("<int:key>/preview/", view(self.preview_view), name="clinics_proposal_preview")
        return [preview, *super().get_urls()]

    def read_proposal(self, request, key):
        """Return a proposal that the user may see; refuse the others. `key` may be any text."""
        proposals = Proposal.objects.select_related("proposed_by", "decided_by")
        is_number = str(key).isascii() and str(key).isdigit()
        proposal = proposals.filter(pk=int(key)).first() if is_number else None
        if proposal is None:
            raise Http404(_now("There is no such proposal."))
        if not may_see_proposal(request.user, proposal):
            raise PermissionDenied
        return proposal

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show a proposal beside what stands now, and take the decision about it."""
        if object_id is None:
            raise PermissionDenied
        proposal = self.read_proposal(request, unquote(object_id))
        problems = []
        if request.method == "POST":
            try:
                return self.decide(request, proposal)
            except Undecided:
                problems = [_now("Choose one of the two wherever both sides changed the same field.")]
            except Unfit as error:
                problems = error.reasons
        return self.decision_page(request, self.read_proposal(request, proposal.pk), problems)

    def decision_page(self, request, proposal, problems):
        """Return the page of a proposal."""
        deciding = Decision.about(proposal)
        user = request.user
        can_apply = may_decide(user, proposal, deciding.clinic)
        is_compared = proposal.is_undecided and deciding.clinic is not None
        request.current_app = self.admin_site.name
        with timezone.override(SEOUL):
            context = {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": _now("Proposal for %(name)s") % {"name": proposal.name},
                "proposal": proposal,
                "is_kept": proposal.state == ProposalState.KEPT,
                "deciding": deciding,
                "choices": deciding.choices(choices_in(request.POST)) if is_compared else [],
                "problems": problems,
                "can_apply": can_apply,
                "is_later": proposal.due_at is not None and proposal.due_at > timezone.now(),
                "can_decline": may_decline(user, proposal),
                "can_withdraw": may_give_up(user, proposal),
                "longest_reason": REASON,
            }
            template = "admin/clinics/proposal/change_form.html"
            return TemplateResponse(request, template, context).render()

    def decide(self, request, proposal):
        """Do what a button of the page says, and lead on. Raises Undecided and Unfit."""
        user, now = request.user, timezone.now()
        decision = typed_reason(request, "decision")
        if "_apply" in request.POST:
            if not may_decide(user, proposal, Decision.about(proposal).clinic):
                raise PermissionDenied
            seen = request.POST.get(SEEN, "")
            decided = apply_proposal(
                proposal,
                user=user,
                at=now,
                seen_number=int(seen) if seen.isdecimal() else None,
                choices=choices_in(request.POST),
                decision=decision,
            )
        elif "_decline" in request.POST and may_decline(user, proposal):
            decided = give_up(proposal, state=ProposalState.DECLINED, user=user, at=now, decision=decision)
        elif "_withdraw" in request.POST and may_give_up(user, proposal):
            decided = give_up(proposal, state=ProposalState.WITHDRAWN, user=user, at=now, decision=decision)
        else:
            raise PermissionDenied
        was_kept = proposal.state == ProposalState.KEPT
        return self.answer_decided(request, decided, was_kept=was_kept)

    def answer_decided(self, request, proposal, *, was_kept):
        """Say what was decided, and lead to the listing or back to the list."""
        applied = (
            _now("“%(name)s” is saved as you chose.") if was_kept else _now("“%(name)s” is as proposed.")
        )
        sentences = {
            ProposalState.APPLIED: applied,
            ProposalState.APPROVED: _now("The proposal for “%(name)s” is approved and waits for its day."),
            ProposalState.DECLINED: _now("The proposal for “%(name)s” was declined."),
            ProposalState.WITHDRAWN: _now("Your version of “%(name)s” was given up."),
        }
        self.message_user(request, sentences[proposal.state] % {"name": proposal.name}, messages.SUCCESS)
        if proposal.state == ProposalState.APPLIED:
            return HttpResponseRedirect(reverse("admin:clinics_clinic_change", args=[proposal.clinic_key]))
        return HttpResponseRedirect(reverse("admin:clinics_proposal_changelist"))

    def history_view(self, request, object_id, extra_context=None):
        """Lead to the proposal: its page says all that happened to it."""
        proposal = self.read_proposal(request, unquote(object_id))
        return HttpResponseRedirect(reverse("admin:clinics_proposal_change", args=[proposal.pk]))

    def preview_view(self, request, key):
        """Lead to the page as it would be, under a link that can be passed on."""
        proposal = self.read_proposal(request, key)
        token = preview_token(Kind.PROPOSAL, proposal.pk, at=timezone.now())
        return HttpResponseRedirect(reverse("clinics:preview", args=[token]))


def choices_in(sent):
    """Return {key of a part: Side} that a form has sent; what is no side is left out."""
    sides = {side.value: side for side in Side}
    return {
        name.removeprefix(CHOICE): sides[sent[name]]
        for name in sent
        if name.startswith(CHOICE) and sent[name] in sides
    }
