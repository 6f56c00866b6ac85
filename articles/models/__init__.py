"""Guides, pages and what stands around them."""

from .article import Article, ArticleKind, ArticleStatus
from .bylines import Author, AuthorKind, Category
from .notices import Disclaimer, EmergencyContact
from .question import Question

__all__ = [
    "Article",
    "ArticleKind",
    "ArticleStatus",
    "Author",
    "AuthorKind",
    "Category",
    "Disclaimer",
    "EmergencyContact",
    "Question",
]
