"""What a check of a guide has to say, line by line."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class RemarkKind(models.TextChoices):
    """What a remark is about, the gravest first; all but the last are to be mended."""

    CONTRADICTION = "contradiction", _("contradiction")
    UNKNOWN = "unknown", _("unknown")
    DEAD_LINK = "dead-link", _("dead link")
    TYPED = "typed", _("typed by hand")


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark about a line of a guide's source, as a sentence; `text` is what it quotes of it, or ""."""

    kind: RemarkKind
    line: int
    sentence: str
    text: str = ""

    @property
    def order(self):
        """Sort key: by line, the gravest first."""
        return self.line, list(RemarkKind).index(self.kind), self.sentence
