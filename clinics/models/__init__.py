"""Clinics, where they are, what they are known for, what they charge and what is verified."""

from .clinic import (
    Clinic,
    ClinicQuerySet,
    ClinicStatus,
    LegalBasis,
    RegisterId,
    ServiceGrade,
)
from .district import District
from .evidence import Answer, Criterion, Factor, Finding
from .imports import ImportBatch, ImportEntry, ImportKind
from .price import ClinicPrice
from .vocabulary import Concern, Focus, Language, Service

__all__ = [
    "Answer",
    "Clinic",
    "ClinicPrice",
    "ClinicQuerySet",
    "ClinicStatus",
    "Concern",
    "Criterion",
    "District",
    "Factor",
    "Finding",
    "Focus",
    "ImportBatch",
    "ImportEntry",
    "ImportKind",
    "Language",
    "LegalBasis",
    "RegisterId",
    "Service",
    "ServiceGrade",
]
