"""What the directory is about, in a sentence made of its records: another field needs other rows only."""

from django.utils.translation import gettext as _

from clinics.distinctions import listed


def subject_in_words(procedures, places):
    """Return "Clinics for Scalp Micropigmentation (SMP) in Seoul." of procedures and districts.

    Of many the first are named and the others counted; without either the sentence is empty.
    """
    what = [
        f"{procedure.name} ({procedure.abbreviation})" if procedure.abbreviation else procedure.name
        for procedure in procedures
    ]
    where = [place.name for place in places]
    if what and where:
        return _("Clinics for %(what)s in %(where)s.") % {"what": listed(what), "where": listed(where)}
    if what:
        return _("Clinics for %(what)s.") % {"what": listed(what)}
    return _("Clinics in %(where)s.") % {"where": listed(where)} if where else ""
