"""Links inside the site, and whether something stands where they lead."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from .remarks import Remark, RemarkKind

# What an address names: (name of the address, its part) -> where Known keeps the slugs.
NAMED = {
    ("clinics:detail", "slug"): "clinics",
    ("clinics:questions", "slug"): "clinics",
    ("clinics:district", "slug"): "districts",
    ("clinics:district_focus", "slug"): "districts",
    ("clinics:district_focus", "focus_slug"): "focuses",
    ("pricing:treatment", "slug"): "treatments",
    ("articles:detail", "slug"): "guides",
    ("articles:page", "slug"): "pages",
    ("articles:category", "slug"): "categories",
}


# Parameters of the listing, of the comparison, of the estimate and of the planner that name a record.
PARAMETERS = {
    "clinic": "clinics",
    "concern": "concerns",
    "district": "districts",
    "focus": "focuses",
    "language": "languages",
    "service": "services",
    "tier": "tiers",
    "treatment": "treatments",
    "verified": "criteria",
}


@dataclass(frozen=True)
class KnownAddresses:
    """The slugs that there are, {"clinics": {slug}}, and the anchors of articles by their path."""

    slugs: dict
    anchors: dict
    site_url: str = ""


def dead_links(links, known, *, own_path):
    """Yield a Remark for each of some Links into the site that leads nowhere; `own_path` is the guide's."""
    for link in links:
        parts = inside(link.address, known.site_url)
        if parts is None:
            continue
        path = unquote(parts.path) if parts.path.startswith("/") else f"{own_path}{unquote(parts.path)}"
        anchor = unquote(parts.fragment)
        unknown = [
            f"{name}={value}"
            for name, value in parse_qsl(parts.query)
            if name in PARAMETERS and value not in known.slugs[PARAMETERS[name]]
        ]
        if path != own_path and not is_alive(path, known):
            sentence = _("The link to %(address)s leads nowhere.") % {"address": link.address}
        elif unknown:
            sentence = _("Nothing is %(what)s: %(address)s.") % {
                "what": ", ".join(unknown),
                "address": link.address,
            }
        elif anchor and path in known.anchors and anchor not in known.anchors[path]:
            sentence = _("There is no anchor #%(anchor)s on %(path)s.") % {"anchor": anchor, "path": path}
        else:
            continue
        yield Remark(RemarkKind.DEAD_LINK, link.line, sentence)


def inside(address, site_url):
    """Return the parts of an address inside the site, None of any other."""
    if site_url and address.startswith((f"{site_url}/", f"{site_url}#", f"{site_url}?")):
        address = address.removeprefix(site_url)
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else parts


def is_alive(path, known):
    """Tell whether a path is that of a page, as far as its address and the records say."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return all(
        value in known.slugs[kind]
        for name, value in match.kwargs.items()
        if (kind := NAMED.get((match.view_name, name)))
    )
