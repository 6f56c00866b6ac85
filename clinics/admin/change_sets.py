"""Import a file in the admin: upload, say how it is read, check step by step, choose rows, apply, undo."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinics.change_sets import (
    MOST_BYTES,
    MOST_ROWS,
    NotReady,
    apply_change_set,
    begin_check,
    check_step,
    choose_all,
    choose_rows,
    fits,
    rejected_file,
    upload,
    vanished_of,
)
from clinics.change_sets.choosing import WRITABLE
from clinics.change_sets.mappings import shipped_mappings, suggested_mapping
from clinics.importing import Refused, UnreadableTable, UnusableMapping, undo_batch
from clinics.models import ChangeSet, ChangeSetState, ImportKind
from clinics.rights import IMPORT
from pricing.tables.checking import Verdict
from pricing.tables.delimiters import guess_delimiter
from pricing.tables.guesses import guess_encoding
from pricing.tables.spreadsheets import is_spreadsheet

ROWS_A_PAGE = 50
SHOWN_AT_FIRST = 5
GUESS = ""
OURS, WRITTEN = "", "written"
ENCODINGS = [
    (GUESS, _("find out")),
    ("utf-8", "UTF-8"),
    ("cp949", _("Korean (CP949, EUC-KR)")),
    ("utf-16", "UTF-16"),
    ("cp1252", _("Western European (Windows)")),
]
DELIMITERS = [(GUESS, _("find out")), (",", _("comma")), (";", _("semicolon")), ("tab", _("tab"))]


class UploadForm(forms.Form):
    """A file and what its rows are."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most %(megabytes)d MB and %(rows)d rows.")
        % {"megabytes": MOST_BYTES // 1024 // 1024, "rows": MOST_ROWS},
    )
    kind = forms.ChoiceField(label=_("Its rows are"), choices=ImportKind.choices)
    encoding = forms.ChoiceField(label=_("Letters of a CSV file"), choices=ENCODINGS, required=False)
    delimiter = forms.ChoiceField(label=_("Between its cells"), choices=DELIMITERS, required=False)

    def clean_file(self):
        """Refuse a file that is too large before any of it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(megabytes)d MB: split it."),
                params={"megabytes": MOST_BYTES // 1024 // 1024},
            )
        return file


class ReadingForm(forms.Form):
    """How the columns of a file are read."""

    mapping = forms.ChoiceField(label=_("Columns"), required=False)
    text = forms.CharField(
        label=_("Mapping"),
        required=False,
        strip=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        help_text=_("Counts where “as written below” is chosen. docs/importing.md explains each line."),
    )
    is_published = forms.BooleanField(label=_("Publish every clinic of the file"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.shipped = shipped_mappings()
        self.fields["mapping"].choices = [
            (OURS, _("our own column names")),
            (WRITTEN, _("as written below")),
            *((name, name.replace("_", " ")) for name in self.shipped),
        ]

    def chosen_text(self):
        """Return the text of the mapping that was chosen, "" for our own column names."""
        choice = self.cleaned_data["mapping"]
        return self.cleaned_data["text"] if choice == WRITTEN else self.shipped.get(choice, "")


@admin.register(ChangeSet)
class ChangeSetAdmin(admin.ModelAdmin):
    """The files that editors brought, and the pages on which they become imports."""

    list_display = ["file_name", "kind", "state", "created_by", "created_at", "batch"]
    list_filter = ["state", "kind"]
    list_select_related = ["created_by", "batch"]
    ordering = ["-created_at", "-pk"]
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_module_permission(self, request):
        return request.user.has_perm(IMPORT)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(IMPORT)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm(IMPORT) and (obj is None or obj.state != ChangeSetState.APPLIED)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/rejected.csv", view(self.rejected_view), name="clinics_changeset_rejected"),
            path("<int:pk>/act/<slug:act>/", view(self.act_view), name="clinics_changeset_act"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        """Take a file."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                change_set = self.store(request, form.cleaned_data)
            except UnreadableTable as error:
                form.add_error("file", str(error))
            else:
                return HttpResponseRedirect(self.address(change_set.pk))
        return self.answer(request, "upload", form=form, title=_("Import a file"))

    def store(self, request, values):
        """Store an upload and return its ChangeSet; raises UnreadableTable."""
        content = values["file"].read()
        encoding, delimiter = values["encoding"], values["delimiter"]
        if not is_spreadsheet(content):
            encoding = encoding or guess_encoding(content)[0]
            delimiter = delimiter or guess_delimiter(content, encoding)[0]
        return upload(
            content,
            file_name=values["file"].name,
            kind=values["kind"],
            user=request.user,
            at=timezone.now(),
            **({"encoding": encoding, "delimiter": delimiter} if encoding else {}),
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show how far a file has come, and what can be done next."""
        change_set = self.found(request, object_id)
        counts = dict(change_set.rows.order_by().values_list("verdict").annotate(Count("pk")))
        context = {
            "change_set": change_set,
            "title": change_set.file_name,
            "total": sum(counts.values()),
            "checked": sum(count for verdict, count in counts.items() if verdict),
        }
        if change_set.state == ChangeSetState.UPLOADED:
            context |= self.how_it_is_read(change_set)
        elif change_set.state != ChangeSetState.CHECKING:
            context |= self.rows_of(request, change_set, counts)
        return self.answer(request, change_set.state, **context)

    def how_it_is_read(self, change_set, form=None):
        """Return what the page shows before a file is checked."""
        return {
            "form": form or ReadingForm(initial=self.initial_reading(change_set)),
            "first_rows": change_set.rows.order_by("number")[:SHOWN_AT_FIRST],
        }

    def initial_reading(self, change_set):
        """Return what the form says at first: the last mapping, or a suggestion where columns are foreign."""
        if change_set.mapping:
            return {"mapping": WRITTEN, "text": change_set.mapping, "is_published": change_set.is_published}
        if change_set.kind != ImportKind.CLINICS or fits(change_set):
            return {"mapping": OURS}
        try:
            return {"mapping": WRITTEN, "text": suggested_mapping(change_set)}
        except UnreadableTable:
            return {"mapping": OURS}

    def rows_of(self, request, change_set, counts):
        """Return what the page shows of the rows: those with one verdict, or all that need a look."""
        verdict = request.GET.get("verdict", "")
        rows = change_set.rows.order_by("number")
        if verdict == "twins":
            rows = rows.exclude(twins=[])
        elif verdict in set(Verdict):
            rows = rows.filter(verdict=verdict)
        else:
            verdict = ""
            rows = rows.exclude(verdict__in=[Verdict.UNCHANGED, Verdict.SKIPPED])
        return {
            "verdict": verdict,
            "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
            "counts": [(each, counts.get(each, 0)) for each in Verdict],
            "twins": change_set.rows.exclude(twins=[]).count(),
            "chosen": change_set.rows.filter(is_chosen=True, verdict__in=WRITABLE).count(),
            "vanished": vanished_of(change_set),
            "writable": set(WRITABLE),
        }

    def act_view(self, request, pk, act):
        """Do one thing with a file: read, check, choose, apply, undo or again."""
        change_set = self.found(request, pk)
        if request.method != "POST":
            return HttpResponseRedirect(self.address(pk))
        acts = {
            "read": self.read_file,
            "check": self.check_file,
            "choose": self.choose_file,
            "apply": self.apply_file,
            "undo": self.undo_file,
            "again": self.again_file,
        }
        if act not in acts:
            return HttpResponseRedirect(self.address(pk))
        return acts[act](request, change_set) or HttpResponseRedirect(self.address(pk))

    def read_file(self, request, change_set):
        form = ReadingForm(request.POST)
        if form.is_valid():
            try:
                begin_check(
                    change_set,
                    mapping=form.chosen_text(),
                    is_published=form.cleaned_data["is_published"],
                )
                return None
            except (UnusableMapping, UnreadableTable) as error:
                form.add_error("mapping", str(error))
        context = self.how_it_is_read(change_set, form)
        return self.answer(
            request, ChangeSetState.UPLOADED, change_set=change_set, title=change_set.file_name, **context
        )

    def check_file(self, request, change_set):
        check_step(change_set.pk)

    def again_file(self, request, change_set):
        if change_set.state in {ChangeSetState.READY, ChangeSetState.CHECKING}:
            change_set.state = ChangeSetState.UPLOADED
            change_set.save(update_fields=["state"])

    def choose_file(self, request, change_set):
        if change_set.state == ChangeSetState.READY:
            which = request.POST.get("which", "")
            if which in {"all", "none"}:
                choose_all(change_set, is_chosen=which == "all")
            else:
                shown, chosen = (numbers(request.POST.getlist(name)) for name in ("shown", "chosen"))
                choose_rows(change_set, shown=shown, chosen=chosen)
        if request.POST.get("then") == "apply":
            return self.apply_file(request, change_set)
        return HttpResponseRedirect(f"{self.address(change_set.pk)}?{request.GET.urlencode()}")

    def apply_file(self, request, change_set):
        try:
            batch = apply_change_set(change_set.pk, user=request.user)
        except NotReady as error:
            messages.error(request, str(error))
            return
        count = batch.new + batch.changed
        sentence = ngettext("%(count)d row was written.", "%(count)d rows were written.", count)
        messages.success(request, sentence % {"count": count})

    def undo_file(self, request, change_set):
        if change_set.batch is None:
            return
        try:
            batch, count, _names = undo_batch(change_set.batch_id, user=request.user)
        except Refused as error:
            messages.error(request, str(error))
            return
        sentence = ngettext(
            "Import %(number)d was undone: %(count)d listing is as it was.",
            "Import %(number)d was undone: %(count)d listings are as they were.",
            count,
        )
        messages.success(request, sentence % {"number": batch.pk, "count": count})

    def rejected_view(self, request, pk):
        """Answer the rejected rows with their reasons as CSV."""
        change_set = self.found(request, pk)
        response = StreamingHttpResponse(rejected_file(change_set), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="rejected-{change_set.pk}.csv"'
        return response

    def found(self, request, pk):
        """Return a ChangeSet, for those who may import."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        change_sets = ChangeSet.objects.select_related("batch", "created_by")
        return get_object_or_404(change_sets, pk=int(pk) if str(pk).isdigit() else 0)

    def address(self, pk):
        """Return the address of a file's page."""
        return reverse("admin:clinics_changeset_change", args=[pk])

    def answer(self, request, name, **context):
        """Return one of the pages."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/clinics/changeset/{name}.html", context)


def numbers(texts):
    """Return the whole numbers among some texts."""
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10]
