"""How a visitor finds a clinic: in words, by taxi, and on maps that work in its country."""

from dataclasses import dataclass

from clinics.korea import HANGUL, MapLink, TaxiCard, building_of, map_links, taxi_card
from clinics.models import District


@dataclass(frozen=True, slots=True)
class GettingThere:
    """The way to a clinic; where it names none, `stations` are those of the district `stations_of`."""

    stations: list
    stations_of: District | None
    taxi: TaxiCard | None
    maps: list[MapLink]
    is_map_of_district: bool


def getting_there(clinic, district_path):
    """Return the GettingThere of a clinic; `district_path` runs from the root to its own district.

    Nobody is sent to look for an example: its maps show the district.
    """
    near = None
    if not clinic.access:
        near = next((place for place in reversed(district_path) if place.nearest_stations), None)
    name = korean_name(clinic) or clinic.name
    place = " ".join(district.name_ko or district.name for district in district_path)
    words, point = place, None
    if not clinic.is_example:
        words = building_of(clinic.address_ko) or clinic.address or f"{place} {name}"
        if clinic.latitude is not None and not clinic.point_approximate:
            point = clinic.latitude, clinic.longitude
    korean_place = " ".join(district.name_ko for district in district_path if district.name_ko)
    return GettingThere(
        stations=near.nearest_stations if near else [],
        stations_of=near,
        taxi=taxi_card(address=clinic.address_ko, district=korean_place, name=name),
        maps=map_links(words=words, name=name, point=point),
        is_map_of_district=clinic.is_example,
    )


def korean_name(clinic):
    """Return the name of a clinic in Hangul, or "" when none is known."""
    return next((name for name in (clinic.name_ko, clinic.name) if HANGUL.search(name)), "")
