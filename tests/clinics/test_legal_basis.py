"""The legal basis claims no more than is shown (fact S259)."""

import pytest

from clinics.legal_basis import legal_basis_in_words
from clinics.models import Clinic


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, ""),
        ({"legal_basis": "unknown", "legal_number": "1"}, ""),
        ({"legal_basis": "medical", "legal_number": "1"}, "Medical institution"),
        ({"legal_basis": "medical"}, "Medical institution, by its own account"),
        ({"legal_basis": "tattooist", "legal_source": "Ministry"}, "Licensed tattooist"),
        ({"legal_basis": "tattooist"}, "Tattooist; no licence was shown"),
    ],
)
def test_licence_is_named_only_where_it_was_shown(values, words):
    assert legal_basis_in_words(Clinic(**values)) == words
