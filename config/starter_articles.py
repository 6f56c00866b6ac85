"""The guides and pages of the starter content: Markdown files, kept apart from what editors made of them."""

import hashlib

from articles.front_matter import UnreadableGuide, parse_guide
from articles.importing import name_of, read_text
from articles.models import Article
from articles.rendering import render
from articles.saving import save_guide
from config.content_files import UnreadableContent

KIND = "articles"
FOLDERS = ("guides", "pages")


def read_articles(folder):
    """Return (file, Guide) of each Markdown file of the content, or raise UnreadableContent.

    A folder without guides or pages gives none.
    """
    read = []
    for path in (path for name in FOLDERS for path in sorted((folder / name).glob("*.md"))):
        file = path.relative_to(folder).as_posix()
        try:
            read.append((file, parse_guide(read_text(path), name=name_of(path))))
        except UnreadableGuide as error:
            raise UnreadableContent(str(error), file=file) from error
    return read


def load_articles(read, load):
    """Write what was read of the files, unless an editor changed or deleted it.

    `load` keeps the outcome and the ledger, whose digest is that of the source.
    """
    for file, guide in read:
        name = f"{KIND} {guide.slug}"
        entry = load.ledger.get((KIND, guide.slug))
        stored = Article.objects.filter(slug=guide.slug).first()
        if stored is None and entry is not None:
            load.outcome.deleted.append(name)
        elif stored is not None and stored.source == guide.source:
            load.outcome.unchanged += 1
            load.note(KIND, guide.slug, digest(guide.source))
        elif stored is not None and (entry is None or entry.digest != digest(stored.source)):
            load.outcome.edited.append(name)
        else:
            try:
                save_guide(guide, render(guide), article=stored)
            except UnreadableGuide as error:
                raise UnreadableContent(str(error), file=file) from error
            load.outcome.created += stored is None
            load.outcome.updated += stored is not None
            load.note(KIND, guide.slug, digest(guide.source))


def digest(source):
    """Return the SHA-256 of a source."""
    return hashlib.sha256(source.encode()).hexdigest()
