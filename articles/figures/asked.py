"""What a guide asks of a figure: its name, its argument and its options."""

from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from pricing.models.procedure import MOST_SESSIONS


class UnknownFigure(Exception):
    """A figure, an option or a record that is not known, as a sentence for the editor.

    `shown` is what can be shown all the same, as safe HTML.
    """

    def __init__(self, sentence, *, shown=""):
        super().__init__(sentence)
        self.shown = shown


@dataclass(frozen=True)
class Figure:
    """A figure where a guide places it; `line` is that of the guide's source."""

    name: str
    argument: str
    options: dict
    is_inline: bool
    line: int

    @classmethod
    def of(cls, part):
        """Return the Figure of a part of a rendered guide."""
        return cls(
            name=part["figure"],
            argument=part.get("argument", ""),
            options=part.get("options", {}),
            is_inline=part.get("inline", False),
            line=part.get("line", 0),
        )

    @property
    def words(self):
        """The words of the argument."""
        return self.argument.split()

    def option(self, name):
        """Return the text of an option, "" where it is not given."""
        return self.options.get(name, "").strip()


def one_of(word, choices, *, what):
    """Return a word that is one of some choices, or raise UnknownFigure; `what` names them: "basis"."""
    if word in choices:
        return word
    words = {"what": what, "word": word, "choices": ", ".join(choices)}
    if not word:
        raise UnknownFigure(_("Say which %(what)s: %(choices)s.") % words)
    raise UnknownFigure(_("“%(word)s” is no %(what)s: it is one of %(choices)s.") % words)


def number_of_sessions(word):
    """Return the number that a word states, or raise UnknownFigure."""
    if word.isascii() and word.isdigit() and 1 <= int(word) <= MOST_SESSIONS:
        return int(word)
    words = {"word": word, "most": MOST_SESSIONS}
    raise UnknownFigure(
        _("“%(word)s” is no number of sessions: write a whole number from 1 to %(most)d.") % words
    )


def take_words(figure, *names, optional=()):
    """Return the words of an argument, "" for optional ones that are missing, or raise UnknownFigure.

    `names` say what each word is: take_words(figure, "treatment", "basis").
    """
    words, all_names = figure.words, [*names, *optional]
    if len(names) <= len(words) <= len(all_names):
        return [*words, *[""] * (len(all_names) - len(words))]
    shown = " ".join([*(f"<{name}>" for name in names), *(f"[{name}]" for name in optional)])
    raise UnknownFigure(
        _("The argument of “%(figure)s” is: %(shown)s.") % {"figure": figure.name, "shown": shown}
    )


def did_you_mean(word, words):
    """Return a question about the word that is nearest to an unknown one, behind a blank, or ""."""
    near = get_close_matches(word, words, n=1)
    return " " + _("Did you mean “%(word)s”?") % {"word": near[0]} if near else ""
