"""Write a guide as text: front matter out of values, and the text behind it. `parse_guide` reads it back."""

from dataclasses import replace

import yaml

from articles.front_matter import RULE, parse_guide

# What an editor's form has a field for, and the name it has in front matter, in this order.
TYPED = {
    "title": "title",
    "slug": "slug",
    "kind": "kind",
    "excerpt": "excerpt",
    "status": "status",
    "published_on": "date",
    "updated_on": "updated",
    "edition_year": "edition_year",
    "audience": "audience",
    "category": "category",
    "author": "author",
    "reviewer": "reviewer",
    "reviewed_on": "reviewed_on",
    "next_review_on": "next_review_on",
    "clinics": "clinics",
    "districts": "districts",
    "treatments": "treatments",
}
KEPT = ("tags", "sources", "takeaways", "wanted")


class _Dumper(yaml.SafeDumper):
    """Writes a text without quotes wherever that is read back as the same text, for all is read as text."""

    yaml_implicit_resolvers = {}

    def ignore_aliases(self, data):
        return True


def compose(typed, rest, body):
    """Return the text of a guide: values by the names of TYPED, more front matter as YAML, the body."""
    named = {TYPED[name]: plain(value) for name, value in typed.items()}
    said = {name: value for name, value in named.items() if value not in ("", [])}
    block = dump(said) + (f"{rest.strip()}\n" if rest.strip() else "")
    return f"{RULE}\n{block}{RULE}\n{body}"


def plain(value):
    """Return a value as text in one line or as a list of such texts, "" for none."""
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return "" if value is None else " ".join(str(value).split())


def typed_of(guide):
    """Return what a Guide says of the values that a form has a field for, by their names."""
    bylines = [guide.author.name] if guide.author else []
    return {
        **{name: getattr(guide, name) for name in TYPED},
        "author": [*bylines, *guide.more_authors],
        "reviewer": guide.reviewer.name if guide.reviewer else "",
    }


def rest_of(guide):
    """Return the front matter of a Guide that a form has no field for, as YAML, "" without any."""
    kept = {name: [thin(each) for each in getattr(guide, name)] for name in KEPT}
    rest = {**{name: values for name, values in kept.items() if values}, **guide.unknown}
    return dump(rest) if rest else ""


def thin(value):
    """Return a source without what it does not say; other values as they are."""
    return {key: each for key, each in value.items() if each} if isinstance(value, dict) else value


def dump(values):
    """Return a mapping as YAML."""
    return yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


def restated(source, *, name, **changes):
    """Return the text of a guide with other values of TYPED, such as its status; the rest stays."""
    guide = replace(parse_guide(source, name=name), **changes)
    return compose(typed_of(guide), rest_of(guide), guide.body)
