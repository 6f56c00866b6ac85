"""Words that promise too much: superlatives, guarantees and claims that nobody can check (fact S266)."""

import re

from django.utils.translation import gettext as _

from .dates import kept_clinics
from .tasks import Task, field

TEXTS = (
    "focus_summary",
    "target_clients",
    "artistic_style",
    "technology",
    "service_note",
    "differentiator",
    "description",
    "expertise",
    "experience",
    "access",
)
# Whole words in English; Korean words may carry particles.
ENGLISH = (
    r"best",
    r"world[- ]class",
    r"world['’]s (?:first|finest|leading)",
    r"leading",
    r"unrivall?ed",
    r"unparallell?ed",
    r"unmatched",
    r"second to none",
    r"number one",
    r"no\. ?1",
    r"#1",
    r"perfect(?:ly)?",
    r"flawless(?:ly)?",
    r"guarantee[sd]?",
    r"100 ?%",
    r"risk[- ]free",
    r"pain(?:less(?:ly)?|[- ]free)",
    r"no (?:risks?|pain|side effects?)",
    r"without (?:any )?(?:risks?|pain|side effects?)",
    r"completely safe",
    r"lasts? forever",
    r"miracle",
    r"cheapest",
    r"most (?:advanced|trusted|experienced|famous)",
)
KOREAN = (
    "최고",
    "최상",
    "최초",
    "유일",
    "완벽",
    "보장",
    "무통",
    "부작용 ?없",
    "(?:국내|세계) ?1위",
    "영구적",
)
PROMISE = re.compile(rf"(?<![\w]) ?(?:{'|'.join(ENGLISH)})(?![\w])|{'|'.join(KOREAN)}", re.IGNORECASE)


def promises_in(text):
    """Return the words of a text that promise too much, each once and as they stand, in order."""
    return list(dict.fromkeys(found.strip() for found in PROMISE.findall(text)))


def promising(*, at):
    """Return a Task for each text of a listing that promises too much, by name; one query."""
    tasks = []
    clinics = kept_clinics().in_name_order().values_list("pk", "name", *TEXTS)
    for pk, name, *texts in clinics.iterator(2_000):
        for column, text in zip(TEXTS, texts, strict=True):
            if text and (words := promises_in(text)):
                quoted = ", ".join(f"“{word}”" for word in words)
                label = kept_clinics().model._meta.get_field(column).verbose_name
                sentence = _("%(field)s says %(words)s") % {"field": label, "words": quoted}
                tasks.append(Task(name, sentence, pk, field(column)))
    return tasks
