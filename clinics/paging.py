"""The pages of a list as links: the first, the last and those beside the one that is shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page by its number and its address; a gap between pages has neither."""

    number: int | None = None
    address: str = ""
    is_current: bool = False


GAP = PageLink()


@dataclass(frozen=True, slots=True)
class Paging:
    """The PageLinks of a list, and the addresses of the pages before and after the shown one, or ""."""

    page: int
    last: int
    links: list[PageLink]
    previous: str
    next: str


def page_numbers(page, last):
    """Return the numbers to show, None for a gap: of page 6 of 12 these are 1, None, 5, 6, 7, None, 12.

    A gap of one page would take the place of its number, so the number is shown.
    """
    shown = sorted(number for number in {1, page - 1, page, page + 1, last} if 1 <= number <= last)
    numbers = shown[:1]
    for number in shown[1:]:
        missing = number - numbers[-1] - 1
        if missing:
            numbers.append(number - 1 if missing == 1 else None)
        numbers.append(number)
    return numbers


def page_links(page, last, *, address_of):
    """Return the Paging of page `page` of `last`; `address_of` gives the address of a page by its number."""
    return Paging(
        page=page,
        last=last,
        links=[
            GAP if number is None else PageLink(number, address_of(number), number == page)
            for number in page_numbers(page, last)
        ],
        previous=address_of(page - 1) if page > 1 else "",
        next=address_of(page + 1) if page < last else "",
    )
