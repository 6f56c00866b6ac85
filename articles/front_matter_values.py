"""Values of front matter: texts, lists, days, slugs and sources out of what YAML gives.

All scalars arrive as text, whatever YAML would make of them: a title “Yes” is no boolean, 2026 no number.
"""

import re
from datetime import date, datetime
from urllib.parse import urlsplit

from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.models.article import EARLIEST_YEAR, LATEST_YEAR
from clinics.korea import SEOUL

ABSENT = {"", "~", "null"}
DAY_FORMATS = (
    *("%Y/%m/%d", "%Y.%m.%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y"),
    *("%A, %d %B %Y", "%a, %d %b %Y", "%A, %B %d, %Y"),
)
KOREAN_DAY = re.compile(r"(\d{4})년 *(\d{1,2})월 *(\d{1,2})일")
LONE_OFFSET = re.compile(r" (?=[+-]\d{2}:?\d{2}\Z)|(?<=\d) +(?=Z\Z)")


def is_absent(value):
    """Tell whether an entry says nothing."""
    return (isinstance(value, str) and value.strip().lower() in ABSENT) or value in ([], {})


def as_text(value):
    """Return a value as one text: the items of a list after commas, those of a mapping as “key: value”."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(as_text, value)))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {as_text(each)}" for key, each in value.items())
    return value


def as_items(value):
    """Return the items of a list as texts in one line each; a text is one item."""
    values = value if isinstance(value, list) else [value]
    return [text for each in values if (text := " ".join(as_text(each).split()))]


def as_list(value, *, split=True):
    """Return the items of a list, or the parts of a text between its commas."""
    if isinstance(value, str) and split:
        value = value.split(",")
    return as_items(value)


def read_day(value):
    """Return the day of a date, of a time with or without zone, or of a written date; else ValueError.

    A time with a zone falls on its day in Seoul.
    """
    text = " ".join(as_text(value).split())
    try:
        moment = datetime.fromisoformat(LONE_OFFSET.sub("", text))
    except ValueError:
        return read_written_day(text)
    return moment.astimezone(SEOUL).date() if moment.tzinfo else moment.date()


def read_written_day(text):
    """Return the day of a text such as 28 January 2026 or 2026년 1월 28일, or raise ValueError."""
    if match := KOREAN_DAY.fullmatch(text):
        text = "/".join(match.groups())
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(_("“%(text)s” is no day: write it as 2026-01-28.") % {"text": text})


def read_year(value):
    """Return a year, or raise ValueError."""
    text = as_text(value).strip()
    if not (text.isascii() and text.isdigit() and EARLIEST_YEAR <= int(text[:5]) <= LATEST_YEAR):
        raise ValueError(
            _("“%(text)s” is no year from %(first)d to %(last)d.")
            % {"text": text, "first": EARLIEST_YEAR, "last": LATEST_YEAR}
        )
    return int(text)


def read_slug(value):
    """Return the last part of an address as a slug, or raise ValueError."""
    text = as_text(value).strip()
    parts = [part for part in urlsplit(text).path.split("/") if part]
    slug = slugify(parts[-1].removesuffix(".html"))[:120].strip("-") if parts else ""
    if not slug:
        raise ValueError(_("“%(text)s” gives no address: write Latin letters and hyphens.") % {"text": text})
    return slug


def read_slugs(value):
    """Return the slugs of a list, or of a text with commas, each once."""
    return tuple(dict.fromkeys(read_slug(item) for item in as_list(value)))


def read_source(value):
    """Return a source with title, url and accessed_on (an ISO day or ""), and whatever else it says."""
    if isinstance(value, str):
        value = {"url": value} if re.match(r"https?://", value) else {"title": value}
    if not isinstance(value, dict):
        raise ValueError(_("“%(text)s” is no source: give it a title.") % {"text": as_text(value)})
    source = {key.strip().lower(): each for key, each in value.items()}
    url = as_text(source.pop("url", "")).strip()
    title = " ".join(as_text(source.pop("title", "")).split()) or url
    day = source.pop("accessed_on", "")
    if not title:
        raise ValueError(_("a source has neither title nor url."))
    return {
        "title": title,
        "url": read_address(url) if url else "",
        "accessed_on": "" if is_absent(day) else read_day(day).isoformat(),
        **source,
    }


def read_address(url):
    """Return the address of a page on the web, or raise ValueError."""
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", url)
    except ValueError:
        is_address = False
    if not is_address:
        raise ValueError(_("“%(url)s” is no address of a page: begin with https://") % {"url": url})
    return url


def read_iso_day(text):
    """Return the day of an ISO text, None for ""."""
    return date.fromisoformat(text) if text else None
