"""Which fields a document has, in their order: the one table from which reading, writing and CSV follow."""

from dataclasses import dataclass
from functools import cache

from django.db import models

from clinics.korea import SEOUL
from clinics.models import Clinic, ClinicPhoto, ClinicPrice, Finding
from pricing.tables.columns import Column, columns_of

CLINIC_COLUMNS = columns_of(
    Clinic,
    [
        "slug",
        "name",
        "name_ko",
        "district",
        "focuses",
        "concerns",
        "treatments",
        "languages",
        "services",
        "tier",
        "status",
        "is_example",
        "address",
        "address_ko",
        "latitude",
        "longitude",
        "phone",
        "website",
        "description",
        "verified_on",
    ],
    aliases={"tier": "price_tier"},
    zone=SEOUL,
)


@dataclass(frozen=True, slots=True)
class Child:
    """A list of records that a listing owns: its key in the document, its model, columns and identity."""

    key: str
    model: type[models.Model]
    columns: tuple[Column, ...]
    identity: tuple[str, ...]

    def identify(self, values):
        """Return what tells one entry of a listing from another, by which the list is sorted too."""
        return tuple(values[name] for name in self.identity)

    def in_order(self, entries):
        """Return the entries of one listing in their canonical order."""
        return sorted(entries, key=self.identify)


PRICES = Child(
    key="prices",
    model=ClinicPrice,
    columns=columns_of(
        ClinicPrice,
        [
            "treatment",
            "basis",
            "state",
            "low",
            "high",
            "open_ended",
            "currency",
            "sessions_min",
            "sessions_max",
            "tax",
            "remark",
            "source",
            "checked_on",
            "inclusions",
        ],
        leave_out=["clinic"],
    ),
    identity=("treatment", "basis"),
)

FINDINGS = Child(
    key="findings",
    model=Finding,
    columns=columns_of(
        Finding,
        ["criterion", "answer", "evidence", "source", "checked_on", "expires_on"],
        leave_out=["clinic"],
    ),
    identity=("criterion",),
)

# The files of a photo are kept by its digest, whoever names it.
PHOTOS = Child(
    key="photos",
    model=ClinicPhoto,
    columns=columns_of(
        ClinicPhoto,
        [
            "digest",
            "width",
            "height",
            "position",
            "kind",
            "alt",
            "alt_ko",
            "caption",
            "source",
            "consent_scope",
            "given_on",
            "expires_on",
            "withdrawn_on",
        ],
        leave_out=["clinic"],
    ),
    identity=("digest",),
)

CHILDREN = (PRICES, FINDINGS, PHOTOS)

REGISTER_IDS = "register_ids"
# Parallel lists in the native CSV, behind the description.
REGISTER_COLUMNS = ("source", "source_id")
BEFORE_REGISTERS = "description"
KEYS = (*(column.name for column in CLINIC_COLUMNS), REGISTER_IDS, *(child.key for child in CHILDREN))


def blank_document():
    """Return the document of a new listing: the models' defaults, no prices, findings or photos."""
    return {**blank(CLINIC_COLUMNS), REGISTER_IDS: {}, **{child.key: [] for child in CHILDREN}}


def blank_child(child):
    """Return a new entry of a list: the model's defaults."""
    return blank(child.columns)


def blank(columns):
    """Return the values of empty cells by column, with lists that nobody else holds."""
    return {name: list(value) if isinstance(value, list) else value for name, value in empty_values(columns)}


@cache
def empty_values(columns):
    """Return (name, value of an empty cell) of some columns, worked out once: imports ask for every row."""
    return tuple((column.name, column.empty) for column in columns)


def clinic_header():
    """Return the names of the native columns of a clinic."""
    names = [column.name for column in CLINIC_COLUMNS]
    place = names.index(BEFORE_REGISTERS) + 1
    return [*names[:place], *REGISTER_COLUMNS, *names[place:]]


def child_header(child):
    """Return the names of the native columns of prices or findings."""
    return ["clinic", *(column.name for column in child.columns)]
