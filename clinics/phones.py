"""Telephone numbers: the one that can be dialled beside the one that was given."""

import re
import unicodedata

import phonenumbers

from clinics.korea import NATIONWIDE_NUMBER, PHONE_REGION

# Digits, blanks and dashes with at most one code in brackets. "02-555-1234/5" are two numbers: read as one,
# they would ring at a stranger's.
ONE_NUMBER = re.compile(r"\+?[\d\s.‐-―-]*(?:\(\d+\))?[\d\s.‐-―-]+")


def dialable(given):
    """Return a phone number in E.164 form ("+8225551234"), or "" when it cannot be read as one number."""
    text = unicodedata.normalize("NFKC", given).strip()
    if not ONE_NUMBER.fullmatch(text):
        return ""
    try:
        number = phonenumbers.parse(text, PHONE_REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not _is_nationwide(number) and not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _is_nationwide(number):
    is_domestic = number.country_code == phonenumbers.country_code_for_region(PHONE_REGION)
    return is_domestic and NATIONWIDE_NUMBER.fullmatch(str(number.national_number))
