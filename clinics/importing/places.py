"""Find a district by any of its names among those inside another."""

from django.utils.translation import gettext as _

from clinics.folding import fold
from clinics.models import District
from pricing.tables.cells import UnreadableCell, quoted
from pricing.tables.reading import UnreadableTable


class Places:
    """The districts below one, by slug, name, Korean name and spellings, the nearest to it first."""

    def __init__(self, parent, levels):
        self.parent = parent
        self._levels = levels

    @classmethod
    def below(cls, slug):
        """Read the districts below the one with this slug, or raise UnreadableTable if there is none."""
        districts = list(District.objects.order_by())
        parent = next((district for district in districts if district.slug == slug), None)
        if parent is None:
            raise UnreadableTable(
                _("There is no district %(slug)s in which to look up places.") % {"slug": quoted(slug)}
            )
        children = {}
        for district in districts:
            children.setdefault(district.parent_id, []).append(district)
        levels, level, seen = [], [parent], {parent.pk}
        while level:
            level = [child for above in level for child in children.get(above.pk, []) if child.pk not in seen]
            seen.update(district.pk for district in level)
            levels.append(slugs_by_name(level))
        return cls(parent, levels)

    def find(self, word):
        """Return the slug of the district that a word names, or raise UnreadableCell.

        A name on a higher level beats the same name on a lower one; two on one level are refused.
        """
        if not word:
            raise UnreadableCell(_("the place is missing"))
        for slugs_of in self._levels:
            slugs = slugs_of.get(fold(word), [])
            if len(slugs) > 1:
                raise UnreadableCell(
                    _("%(cell)s is the name of several districts: %(slugs)s")
                    % {"cell": quoted(word), "slugs": ", ".join(sorted(slugs))}
                )
            if slugs:
                return slugs[0]
        raise UnreadableCell(
            _("%(cell)s is no district in %(parent)s") % {"cell": quoted(word), "parent": self.parent.name}
        )


def slugs_by_name(districts):
    """Return {folded name: slugs} of districts."""
    slugs = {}
    for district in districts:
        names = {district.slug, district.name, district.name_ko, *district.spellings}
        for name in {fold(name) for name in names if name}:
            slugs.setdefault(name, []).append(district.slug)
    return slugs
