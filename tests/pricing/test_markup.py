"""Markup from parts: what Django's format_html and format_html_join give, for any part."""

from django.utils.functional import lazystr
from django.utils.html import format_html, format_html_join
from hypothesis import given
from hypothesis import strategies as st

from pricing.markup import joined, markup

MARKED = format_html("<b>{}</b>", "&")
PARTS = st.one_of(
    st.text(), st.integers(), st.none(), st.just(MARKED), st.text().map(lazystr), st.just(lazystr("<i>"))
)


@given(PARTS, PARTS)
def test_markup_is_what_django_makes(one, other):
    made = markup('<a title="{}">{named}</a>', one, named=other)

    assert made == format_html('<a title="{}">{named}</a>', one, named=other)
    assert hasattr(made, "__html__")


@given(st.lists(PARTS, max_size=5), st.sampled_from(["", ", ", " <br> ", MARKED]))
def test_joined_is_what_django_makes(parts, separator):
    made = joined(parts, separator)

    assert made == format_html_join(separator, "{}", ((part,) for part in parts))
    assert hasattr(made, "__html__")


def test_what_was_escaped_is_not_escaped_again():
    assert markup("{}", markup("{}", "<")) == "&lt;"
    assert joined([joined(["<"]), ">"]) == "&lt;&gt;"
