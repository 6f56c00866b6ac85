"""Telephone numbers: the one that can be dialled beside the one that was given."""

import phonenumbers

COUNTRY = "KR"


def dialable(given):
    """Return a phone number in E.164 form ("+8225551234"), or "" when it cannot be read as one number."""
    try:
        number = phonenumbers.parse(given, COUNTRY)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
