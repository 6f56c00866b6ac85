"""Which pages of a list are linked."""

import pytest

from clinics.paging import page_links, page_numbers


@pytest.mark.parametrize(
    ("page", "last", "numbers"),
    [
        (1, 1, [1]),
        (1, 2, [1, 2]),
        (2, 3, [1, 2, 3]),
        (1, 4, [1, 2, 3, 4]),
        (1, 5, [1, 2, None, 5]),
        (4, 9, [1, 2, 3, 4, 5, None, 9]),
        (6, 12, [1, None, 5, 6, 7, None, 12]),
        (12, 12, [1, None, 11, 12]),
        (2_000, 4_167, [1, None, 1_999, 2_000, 2_001, None, 4_167]),
    ],
)
def test_first_last_and_neighbors_are_shown_and_gaps_between_them(page, last, numbers):
    assert page_numbers(page, last) == numbers


def test_shown_page_is_marked_and_ends_lead_one_way():
    paging = page_links(3, 3, address_of="?page={}".format)

    assert [(link.number, link.address, link.is_current) for link in paging.links] == [
        (1, "?page=1", False),
        (2, "?page=2", False),
        (3, "?page=3", True),
    ]
    assert (paging.previous, paging.next) == ("?page=2", "")
