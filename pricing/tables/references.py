"""The vocabularies that tables refer to by slug."""

from pricing.redirects import current_slugs, read_targets

from .columns import key_of


class UnknownSlug(LookupError):
    """A document that names a word its vocabulary does not hold, or no longer holds."""


class References:
    """Slug to stored value of every vocabulary that is asked for, each read once, in its own order."""

    def __init__(self):
        self._stored = {}
        self._moved = {}

    def known(self, field):
        """Return {slug: the value that the column behind the relation stores} of the field's vocabulary."""
        model = field.related_model
        target = "pk" if field.many_to_many else field.target_field.name
        if (model, target) not in self._stored:
            self._stored[model, target] = dict(model._default_manager.values_list(key_of(model), target))
        return self._stored[model, target]

    def current(self, field, slug):
        """Return the slug by which a word is known now; the slug itself where it leads nowhere."""
        if slug is None or slug in self.known(field):
            return slug
        model = field.related_model
        if model not in self._moved:
            old = read_targets(model)
            self._moved[model] = current_slugs(model, old) if old else {}
        return self._moved[model].get(slug, slug)

    def stored(self, field, slug):
        """Return the stored value of a slug, None for None; raise UnknownSlug for one that is not there."""
        if slug is None:
            return None
        try:
            return self.known(field)[slug]
        except KeyError as error:
            raise UnknownSlug(f"There is no {field.related_model._meta.verbose_name} {slug!r}.") from error
