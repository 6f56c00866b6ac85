"""The pages on which a word of a vocabulary is merged into another one of it."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinics.bulk import SHOWN, Stopped, UnreadableSelection, pack_seen, unpack_seen
from clinics.merging.words import Winner, WordMerge, apply_merge, read_merge
from clinics.models import District
from clinics.models.history import REASON
from clinics.rights import may_merge
from clinics.vocabulary import read_districts

from .bulk import APPLY, SELECTION, link_to_record, typed_reason


class IntoForm(forms.Form):
    """Into which other word one is merged, and whose prices stay where a clinic has some for both."""

    into = forms.ChoiceField(label=_("Merge it into"))
    winner = forms.ChoiceField(
        label=_("Where a clinic has a price for both"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, data=None, *, word, has_prices, **options):
        super().__init__(data, **options)
        self.fields["into"].choices = [("", _now("choose one")), *other_words(word)]
        if has_prices:
            self.fields["winner"].choices = [
                (Winner.INTO, _now("the price of the one that stays counts")),
                (Winner.MERGED, _now("the price of the one that goes counts")),
            ]
            self.fields["winner"].initial = Winner.INTO
        else:
            del self.fields["winner"]

    def merge_of(self, word):
        """Return the WordMerge that a valid form asks for."""
        into = type(word)._default_manager.get(slug=self.cleaned_data["into"])
        return WordMerge(word, into, Winner(self.cleaned_data.get("winner") or Winner.INTO))


def other_words(word):
    """Return (slug, name) of the words that one can be merged into; districts as a tree."""
    if isinstance(word, District):
        districts = read_districts()
        return [
            (district.slug, "– " * districts.depth(district) + district.name)
            for district in districts.records
            if district.pk != word.pk
        ]
    others = type(word)._default_manager.exclude(pk=word.pk).order_by("position", "name", "slug")
    return list(others.values_list("slug", "name"))


class MergesWords:
    """A ModelAdmin of a vocabulary whose words can be merged; what is in use is not deleted."""

    actions = ["merge"]

    def get_urls(self):
        page = self.admin_site.admin_view(self.merge_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        return [path("<path:object_id>/merge/", page, name=name), *super().get_urls()]

    def has_merge_permission(self, request):
        """Tell whether words may be merged."""
        return may_merge(request.user, self.model)

    def merge_address(self, word, **asked):
        """Return the address of the page on which a word is merged."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_merge"
        address = reverse(name, args=[word.pk])
        return f"{address}?{urlencode(asked)}" if asked else address

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return super().change_view(
            request, object_id, form_url, {**self.link_to_merge(request, object_id), **(extra_context or {})}
        )

    def delete_view(self, request, object_id, extra_context=None):
        return super().delete_view(
            request, object_id, {**self.link_to_merge(request, object_id), **(extra_context or {})}
        )

    def link_to_merge(self, request, object_id):
        """Return the address of merging a word for its pages, where somebody may do that."""
        word = self.get_object(request, unquote(object_id))
        return {"merge_url": self.merge_address(word)} if word and self.has_merge_permission(request) else {}

    @admin.action(description=_("Merge one word into another"), permissions=["merge"])
    def merge(self, request, queryset):
        """Lead to the page on which the chosen word, or the first of two, is merged."""
        words = list(queryset.order_by("pk")[:3])
        if len(words) > 2:
            sentence = _now("Choose one, or the two that become one.")
            self.message_user(request, sentence, messages.ERROR)
            return None
        asked = {"into": words[1].slug} if len(words) == 2 else {}
        return HttpResponseRedirect(self.merge_address(words[0], **asked))

    def merge_view(self, request, object_id):
        """Ask for the other word, show what would change, and merge."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        key = object_id if object_id.isascii() and object_id.isdigit() else 0
        word = get_object_or_404(self.model, pk=min(int(key), 2**63 - 1))
        asked = request.POST if request.method == "POST" else request.GET
        form = self.into_form(word, asked if "into" in asked else None)
        problem, merge = "", form.merge_of(word) if form.is_valid() else None
        if merge and APPLY in request.POST:
            try:
                return self.apply_merge(request, merge)
            except UnreadableSelection:
                problem = _now("The page did not arrive whole.")
            except Stopped as error:
                problem = str(error)
        return self.merge_page(request, word, form, merge, problem)

    def into_form(self, word, data=None, **options):
        """Return the form that asks for the other word."""
        return IntoForm(data, word=word, has_prices=hasattr(word, "clinic_prices"), **options)

    def apply_merge(self, request, merge):
        """Merge, and lead to the word that stays, saying what was done. Raises Stopped."""
        word, into = merge.word, merge.into
        record = apply_merge(
            merge,
            unpack_seen(request.POST.get(SELECTION, "")),
            user=request.user,
            at=timezone.now(),
            reason=typed_reason(request),
        )
        self.log_deletions(request, [word])
        self.log_change(request, into, record.title)
        sentence = ngettext(
            "{done}: {count} clinic. {link}", "{done}: {count} clinics. {link}", record.changed
        )
        done = format_html(sentence, done=record.title, count=record.changed, link=link_to_record(record))
        self.message_user(request, done, messages.SUCCESS)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[into.pk]))

    def merge_page(self, request, word, form, merge, problem):
        """Return the page of a merge: the question and, once it is answered, what would change."""
        effect = read_merge(merge) if merge else None
        hidden = self.into_form(word, form.data, auto_id=False, use_required_attribute=False)
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _now("Merge %(word)s into another") % {"word": word},
            "word": word,
            "form": form,
            "merge": merge,
            "effect": effect,
            "answers": [field.as_hidden() for field in hidden] if merge else None,
            "selection": pack_seen(effect.listings.seen) if effect else "",
            "other_way": self.merge_address(merge.into, into=word.slug) if merge else "",
            "problem": problem,
            "shown": SHOWN,
            "longest_reason": REASON,
        }
        return TemplateResponse(request, "admin/clinics/merging/word.html", context)
