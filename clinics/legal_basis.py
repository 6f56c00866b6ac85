"""On what a clinic bases its right to do the procedure, in words that claim no more than is shown."""

from django.utils.translation import gettext as _

from clinics.models.clinic import LegalBasis


def legal_basis_in_words(clinic):
    """Return the basis in words, "" when it is not stated.

    "Licensed" is said only where a number or a source shows the licence (fact S259).
    """
    is_shown = clinic.legal_number or clinic.legal_source
    if clinic.legal_basis == LegalBasis.MEDICAL:
        return _("Medical institution") if is_shown else _("Medical institution, by its own account")
    if clinic.legal_basis == LegalBasis.TATTOOIST:
        return _("Licensed tattooist") if is_shown else _("Tattooist; no licence was shown")
    return ""
