"""The pages of guides, and the pages about the site itself."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from articles.models import Article, Category
from articles.models.article import ABOUT
from articles.reading import NoSuchPage, read_categories, read_guides, read_page
from articles.structured_data import guide_list, nodes_of
from clinics.korea import SEOUL
from clinics.paging import page_links
from pricing.indexing import is_plain


class GuideListView(TemplateView):
    """The guides, the latest first."""

    template_name = "articles/guide_list.html"

    def get_context_data(self, category=None, **kwargs):
        today = timezone.localdate(timezone.now(), SEOUL)
        try:
            page = read_guides(self.request.GET.get("page", ""), today=today, category=category)
        except NoSuchPage as error:
            raise Http404(_("There is no such page.")) from error
        return super().get_context_data(
            category=category,
            page=page,
            paging=page_links(page.number, page.paginator.num_pages, address_of=self.address_of_page),
            categories=read_categories(today=today),
            is_indexable=bool(page.object_list) and is_plain(self.request, but=["page"]),
            structured_data=[guide_list(category.name if category else _("Guides"), page)],
            **kwargs,
        )

    def address_of_page(self, number):
        """Return the address of a page of this list; the first one has no number."""
        return self.request.path if number == 1 else f"{self.request.path}?page={number}"


class CategoryView(GuideListView):
    """The guides of one category, the latest first."""

    def get_context_data(self, slug, **kwargs):
        return super().get_context_data(category=get_object_or_404(Category, slug=slug), **kwargs)


class ArticleView(TemplateView):
    """One article that visitors see today."""

    template_name = "articles/article.html"

    def get_queryset(self):
        """Return the articles that may stand at this address."""
        return Article.objects.all()

    def get_context_data(self, slug, **kwargs):
        now = timezone.now()
        seen = self.get_queryset().published(today=timezone.localdate(now, SEOUL)).for_page()
        page = read_page(get_object_or_404(seen, slug=slug), at=now)
        return super().get_context_data(page=page, structured_data=nodes_of(page), **kwargs)


class GuideView(ArticleView):
    """A guide with its contents, its sources and what it is about."""

    def get_queryset(self):
        return super().get_queryset().guides()


class AboutView(ArticleView):
    """A page about the site: what it is, how it checks, what it keeps."""

    def get_queryset(self):
        return super().get_queryset().pages()

    def get_context_data(self, slug=ABOUT, **kwargs):
        return super().get_context_data(slug=slug, **kwargs)
