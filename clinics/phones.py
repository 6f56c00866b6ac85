"""Telephone numbers: the one that can be dialled beside the one that was given."""

import re
import unicodedata

import phonenumbers

from clinics.korea import LOCAL_NUMBER, NATIONWIDE_NUMBER, PHONE_REGION

DASH = "-‐-―−"
# What a spreadsheet makes of a number: 226397777 as 2.26398E+08, which is lost, or as 226397777.0.
SCIENTIFIC = re.compile(r"\d[eE][+-]?\d")
WITH_DECIMALS = re.compile(r"(\d+)\.0+")
EXTENSION = re.compile(
    r"\(?\s*(?:\bext(?:ension)?\b\.?|(?<=\d)\s*[x#]|내선\s*(?:번호)?|교환|구내)\s*[:.]?\s*\d{1,6}\s*번?\s*\)?",
    re.IGNORECASE,
)
# A fax is a number of its own, at which nobody answers.
TELEPHONE_AND_FAX = re.compile(r"(?:tel|전화)\s*[/&·]\s*(?:fax|팩스)", re.IGNORECASE)
FAX = re.compile(r"fax|팩스|전송|(?<![^\W\d_])f(?![^\W\d_])", re.IGNORECASE)
# The middle dots of Korean lists, as normalization leaves them.
DOTS = "·\u119e\u2022\u2027\u2219\u22c5\u30fb"
BETWEEN_NUMBERS = re.compile(
    rf"[,;/|&~\u223c\u301c{DOTS}\u3001\r\n]|\bor\b|\band\b|또는|혹은|및"
    # A blank, where a second number begins behind a whole one.
    r"|(?<=\d{4})\s+(?=\(?(?:\+\d|0\d{1,2}\s*[-.)]|1[5-8]\d\d\s*[-.]))",
    re.IGNORECASE,
)
# One number whose parts are kept apart by what else stands between numbers: 02/555-1234, 02·555·1234.
APART = re.compile(rf"^(\D*0\d{{1,2}})\s*[/{DOTS}]\s*(\d{{3,4}})\s*[{DASH}.\s/{DOTS}]\s*(\d{{4}})(?!\d)")
# A run of numbers: 02-555-1234-6 is 1234 to 1236. Read as one, it would ring at a stranger's.
RUN = re.compile(
    rf"(\(?(?:0\d{{1,2}}[{DASH}).\s]+)?(?:\d{{3,4}}[{DASH}.\s]+\d{{4}}|\d{{7,8}}))[{DASH}(.\s]+\d{{1,3}}\)?"
)
NUMBER = re.compile(rf"\+?\s*\(?\d[{DASH}\d\s().]*")


def dialable(given, *, area_code=""):
    """Return the first phone number of a text in E.164 form ("+8225551234"), or "" when none can be read.

    `area_code` is that of the place ("02"), for numbers that leave it out; without it they are not read.
    """
    text = unicodedata.normalize("NFKC", given).strip()
    if SCIENTIFIC.search(text):
        return ""
    if whole := WITH_DECIMALS.fullmatch(text):
        text = whole[1]
    text = EXTENSION.sub(" ", TELEPHONE_AND_FAX.sub(" ", text))
    text = FAX.sub(r",\g<0>", APART.sub(r"\1-\2-\3", text))
    numbers = (number_in(part, area_code) for part in BETWEEN_NUMBERS.split(text) if not FAX.search(part))
    return next(filter(None, numbers), "")


def number_in(part, area_code):
    """Return the one number of a part of a text in E.164 form, or ""."""
    found = [number.strip() for number in NUMBER.findall(part)]
    if len(found) != 1:
        return ""
    number = found[0]
    if run := RUN.fullmatch(number):
        number = run[1]
    digits = "".join(filter(str.isdigit, number))
    if number.startswith("+") or digits.startswith("0"):
        # 0082 is how others write +82.
        return read_number(f"+{digits[2:]}" if digits.startswith("0082") else number)
    if LOCAL_NUMBER.fullmatch(digits) and not re.match(rf"\d{{1,2}}[{DASH}.\s)]", number):
        return read_number(area_code + digits) if area_code else ""
    return read_number(number)


def read_number(text):
    """Return one number in E.164 form, or "" when it is none that exists."""
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
