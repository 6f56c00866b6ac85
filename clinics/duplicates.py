"""Listings that may be one clinic twice, for a person to review: nothing is merged.

Two listings are possibly the same where they have the same name, or the same number to dial, in the same
place: the district of a city, whatever quarter of it either of them names; or the same name a short way
apart, on two sides of a border. Names are compared without what registers write in different ways.

Two different numbers of one register are two clinics by that register's word, unless the name and the whole
address are both the same.
"""

import re
from collections import defaultdict
from contextlib import nullcontext
from itertools import combinations, pairwise
from math import cos, hypot, radians
from sys import intern
from typing import NamedTuple

from django.utils.translation import gettext as _

from clinics.folding import fold
from clinics.korea import CLINIC_SUFFIX, CORPORATE_PREFIX, CORPORATE_SUFFIX
from clinics.models import Clinic, RegisterId
from clinics.vocabulary import read_districts
from pricing.tables.cells import protected
from pricing.tables.files import replacing
from pricing.tables.outcomes import csv_line

# A number that more listings have is that of a house or a chain: it says nothing by itself.
MOST_AT_ONE_PHONE = 4
# A name that more listings of one place have says nothing without the address. In Seoul's whole list of 2022,
# no district has one more than three times.
MOST_OF_ONE_NAME = 20

BRACKETS = ("()", "[]", "{}", "<>", "〈〉", "《》", "「」", "『』", "【】", "〔〕", "〖〗", "«»", "‹›")
BRACKETED = re.compile("|".join(rf"\{start}[^\{start}\{end}]*\{end}" for start, end in BRACKETS))
COMPANY = re.compile(r"(?:[\s,]+(?:inc|ltd|co|corp|llc|limited)\b\.?)+[\s.,]*\Z")
ENGLISH_CLINIC = re.compile(r"clinic\Z")

# Two sides of a wide crossing: points of one building differ by less.
NEAR = 150  # meters
METERS_A_DEGREE = 111_195

ROWS_AT_ONCE = 2_000

SIDE = ("slug", "name", "name_ko", "district", "phone", "address", "registers", "status")
HEADER = ("reason", *SIDE, *(f"other_{name}" for name in SIDE))


class Listing(NamedTuple):
    """What is compared of a listing, and what a reviewer needs to know it by.

    `district` and `place` are slugs: its own district, and the one right below the root in which that lies.
    `registers` is {register: number}; `point` is (latitude, longitude) where it shows the door, else None.
    """

    pk: int
    slug: str
    name: str
    name_ko: str
    district: str
    place: str
    phone: str
    phone_e164: str
    address: str
    address_ko: str
    status: str
    registers: dict[str, str]
    point: tuple | None = None


class Pair(NamedTuple):
    """Two listings that are possibly the same, in the order they were given in, and why."""

    reasons: list[str]
    one: Listing
    other: Listing


def comparable_name(name):
    """Return a name without what registers write in different ways.

    Case, blanks, punctuation, what stands in brackets, the corporation that runs the clinic, and the word
    "clinic" at the end are left out: "(의)우리의료재단 새봄 의원 [강남점]" -> "새봄". What would leave
    nothing stays.
    """
    folded = fold(name)
    bare = bare_text(without(COMPANY, without(BRACKETED, folded))) or bare_text(folded)
    for pattern in (CORPORATE_PREFIX, CORPORATE_SUFFIX, CLINIC_SUFFIX, ENGLISH_CLINIC):
        bare = without(pattern, bare) or bare
    return bare


def without(pattern, text):
    """Return a text without what a pattern matches, until it matches no more: brackets stand in brackets."""
    while (shorter := pattern.sub("", text)) != text:
        text = shorter
    return text


def bare_text(text):
    """Return the letters and digits of a text."""
    return "".join(filter(str.isalnum, text))


def names_of(listing):
    """Return the comparable names of a listing, in any language."""
    return {comparable_name(name) for name in {listing.name, listing.name_ko}} - {""}


def addresses_of(listing):
    """Return the comparable addresses of a listing, in any language."""
    return {bare_text(fold(address)) for address in {listing.address, listing.address_ko}} - {""}


def find_duplicates(listings, *, among=None):
    """Yield a Pair for every two listings that are possibly the same, in the order of the listings.

    `among` keeps the pairs in which at least one has one of these primary keys.
    """
    listings = list(listings)
    names = [names_of(listing) for listing in listings]
    among = None if among is None else frozenset(among)
    alike = {*alike_in_name(listings, names), *alike_in_phone(listings), *alike_nearby(listings, names)}
    for pair in sorted(alike):
        one, other = (listings[place] for place in pair)
        if among is None or one.pk in among or other.pk in among:
            has_one_name = not names[pair[0]].isdisjoint(names[pair[1]])
            if reasons := reasons_of(one, other, has_one_name=has_one_name):
                yield Pair(reasons, one, other)


def alike_in_name(listings, names):
    """Yield two indexes for every two listings of one place that share a name."""
    for group in grouped(
        ((listing.place, name), index) for index, listing in enumerate(listings) for name in names[index]
    ):
        if len(group) <= MOST_OF_ONE_NAME:
            yield from combinations(group, 2)
        else:
            at_one_address = grouped(
                (address, index) for index in group for address in addresses_of(listings[index])
            )
            # However many there are, each beside the next one names them all.
            for crowd in at_one_address:
                yield from pairwise(crowd)


def alike_nearby(listings, names):
    """Yield two indexes for every two listings of different places that share a name and stand near."""
    for group in grouped(
        (name, index)
        for index, listing in enumerate(listings)
        if listing.point is not None
        for name in names[index]
    ):
        if len(group) <= MOST_OF_ONE_NAME:
            for one, other in combinations(group, 2):
                is_across = listings[one].place != listings[other].place
                if is_across and meters_between(listings[one], listings[other]) <= NEAR:
                    yield one, other


def meters_between(one, other):
    """Return how many meters lie between two listings, in whole ones, or None where a point is not known.

    The earth is taken as flat between them, which is right to a meter over some kilometers.
    """
    if one.point is None or other.point is None:
        return None
    (latitude, longitude), (other_latitude, other_longitude) = one.point, other.point
    north = float(other_latitude - latitude)
    east = float(other_longitude - longitude) * cos(radians(float(latitude)))
    return round(METERS_A_DEGREE * hypot(north, east))


def alike_in_phone(listings):
    """Yield two indexes for every two listings of one place that share a number with few others or none."""
    for group in grouped(
        (listing.phone_e164, index) for index, listing in enumerate(listings) if listing.phone_e164
    ):
        if len(group) <= MOST_AT_ONE_PHONE:
            yield from (
                (one, other)
                for one, other in combinations(group, 2)
                if listings[one].place == listings[other].place
            )


def grouped(pairs):
    """Return the lists of what stands behind one key in (key, index) pairs, those of two or more."""
    groups = defaultdict(list)
    for key, index in pairs:
        groups[key].append(index)
    return [group for group in groups.values() if len(group) > 1]


def reasons_of(one, other, *, has_one_name):
    """Return why two listings of one place that share a name or a number are possibly the same."""
    has_one_address = not addresses_of(one).isdisjoint(addresses_of(other))
    if twice := sorted(one.registers.keys() & other.registers.keys()):
        sentence = _("same name and address, twice in %(registers)s") % {"registers": ", ".join(twice)}
        return [sentence] if has_one_name and has_one_address else []
    has_one_phone = one.phone_e164 and one.phone_e164 == other.phone_e164
    meters = meters_between(one, other)
    found = [
        (has_one_name, _("same name")),
        (has_one_phone, _("same phone number")),
        (has_one_address, _("same address")),
        (meters is not None and meters <= NEAR, _("%(meters)s m apart") % {"meters": meters}),
    ]
    return [reason for is_found, reason in found if is_found]


def read_listings():
    """Read all listings but the examples, archived ones too, by slug, in three queries."""
    districts = read_districts()
    places = {district.pk: intern(place_of(districts, district)) for district in districts}
    slugs = {district.pk: district.slug for district in districts}
    registers = read_registers()
    clinics = Clinic.objects.filter(is_example=False).order_by("slug")
    return [
        Listing(
            pk=pk,
            slug=slug,
            name=name,
            name_ko=name_ko,
            district=slugs[district],
            place=places[district],
            phone=phone,
            phone_e164=phone_e164,
            address=address,
            address_ko=address_ko,
            status=intern(status),
            registers=registers.get(pk, {}),
            point=None if latitude is None or is_approximate else (latitude, longitude),
        )
        for (
            pk,
            slug,
            name,
            name_ko,
            district,
            phone,
            phone_e164,
            address,
            address_ko,
            status,
            latitude,
            longitude,
            is_approximate,
        ) in (
            clinics.values_list(
                "pk",
                "slug",
                "name",
                "name_ko",
                "district_id",
                "phone",
                "phone_e164",
                "address",
                "address_ko",
                "status",
                "latitude",
                "longitude",
                "point_approximate",
            ).iterator(ROWS_AT_ONCE)
        )
    ]


def place_of(districts, district):
    """Return the slug of the district right below the root in which a district lies, else of the root."""
    return districts.path(district)[:2][-1].slug


def read_registers():
    """Return {primary key: {register: number}} of all listings that have a number, the registers sorted."""
    registers = {}
    numbers = RegisterId.objects.order_by("clinic_id").values_list("clinic_id", "source", "identifier")
    for pk, source, identifier in numbers.iterator(ROWS_AT_ONCE):
        registers.setdefault(pk, {})[intern(source)] = identifier
    return {pk: dict(sorted(known.items())) if len(known) > 1 else known for pk, known in registers.items()}


def duplicate_lines(pairs):
    """Yield the header and a line of CSV for each Pair."""
    yield csv_line(HEADER)
    for pair in pairs:
        cells = ["; ".join(pair.reasons), *cells_of(pair.one), *cells_of(pair.other)]
        yield csv_line(map(protected, cells))


def cells_of(listing):
    """Return one side of a line; the address is the Korean one where there is one, as in registers."""
    return [
        listing.slug,
        listing.name,
        listing.name_ko,
        listing.district,
        listing.phone,
        listing.address_ko or listing.address,
        "; ".join(f"{register} {number}" for register, number in listing.registers.items()),
        listing.status,
    ]


def write_duplicates(file_or_path, *, among=None):
    """Write the possible duplicates of the directory as CSV and return how many pairs there are.

    Takes an open text file, or a path whose file is replaced whole or not at all (UnwritableFile). `among`
    keeps the pairs in which at least one has one of these primary keys, such as what an import wrote.
    """
    is_open = hasattr(file_or_path, "write")
    with nullcontext(file_or_path) if is_open else replacing(file_or_path) as file:
        lines = duplicate_lines(find_duplicates(read_listings(), among=among))
        file.write(next(lines))
        count = 0
        for line in lines:
            file.write(line)
            count += 1
    return count
