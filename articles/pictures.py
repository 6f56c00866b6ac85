"""The pictures of a text: those that the site has, with their size; of others, their description stays."""

import re

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _
from PIL import Image

from articles.elements import Element, parents, text_of

PATH = re.compile(r"[\w][\w./-]*\.(?:avif|gif|jpe?g|png|svg|webp)", re.IGNORECASE | re.ASCII)
SIZED = ("GIF", "JPEG", "PNG", "WEBP")
MISSING = "picture-missing"


def find_picture(address):
    """Return the attributes of a picture among the static files: src, width and height; None without one."""
    path = address.removeprefix(settings.STATIC_URL)
    if not PATH.fullmatch(path) or ".." in path:
        return None
    file = finders.find(path)
    if not file:
        return None
    found = {"src": f"{settings.STATIC_URL}{path}"}
    try:
        with Image.open(file, formats=SIZED) as picture:
            found |= {"width": str(picture.width), "height": str(picture.height)}
    except OSError:
        return found  # a drawing has no size of its own
    return found


def finish_pictures(root, note):
    """Finish the pictures of a text; `note(picture, text)` tells the editor about each that is not there."""
    for parent in parents(root):
        for place, child in enumerate(parent.children):
            if isinstance(child, str):
                continue
            if child.name == "p" and (picture := lone_picture(child)):
                child.children = []
                parent.children[place] = in_frame(picture, note)
            elif child.name == "img":
                parent.children[place] = shown(child, note)


def lone_picture(paragraph):
    """Return the picture that a paragraph consists of, or None."""
    inside = [child for child in paragraph.children if not isinstance(child, str) or child.strip()]
    is_lone = len(inside) == 1 and not isinstance(inside[0], str) and inside[0].name == "img"
    return inside[0] if is_lone else None


def in_frame(picture, note):
    """Return a picture that stands by itself, with its title as the caption."""
    caption = picture.attributes.pop("title", "").strip()
    content = shown(picture, note)
    is_missing = content == "" or content.name != "img"
    if is_missing:
        content = Element("p", {}, [text_of(content)]) if content else ""
    captions = [Element("figcaption", {}, [caption])] if caption else []
    if not content and not captions:
        return ""
    return Element("figure", {"class": MISSING} if is_missing else {}, [content, *captions])


def shown(picture, note):
    """Return a picture that the site has; of another one its description, "" where it has none."""
    address = picture.attributes.get("src", "")
    found = find_picture(address)
    description = " ".join(picture.attributes.get("alt", "").split())
    if found:
        kept = {name: value for name, value in picture.attributes.items() if name in {"id", "lang", "title"}}
        picture.attributes = {**kept, **found, "alt": description, "loading": "lazy"}
        return picture
    if re.match(r"(?:https?:)?//", address):
        note(
            picture, _("The picture %(address)s is on another host: it is not shown.") % {"address": address}
        )
    else:
        note(
            picture,
            _("The picture %(address)s is missing.") % {"address": address or _("without an address")},
        )
    return Element("span", {"class": MISSING}, [description]) if description else ""
