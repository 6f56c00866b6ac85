"""Questions and answers, read from the FAQ section of a guide whenever it is saved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pricing.small_numbers import SmallNumberField

from .article import Article


class Question(models.Model):
    """A question of a guide with its answer, as the parts that a request completes."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="questions")
    position = SmallNumberField(editable=False, help_text=_("From 1."))
    question = models.TextField(editable=False)
    anchor = models.CharField(max_length=120, editable=False)
    parts = models.JSONField(default=list, editable=False)

    class Meta:
        ordering = ["article", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "position"],
                name="%(app_label)s_%(class)s_position_unique",
                violation_error_message=_("The guide has a question at this position already."),
            ),
        ]

    def __str__(self):
        return self.question

    def get_absolute_url(self):
        return f"{self.article.get_absolute_url()}#{self.anchor}"
