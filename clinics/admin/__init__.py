"""The editors' desk: where clinics are kept with their prices and evidence, districts and vocabularies."""

from . import bulk_acts, change_sets, district, proposal, treatment, vocabulary
from .clinic import ClinicAdmin

__all__ = ["ClinicAdmin", "bulk_acts", "change_sets", "district", "proposal", "treatment", "vocabulary"]
