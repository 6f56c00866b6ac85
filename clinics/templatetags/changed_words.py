"""Texts with the words marked that changed.

`{% old_words old new %}` and `{% new_words old new %}` stand in two columns, before and after;
`{% words old new %}` shows both in one text, with what stayed cut short.
"""

from django import template

from clinics.history.changed_words import Kind, compare_words, cut_short

register = template.Library()
TEMPLATE = "admin/clinics/_words.html"


@register.inclusion_tag(TEMPLATE)
def old_words(old, new):
    """Show an old text, with the words marked that went."""
    return {"text": old, "pieces": [piece for piece in compare_words(old, new) if piece.kind != Kind.NEW]}


@register.inclusion_tag(TEMPLATE)
def new_words(old, new):
    """Show a new text, with the words marked that came."""
    return {"text": new, "pieces": [piece for piece in compare_words(old, new) if piece.kind != Kind.OLD]}


@register.inclusion_tag("admin/clinics/_change.html")
def words(old, new):
    """Show what went and what came, with some words around it; "" is a value that is not there."""
    return {"old": old, "new": new, "pieces": cut_short(compare_words(old, new))}
