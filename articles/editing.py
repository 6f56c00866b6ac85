"""The form in which editors write an article: fields for its front matter, and its text."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.composing import TYPED, compose, rest_of
from articles.front_matter import UnreadableGuide, line_of_body, parse_guide
from articles.models import Article
from articles.saving import RELATED, read_article
from articles.yaml_reading import UnreadableYaml, read_mapping
from pricing.plain_text import validate_plain_text


def noticed(article, problems):
    """Return what was noticed when an article was saved, and the Problems of its figures, as sentences.

    Their lines are counted as the editor sees them: within the text alone.
    """
    rows = [(notice["line"], notice["text"]) for notice in article.rendered.get("notices", [])]
    rows += [(problem.line, problem.sentence) for problem in problems]
    placed = [(line_of_body(article.source, line), text) for line, text in sorted(rows)]
    numbered = gettext("Line %(line)d: %(text)s")
    return [numbered % {"line": line, "text": text} if line else text for line, text in placed]


class PlainTextField(forms.CharField):
    """A text area whose lines end as those of files do, so that a text sent back is no change."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class ArticleForm(forms.ModelForm):
    """An article as values and text; together they become its source, which alone is saved.

    After validation `read` holds the Guide and what is rendered of it.
    """

    body = PlainTextField(
        label=_("text"),
        required=False,
        strip=False,
        validators=[validate_plain_text],
        widget=forms.Textarea(attrs={"rows": 40, "class": "vLargeTextField", "spellcheck": "true"}),
        help_text=_("Markdown. Figures such as {price}`crown package` are drawn from the records."),
    )
    rest = PlainTextField(
        label=_("other front matter"),
        required=False,
        validators=[validate_plain_text],
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField"}),
        help_text=_("YAML: sources, takeaways, tags, wanted, and whatever else the file came with."),
    )

    class Meta:
        model = Article
        fields = list(TYPED)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored = None
        if self.instance.pk:
            self.stored = parse_guide(self.instance.source, name=self.instance.slug)
            self.initial |= {"body": self.stored.body, "rest": rest_of(self.stored).strip()}

    def clean_rest(self):
        """Refuse front matter that cannot be read, or that has a field of its own, beside the field."""
        rest = self.cleaned_data["rest"]
        try:
            values, lines = read_mapping(rest)
        except UnreadableYaml as error:
            raise ValidationError(str(UnreadableGuide(error.reason, line=error.line))) from error
        for key in values:
            if key.strip().lower() in {*TYPED, *TYPED.values()}:
                reason = _("“%(key)s” has a field of its own.") % {"key": key}
                raise ValidationError(str(UnreadableGuide(reason, line=lines[key])))
        return rest

    def clean(self):
        """Compose the source out of the fields and read it, so that all that is wrong is said in the form."""
        values = super().clean()
        if self.errors:
            return values
        typed = {name: values.get(name) for name in TYPED}
        for name in RELATED:
            typed[name] = [record.slug for record in values.get(name) or ()]
        for name in ("category", "reviewer"):
            typed[name] = values[name].name if values.get(name) else ""
        more = self.stored.more_authors if self.stored else ()
        typed["author"] = [values["author"].name, *more] if values.get("author") else []
        source = self.instance.source
        if not self.stored or self.has_changed():
            source = compose(typed, values["rest"], values["body"])
        try:
            self.read = read_article(source, name=values["slug"])
        except UnreadableGuide as error:
            line = line_of_body(source, error.line)
            self.add_error("body" if line else None, str(UnreadableGuide(error.reason, line=line)))
        return values
