"""What a listing lacks: what must be there before it is published, and what makes it worth reading."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from clinics.models import ClinicStatus, LegalBasis

CELLS = (
    "focus_summary",
    "target_clients",
    "artistic_style",
    "technology",
    "service_grade",
    "differentiator",
)


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a whole listing has: what to do where it lacks, the field to do it in, and the test.

    `field` is the id of the field on the page of the listing. Without a `required` point nobody publishes.
    A placeholder has no door and no telephone: `is_real` points do not count for it.
    """

    text: str
    field: str
    holds: Callable[[dict], bool]
    required: bool = False
    is_real: bool = False


def any_of(*names):
    """Return the test that a document states one of some columns at least."""
    return lambda document: any(document[name] for name in names)


POINTS = (
    Point(_("Choose what the clinic is known for."), "id_focuses", any_of("focuses"), required=True),
    Point(_("Choose the treatments that it offers."), "id_treatments", any_of("treatments"), required=True),
    Point(
        _("Describe the clinic in a few sentences."),
        "id_description",
        any_of("description", "expertise"),
        required=True,
    ),
    Point(
        _("Give its address, in English or Korean."),
        "id_address",
        any_of("address", "address_ko"),
        required=True,
        is_real=True,
    ),
    Point(
        _("Give a way to reach it: telephone or website."),
        "id_phone",
        any_of("phone", "website"),
        required=True,
        is_real=True,
    ),
    Point(_("Add a price, or say that it is quoted after assessment."), "prices-group", any_of("prices")),
    Point(_("Choose its price tier."), "id_price_tier", any_of("tier")),
    Point(_("Choose the languages spoken."), "id_languages", any_of("languages")),
    Point(_("Choose the concerns it helps with."), "id_concerns", any_of("concerns")),
    Point(_("Choose its services for visitors."), "id_services", any_of("services")),
    Point(
        _("Fill all cells of the comparison."),
        "id_focus_summary",
        lambda document: all(document[name] for name in CELLS),
    ),
    Point(_("Describe the way from the nearest station."), "id_access", any_of("access")),
    Point(_("Give its point on the map."), "id_latitude", lambda document: document["latitude"] is not None),
    Point(_("Give its opening hours."), "id_opening_hours", any_of("opening_hours")),
    Point(
        _("State its legal basis, with source and day."),
        "id_legal_basis",
        lambda document: (
            document["legal_basis"] != LegalBasis.UNKNOWN
            and bool(document["legal_source"])
            and document["legal_checked_on"] is not None
        ),
        is_real=True,
    ),
    Point(_("Answer a criterion with evidence."), "findings-group", any_of("findings")),
    Point(
        _("Say when and by whom it was last verified."),
        "id_verified_on",
        lambda document: document["verified_on"] is not None and bool(document["verified_by"]),
    ),
)


def points_for(document):
    """Return the Points that count for a listing."""
    return [point for point in POINTS if not (point.is_real and document["is_example"])]


@dataclass(frozen=True, slots=True)
class Completeness:
    """How whole a listing is: what must and what should be added, and the score from 0 to 100."""

    required: list[Point]
    advised: list[Point]
    score: int

    @classmethod
    def of(cls, document):
        """Return the Completeness of a document."""
        points = points_for(document)
        lacking = [point for point in points if not point.holds(document)]
        return cls(
            required=[point for point in lacking if point.required],
            advised=[point for point in lacking if not point.required],
            score=100 * (len(points) - len(lacking)) // len(points),
        )


def lacking_for_publication(before, after):
    """Return the required Points that keep `after` from being published, if that is what changes.

    `before` is None for a new listing. What was published already, by an import, stays.
    """
    was_published = before is not None and before["status"] == ClinicStatus.PUBLISHED
    if was_published or after["status"] != ClinicStatus.PUBLISHED:
        return []
    return Completeness.of(after).required
