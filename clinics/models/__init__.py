"""Clinics, where they are, what they look like, are known for and charge, and what is verified."""

from .bulk import BulkAct, BulkEntry
from .change import Change
from .change_set import ChangeSet, ChangeSetRow, ChangeSetState
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
from .history import Act, ListingVersion
from .imports import ImportBatch, ImportEntry, ImportKind
from .links import LinkCheck
from .photo import ClinicPhoto, ConsentScope, PhotoKind, PhotoWithdrawal
from .price import ClinicPrice
from .proposal import Proposal, ProposalState
from .vocabulary import Concern, Focus, Language, Service

__all__ = [
    "Act",
    "Answer",
    "BulkAct",
    "BulkEntry",
    "Change",
    "ChangeSet",
    "ChangeSetRow",
    "ChangeSetState",
    "Clinic",
    "ClinicPhoto",
    "ClinicPrice",
    "ClinicQuerySet",
    "ClinicStatus",
    "Concern",
    "ConsentScope",
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
    "LinkCheck",
    "ListingVersion",
    "PhotoKind",
    "PhotoWithdrawal",
    "Proposal",
    "ProposalState",
    "RegisterId",
    "Service",
    "ServiceGrade",
]
