"""Where editors keep guides, who writes them, and the notices that stand on medical pages."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.completing import complete
from articles.editing import ArticleForm, noticed
from articles.models import Article, Author, Category, Disclaimer, EmergencyContact, Question
from articles.publishing import publish
from articles.reading import read_page
from articles.saving import differs, save_guide
from clinics.korea import SEOUL
from pricing.admin import RecordAdmin


@admin.register(Category)
class CategoryAdmin(RecordAdmin):
    """What guides are about."""

    list_display = ["name", "slug", "description"]
    search_fields = ["name", "slug"]
    ordering = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Author)
class AuthorAdmin(RecordAdmin):
    """Who writes and reviews guides."""

    list_display = ["name", "kind", "slug", "website"]
    list_filter = ["kind"]
    search_fields = ["name", "slug"]
    ordering = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    formfield_overrides = {
        **RecordAdmin.formfield_overrides,
        models.URLField: {"assume_scheme": "https"},
    }


class QuestionInline(admin.TabularInline):
    """The questions of an article on its page, as they were read from its text: nobody edits them here."""

    model = Question
    extra = 0
    can_delete = False
    fields = readonly_fields = ["position", "question", "anchor"]
    verbose_name = _("question")
    verbose_name_plural = _("questions, read from the text")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("parts")

    def has_add_permission(self, request, article=None):
        return False

    def has_change_permission(self, request, article=None):
        return False


@admin.register(Article)
class ArticleAdmin(RecordAdmin):
    """Guides and pages: their front matter as fields, their text, and what was made of it."""

    form = ArticleForm
    list_display = ["title", "kind", "status", "published_on", "updated_on", "next_review_on", "category"]
    list_filter = ["kind", "status", "category", "author", "published_on", "next_review_on"]
    list_select_related = ["category"]
    search_fields = ["title", "slug", "excerpt"]
    search_help_text = _("Titles, summaries or ends of addresses.")
    ordering = ["-published_on", "slug"]
    actions = ["publish"]
    save_on_top = True
    autocomplete_fields = ["category", "author", "reviewer", "clinics", "districts", "treatments"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["preview", "length", "notices", "unknown"]
    inlines = [QuestionInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", "excerpt", "preview"]}),
        (_("Text"), {"fields": ["body"]}),
        (
            _("Publication"),
            {
                "fields": ["status", ("published_on", "updated_on"), ("edition_year", "audience")],
                "description": _("Days are days in Seoul. A day to come needs nobody to wait for it."),
            },
        ),
        (
            _("Who answers for it"),
            {"fields": ["author", "reviewer", ("reviewed_on", "next_review_on")]},
        ),
        (_("What it is about"), {"fields": ["category", "clinics", "districts", "treatments"]}),
        (_("Other front matter"), {"fields": ["rest", "unknown"]}),
        (_("What was made of it"), {"fields": ["length", "notices"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("source", "rendered")

    def get_object(self, request, object_id, from_field=None):
        article = super().get_object(request, object_id, from_field)
        if article:
            article.refresh_from_db(fields=["source", "rendered"])
        return article

    def get_urls(self):
        preview = self.admin_site.admin_view(self.preview_view)
        return [path("<int:pk>/preview/", preview, name="articles_article_preview"), *super().get_urls()]

    def view_on_site(self, article):
        """Return the address of an article that visitors see today, else None."""
        return article.get_absolute_url() if is_seen(article) else None

    def preview_view(self, request, pk):
        """Show the page of an article as visitors will see it, with what the editor should know."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        article = Article.objects.for_page().filter(pk=pk).first()
        if article is None:
            raise Http404
        page = read_page(article, at=timezone.now(), preview=True)
        context = {
            "page": page,
            "noticed": noticed(article, page.text.errors),
            "is_seen": is_seen(article),
            "change_url": reverse("admin:articles_article_change", args=[pk]),
        }
        return TemplateResponse(request, "articles/preview.html", context)

    def save_model(self, request, article, form, change):
        guide, rendered = form.read
        if not change or form.has_changed() or differs(article, guide, rendered):
            save_guide(guide, rendered, article=article)

    def save_related(self, request, form, formsets, change):
        """Leave the relations as they were written with the article; there is nothing else to save."""
        for formset in formsets:
            self.save_formset(request, form, formset, change)

    @admin.display(description=_("preview"))
    def preview(self, article):
        """Return the link to the page of an article as it was last saved."""
        if not article.pk:
            return _("Save the article first.")
        address = reverse("admin:articles_article_preview", args=[article.pk])
        return format_html('<a href="{}">{}</a>', address, _("See it as visitors will"))

    @admin.display(description=_("length"))
    def length(self, article):
        """Return how long the text is, as "120 words, 1 minute, 2 sections, 0 questions"."""
        rendered = article.rendered
        if not rendered:
            return "-"
        words, minutes = rendered["words"], rendered["minutes"]
        sections, questions = len(rendered["contents"]), len(rendered["questions"])
        counts = [
            ngettext("%(count)d word", "%(count)d words", words) % {"count": words},
            ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes},
            ngettext("%(count)d section", "%(count)d sections", sections) % {"count": sections},
            ngettext("%(count)d question", "%(count)d questions", questions) % {"count": questions},
        ]
        return ", ".join(counts)

    @admin.display(description=_("to look at"))
    def notices(self, article):
        """Return what was noticed about the text when it was saved, and what its figures lack today."""
        if not article.pk:
            return "-"
        sentences = noticed(article, complete(article, at=timezone.now(), preview=True).errors)
        items = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in sentences))
        return format_html("<ul>{}</ul>", items) if sentences else _("Nothing.")

    @admin.display(description=_("of no use to the site"))
    def unknown(self, article):
        """Return the front matter that the site keeps and has no use for."""
        return ", ".join(article.rendered.get("unknown", {})) or _("Nothing.")

    @admin.action(description=_("Publish the selected articles"), permissions=["change"])
    def publish(self, request, queryset):
        today = timezone.localdate(timezone.now(), SEOUL)
        published, failed = publish(queryset, today=today)
        sentence = ngettext(
            "%(count)d article was published.", "%(count)d articles were published.", published
        )
        self.message_user(request, sentence % {"count": published}, messages.SUCCESS)
        for title, error in failed:
            self.message_user(request, f"{title}: {error}", messages.ERROR)


def is_seen(article):
    """Tell whether visitors see an article today."""
    today = timezone.localdate(timezone.now(), SEOUL)
    return Article.objects.published(today=today).filter(pk=article.pk).exists()


@admin.register(Disclaimer)
class DisclaimerAdmin(RecordAdmin):
    """What the site does not promise."""

    list_display = ["title", "slug", "valid_from"]
    search_fields = ["title", "slug", "text"]
    ordering = ["slug"]
    date_hierarchy = "valid_from"
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "text", "valid_from"]


@admin.register(EmergencyContact)
class EmergencyContactAdmin(RecordAdmin):
    """Whom to call, for what, when and in which languages."""

    list_display = ["number", "name", "hours", "languages", "checked_on", "position"]
    search_fields = ["number", "name", "services"]
    ordering = ["position", "number"]
    fieldsets = [
        (None, {"fields": [("number", "name"), "services", "hours", "languages", "note", "position"]}),
        (_("Evidence"), {"fields": ["source", "checked_on"]}),
    ]
