"""A shortlist that somebody passed on as a link: its clinics as the directory knows them."""

from dataclasses import dataclass

from django.http import QueryDict

from clinics.listing import Listing, Result


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A clinic of a shortlist: its Result and the name of the treatment whose course it shows, or ""."""

    result: Result
    treatment: str

    @property
    def clinic(self):
        """The clinic itself."""
        return self.result.clinic


def read_passed_on(clinics, *, at):
    """Return PassedOn for published clinics, in their order; `at` is the moment of the request."""
    listing = Listing(QueryDict(), at=at)
    treatments = listing.vocabulary.treatment.by_slug
    return [
        PassedOn(result, treatments[result.course.treatment].name if result.course else "")
        for result in listing.read([clinic.pk for clinic in clinics])
    ]
