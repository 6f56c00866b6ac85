"""Try the addresses that listings give: their websites and their outside review pages."""

from .checking import check_links, copy_checks, links_of, urls_in
from .opening import Finding, open_link

__all__ = ["Finding", "check_links", "copy_checks", "links_of", "open_link", "urls_in"]
